"""The daily digest: once a day, in the morning there, only when there is something to tell, and with nobody's address in it."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from campaign.doubtful import doubts_of
from campaign.operations import digesting, inviting
from campaign.operations.digesting import news
from campaign.queries import find
from campaign.reminder_models import DigestDay
from coalition.models import Coalition, Person
from coalition.operations import people
from mail.compose import compose
from mail.models import OutboxMessage
from signatories.models import Invitation, LateRequest
from tests.campaign.asked import in_campaign, mails, skips
from tests.tools.campaigns import Campaigns
from tests.tools.invitations import Invitations
from tests.tools.reminding import BASE, Reminder
from tests.tools.waiting import at_once

NEW_YORK = ZoneInfo("America/New_York")


def there(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=NEW_YORK).astimezone(UTC)


@pytest.fixture
def campaigns(database, clock):
    clock.now = there(2, 12)
    made = Campaigns(database, clock)
    made.open(deadline="2026-03-20T17:00")
    with database.write() as session:
        coalition = session.scalars(select(Coalition)).one()
        for role in ("owner", "editor", "viewer"):
            people.add_person(session, coalition, f"{role}@rivers.example", role, by="x", now=clock.now)
    return made


@pytest.fixture
def worker(database, clock):
    return Reminder(database, clock)


def digests(database):
    return [(one.recipient, one.about) for one in mails(database, "digest")]


def wants(database, email, wanted):
    def act(session, campaign):
        person = session.scalars(select(Person.id).where(Person.email == email)).one()
        digesting.choose(session, campaign, person, wanted=wanted)

    in_campaign(database, act)


def test_once_a_day_with_something_new_to_owners_and_editors(database, clock, campaigns, worker):
    worker.until(there(3, 10))
    campaigns.sign("Reef League", "ben@reef.example")
    worker.until(there(4, 7, 59))
    assert digests(database) == []
    worker.until(there(6, 12))
    assert digests(database) == [
        ("owner@rivers.example", "digest:1:2026-03-04"),
        ("editor@rivers.example", "digest:1:2026-03-04"),
    ]
    assert [one.due_at for one in mails(database, "digest")] == [there(4, 8)] * 2
    text = next(mail.text for _, mail in worker.sender.mails if mail.subject.startswith("What is new"))
    assert "New signatures\n- Reef League" in text
    assert "It closes in 16 days" in text
    assert f"{BASE}/desk/harbor/" in text


def test_it_comes_every_day_in_the_last_three(database, clock, campaigns, worker):
    clock.now = there(15, 12)
    worker.until(there(21, 12))
    days = [about.rpartition(":")[2] for who, about in digests(database) if who.startswith("owner")]
    assert days == ["2026-03-18", "2026-03-19", "2026-03-20"]


def test_everything_that_is_new_is_in_it_and_no_address(database, clock, campaigns, worker):
    invitations = Invitations(database, clock)
    declines = invitations.one("Mills", "cy@mills.example")
    invitations.one("Hills", "dee@hills.example", bounced_at=there(3, 9), bounce_reason="550 <dee@hills.example> unknown")
    board = invitations.one("Shore", "eve@shore.example")
    clock.now = there(3, 10)
    campaigns.sign("Reef League", "ben@reef.example", confirmed=False)
    in_campaign(
        database,
        lambda session, campaign: (
            inviting.decline(
                session, campaign, session.get_one(Invitation, declines.id), reason="call cy@mills.example", now=clock.now
            ),
            inviting.needs_time(
                session,
                campaign,
                session.get_one(Invitation, board.id),
                leaning="",
                until="2026-03-10",
                remark="",
                now=clock.now,
            ),
            session.add(LateRequest(campaign_id=campaign.id, name_typed="Late League", received_at=clock.now)),
        ),
    )
    clock.now = there(4, 9)
    with database.write() as session:
        session.add(DigestDay(campaign_id=1, day=there(2, 8).date(), told_until=there(2, 12)))
    worker.plan_only()
    text = compose(mails(database, "digest")[0]).text
    for line in ("- Mills", "- Hills", "- Shore, until Tuesday, March 10", "- Late League", "1 signature is not confirmed yet"):
        assert line in text
    assert "@" not in text
    assert "Next reminder: 7 days before, Fri, Mar 13, 5:00 PM Eastern Time" in text


def test_what_was_told_is_not_told_again(database, clock, campaigns, worker):
    clock.now = there(3, 10)
    campaigns.sign("Reef League", "ben@reef.example")
    worker.until(there(4, 12))
    campaigns.sign("Mill Workers", "cy@mills.example")
    worker.until(there(5, 12))
    texts = [mail.text for _, mail in worker.sender.mails if mail.recipient == "owner@rivers.example"]
    assert ["Reef League" in text for text in texts] == [True, False]
    assert ["Mill Workers" in text for text in texts] == [False, True]


def test_people_choose_and_whoever_left_gets_none(database, clock, campaigns, worker):
    wants(database, "owner@rivers.example", False)
    wants(database, "viewer@rivers.example", True)
    clock.now = there(3, 10)
    campaigns.sign()
    clock.now = there(4, 9)
    worker.plan_only()
    assert [who for who, _ in digests(database)] == ["editor@rivers.example", "viewer@rivers.example"]
    assert skips(database, clock, "digest") == [None, None]
    wants(database, "viewer@rivers.example", False)
    assert skips(database, clock, "digest") == [None, "they do not want it any more"]
    clock.now = there(5, 9)
    assert skips(database, clock, "digest")[0] == "it is of another day"


def test_names_are_compared_while_nobody_waits(database, clock, campaigns, monkeypatch):
    """Comparing thousands of names takes seconds; whoever signs meanwhile must not wait for them."""
    held, found = [], []
    plain_write = database.write

    @contextmanager
    def write():
        with plain_write() as session:
            held.append(session)
            try:
                yield session
            finally:
                held.pop()

    def compare(*rest):
        found.append(len(held))
        return doubts_of(*rest)

    monkeypatch.setattr(database, "write", write)
    monkeypatch.setattr(news, "doubts_of", compare)
    clock.now = there(3, 10)
    campaigns.sign()
    clock.now = there(4, 9)
    assert digesting.digest_due(database, BASE, clock.now) == 2
    assert found == [0]
    with database.write() as session:  # the control: the search would have noticed
        news.gathered(session, find(session, "harbor"), there(3, 8), clock.now)
    assert found == [0, 1]


def test_what_is_still_on_its_way_to_the_disk_is_told_the_next_day(database, clock, campaigns, worker):
    """A form arrives at 8:59:50 and is written after the digest of 9:00:00 was: it is in no gap between two digests."""
    clock.now = there(3, 10)
    campaigns.sign("Mill Workers", "cy@mills.example")
    clock.now = there(4, 9)
    worker.plan_only()
    clock.now = there(4, 9) - timedelta(seconds=10)
    campaigns.sign("Reef League", "ben@reef.example")
    clock.now = there(5, 9)
    worker.plan_only()
    texts = [compose(one).text for one in mails(database, "digest") if one.recipient.startswith("owner")]
    assert ["Reef League" in text for text in texts] == [False, True]


def test_two_workers_at_the_same_moment_write_one(database, clock, campaigns):
    clock.now = there(3, 10)
    campaigns.sign()
    clock.now = there(4, 8)
    workers = [Reminder(database, clock) for _ in range(2)]
    at_once(*(worker.plan_only for worker in workers))
    assert len(digests(database)) == 2


def test_without_the_day_and_the_key_they_would_write_two(database, clock, campaigns, monkeypatch):
    """The control: the day alone holds, the key alone holds, with both off there are two."""
    import mail.outbox

    clock.now = there(3, 10)
    campaigns.sign()
    clock.now = there(4, 8)
    worker = Reminder(database, clock)
    worker.plan_only()

    def forget():
        with database.write() as session:
            session.get_one(DigestDay, 1).day = there(3, 8).date()
            session.get_one(DigestDay, 1).told_until = there(3, 8)

    forget()
    worker.plan_only()
    assert len(digests(database)) == 2, "the key alone"
    put, numbers = mail.outbox._row, iter(range(100))
    monkeypatch.setattr(mail.outbox, "_row", lambda *rest: put(*rest) | {"about": f"digest:1:2026-03-04#{next(numbers)}"})
    worker.plan_only()
    assert len(digests(database)) == 2, "the day alone"
    forget()
    worker.plan_only()
    assert len(digests(database)) == 4


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(days=1), -timedelta(days=1)])
def test_a_clock_that_jumps_tells_nothing_twice(database, clock, campaigns, worker, jump):
    clock.now = there(3, 10)
    campaigns.sign("Reef League", "ben@reef.example")
    worker.until(there(4, 9))
    clock.now += jump
    worker.work()
    clock.now -= jump
    worker.work()
    worker.until(there(7, 12))
    texts = [mail.text for _, mail in worker.sender.mails if mail.recipient == "owner@rivers.example"]
    assert sum("Reef League" in text for text in texts) == 1


def test_a_letter_that_was_put_away_has_none(database, clock, campaigns, worker):
    clock.now = there(3, 10)
    campaigns.sign()
    with database.write() as session:
        find(session, "harbor").state = "archived"
    worker.until(there(5, 12))
    assert digests(database) == []
    with database.read() as session:
        assert session.scalar(select(OutboxMessage.id).where(OutboxMessage.kind == "digest")) is None
