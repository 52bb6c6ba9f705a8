"""Between the form and the mail: the same page for everybody, and help when no mail comes."""

from __future__ import annotations

import re

import pytest

from campaign.operations.acts import MOST_MAILS
from tests.tools.campaigns import ENTRY, Campaigns
from tests.tools.pages import parse, text_of
from tests.tools.signing import PAGE, ask, door, mails, rows, sign_on


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open()
    return made


@pytest.fixture
def waiting(client, campaigns):
    """The path of the page that waits for Ada to open her mail."""
    return client.fill_in(PAGE, ENTRY).location


def bare(page, entry):
    """The bytes of a page without what belongs to one signature alone: token, form mark, line and address."""
    text = page.text
    for value, name in ((entry["organization"], "LINE"), (entry["contact_email"], "ADDRESS")):
        assert value in text, "the control: the page shows what is taken out here"
        text = text.replace(value, name)
    return re.sub(r'/waiting/[\w-]{30}|name="csrf_token" type="hidden" value="[^"]+"|name="csrf_token" value="[^"]+"', "", text)


def test_the_page_is_the_same_whoever_had_signed_before(client, app, campaigns, database, clock):
    campaigns.sign("Shore League", "cy@shore.example")
    campaigns.sign("Mill Street Tenants", "dee@mill.example", confirmed=False)
    seen = {}
    for case, organization, email in [
        ("nobody", "New Voices", "new@voices.example"),
        ("the organization", "Shore League", "other@shore.example"),
        ("the address", "Shore League Fund", "cy@shore.example"),
        ("the address and the organization", "Shore League", "cy+letters@shore.example"),
        ("one that waits", "Mill Street Tenants", "dee@mill.example"),
    ]:
        entry = ENTRY | {"organization": organization, "contact_email": email}
        clock.advance(minutes=1)
        answer = app.test_client().fill_in(PAGE, entry)
        assert (answer.status_code, "/waiting/" in answer.location) == (303, True), case
        assert len(answer.location) == len(f"{PAGE}/waiting/") + 30, case
        seen[case] = bare(app.test_client().get(answer.location), entry)
    assert len(set(seen.values())) == 1, {case: len(text) for case, text in seen.items()}
    told = {mail.recipient: mail.context["stands"] for mail in mails(database, "confirm") if "voices" not in mail.recipient}
    assert told["cy@shore.example"] == "Shore League", "the owner of the address learns by mail what the page does not say"
    assert told["other@shore.example"] == ""


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_looking_sends_and_confirms_nothing(client, database, waiting, method):
    before = [(one.status, one.generation) for one in rows(database)]
    for path in (waiting, f"{waiting}/again", f"{waiting}/address"):
        client.open(path, method=method)
    assert [(one.status, one.generation) for one in rows(database)] == before
    assert len(mails(database)) == 1


def test_the_mail_comes_again_and_not_without_end(client, database, clock, waiting):
    links = {door(mails(database, "confirm")[0])}
    for _ in range(MOST_MAILS - 1):
        clock.advance(minutes=1)
        answer = client.fill_in(waiting, {}, action="/again")
        assert (answer.status_code, answer.location) == (303, waiting)
        assert "The mail is on its way again, unless its question was answered meanwhile." in text_of(client.get(waiting))
    assert len(mails(database, "confirm")) == MOST_MAILS
    clock.advance(minutes=1)
    client.fill_in(waiting, {}, action="/again")
    assert "Several mails went there within the hour." in text_of(client.get(waiting))
    assert len(mails(database, "confirm")) == MOST_MAILS
    links |= {door(mail) for mail in mails(database, "confirm")}
    assert len(links) == 1, "each of them opens the same page"
    clock.advance(hours=1)
    client.fill_in(waiting, {}, action="/again")
    assert len(mails(database, "confirm")) == MOST_MAILS + 1


def test_a_mailbox_is_not_flooded_under_many_names(client, campaigns, database, clock):
    for number in range(MOST_MAILS + 3):
        clock.advance(seconds=30)
        entry = ENTRY | {"organization": f"Name {number}", "contact_email": f"ada+{number}@friends.example"}
        answer = client.fill_in(PAGE, entry)
        assert answer.status_code == 303
    assert len(rows(database)) == MOST_MAILS + 3, "every form is kept"
    assert sum(mail.due_at <= clock.now for mail in mails(database, "confirm")) == MOST_MAILS
    client.fill_in(answer.location, {}, action="/again")
    assert "Several mails went there" in text_of(client.get(answer.location))
    clock.advance(hours=1, minutes=5)
    client.fill_in(answer.location, {}, action="/again")
    assert mails(database, "confirm")[-1].recipient == f"ada+{MOST_MAILS + 2}@friends.example"


def test_a_mistyped_address_is_mended_and_its_link_is_dead(client, database, clock, waiting):
    (first,) = mails(database, "confirm")
    clock.advance(minutes=1)
    answer = client.fill_in(waiting, {"email": " Ada@Friends.Example.ORG "}, action="/address")
    assert (answer.status_code, answer.location) == (303, waiting)
    page = client.get(waiting)
    assert "The mail is on its way to the new address." in text_of(page)
    assert "We wrote to Ada@friends.example.org" in text_of(page)
    (signature,) = rows(database)
    assert (signature.contact_email, signature.address_key) == ("Ada@friends.example.org", "ada@friends.example.org")
    second = mails(database, "confirm")[-1]
    assert second.recipient == "Ada@friends.example.org"
    dead = client.get(door(first))
    assert dead.status_code == 404
    assert "This link opens nothing any more" in text_of(dead)
    assert client.send(door(first)).status_code == 404
    assert rows(database)[0].status == "unconfirmed"
    assert client.fill_in(door(second), {}, action="/confirm/").status_code == 303
    assert rows(database)[0].status == "accepted"


@pytest.mark.parametrize("typed", ["", "nonsense", "a@b", "two@x.example, three@x.example", "ñ@x.example", "\u202e@x.example"])
def test_what_is_no_address_comes_back_as_it_was_typed(client, database, waiting, typed):
    page = client.fill_in(waiting, {"email": typed}, action="/address")
    assert page.status_code == 422
    (control,) = (element for element in parse(page).iter("input") if element.get("name") == "email")
    assert (control.get("value"), control.get("aria-invalid")) == (typed, "true")
    assert rows(database)[0].contact_email == ENTRY["contact_email"]
    assert len(mails(database)) == 1


def test_once_confirmed_the_page_neither_moves_the_signature_nor_tells_its_new_address(client, campaigns, database, clock):
    waiting = client.fill_in(PAGE, ENTRY).location
    client.fill_in(door(mails(database, "confirm")[0]), {}, action="/confirm/")
    clock.advance(minutes=1)
    refused = client.send(f"{waiting}/address", {"email": "thief@else.example"})
    assert refused.status_code == 422
    assert "The link in that mail was used already" in text_of(refused)
    own = door(mails(database, "receipt")[0], "own_url")
    client.fill_in(own, {"contact_email": "quiet@friends.example"}, action="/contact")
    client.fill_in(door(mails(database, "new_address")[0], "contact_url"), {}, action="/contact/")
    (signature,) = rows(database)
    assert (signature.contact_email, signature.status) == ("quiet@friends.example", "accepted")
    page = client.get(waiting)
    assert "quiet@" not in page.text, "whoever filled in the form need not be the one who owns the address"
    clock.advance(minutes=1)
    assert client.fill_in(waiting, {}, action="/again").status_code == 303
    assert "thief@else.example" not in {mail.recipient for mail in mails(database)}
    (links,) = mails(database, "my_links")
    assert links.recipient == "quiet@friends.example", "what was lost is the way to the own page"


@pytest.mark.parametrize("answer", ["confirmed", "the same line stood", "not me"])
def test_what_is_said_of_the_mail_is_true_whatever_was_answered_meanwhile(client, campaigns, database, clock, answer):
    if answer == "the same line stood":
        campaigns.sign()
        clock.advance(minutes=1)
    waiting = client.fill_in(PAGE, ENTRY).location
    said = {text_of(client.get(waiting)).replace("ada@", "a•••@")}
    client.fill_in(door(mails(database, "confirm")[-1]), {"not_me": "1"} if answer == "not me" else {}, action="/confirm/")
    before = len(mails(database))
    clock.advance(minutes=1)
    said.add(text_of(client.get(waiting)))
    assert len(said) == 1, "the page is the same before and after"
    client.fill_in(waiting, {}, action="/again")
    assert "The mail is on its way again, unless its question was answered meanwhile." in text_of(client.get(waiting))
    new = mails(database)[before:]
    assert [mail.kind for mail in new] == ([] if answer == "not me" else ["my_links"])


def test_after_the_deadline_the_address_is_not_mended_any_more(client, database, clock, waiting):
    clock.advance(days=4)
    page = client.send(f"{waiting}/address", {"email": "new@friends.example"})
    assert page.status_code == 422
    assert "This letter has closed" in text_of(page)
    assert rows(database)[0].contact_email == ENTRY["contact_email"]


def test_the_page_belongs_to_its_letter(client, campaigns, waiting):
    campaigns.open("other")
    token = waiting.rpartition("/")[2]
    for path in (f"/letters/other/waiting/{token}", f"{waiting[:-1]}x", "/letters/harbor/waiting/x"):
        page = client.get(path)
        assert page.status_code == 404
        assert "E-mail me my links" in text_of(page)
    for act in ("again", "address"):
        assert client.send(f"/letters/other/waiting/{token}/{act}", {"email": "a@b.example"}).status_code == 404


def test_the_same_form_twice_is_one_signature(client, campaigns, database, clock):
    first = client.fill_in(PAGE, ENTRY).location
    clock.advance(seconds=2)
    assert client.fill_in(PAGE, ENTRY).location == first
    assert len(rows(database)) == 1
    assert sign_on(client, database, ENTRY | {"organization": "Another"})
    assert len(rows(database)) == 2, "the control: another line is another signature"


def test_somebody_who_had_signed_hears_of_it_by_mail_only(client, campaigns, database, clock):
    sign_on(client, database)
    clock.advance(minutes=1)
    ask(client, database, ENTRY | {"organization": "Friends of the Bay"})
    assert mails(database, "confirm")[-1].context["stands"] == "Friends of the Harbor"
