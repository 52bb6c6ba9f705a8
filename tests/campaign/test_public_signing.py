"""Signing on the letter's page: nothing typed is lost, nothing is signed unseen, and late is late by the second."""

from __future__ import annotations

import pytest

from campaign.printing import printed_line
from campaign.queries import current_version
from mail.models import OutboxMessage
from signatories.models import LateRequest, Signature
from tests.tools.campaigns import ENTRY, TEXT, Campaigns
from tests.tools.pages import form_values, parse, text_of
from tests.tools.signing import PAGE, door, mails, rows, sign_on

SIGN, LINE = "/letters/harbor/sign", "/letters/harbor/line"
UNPRINTABLE = "\U00013000"
"""A hieroglyph, for which no face is shipped."""


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open()
    return made


def typed(page):
    """What the sign form of a page holds."""
    (form,) = parse(page).iter("form")
    return form_values(form)


def summary(page):
    """The lines of the error summary, each with the field that it leads to."""
    (box,) = (element for element in parse(page).iter("div") if element.get("id") == "errors")
    assert box.get("tabindex") == "-1"
    assert box.get("autofocus") is not None
    return {link.get("href"): "".join(link.itertext()) for link in box.iter("a")}


def test_signing_keeps_it_at_once_and_asks_for_the_button_in_the_mail(client, campaigns, database, clock):
    answer = client.fill_in(PAGE, ENTRY | {"organization": "  Friends of the Harbor ", "contact_email": "ada@friends.example "})
    assert answer.status_code == 303
    (signature,) = rows(database, Signature)
    with database.read() as session:
        version = current_version(session, campaigns.get())
    assert signature.name_typed == "  Friends of the Harbor "
    assert signature.line == "Friends of the Harbor"
    assert signature.contact_email == "ada@friends.example"
    assert (signature.version_id, signature.version_hash) == (version.id, version.content_hash)
    assert (signature.authorized, signature.signed_at) == (True, clock.now)
    assert signature.attestation == "I am authorized to sign this letter for the organization named above."
    assert (signature.status, signature.confirmed_at, signature.prints) == ("unconfirmed", None, False)

    waiting = client.get(answer.location)
    words = text_of(waiting)
    assert "Look into your mailbox" in words
    assert "We wrote to ada@friends.example" in words
    assert "Friends of the Harbor" in words
    assert "Thursday, March 5, 2026 at 5:00 PM Eastern Time" in words
    assert waiting.headers["Referrer-Policy"] == "no-referrer"
    assert waiting.headers["Cache-Control"] == "no-store"
    (mail,) = rows(database, OutboxMessage)
    assert (mail.kind, mail.recipient) == ("confirm", "ada@friends.example")
    assert mail.context["confirm_url"].startswith("http://localhost/letters/harbor/confirm/")
    assert "Friends of the Harbor" not in text_of(client.get(PAGE)), "nothing is published before"


def test_the_signers_own_page_says_what_was_signed(client, campaigns, database):
    own = sign_on(client, database, ENTRY)
    with database.read() as session:
        version = current_version(session, campaigns.get())
    page = client.get(own)
    words = text_of(page)
    assert "You have signed" in words
    assert "Friends of the Harbor" in words
    assert f"Version {version.content_hash[:8]}, the one on the letter’s page" in words
    assert "Monday, March 2, 2026 at 10:00 AM Eastern Time" in words
    assert "The letter closesThursday, March 5, 2026 at 5:00 PM Eastern Time (in 3 days)" in words
    assert "I am authorized to sign this letter for the organization named above." in words
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    (mail,) = mails(database, "receipt")
    assert mail.recipient == "ada@friends.example"
    assert door(mail, "own_url") == own
    assert "Friends of the Harbor" in text_of(client.get(PAGE))


def test_an_own_page_opens_with_its_own_token_on_its_own_letter(client, campaigns, database):
    campaigns.open("other")
    token = sign_on(client, database).rpartition("/")[2]
    assert client.get(f"/letters/harbor/mine/{token}").status_code == 200
    assert client.get(f"/letters/other/mine/{token}").status_code == 404
    assert client.get(f"/letters/harbor/mine/{token[:-1]}x").status_code == 404


def test_what_is_missing_is_said_at_the_field_and_in_the_summary(client, campaigns, database):
    sent = ENTRY | {"organization": " ", "contact_email": "ada at friends", "contact_name": "Ada Okafor"}
    del sent["authorized"]
    page = client.fill_in(PAGE, sent)
    assert page.status_code == 422
    said = summary(page)
    assert list(said) == ["#organization", "#contact_email", "#authorized"]
    root = parse(page)
    assert (root.findtext("head/title") or "").startswith("Not signed yet")
    for target, sentence in said.items():
        (control,) = (element for element in root.iter("input") if element.get("id") == target[1:])
        assert control.get("aria-invalid") == "true"
        described = control.get("aria-describedby", "").split()
        texts = ["".join(element.itertext()) for element in root.iter() if element.get("id") in described]
        assert any(sentence in text for text in texts), target
    assert not rows(database, Signature)


@pytest.mark.parametrize("choices", [[], ["North", "South"]])
def test_spaces_answer_no_question(client, campaigns, database, choices):
    campaigns.open("asking", questions=[{"label": "Region?", "choices": choices, "required": True}])
    for answer in ("", "   ", "\t\u00a0"):
        page = client.send("/letters/asking/sign", ENTRY | {"question_0": answer})
        assert page.status_code == 422
        assert "Please answer this." in text_of(page)
    assert not rows(database, Signature)
    assert client.send("/letters/asking/sign", ENTRY | {"question_0": "North"}).status_code == 303


@pytest.mark.parametrize(
    "wrong", [{"contact_email": "nonsense"}, {"organization": f"Harbor {UNPRINTABLE}"}, {"organization": "x" * 400}]
)
def test_everything_typed_is_kept(client, campaigns, database, wrong):
    sent = ENTRY | wrong
    page = client.fill_in(PAGE, sent)
    assert page.status_code == 422
    kept = typed(page)
    assert {name: kept.get(name) for name in sent} == sent
    assert not rows(database, Signature)


def test_a_character_that_cannot_print_is_named(client, campaigns, database):
    page = client.fill_in(PAGE, ENTRY | {"organization": f"Harbor {UNPRINTABLE} Watch"})
    assert page.status_code == 422
    assert "U+13000 EGYPTIAN HIEROGLYPH A001" in summary(page)["#organization"]


def test_without_the_tick_nothing_is_signed(client, campaigns, database):
    sent = {name: value for name, value in ENTRY.items() if name != "authorized"}
    assert client.fill_in(PAGE, sent).status_code == 422
    assert not rows(database, Signature)


def test_the_line_is_shown_before_signing(client, campaigns, database):
    page = client.fill_in(PAGE, ENTRY | {"organization": "  Friends\u200b  of the\u202e Harbor", "preview": "1"})
    assert page.status_code == 200
    (line,) = parse(page).iter("output")
    assert "".join(line.itertext()) == printed_line("  Friends\u200b  of the\u202e Harbor").text == "Friends of the Harbor"
    assert "Left out, because it cannot be seen in print" in text_of(page)
    assert "U+202E" in text_of(page)
    assert typed(page)["contact_name"] == "Ada Okafor"
    assert not rows(database, Signature)


def test_the_line_of_an_impossible_name_is_refused_before_signing(client, campaigns):
    page = client.fill_in(PAGE, ENTRY | {"organization": f"Harbor {UNPRINTABLE}", "preview": "1"})
    assert page.status_code == 422
    assert list(summary(page)) == ["#organization"]


@pytest.mark.parametrize(
    "name", ["Friends of the Harbor", " a  b\t", "x\u00adsoft", "\u202ebad", "", "  ", "الميناء", "A\ufffcB", UNPRINTABLE]
)
def test_the_line_that_follows_the_typing_is_the_line_that_prints(client, campaigns, name):
    answer = client.send(LINE, {"organization": name})
    assert answer.status_code == 200
    printed = printed_line(name)
    assert answer.json["line"] == printed.text
    assert bool(answer.json["problems"]) == (not printed.text or bool(printed.unprintable))
    assert bool(answer.json["removed"]) == bool(printed.removed)


def test_the_last_second_counts_and_the_next_does_not(client, campaigns, database, clock):
    clock.now = campaigns.get().deadline
    form = typed(client.get(PAGE))
    assert client.post(SIGN, data=form | ENTRY).status_code == 303
    clock.advance(seconds=1)
    late = client.post(SIGN, data=form | ENTRY | {"organization": "Late League"})
    assert late.status_code == 409
    words = text_of(late)
    assert "This letter has closed" in words
    assert "Your organization has not signed." in words
    assert "Your request is kept for the coordinators" in words
    for value in ("Late League", "Ada Okafor", "Director", "ada@friends.example"):
        assert value in words
    assert [signature.line for signature in rows(database, Signature)] == ["Friends of the Harbor"]
    assert [request.name_typed for request in rows(database, LateRequest)] == ["Late League"]


def test_a_late_form_with_mistakes_is_shown_back_and_not_kept(client, campaigns, database, clock):
    form = typed(client.get(PAGE))
    clock.advance(days=4)
    late = client.post(SIGN, data=form | ENTRY | {"contact_email": "nonsense"})
    assert late.status_code == 409
    assert "no request was kept" in text_of(late)
    assert "nonsense" in text_of(late)
    assert not rows(database, LateRequest)


def test_late_after_the_list_is_frozen_too(client, campaigns, database, clock):
    form = typed(client.get(PAGE))
    clock.advance(days=4)
    campaigns.close()
    assert client.post(SIGN, data=form | ENTRY).status_code == 409
    assert len(rows(database, LateRequest)) == 1
    assert not rows(database, Signature)


def test_a_changed_text_asks_again(client, campaigns, database):
    before = typed(client.get(PAGE))
    campaigns.circulate_another_text(TEXT.replace("harms", "harms, in new words,"))
    page = client.post(SIGN, data=before | ENTRY)
    assert page.status_code == 409
    assert "the letter changed while you had it open" in text_of(page)
    assert "new words" in text_of(page)
    assert not rows(database, Signature)
    after = typed(page)
    assert after["version"] != before["version"]
    assert {name: after.get(name) for name in ENTRY} == ENTRY
    assert client.post(SIGN, data=after).status_code == 303, "the same form again, with the new text read"
    (signature,) = rows(database, Signature)
    assert signature.version_hash == after["version"]


def test_a_form_that_names_no_text_signs_the_one_that_circulates(client, campaigns, database):
    assert client.send(SIGN, ENTRY).status_code == 303
    (signature,) = rows(database, Signature)
    with database.read() as session:
        assert signature.version_hash == current_version(session, campaigns.get()).content_hash


def test_a_form_from_elsewhere_signs_nothing(client, campaigns, database):
    assert client.post(SIGN, data=typed(client.get(PAGE)) | ENTRY | {"csrf_token": "x"}).status_code == 400
    assert client.post(SIGN, data=ENTRY).status_code == 400
    assert not rows(database, Signature)


@pytest.mark.parametrize("mark", ["stale", None])
def test_a_form_with_a_mark_of_another_day_comes_back_with_all_that_was_typed(client, campaigns, database, mark):
    sent = typed(client.get(PAGE)) | ENTRY | {"csrf_token": mark}
    page = client.post(SIGN, data={name: value for name, value in sent.items() if value is not None})
    assert page.status_code == 400
    assert "You have not signed yet: please press once more" in text_of(page)
    assert not rows(database, Signature)
    kept = typed(page)
    given = {name: value for name, value in ENTRY.items() if name != "authorized"}
    assert {name: kept.get(name) for name in given} == given
    assert "authorized" not in kept, "another site could have ticked it"
    assert client.post(SIGN, data=kept | {"authorized": "y"}).status_code == 303


def test_a_late_form_with_such_a_mark_is_passed_on_all_the_same(client, campaigns, database, clock):
    form = typed(client.get(PAGE))
    clock.advance(days=4)
    page = client.post(SIGN, data=form | ENTRY | {"csrf_token": "stale"})
    assert page.status_code == 409
    assert not rows(database, LateRequest)
    client.post(SIGN, data=typed(page))
    assert [request.name_typed for request in rows(database, LateRequest)] == ["Friends of the Harbor"]


@pytest.mark.parametrize("path", ["/letters/quiet/sign", "/letters/harbor/individual", "/letters/harbor/links"])
def test_elsewhere_a_form_without_a_mark_is_refused_as_ever(client, campaigns, path):
    campaigns.draft("quiet")
    assert client.post(path, data=ENTRY).status_code == (400 if path.endswith("links") else 404)


@pytest.mark.parametrize("path", [SIGN, LINE])
def test_a_draft_takes_nothing(client, campaigns, database, path):
    campaigns.draft("quiet")
    assert client.send(path.replace("harbor", "quiet"), ENTRY).status_code == 404
    assert not rows(database, Signature)
    assert not rows(database, LateRequest)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_looking_signs_nothing(client, campaigns, database, method):
    for path in (PAGE, SIGN, LINE):
        client.open(path, method=method, query_string=ENTRY)
    assert not rows(database, Signature)
