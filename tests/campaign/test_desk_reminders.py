"""The desk's pages about reminders, as a coordinator uses them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from campaign.reminder_models import ReminderRules, ReminderStep, ReminderText
from mail.models import OutboxMessage
from tests.tools.campaigns import Campaigns
from tests.tools.invitations import Invitations
from tests.tools.pages import text_of
from tests.tools.reminding import Reminder
from tests.tools.sending import send_due

HOME = "/desk/harbor/reminders"


@pytest.fixture
def invitations(database, clock):
    clock.now = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
    Campaigns(database, clock).open(deadline="2026-03-13T17:00")
    made = Invitations(database, clock)
    made.one("Reef", "ben@reef.example", contact_name="Ben Li")
    made.one("Mills", "cy@mills.example", declined_at=clock.now)
    clock.advance(days=1)
    return made


@pytest.fixture
def client(invitations, signed_in):
    return signed_in("editor")


def rows(database, model=ReminderStep):
    with database.read() as session:
        return list(session.scalars(select(model)))


def test_the_plan_says_when_to_how_many_and_who_is_left_out(client):
    said = text_of(client.get(HOME))
    assert "7 days before Fri, Mar 6, 5:00 PM Eastern Time, in 3 days 1 1: has declined" in said
    assert "On the last day Fri, Mar 13, 9:00 AM Eastern Time" in said
    link = f"{HOME}/{next(one.id for one in rows(client_database(client)) if one.step == '7-days')}"
    assert "ReefBen Li" in text_of(client.get(link))
    out = text_of(client.get(f"{link}?show=left-out"))
    assert "Mills" in out
    assert "has declined" in out
    assert "ReefBen" not in out


def client_database(client):
    import web

    return web.surroundings(client.application).database


def test_rules_are_kept_and_the_plan_follows(client, database):
    answer = client.fill_in(HOME, {"days_14": "y", "quiet_from": "16:00", "quiet_until": "10:00"}, action="/reminders")
    assert answer.status_code == 303
    (rules,) = rows(database, ReminderRules)
    assert rules.steps == ["14-days", "7-days", "3-days", "24-hours", "last-day"]
    said = text_of(client.get(HOME))
    assert "moved: it would fall into the quiet hours" in said
    assert "14 days before (Fri, Feb 27, 5:00 PM Eastern Time): the letter was not open yet" in said


def test_rules_that_are_none_come_back_with_what_was_typed(client, database):
    answer = client.fill_in(HOME, {"quiet_from": "late"}, action="/reminders")
    assert answer.status_code == 422
    assert "Write a time of day like 20:00." in text_of(answer)
    assert 'value="late"' in answer.text
    assert rows(database, ReminderRules) == []


def test_turned_off_nothing_is_planned_and_the_overview_says_so(client, database):
    client.send(HOME, {"quiet_from": "20:00", "quiet_until": "08:00", "days_7": "y"})
    assert rows(database) == []
    assert "Reminders are off." in text_of(client.get(HOME))
    assert "1 has not answered, and reminders are off" in text_of(client.get("/desk/harbor/"))


def test_the_overview_says_when_the_next_one_goes_out(client):
    said = text_of(client.get("/desk/harbor/"))
    assert "1 who was invited has not answered; the next reminder goes out Fri, Mar 6, 5:00 PM Eastern Time." in said


def test_a_draft_shows_the_plan_that_there_would_be(database, clock, signed_in):
    Campaigns(database, clock).draft(deadline="2026-03-13T17:00")
    said = text_of(signed_in("editor").get(HOME))
    assert "If the letter were opened now, this would be the plan." in said
    assert "Nobody is invited yet, so nobody is reminded." in said
    assert "Fri, Mar 6, 5:00 PM Eastern Time" in said


def test_a_step_is_sent_now_behind_a_page_that_says_what_that_means(client, database, clock):
    number = next(one.id for one in rows(database) if one.step == "7-days")
    clock.now = datetime(2026, 3, 4, 3, 0, tzinfo=UTC)  # ten in the evening
    page = text_of(client.get(f"{HOME}/{number}/send"))
    assert "1 gets it now. 1 is left out." in page
    assert "The mails wait until Wed, Mar 4, 8:00 AM Eastern Time." in page
    assert client.fill_in(f"{HOME}/{number}/send", {}, action="/send").status_code == 303
    assert client.send(f"{HOME}/{number}/send").status_code == 409, "pressed twice"
    worker = Reminder(database, clock)
    send_due(database, worker.sender, clock.now)
    said = text_of(client.get(HOME))
    assert "What was sent" in said
    assert "1 mail: 1 wait 1: has declined" in said
    clock.advance(hours=11)
    send_due(database, worker.sender, clock.now)
    assert "1 mail: 1 sent" in text_of(client.get(HOME))
    assert "Sent1" in text_of(client.get(f"{HOME}/{number}"))
    assert "reminded 1: 7 days before" in text_of(client.get("/desk/harbor/history"))


def test_words_are_looked_at_tested_and_kept_for_one_step_and_language(client, database):
    path = f"{HOME}/text?step=last-day&language=es"
    assert "Último aviso" in client.get(path).text
    typed = {"subject": "Hoy: {title}", "text": "Hola, {contact}: {link}"}
    looked = client.fill_in(path, typed | {"preview": "yes"}, action="/text")
    assert "Hola, Ben Li: http://localhost/letters/harbor/i/…" in text_of(looked)
    client.fill_in(path, typed | {"test": "yes"}, action="/text")
    with database.read() as session:
        test = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "invitation_test")).one()
        assert (test.recipient, test.language) == ("editor@rivers.example", "es")
    assert rows(database, ReminderText) == []
    assert client.fill_in(path, typed, action="/text").status_code == 303
    (kept,) = rows(database, ReminderText)
    assert (kept.step, kept.language, kept.subject) == ("last-day", "es", "Hoy: {title}")
    assert client.fill_in(path, {"text": "no way in"}, action="/text").status_code == 422
    assert client.get(f"{HOME}/text?step=never").status_code == 404


def test_our_words_unchanged_are_kept_as_none(client, database):
    assert client.fill_in(f"{HOME}/text?step=3-days", {}, action="/text").status_code == 303
    assert rows(database, ReminderText) == []


def test_another_campaigns_step_is_not_found(client, database, clock):
    Campaigns(database, clock).open("other", deadline="2026-03-13T17:00")
    with database.read() as session:
        theirs = session.scalars(select(ReminderStep.id).order_by(ReminderStep.id.desc())).first()
    assert client.get(f"{HOME}/{theirs}").status_code == 404
    assert client.send(f"{HOME}/{theirs}/send").status_code == 404


def test_a_closed_letter_has_no_plan_any_more(client, database, clock, invitations):
    Campaigns(database, clock).close()
    said = text_of(client.get(HOME))
    assert "The letter has closed; nobody is reminded any more." in said
    assert client.send(HOME, {"quiet_from": "20:00", "quiet_until": "08:00"}).status_code == 422
    assert all(one.state == "dropped" for one in rows(database))


def test_the_digest_is_turned_off_and_on(client, database):
    assert "Stop sending it to me" in text_of(client.get(HOME))
    client.send("/desk/harbor/digest", {"wanted": "no"})
    assert "Stop sending it to me" not in text_of(client.get(HOME))
    client.send("/desk/harbor/digest", {"wanted": "yes"})
    assert "Stop sending it to me" in text_of(client.get(HOME))
