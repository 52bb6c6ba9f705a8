"""Notes to those who were invited, at the desk: whom a filter writes to, and what pressing a button twice does."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from campaign.desk.invitations import shown, writing
from coalition.models import AuditEntry
from mail.compose import compose
from tests.campaign.asked import mails
from tests.tools.campaigns import Campaigns
from tests.tools.invitations import Invitations
from tests.tools.pages import form_values, parse, text_of

HOME = "/desk/harbor/invitations"


@pytest.fixture
def invitations(database, clock):
    Campaigns(database, clock).open()
    return Invitations(database, clock)


@pytest.fixture
def desk(invitations, signed_in):
    return signed_in("editor")


def words_form(page):
    (form,) = (form for form in parse(page).iter("form") if (form.get("action") or "").endswith("/write"))
    return form_values(form)


def links(page):
    return {link.get("href") for link in parse(page).iter("a")}


def recipients(database):
    return [row.recipient for row in mails(database, "invitation_note")]


def written(database):
    with database.read() as session:
        query = select(AuditEntry).where(AuditEntry.act == "invitations.written_to").order_by(AuditEntry.id)
        return [entry.detail["count"] for entry in session.scalars(query)]


# --- from a filter -------------------------------------------------------------------------------------------------------


def test_a_filtered_list_is_written_to_as_it_is_filtered(desk, invitations, clock, database):
    invitations.one("Reef", "ben@reef.example")
    invitations.one("Reef Fund", "cy@reef.example", opened_at=clock.now)
    invitations.one("Mills", "dee@mills.example", opened_at=clock.now)
    page = desk.get(f"{HOME}?status=opened")
    assert "Write to these 2" in text_of(page)
    assert f"{HOME}/write?status=opened" in links(page)
    page = desk.get(f"{HOME}?status=opened&q=reef")
    assert "Write to this 1" in text_of(page)
    (link,) = (one for one in links(page) if one and "/write?" in one and "opened" in one)
    form = words_form(desk.get(link))
    desk.post(f"{HOME}/write", data=form | {"step": "send"})
    assert recipients(database) == ["cy@reef.example"]
    (link,) = (one for one in links(desk.get(f"{HOME}?q=reef")) if one and "/write?" in one)
    assert "2 get the note." in text_of(desk.get(link)), "any status, these words"


@pytest.mark.parametrize("status", ["signed", "declined", "revoked", "bounced", "not sent"])
def test_nobody_is_offered_to_write_to_those_who_get_no_note(desk, invitations, clock, status):
    columns = {
        "signed": {"signed_at": clock.now},
        "declined": {"declined_at": clock.now},
        "revoked": {"revoked_at": clock.now},
        "bounced": {"bounced_at": clock.now},
        "not sent": {"sent": False},
    }
    invitations.one(**columns[status])
    page = desk.get(HOME, query_string={"status": status})
    assert "Reef" in text_of(page)
    assert "Write to this" not in text_of(page)


# --- those who asked for time --------------------------------------------------------------------------------------------


@pytest.fixture
def asked(invitations, clock):
    """Three boards: one decides on Thursday, one never said when, one should have by yesterday."""
    for organization, until in (("Reef", date(2026, 3, 5)), ("Mills", None), ("Hills", date(2026, 3, 1))):
        invitations.one(
            organization, f"ben@{organization.lower()}.example", reviewing_at=clock.now, leaning="likely", needs_until=until
        )
    invitations.one("Coast", "eve@coast.example")


def test_a_note_to_everybody_leaves_out_those_who_asked_for_time(desk, asked, database):
    page = desk.get(f"{HOME}/write")
    said = text_of(page)
    assert "2 get the note." in said
    assert "Reef, Ben Li: asked for time until Thursday, March 5" in said
    assert "Mills, Ben Li: asked for time" in said
    desk.post(f"{HOME}/write", data=words_form(page) | {"step": "send"})
    assert recipients(database) == ["ben@hills.example", "eve@coast.example"]


def test_those_who_asked_for_time_are_written_to_by_a_filter_in_other_words(desk, asked, database):
    page = desk.get(f"{HOME}/write?status=reviewing")
    assert "3 get the note." in text_of(page)
    form = words_form(page)
    assert "you told us that the board of {organization} decides" in form["text"]
    desk.post(f"{HOME}/write", data=form | {"step": "send"})
    assert len(recipients(database)) == 3
    assert "have not heard" not in compose(mails(database, "invitation_note")[0]).text
    assert "have not heard" in words_form(desk.get(f"{HOME}/write"))["text"], "the control: the others are told that"


def test_those_who_asked_for_time_are_written_to_by_ticks(desk, asked, database):
    page = desk.send(f"{HOME}/write", {"number": "1"})
    assert "1 gets the note." in text_of(page)
    form = words_form(page)
    looked = desk.post(f"{HOME}/write", data=form | {"step": "look"})
    assert "1 gets the note." in text_of(looked), "looking at it forgets nothing"
    desk.post(f"{HOME}/write", data=words_form(looked) | {"step": "send"})
    assert recipients(database) == ["ben@reef.example"]


# --- once ----------------------------------------------------------------------------------------------------------------


def test_going_back_and_sending_other_words_says_that_nothing_went(desk, invitations, clock, database):
    invitations.one("Reef", "ben@reef.example")
    form = words_form(desk.get(f"{HOME}/write"))
    clock.advance(minutes=1)
    first = desk.post(f"{HOME}/write", data=form | {"text": "First {link}", "step": "send"})
    assert "1 note is on its way." in text_of(desk.get(first.location))
    clock.advance(minutes=1)
    second = desk.post(f"{HOME}/write", data=form | {"text": "Mended {link}", "step": "send"})
    assert second.status_code == 422
    assert "These were sent already from this page. Open it anew to write again." in text_of(second)
    assert "Mended {link}" in second.get_data(as_text=True), "what was typed is still there"
    assert len(recipients(database)) == 1
    assert written(database) == [1], "and the log tells of one note"


def test_what_is_left_of_a_page_is_counted_alone(desk, invitations, clock, database):
    """One of two was written to from this page before; the other was added to the choice by hand."""
    reef, mills = invitations.one("Reef", "ben@reef.example"), invitations.one("Mills", "cy@mills.example")
    form = words_form(desk.send(f"{HOME}/write", {"number": str(reef.id)}))
    desk.post(f"{HOME}/write", data=form | {"step": "send"})
    done = desk.post(f"{HOME}/write", data=form | {"numbers": f"{reef.id},{mills.id}", "step": "send"})
    assert "1 note is on its way." in text_of(desk.get(done.location))
    assert recipients(database) == ["ben@reef.example", "cy@mills.example"]
    assert written(database) == [1, 1]


def test_many_are_written_to_in_parts_and_still_once(desk, invitations, clock, database, monkeypatch):
    """Signers wait for the same lock, and must not wait for thousands."""
    monkeypatch.setattr(writing, "AT_ONCE", 2)
    for number in range(5):
        invitations.one(f"O{number}", f"p{number}@x.example")
    form = words_form(desk.get(f"{HOME}/write"))
    clock.advance(minutes=1)
    done = desk.post(f"{HOME}/write", data=form | {"step": "send"})
    assert "5 notes are on their way." in text_of(desk.get(done.location))
    assert written(database) == [2, 2, 1]
    clock.advance(minutes=1)
    assert desk.post(f"{HOME}/write", data=form | {"step": "send"}).status_code == 422
    assert len(recipients(database)) == 5
    assert shown.AT_ONCE == 500


def test_a_note_to_nobody_says_so_at_the_desk(desk, invitations, clock):
    one = invitations.one(declined_at=clock.now)
    page = desk.send(f"{HOME}/write", {"numbers": str(one.id), "step": "send", "subject": "S", "text": "{link}"})
    assert page.status_code == 422
    assert "Nobody of those you chose is without an answer" in text_of(page)


# --- the table -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["again", "revoke", "restore"])
def test_a_button_of_a_row_leads_back_to_the_list_as_it_was_filtered(desk, invitations, act):
    one = invitations.one()
    if act == "restore":
        desk.send(f"{HOME}/{one.id}/revoke")
    status = "revoked" if act == "restore" else "invited"
    page = desk.get(f"{HOME}?status={status}&q=reef")
    (form,) = (form for form in parse(page).iter("form") if (form.get("action") or "").endswith(f"/{one.id}/{act}"))
    answer = desk.post(form.get("action"), data=form_values(form))
    assert answer.location == f"{HOME}?status={status}&q=reef"


def test_a_button_of_the_second_page_leads_back_there(desk, invitations):
    invitations.listed("Organization,Email\n" + "".join(f"O{n},p{n}@o{n}.example\n" for n in range(130)))
    page = desk.get(f"{HOME}?page=2")
    form = next(form for form in parse(page).iter("form") if (form.get("action") or "").endswith("/revoke"))
    assert desk.post(form.get("action"), data=form_values(form)).location == f"{HOME}?page=2"
    wrong = desk.post(form.get("action"), data=form_values(form) | {"status": "unheard", "page": "x"})
    assert wrong.location == HOME


def test_a_bounce_is_shown_whatever_else_was_said(desk, invitations, clock):
    invitations.one("Reef", "ben@reef.example", reviewing_at=clock.now, bounced_at=clock.now, bounce_reason="550 gone")
    said = text_of(desk.get(HOME))
    assert "with the board" in said
    assert "The mail came back: 550 gone" in said


# --- at a glance ---------------------------------------------------------------------------------------------------------


def test_the_overview_says_in_short_how_the_invited_answered(desk, invitations, asked, clock):
    assert "4 invited, 3 with the board" in text_of(desk.get("/desk/harbor/"))
    invitations.one("Fund", "fund@x.example", declined_at=clock.now)
    invitations.one("Watch", "watch@x.example", bounced_at=clock.now)
    assert "6 invited, 3 with the board, 1 declined, 1 bounced" in text_of(desk.get("/desk/harbor/"))


def test_closing_warns_of_those_whom_time_was_given(signed_in, invitations, asked):
    said = text_of(signed_in("owner").get("/desk/harbor/close"))
    assert "1 asked for time until Thursday, March 5" in said
    assert "March 1" not in said, "that day has passed"
