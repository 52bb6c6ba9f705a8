"""Who was asked about a changed text or their line and has not answered is told once more, a day before, in allowed hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from campaign.models import Campaign
from campaign.operations import reminding
from campaign.operations.galley import answering, asking
from campaign.queries import find
from campaign.reminder_models import ReminderRules
from mail.compose import compose
from mail.models import OutboxMessage
from signatories.models import Signature
from tests.campaign.asked import in_campaign, mails, skips
from tests.campaign.test_consent_pages import hidden
from tests.tools.campaigns import Campaigns
from tests.tools.consenting import changed_door, publish, write
from tests.tools.invitations import doors
from tests.tools.pages import text_of
from tests.tools.reminding import BASE, Reminder
from tests.tools.signing import set_signature, signature_of
from tests.tools.waiting import at_once

NEW_YORK = ZoneInfo("America/New_York")


def there(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=NEW_YORK).astimezone(UTC)


@pytest.fixture
def campaigns(database, clock):
    clock.now = there(2, 10)  # a Monday
    made = Campaigns(database, clock)
    made.open(deadline="2026-03-20T17:00")  # a Friday
    return made


@pytest.fixture
def worker(database, clock):
    return Reminder(database, clock)


def ask_line(database, clock, until="2026-03-12T17:00"):
    def act(session, campaign):
        numbers = asking.to_ask(session, campaign)
        return asking.ask(session, campaign, numbers, until, doors=doors("harbor", BASE), by="Ana", now=clock.now)

    in_campaign(database, act)


def ask_text(campaigns, until="2026-03-12T17:00"):
    write(campaigns)
    return publish(campaigns, "substantive", until=until)


def nudges(database, kind):
    found = mails(database, f"{kind}_nudge")
    return [(one.recipient, one.status, one.sent_at and one.sent_at.replace(second=0, microsecond=0)) for one in found]


@pytest.mark.parametrize("kind", ["galley", "reconfirm"])
def test_the_silent_are_told_once_a_day_before_and_who_answered_is_not(database, clock, campaigns, worker, client, kind):
    silent = campaigns.sign("Reef League", "ben@reef.example")
    answers = campaigns.sign("Mill Workers", "cy@mills.example")
    clock.advance(hours=1)
    if kind == "galley":
        ask_line(database, clock)
        in_campaign(
            database,
            lambda session, campaign: answering.say_right(
                session, campaign, session.get_one(Signature, answers.id), now=clock.now
            ),
        )
    else:
        ask_text(campaigns)
        path = changed_door(campaigns, answers.id)
        assert client.send(path, {"version": hidden(client.get(path), "version")}).status_code == 303
    worker.until(there(11, 16, 59))
    assert nudges(database, kind) == []
    worker.until(there(14, 12))
    assert nudges(database, kind) == [(silent.contact_email, "sent", there(11, 17, 59))]
    subject = {"galley": "Still time to look at your line", "reconfirm": "Your answer is missing"}[kind]
    (mail,) = [mail for _, mail in worker.sender.mails if mail.subject.startswith(subject)]
    assert (mail.recipient, "March 12" in mail.subject) == ("ben@reef.example", True)
    assert "Reef League" in mail.text
    way = next(word for word in mail.text.split() if word.startswith(BASE)).removeprefix(BASE)
    assert client.get(way).status_code == 200
    assert "Reef League" in text_of(client.get(way))


def test_not_at_night_and_not_on_a_weekend(database, clock, campaigns, worker):
    """To answer by late on Monday: the day before is a Sunday, and Monday morning comes in time."""
    campaigns.sign("Reef League", "ben@reef.example")
    ask_line(database, clock, "2026-03-16T23:30")
    worker.until(there(17, 12))
    ((_, status, at),) = nudges(database, "galley")
    assert status == "sent"
    assert at == there(16, 8)


def test_where_the_weekend_leaves_no_later_hour_it_goes_before(database, clock, campaigns, worker):
    campaigns.sign("Reef League", "ben@reef.example")
    ask_line(database, clock, "2026-03-16T07:30")  # a Monday, before anybody may be written to
    worker.until(there(16, 12))
    ((_, status, at),) = nudges(database, "galley")
    assert status == "sent"
    assert there(13, 8) <= at <= there(16, 6, 30)


def test_who_was_asked_just_before_is_left_alone_for_a_while(database, clock, campaigns, worker):
    campaigns.sign("Reef League", "ben@reef.example")
    clock.now = there(11, 9)
    ask_line(database, clock, "2026-03-11T19:30")
    worker.until(there(11, 17, 59))
    assert nudges(database, "galley") == []
    worker.until(there(12, 17), timedelta(minutes=30))
    assert [at for *_, at in nudges(database, "galley")] == [there(11, 18, 29)]


@pytest.mark.parametrize(
    "change",
    [
        {"contact_email": "", "address_key": None, "contact_purged_at": there(2, 10)},
        {"galley": "unreached"},
        {"galley": "right"},
        {"status": "held", "status_reason": "so"},
        {"confirmed_how": "coordinator"},
    ],
)
def test_nobody_is_told_who_was_not_asked_or_does_not_stand(database, clock, campaigns, worker, change):
    one = campaigns.sign("Reef League", "ben@reef.example")
    ask_line(database, clock)
    worker.until(there(11, 12))
    set_signature(database, one.id, **change)
    worker.until(there(13, 12))
    assert nudges(database, "galley") == []


@pytest.mark.parametrize("values", [{"status": "failed"}, {"status": "skipped"}, {"returned_at": there(3, 10)}])
def test_whom_the_question_did_not_reach_is_not_reminded_of_it(database, clock, campaigns, worker, values):
    campaigns.sign("Reef League", "ben@reef.example")
    ask_text(campaigns)
    with database.write() as session:
        more = {} if "returned_at" in values else {"sent_at": None}
        session.execute(update(OutboxMessage).where(OutboxMessage.kind == "reconfirm").values(**values, **more))
    worker.until(there(11, 18))
    assert nudges(database, "reconfirm") == []


def test_it_is_turned_off_with_the_other_nudges(database, clock, campaigns, worker):
    campaigns.sign("Reef League", "ben@reef.example")
    ask_line(database, clock)
    with database.write() as session:
        kept = reminding.rules_of(session, find(session, "harbor"))
        kept.nudging = False
        session.add(kept)
        assert isinstance(kept, ReminderRules)
    worker.until(there(13, 12))
    assert nudges(database, "galley") == []


def test_what_waits_is_asked_again_before_it_goes(database, clock, campaigns, worker):
    one = campaigns.sign("Reef League", "ben@reef.example")
    ask_line(database, clock)
    worker.until(there(11, 16))
    clock.now = there(11, 17)
    worker.plan_only()
    assert skips(database, clock, "galley_nudge") == [None]
    with database.write() as session:
        session.execute(update(Campaign).values(galley_until=there(13, 17)))
    assert skips(database, clock, "galley_nudge") == ["the time to answer was moved, and the mail names the old one"]
    with database.write() as session:
        session.execute(update(Campaign).values(galley_until=there(12, 17)))
    set_signature(database, one.id, galley="right")
    assert skips(database, clock, "galley_nudge") == ["its signer has answered"]


def test_a_date_that_is_moved_while_it_waits_brings_one_with_the_new_date(database, clock, campaigns, worker):
    campaigns.sign("Reef League", "ben@reef.example")
    ask_line(database, clock)
    worker.until(there(11, 16))
    clock.now = there(11, 17)
    worker.plan_only()
    ask_line(database, clock, "2026-03-18T17:00")
    worker.until(there(19, 12))
    assert [status for _, status, _ in nudges(database, "galley")] == ["skipped", "sent"]
    (mail,) = [mail for _, mail in worker.sender.mails if "Still time to look" in mail.subject]
    assert "March 18" in mail.subject


def test_a_question_about_a_newer_text_takes_its_place(database, clock, campaigns, worker):
    campaigns.sign("Reef League", "ben@reef.example")
    ask_text(campaigns)
    clock.now = there(11, 17)
    worker.plan_only()
    write(campaigns, "We ask for something else.")
    publish(campaigns, "substantive", until="2026-03-16T17:00")
    assert skips(database, clock, "reconfirm_nudge") == ["the text was changed again, and they are asked about that"]


def test_two_workers_at_the_same_moment_write_one(database, clock, campaigns):
    campaigns.sign("Reef League", "ben@reef.example")
    ask_text(campaigns)
    clock.now = there(11, 18)
    workers = [Reminder(database, clock) for _ in range(2)]
    at_once(*(worker.plan_only for worker in workers))
    assert len(nudges(database, "reconfirm")) == 1


def test_without_hold_look_and_key_they_would_write_two(database, clock, campaigns, monkeypatch):
    """The control: the look into the outbox alone holds, the key alone holds, with both off there are two."""
    import mail.outbox
    from campaign.operations.reminding import answers

    campaigns.sign("Reef League", "ben@reef.example")
    ask_text(campaigns)
    clock.now = there(11, 18)
    worker = Reminder(database, clock)
    worker.plan_only()
    looked, put, numbers = answers._mailed, mail.outbox._row, iter(range(100))
    monkeypatch.setattr(mail.outbox, "_row", lambda *rest: put(*rest) | {"about": f"signature:x{next(numbers)}"})
    worker.plan_only()
    assert len(nudges(database, "reconfirm")) == 1, "the look alone"
    monkeypatch.setattr(mail.outbox, "_row", put)
    monkeypatch.setattr(answers, "_mailed", lambda *rest: (looked(*rest)[0], set()))
    worker.plan_only()
    assert len(nudges(database, "reconfirm")) == 1, "the key alone"
    monkeypatch.setattr(mail.outbox, "_row", lambda *rest: put(*rest) | {"about": f"signature:x{next(numbers)}"})
    worker.plan_only()
    assert len(nudges(database, "reconfirm")) == 2


def test_in_spanish(database, clock, campaigns, worker):
    one = campaigns.sign("Reef League", "ben@reef.example")
    set_signature(database, one.id, language="es")
    ask_text(campaigns)
    ask_line(database, clock)
    clock.now = there(11, 18)
    worker.plan_only()
    (text,) = [compose(one) for one in mails(database, "reconfirm_nudge")]
    assert text.subject.startswith("Falta su respuesta, hasta el jueves, 12 de marzo de 2026")
    assert signature_of(database, one.id).language == "es"
