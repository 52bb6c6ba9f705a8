"""The signer's own page: everything that its signer may do, and nothing that anybody else could."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from icalendar import Calendar
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from campaign.models import Campaign
from campaign.operations import set_deadline
from campaign.operations.own_page import withdraw
from campaign.public.opening import open_signature
from campaign.queries import find, printing
from signatories.models import SignatureAct
from tests.tools.campaigns import ENTRY, TEXT, Campaigns
from tests.tools.invitations import doors
from tests.tools.pages import form_values, parse, text_of
from tests.tools.signing import PAGE, door, everything, mails, rows, sign_on

UNPRINTABLE = "\U00013000"


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open()
    return made


@pytest.fixture
def own(client, campaigns, database, clock):
    """The path of Ada's own page, a minute after she confirmed."""
    path = sign_on(client, database)
    clock.advance(minutes=1)
    return path


def printed(database):
    with database.read() as session:
        return [signature.line for signature in printing(session, find(session, "harbor"))]


def acts(database):
    return [one.act for one in rows(database, SignatureAct)]


def form(page, action):
    (found,) = (form for form in parse(page).iter("form") if (form.get("action") or "").split("?")[0].endswith(action))
    return form_values(found)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_looking_changes_nothing(client, database, own, method):
    before = everything(database)
    for path in (own, f"{own}/text", f"{own}/letter.pdf", f"{own}/line", f"{own}/contact", f"{own}/withdraw"):
        assert client.open(path, method=method).status_code in (200, 405)
    assert everything(database) == before


# --- the line -----------------------------------------------------------------------------------------------------------


def test_a_spelling_is_corrected_on_the_letter_at_once_and_what_was_typed_stays(client, database, own):
    assert "Friends of the Harbor" in text_of(client.get(PAGE))
    answer = client.fill_in(own, {"line": " Friends of the Harbour,\u200b Inc. "}, action="/line")
    assert (answer.status_code, answer.location) == (303, own)
    assert "Your line was changed." in text_of(client.get(own))
    (signature,) = rows(database)
    assert (signature.line, signature.name_typed) == ("Friends of the Harbour, Inc.", "Friends of the Harbor")
    assert "Friends of the Harbour, Inc." in text_of(client.get(PAGE)), "the page that is kept ready was dropped"
    act = rows(database, SignatureAct)[-1]
    assert act.act == "corrected"
    assert act.detail == {"before": "Friends of the Harbor", "after": "Friends of the Harbour, Inc."}


def test_the_same_spelling_again_is_no_act(client, database, own):
    client.fill_in(own, {"line": "  Friends of  the Harbor"}, action="/line")
    assert "Your line stands like that already." in text_of(client.get(own))
    assert acts(database) == ["confirmed"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (f"Harbor {UNPRINTABLE}", "U+13000 EGYPTIAN HIEROGLYPH A001"),
        ("", "Write the name."),
        ("\u200b\u202e", "Write the name"),
        ("x" * 301, "longer than 300 characters"),
    ],
)
def test_a_line_that_cannot_print_comes_back_as_it_was_typed(client, database, own, typed, said):
    page = client.fill_in(own, {"line": typed}, action="/line")
    assert page.status_code == 422
    assert said in text_of(page)
    assert form(page, "/line")["line"] == typed
    assert (parse(page).findtext("head/title") or "").startswith("Not changed")
    assert printed(database) == ["Friends of the Harbor"]


def test_after_the_deadline_the_line_stays(client, database, clock, own):
    before = client.get(own)
    clock.advance(days=4)
    page = client.submit(before, own, {"line": "Other"}, action="/line")
    assert page.status_code == 422
    assert "This letter has closed, and its list stands as it is." in text_of(page)
    assert "Correct the spelling" not in text_of(client.get(own))
    assert printed(database) == ["Friends of the Harbor"]


# --- the contact --------------------------------------------------------------------------------------------------------


def test_name_and_title_change_at_once(client, database, own):
    client.fill_in(own, {"contact_name": " Bo Li ", "contact_title": ""}, action="/contact")
    (signature,) = rows(database)
    assert (signature.contact_name, signature.contact_title, signature.contact_email) == ("Bo Li", "", "ada@friends.example")
    act = rows(database, SignatureAct)[-1]
    assert (act.act, act.detail) == ("contact changed", {"fields": ["contact_name", "contact_title"]})
    assert mails(database, "new_address") == []


def test_a_new_address_counts_once_its_owner_says_so_and_the_old_links_die(client, app, database, clock, own):
    client.fill_in(own, {"contact_email": "Bo@friends.example"}, action="/contact")
    assert "We wrote to the new address" in text_of(client.get(own))
    (signature,) = rows(database)
    assert (signature.contact_email, signature.email_wanted) == ("ada@friends.example", "Bo@friends.example")
    (mail,) = mails(database, "new_address")
    assert mail.recipient == "Bo@friends.example"
    path = door(mail, "contact_url")
    somebody = app.test_client()
    for method in ("GET", "HEAD", "OPTIONS", "GET"):
        assert somebody.open(path, method=method).status_code == 200
    assert rows(database)[0].contact_email == "ada@friends.example", "looking is not saying so"
    new = client.fill_in(path, {}, action="/contact/").location
    (signature,) = rows(database)
    assert (signature.contact_email, signature.address_key) == ("Bo@friends.example", "bo@friends.example")
    assert (signature.email_wanted, signature.status) == ("", "accepted")
    assert client.get(new).status_code == 200
    assert new != own
    assert client.get(own).status_code == 404
    assert client.get(path).status_code == 404, "and the link that did it is used up"
    assert client.send(f"{own}/withdraw").status_code == 404
    assert [mail.recipient for mail in mails(database, "address_changed")] == ["ada@friends.example"]
    (page,) = mails(database, "my_page")
    assert (page.recipient, door(page, "own_url")) == ("Bo@friends.example", new)
    assert b"Bo@friends" not in str([act.detail for act in rows(database, SignatureAct)]).encode()


def test_a_stranger_who_got_the_first_link_by_a_slip_cannot_confirm_the_second_address(client, database, clock, own):
    client.fill_in(own, {"contact_email": "stranger@else.example"}, action="/contact")
    clock.advance(minutes=1)
    client.fill_in(own, {"contact_email": "bo@friends.example"}, action="/contact")
    first, second = (door(mail, "contact_url") for mail in mails(database, "new_address"))
    page = client.get(first)
    assert page.status_code == 404
    assert "bo@friends.example" not in page.text
    assert client.send(first).status_code == 404
    assert rows(database)[0].contact_email == "ada@friends.example"
    assert client.send(second).status_code == 303
    assert rows(database)[0].contact_email == "bo@friends.example"


def test_going_back_to_the_old_address_kills_the_link_to_the_new_one(client, database, clock, own):
    client.fill_in(own, {"contact_email": "bo@friends.example"}, action="/contact")
    client.fill_in(own, {"contact_email": "ada@friends.example"}, action="/contact")
    assert rows(database)[0].email_wanted == ""
    assert client.send(door(mails(database, "new_address")[0], "contact_url")).status_code == 404
    assert rows(database)[0].contact_email == "ada@friends.example"


def test_an_address_that_stands_by_itself_is_not_taken_over(client, campaigns, database, own):
    campaigns.sign("Shore League", "cy@shore.example")
    client.fill_in(own, {"contact_email": "cy+x@shore.example"}, action="/contact")
    path = door(mails(database, "new_address")[0], "contact_url")
    page = client.fill_in(path, {}, action="/contact/")
    assert page.status_code == 409
    assert "This address cannot be used here." in text_of(page)
    assert rows(database)[0].contact_email == "ada@friends.example"


@pytest.mark.parametrize("typed", ["nonsense", "", "a@b", "x" * 300 + "@y.example"])
def test_what_is_no_address_comes_back(client, database, own, typed):
    page = client.fill_in(own, {"contact_email": typed, "contact_name": "Bo"}, action="/contact")
    assert page.status_code == 422
    kept = form(page, "/contact")
    assert (kept["contact_email"], kept["contact_name"]) == (typed, "Bo")
    (signature,) = rows(database)
    assert (signature.contact_name, signature.email_wanted) == ("Ada Okafor", "")


def test_the_new_mailbox_is_not_flooded(client, database, clock, own):
    for _ in range(9):
        clock.advance(minutes=1)
        client.fill_in(own, {"contact_email": "bo@friends.example"}, action="/contact")
    assert len(mails(database, "new_address")) == 5


# --- withdrawing --------------------------------------------------------------------------------------------------------


def test_until_the_deadline_one_withdraws_at_once_and_may_sign_again(client, campaigns, database, clock, own):
    clock.now = campaigns.get().deadline
    answer = client.fill_in(own, {"reason": "The board said no."}, action="/withdraw")
    assert (answer.status_code, answer.location) == (303, own)
    (signature,) = rows(database)
    assert (signature.status, signature.status_reason) == ("withdrawn", "The board said no.")
    assert "Friends of the Harbor" not in text_of(client.get(PAGE))
    words = text_of(client.get(own))
    assert "You have withdrawn" in words
    assert "Withdraw your signature" not in words
    assert [mail.recipient for mail in mails(database, "withdrawn")] == ["ada@friends.example"]
    assert client.send(f"{own}/withdraw").status_code == 303, "twice is once"
    assert acts(database) == ["confirmed", "withdrawn"]
    assert client.send(f"{own}/line", {"line": "Other"}).status_code == 422
    sign_on(client, database)
    assert [row.status for row in rows(database)] == ["withdrawn", "accepted"]


def test_afterwards_one_asks_and_a_person_decides(client, database, clock, own):
    clock.advance(days=4)
    assert "Ask to be taken off the letter" in text_of(client.get(own))
    answer = client.fill_in(own, {"reason": "A mistake."}, action="/withdraw")
    assert answer.status_code == 303
    assert "Your wish was passed on to the coordinators" in text_of(client.get(own))
    (signature,) = rows(database)
    assert (signature.status, signature.withdrawal_asked_at) == ("accepted", clock.now)
    assert "You asked for this already" in text_of(client.get(own))
    clock.advance(hours=1)
    client.fill_in(own, {}, action="/withdraw")
    assert acts(database) == ["confirmed", "withdrawal asked"]
    assert printed(database) == ["Friends of the Harbor"]


def test_a_reason_that_is_too_long_comes_back(client, database, own):
    page = client.fill_in(own, {"reason": "x" * 501}, action="/withdraw")
    assert page.status_code == 422
    assert form(page, "/withdraw")["reason"].strip() == "x" * 501
    assert printed(database) == ["Friends of the Harbor"]


def test_every_act_needs_our_form_mark(client, database, own):
    for act in ("line", "contact", "withdraw"):
        assert client.post(f"{own}/{act}", data={"line": "x", "reason": "", **ENTRY}).status_code == 400
    assert acts(database) == ["confirmed"]


# --- the text, the copy, the calendar -----------------------------------------------------------------------------------


def test_the_text_that_was_signed_stays_to_be_read(client, campaigns, database, own):
    campaigns.circulate_another_text(TEXT.replace("harms", "harms, in new words,"))
    page = client.get(f"{own}/text")
    assert "in new words" not in text_of(page)
    assert "It harms everyone" in text_of(page)
    assert "The letter has been changed since." in text_of(page)
    assert page.headers["Cache-Control"] == "no-store"
    assert "in new words" in text_of(client.get(PAGE))


@pytest.mark.parametrize("shown", [True, False])
def test_the_copy_holds_the_names_only_where_they_are_public(client, app, campaigns, database, monkeypatch, shown):
    from campaign import exports

    written = []

    def remember(rendition, file_format):
        written.append(rendition)
        return b"%PDF-1.7"

    monkeypatch.setattr(exports, "written", remember)
    with database.write() as session:
        find(session, "harbor").show_signatories = shown
    own = sign_on(client, database)
    copy = client.get(f"{own}/letter.pdf")
    assert (copy.status_code, copy.content_type) == (200, "application/pdf")
    assert copy.headers["Content-Disposition"] == "attachment; filename=harbor-DRAFT.pdf"
    assert copy.headers["Cache-Control"] == "no-store"
    assert written[0].signatories.count == int(shown)


def test_the_copy_is_a_pdf(client, own):
    copy = client.get(f"{own}/letter.pdf")
    assert copy.status_code == 200
    assert copy.data.startswith(b"%PDF-")


def test_the_calendar_entry_ends_at_the_deadline(client, campaigns, clock):
    answer = client.get(f"{PAGE}/deadline.ics")
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=harbor.ics"
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert event.decoded("dtend") == campaigns.get().deadline
    assert str(event["summary"]) == "Last moment to sign: Keep the harbor clean"
    assert str(event["url"]) == "http://localhost/letters/harbor"
    assert {"uid", "dtstamp", "dtstart"} <= {name.lower() for name in event}
    (alarm,) = event.walk("VALARM")
    assert str(alarm["action"]) == "DISPLAY"
    clock.advance(hours=5)
    assert client.get(f"{PAGE}/deadline.ics").data == answer.data, "the same entry is the same bytes"
    spanish = client.get(f"{PAGE}/deadline.ics?lang=es")
    (event,) = Calendar.from_ical(spanish.data).walk("VEVENT")
    assert event.decoded("dtend") == campaigns.get().deadline


def test_a_deadline_that_was_moved_replaces_the_entry(client, campaigns, database, clock):
    seen = []
    for local in ("", "2026-03-06T17:00", "2026-03-04T12:00"):
        clock.advance(hours=1)
        if local:
            with database.write() as session:
                set_deadline(session, find(session, "harbor"), local, "America/New_York", by="the tests", now=clock.now)
        (event,) = Calendar.from_ical(client.get(f"{PAGE}/deadline.ics").data).walk("VEVENT")
        assert event.decoded("dtend") == campaigns.get().deadline
        if local:
            assert event.decoded("dtstamp") == event.decoded("last-modified") == clock.now
        seen.append((str(event["uid"]), event["sequence"]))
    assert seen == [(seen[0][0], 0), (seen[0][0], 1), (seen[0][0], 2)], "RFC 5545, section 3.8.7.4"


def test_an_entry_survives_a_title_made_to_break_it(client, campaigns):
    wicked = "Stop; all, of\\it: END:VEVENT " + "ñ" * 120
    campaigns.open("wicked", title=wicked)
    answer = client.get("/letters/wicked/deadline.ics")
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert str(event["summary"]) == f"Last moment to sign: {wicked}"
    assert max(len(line) for line in answer.data.split(b"\r\n")) <= 75, "RFC 5545, section 3.1"


def test_what_a_held_or_refused_signature_says(client, database, own):
    for status, reason, said in [
        ("held", "Is this the chapter?", "The coordinators have set your signature aside for now"),
        ("refused", "Not an organization.", "Your signature was not taken"),
        ("dropped", "", "Your name is not on the letter any more"),
    ]:
        with database.write() as session:
            row = session.merge(rows(database)[0])
            row.status, row.status_reason = status, reason
        assert said in text_of(client.get(own))


def test_nobody_else_has_the_same_page(client, campaigns, database, own):
    campaigns.sign("Shore League", "cy@shore.example")
    other = doors().to("own", 2)
    assert "Shore League" in text_of(client.get(other))
    assert "ada@friends.example" not in client.get(other).text
    assert "cy@shore.example" not in client.get(own).text


# --- while the letter closes --------------------------------------------------------------------------------------------


def test_whoever_changes_a_signature_sees_the_letter_as_it_is_and_holds_it_open(app, campaigns, database, own):
    """The list is frozen between the look at the letter and the lock of the signature: withdrawing is a request then."""
    token = own.rpartition("/")[2]
    with app.test_request_context(own), database.write() as session:
        as_it_was = find(session, "harbor")
        closed = update(Campaign).values(state="closed").execution_options(synchronize_session=False)
        session.execute(closed)
        assert as_it_was.state == "circulating"
        campaign, signature = open_signature(session, "harbor", "own", token, lock=True)
        assert withdraw(session, campaign, signature, doors=doors(), now=campaigns.now) == "asked"


def hold_without_waiting(database):
    """Hold the letter as closing it does, but raise at once when somebody else has it."""
    if database.is_sqlite:  # whoever writes has all of it
        with closing(sqlite3.connect(database.engine.url.database, timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")
    else:
        with database.engine.connect() as other:
            other.execute(select(Campaign.id).with_for_update(nowait=True))


def test_while_somebody_changes_a_signature_nobody_closes_the_letter(app, campaigns, database, own):
    token = own.rpartition("/")[2]
    hold_without_waiting(database)
    with app.test_request_context(own), database.write() as session:
        open_signature(session, "harbor", "own", token, lock=True)
        with pytest.raises((OperationalError, sqlite3.OperationalError), match=r"could not obtain lock|is locked"):
            hold_without_waiting(database)


def test_when_too_many_mails_went_to_new_addresses_the_page_says_that_none_went_now(client, campaigns, database, clock):
    own = doors().to("own", campaigns.sign().id)
    for number in range(6):
        clock.advance(minutes=1)
        sent = {"contact_name": "Ada", "contact_email": f"new{number}@friends.example"}
        done = client.fill_in(own, sent, action="/contact")
        said = text_of(client.get(done.location))
        assert ("We wrote to the new address" in said) == (number < 5)
    assert "none went now" in said
    assert "new5@friends.example waits to be confirmed; until then mail goes to ada@friends.example." in said
    assert len(mails(database, "new_address")) == 5
