"""Two worker processes do every job at the same moment, round after round: nothing is doubled, and no job stumbles.

Each has a database object of its own, as a process has. Whatever a job raises goes into the log of an installation, where
somebody has to read it: there must be none.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from campaign.delivery_models import DeliveryFile
from campaign.editions.writing import writing_files
from campaign.hooks import operations as hooks
from campaign.hooks.events import ACTS, EVENTS
from campaign.hooks.queue import queue_events
from campaign.models import Campaign, Edition, EditionFile
from campaign.operations.delivering import copies
from campaign.operations.retention import purging
from campaign.reminder_models import DigestDay, ReminderStep
from campaign.workers import closing, remind_due
from coalition.models import AuditEntry, Coalition
from coalition.operations import people
from database import Database
from mail.beats import beating
from mail.models import OutboxMessage
from tests.tools.campaigns import Campaigns
from tests.tools.invitations import Invitations
from tests.tools.recipients import Recipients, member
from tests.tools.signing import rows
from tests.tools.waiting import at_once

LETTERS, INVITED, HOOKS, COPIES = 4, 12, 3, 3
ROUNDS = 4
OPENED = datetime(2026, 3, 2, 15, tzinfo=UTC)
CLOSED = datetime(2026, 3, 5, 22, tzinfo=UTC)
MORNING = datetime(2026, 3, 6, 22, 0, 31, tzinfo=UTC)
"""When everything is due: four letters close, the fifth reminds and has a digest."""


@pytest.fixture
def scene(database, clock):
    """Four letters at their deadline; one that runs on, with people to remind, to nudge, and to tell; one with copies to write;
    three hooks that want everything."""
    clock.now = OPENED
    campaigns = Campaigns(database, clock)
    campaigns.open("harbor", deadline="2026-03-13T17:00")
    with database.write() as session:
        coalition = session.scalars(select(Coalition)).one()
        for number in range(3):
            people.add_person(session, coalition, f"owner{number}@rivers.example", "owner", by="x", now=clock.now)
    invitations = Invitations(database, clock)
    with database.write() as session:
        for number in range(HOOKS):
            hooks.add(session, coalition.id, f"https://h{number}.example.org/", list(EVENTS), by="x", now=clock.now)
    for number in range(INVITED):
        invitations.one(f"Org {number}", f"x{number}@o{number}.example")
    campaigns.open("copied", title="Copied")
    campaigns.sign("Reef", "ben@reef.example", slug="copied")
    listed = Recipients(database, clock, "copied")
    listed.add(*(member(number) for number in range(COPIES)))
    campaigns.close("copied")
    for number in range(LETTERS):
        slug = f"letter-{number}"
        campaigns.open(slug, title=slug, deadline="2026-03-06T17:00")
        for one in range(3):
            campaigns.sign(f"Org {number} {one}", f"a{one}@s{number}.example", slug=slug)
    clock.now = MORNING - timedelta(hours=25)
    campaigns.sign("Unconfirmed", "u@u.example", confirmed=False)
    clock.now = MORNING - timedelta(minutes=1)
    campaigns.sign("Fresh", "f@f.example")
    listed.want_copies()
    clock.now = MORNING
    return campaigns


def jobs_of(settings, clock):
    """What a worker process does, but for sending and going out (campaign/workers.py)."""
    return [
        beating("one"),
        remind_due(settings),
        purging(),
        queue_events,
        closing(settings),
        writing_files(),
        copies.writing(clock),
    ]


def together(database_url, settings, clock, rounds=ROUNDS):
    """Two processes, each job in a thread of its own; gives what was raised, by job."""
    raised = []
    both = [Database(database_url) for _ in range(2)]
    try:
        work = [(made, job) for made in both for job in jobs_of(settings, clock)]

        def doing(made, job):
            def do():
                try:
                    job(made, clock.now)
                except Exception as error:
                    raised.append((getattr(job, "__name__", str(job)), repr(error)))

            return do

        for _ in range(rounds):
            at_once(*(doing(made, job) for made, job in work))
            clock.now += timedelta(seconds=2)
    finally:
        for made in both:
            made.dispose()
    return raised


def doubled(database):
    """What is there twice: the same thing in the same place, whatever keeps it from being so."""
    seen = Counter()
    for one in rows(database, OutboxMessage):
        seen["mail", one.kind, one.recipient, one.about.partition("#")[0]] += 1
    for one in rows(database, Edition):
        seen["edition", one.campaign_id] += 1
    for one in rows(database, EditionFile):
        seen["file", one.edition_id, one.form] += 1
    for one in rows(database, ReminderStep):
        seen["step", one.campaign_id, one.step, one.state] += 1
    for one in rows(database, AuditEntry):
        if one.act in ("campaign.closed", "edition.written", "reminders.sent"):
            detail = {key: value for key, value in one.detail.items() if key != "sha256"}
            seen["record", one.subject, one.act, str(detail)] += 1
    return {what: count for what, count in seen.items() if count > 1}


def test_nothing_is_doubled_and_nothing_stumbles(scene, database, database_url, settings, clock):
    assert together(database_url, settings, clock) == []
    queue_events(database, clock.now)
    assert doubled(database) == {}
    kinds = Counter(one.kind for one in rows(database, OutboxMessage))
    assert kinds["reminder"] == INVITED
    assert kinds["confirm_nudge"] == 1
    assert kinds["digest"] == 3
    with database.read() as session:
        closed = list(session.scalars(select(Campaign.slug).where(Campaign.state == "closed").order_by(Campaign.slug)))
        acts = session.scalars(select(AuditEntry.id).where(AuditEntry.act.in_(ACTS), AuditEntry.at > OPENED)).all()
    assert closed == ["copied", *(f"letter-{number}" for number in range(LETTERS))]
    assert len(rows(database, EditionFile)) == 3 * (LETTERS + 1)
    files = rows(database, DeliveryFile)
    assert len(files) == 2 * COPIES
    assert all(one.sha256 and not one.problem for one in files)
    told = Counter(one.recipient for one in rows(database, OutboxMessage) if one.kind == "hook")
    assert told == {f"hook:{number + 1}": len(acts) for number in range(HOOKS)}


def test_the_search_sees_what_is_doubled(scene, database, database_url, settings, clock, monkeypatch):
    """The control: without the outbox's key and the days and marks that go with it, the same rounds double."""
    import mail.outbox

    put, numbers = mail.outbox._row, iter(range(10**6))

    def row(*rest):
        made = put(*rest)
        return made | {"about": f"{made['about']}#{next(numbers)}"} if made["kind"] in ("digest", "hook") else made

    monkeypatch.setattr(mail.outbox, "_row", row)
    together(database_url, settings, clock, rounds=1)
    with database.write() as session:
        session.execute(update(DigestDay).values(day=(MORNING - timedelta(days=1)).date(), told_until=OPENED))
    together(database_url, settings, clock, rounds=1)
    assert {what[1] for what in doubled(database) if what[0] == "mail"} >= {"digest", "hook"}
