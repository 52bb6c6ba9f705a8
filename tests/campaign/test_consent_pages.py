"""Publishing a changed text at the desk, answering it behind the mailed link, and the ledger."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from campaign.workers import closing
from tests.tools.consenting import UNTIL, add, bring, changed_door, get, publish, write
from tests.tools.pages import parse
from tests.tools.signing import mails

DESK = "/desk/harbor/change"
LEDGER = "/desk/harbor/consent"


def said(page):
    return " ".join("".join(parse(page).itertext()).split())


def hidden(page, name):
    return next(field.get("value") for field in parse(page).iter("input") if field.get("name") == name)


def form(page, **more):
    return {"old": hidden(page, "old"), "new": hidden(page, "new"), "words": "", "reconfirm_local": ""} | more


# --- the desk ------------------------------------------------------------------------------------------------------


def test_the_desk_shows_what_changed_and_publishes_it(campaigns, signed_in, client):
    campaigns.open()
    ada = add(campaigns)
    desk = signed_in("editor")
    assert "is the newest one" in said(desk.get(DESK))
    write(campaigns)
    page = desk.get(DESK)
    assert "We ask the city to end the dumping of waste." in "".join(
        "".join(element.itertext()) for element in parse(page).iter("ins")
    )
    assert "words put in: 10" in said(page)
    assert DESK in desk.get("/desk/harbor/letter").text
    assert "the change is not published" in said(desk.get("/desk/harbor/"))
    answer = desk.send(DESK, form(page, kind="editorial", words="A sentence more."))
    assert answer.status_code == 303
    assert "We ask the city to end" in client.get("/letters/harbor").text
    assert get(campaigns, ada).prints
    assert "went over with an editorial change" in said(desk.get(LEDGER))


def test_a_change_in_substance_is_published_with_a_time_to_answer(campaigns, signed_in, client, database):
    campaigns.open()
    add(campaigns)
    desk = signed_in("editor")
    write(campaigns)
    page = desk.get(DESK)
    assert hidden(page, "reconfirm_local"), "a time is offered"
    assert desk.send(DESK, form(page, kind="substantive", reconfirm_local=UNTIL)).status_code == 303
    assert len(mails(database, "reconfirm")) == 1
    assert "Friends of the Harbor" not in client.get("/letters/harbor").text
    ledger = said(desk.get(LEDGER))
    assert "asked again" in ledger
    assert "Wednesday, March 4, 2026 at 12:00 PM Eastern Time" in ledger


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Say which of the two it is"),
        ({"kind": "rewriting"}, "Not a valid choice"),
        ({"kind": "substantive"}, "until when signers may answer"),
        ({"kind": "substantive", "reconfirm_local": "2026-03-05T17:01"}, "closes before that time"),
        ({"kind": "editorial", "words": "x" * 2001}, "under 2000 characters"),
    ],
)
def test_what_is_missing_comes_back_with_what_was_typed(campaigns, signed_in, database, sent, words):
    campaigns.open()
    add(campaigns)
    desk = signed_in("editor")
    write(campaigns)
    answer = desk.send(DESK, form(desk.get(DESK), **{"words": "My own words.", **sent}))
    assert answer.status_code == 422
    assert words in said(answer)
    assert sent.get("words", "My own words.") in answer.text
    assert mails(database, "text_changed") == mails(database, "reconfirm") == []


def test_a_text_that_was_saved_meanwhile_is_looked_at_first(campaigns, signed_in, database):
    campaigns.open()
    add(campaigns)
    desk = signed_in("editor")
    write(campaigns)
    page = desk.get(DESK)
    write(campaigns, "Something else entirely.")
    answer = desk.send(DESK, form(page, kind="editorial", words="My own words."))
    assert answer.status_code == 409
    assert "look at the changes once more" in said(answer)
    assert "Something else entirely." in answer.text, "the page shows the changes as they are now"
    assert desk.send(DESK, form(answer, kind="editorial")).status_code == 303
    assert len(mails(database, "text_changed")) == 1


def test_a_letter_that_is_not_open_has_nothing_to_publish(campaigns, signed_in):
    campaigns.draft()
    desk = signed_in("editor")
    assert "Only a letter that is open for signature" in said(desk.get(DESK))
    page = desk.send(DESK, {"kind": "editorial", "old": "", "new": ""})
    assert page.status_code == 422


# --- the signer ----------------------------------------------------------------------------------------------------


def asked(campaigns, **more):
    campaigns.open(**more)
    ada = add(campaigns)
    write(campaigns)
    publish(campaigns, "substantive", words="We saw new facts.")
    return ada


def test_the_signer_sees_the_change_and_agrees(campaigns, client, database):
    ada = asked(campaigns)
    (mail,) = mails(database, "reconfirm")
    path = mail.context["changed_url"].removeprefix("http://localhost")
    assert path == changed_door(campaigns, ada)
    page = client.get(path)
    words = said(page)
    assert "Do you agree to the changed text?" in words
    assert "We saw new facts." in words
    assert "your line is taken off the letter" in words
    assert "inserted: We ask the city to end the dumping of waste." in words
    assert get(campaigns, ada).asked is not None, "looking changes nothing"
    answer = client.send(path, {"version": hidden(page, "version")})
    assert answer.status_code == 303
    assert "Thank you. You agree to the letter as it is now." in said(client.get(answer.location))
    assert get(campaigns, ada).prints
    assert "Friends of the Harbor" in client.get("/letters/harbor").text
    assert "Do you agree" not in said(client.get(path))
    again = client.send(path, {"version": hidden(page, "version")})
    assert "answered already" in said(client.get(again.location))


def test_the_signer_withdraws_beside_it(campaigns, client):
    ada = asked(campaigns)
    path = changed_door(campaigns, ada)
    answer = client.send(path, {"version": hidden(client.get(path), "version"), "withdraw": "1"})
    assert answer.status_code == 303
    assert get(campaigns, ada).status == "withdrawn"
    assert "You have withdrawn" in said(client.get(path))


def test_another_text_than_the_one_read_is_not_agreed_to(campaigns, client, clock):
    ada = asked(campaigns)
    path = changed_door(campaigns, ada)
    version = hidden(client.get(path), "version")
    clock.advance(minutes=5)
    write(campaigns, "And one thing more.")
    publish(campaigns, "substantive")
    answer = client.send(path, {"version": version})
    assert answer.status_code == 409
    assert "has changed since you opened the page" in said(answer)
    assert "And one thing more." in answer.text
    assert get(campaigns, ada).asked is not None


def test_whoever_was_told_sees_the_change_and_no_button(campaigns, client, database):
    campaigns.open()
    add(campaigns)
    write(campaigns)
    publish(campaigns)
    (mail,) = mails(database, "text_changed")
    page = client.get(mail.context["changed_url"].removeprefix("http://localhost"))
    assert "Nothing is asked of you" in said(page)
    assert [*parse(page).iter("form")] == []
    assert "inserted: We ask the city to end" in said(page)


def test_whoever_signed_the_present_text_sees_no_change(campaigns, client):
    campaigns.open()
    ada = add(campaigns)
    assert "is the one that you agreed to" in said(client.get(changed_door(campaigns, ada)))


@pytest.mark.parametrize("rule", ["keep", "drop"])
def test_silence_is_settled_by_the_worker_and_the_page_says_what_came_of_it(campaigns, client, clock, settings, database, rule):
    ada = asked(campaigns, silence=rule)
    clock.now = datetime(2026, 3, 4, 17, 1, tzinfo=UTC)
    closing(settings)(database, clock.now)
    assert get(campaigns, ada).prints == (rule == "keep")
    words = said(client.get(changed_door(campaigns, ada)))
    if rule == "drop":
        assert "there was no answer from you in time" in words
        assert "Read the letter and sign again" in words
        late = client.send(changed_door(campaigns, ada), {"version": "0" * 64})
        assert late.status_code == 409
        assert "The time to answer is over" in said(late)
    else:
        assert "Nothing is asked of you" in words


def test_at_the_deadline_the_worker_settles_and_then_closes(campaigns, clock, settings, database):
    campaigns.open(silence="keep")
    add(campaigns)
    write(campaigns)
    publish(campaigns, "substantive", until="2026-03-05T17:00")
    clock.now = datetime(2026, 3, 5, 22, 1, tzinfo=UTC)
    closing(settings)(database, clock.now)
    assert campaigns.get().state == "closed"
    with database.read() as session:
        assert session.merge(campaigns.get()).editions[0].count == 1


def test_a_letter_with_an_open_question_is_not_closed_early(campaigns, signed_in):
    asked(campaigns)
    answer = signed_in("editor").send("/desk/harbor/close", {})
    assert answer.status_code == 409
    assert "may answer until Wednesday, March 4" in said(answer)


def test_pages_and_mails_about_a_change_come_in_spanish(campaigns, client, database):
    campaigns.open()
    campaigns.sign(language="es")
    write(campaigns)
    publish(campaigns, "substantive")
    (mail,) = mails(database, "reconfirm")
    address = mail.context["changed_url"].removeprefix("http://localhost")
    assert address.endswith("?lang=es")
    page = client.get(address)
    assert "añadido: We ask the city to end" in said(page)
    assert "Do you agree" not in said(page)


# --- the ledger ----------------------------------------------------------------------------------------------------


def test_the_ledger_is_exported_for_spreadsheets_without_any_address(campaigns, signed_in):
    campaigns.open()
    add(campaigns, "=HYPERLINK(1)")
    write(campaigns)
    publish(campaigns)
    desk = signed_in("editor")
    assert f"{LEDGER}.csv" in desk.get(LEDGER).text
    answer = desk.get(f"{LEDGER}.csv")
    header, *rows = csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")))
    assert header[0] == "printed line"
    assert [(row[0], row[3], row[8]) for row in rows] == [
        ("'=HYPERLINK(1)", "1", "form, confirmed by mail"),
        ("'=HYPERLINK(1)", "2", "editorial notice"),
    ]
    assert "@" not in answer.text
    sheet = load_workbook(io.BytesIO(desk.get(f"{LEDGER}.xlsx").data)).active
    assert [[cell.value or "" for cell in row] for row in sheet.iter_rows(min_row=2)] == rows
    assert desk.get(f"{LEDGER}.pdf").status_code == 404


def test_a_coordinator_writes_down_who_agreed_elsewhere(campaigns, signed_in, client):
    campaigns.open()
    ada, listed = add(campaigns), bring(campaigns, "Mill Town")
    write(campaigns)
    publish(campaigns, "substantive")
    desk = signed_in("editor")
    assert "cannot be asked by mail" in said(desk.get(LEDGER))
    answer = desk.send(LEDGER, {"signature": str(listed), "reason": ""})
    assert answer.status_code == 422
    assert "Say how you know" in said(answer)
    ticked = [field.get("value") for field in parse(answer).iter("input") if field.get("checked") is not None]
    assert ticked == [str(listed)], "what was ticked stays ticked"
    assert desk.send(LEDGER, {"reason": "by telephone"}).status_code == 422
    assert desk.send(LEDGER, {"signature": str(listed), "reason": "by telephone"}).status_code == 303
    assert get(campaigns, listed).prints
    assert not get(campaigns, ada).prints
    assert "by telephone" in said(desk.get(f"/desk/harbor/signatures/{listed}"))


def test_a_viewer_reads_the_ledger_and_is_offered_nothing_more(campaigns, signed_in):
    asked(campaigns)
    page = signed_in("viewer").get(LEDGER)
    assert "Friends of the Harbor" in page.text
    assert f"{LEDGER}.csv" not in page.text
    assert [element for element in parse(page).iter("input") if element.get("type") == "checkbox"] == []


def test_the_history_tells_it_in_sentences(campaigns, signed_in, clock, settings, database):
    asked(campaigns)
    clock.now = datetime(2026, 3, 4, 17, 1, tzinfo=UTC)
    closing(settings)(database, clock.now)
    words = said(signed_in("editor").get("/desk/harbor/history"))
    assert "published version 2, a change in substance: asked 1 until 2026-03-04 12:00" in words
    assert "0 stay, 1 are taken off" in words
    assert "took it off: there was no answer about the changed text: Friends of the Harbor" in words
