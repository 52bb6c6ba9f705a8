"""Contacts go when their time is over; what proves that somebody signed stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from campaign.models import Campaign
from campaign.operations import change_settings
from campaign.operations.retention import contacts_go_at, holds_contacts, purge_due, purging
from coalition.models import AuditEntry, DeskSession, Person, SignInLink
from coalition.operations import sessions
from coalition.operations.people import person_at
from coalition.operations.sign_in import new_link
from mail.models import CaughtMessage, OutboxMessage
from mail.outbox import enqueue
from signatories.models import LateRequest, Signature
from tests.tools.personal import ADA, EVERYWHERE, holding, letter_about_ada, rows, signatures
from tests.tools.signing import sign_on


@pytest.fixture
def full(campaigns, database):
    return letter_about_ada(campaigns, database)


def change(database, **values):
    with database.write() as session:
        campaign = session.scalars(select(Campaign)).one()
        for name, value in values.items():
            setattr(campaign, name, value)


def test_the_search_finds_what_is_there(full, database):
    assert {table for table, _ in holding(database)} == EVERYWHERE


def test_contacts_go_after_their_days_and_the_proof_stays(full, campaigns, clock, database):
    clock.advance(days=1)
    campaigns.close()
    before = [(one.line, one.name_typed, one.version_hash, one.signed_at, one.attestation) for one in signatures(database)]
    frozen = rows(database)["edition"]
    clock.advance(days=179, hours=23)
    assert purge_due(database, clock.now) == 0
    assert {table for table, _ in holding(database)} == EVERYWHERE - {"caught_message"}
    clock.advance(hours=1)
    assert purge_due(database, clock.now) == 1
    assert holding(database) == set()
    assert [
        (one.line, one.name_typed, one.version_hash, one.signed_at, one.attestation) for one in signatures(database)
    ] == before
    assert rows(database)["edition"] == frozen
    assert signatures(database)[0].contact_purged_at == clock.now
    assert signatures(database)[0].status == "accepted"


def test_it_is_written_down_once_with_no_names(full, campaigns, clock, database):
    campaigns.close()
    clock.advance(days=181)
    assert purge_due(database, clock.now) == 1
    after = rows(database)
    assert purge_due(database, clock.advance(days=1)) == 0
    assert rows(database) == after
    with database.read() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.act == "contacts.purged"))
    assert (entry.actor, entry.detail) == ("the retention rule", {"count": 3, "days": 180})


@pytest.mark.parametrize("state", ["drafting", "circulating"])
def test_a_letter_that_is_worked_on_keeps_its_contacts(full, campaigns, clock, database, state):
    change(database, state=state)
    clock.advance(days=5000)
    assert purge_due(database, clock.now) == 0
    assert ("signature", ADA[:11]) in holding(database)


def test_a_coordinator_says_how_many_days(full, campaigns, clock, database):
    campaigns.close()
    with database.write() as session:
        change_settings(session, session.scalars(select(Campaign)).one(), by="the tests", now=clock.now, retention_days=30)
    clock.advance(days=29)
    assert purge_due(database, clock.now) == 0
    with database.read() as session:
        assert contacts_go_at(session, session.scalars(select(Campaign)).one()) == clock.now + timedelta(days=1)
    clock.advance(days=1)
    assert purge_due(database, clock.now) == 1


def test_what_comes_in_afterwards_goes_as_well(full, campaigns, clock, database):
    campaigns.close()
    clock.advance(days=180)
    assert purge_due(database, clock.now) == 1
    with database.write() as session:
        session.add(LateRequest(campaign_id=campaigns.get().id, name_typed="Reef", contact_email=ADA, received_at=clock.now))
    assert purge_due(database, clock.now) == 1
    assert holding(database) == set()


def test_other_campaigns_keep_theirs(full, campaigns, clock, database):
    campaigns.open("hills", title="Hills")
    campaigns.sign("Hill Folk", "ben@hills.example", slug="hills", contact_name="Ben Hill")
    campaigns.close()
    clock.advance(days=181)
    assert purge_due(database, clock.now) == 1
    assert {table for table, _ in holding(database, ["ben@hills", "Ben Hill"])} >= {"signature"}


def test_an_individual_who_stands_on_the_letter_keeps_the_line_and_others_lose_the_name(campaigns, clock, database):
    campaigns.open(allow_individuals=True, moderation="all")
    person = {"kind": "individual", "contact_title": "", "contact_name": "Uma Berg"}
    campaigns.sign("Uma Berg", "uma@home.example", title="Professor", affiliation="Tide College", confirmed=False, **person)
    campaigns.sign("Ivo Lund", "ivo@home.example", **person | {"contact_name": "Ivo Lund"})
    accepted = campaigns.sign("Eva Strand", "eva@home.example", title="Poet", **person | {"contact_name": "Eva Strand"})
    with database.write() as session:
        session.get_one(Signature, accepted.id).status = "accepted"
    campaigns.close()
    clock.advance(days=181)
    purge_due(database, clock.now)
    assert holding(database, ["Uma", "Ivo", "Tide College", "home.example"]) == set()
    assert {table for table, _ in holding(database, ["Eva Strand"])} >= {"signature", "edition"}
    assert [one.status for one in signatures(database)] == ["withdrawn", "withdrawn", "accepted"]


def test_an_archived_draft_counts_from_then(campaigns, clock, database):
    campaigns.draft()
    with database.write() as session:
        campaign = session.scalars(select(Campaign)).one()
        campaign.state, campaign.archived_from = "archived", "drafting"
        entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "campaign.created")).one()
        clock.advance(days=100)
        session.add(
            AuditEntry(coalition_id=entry.coalition_id, actor="x", act="campaign.replaced", subject=entry.subject, at=clock.now)
        )
        session.add(LateRequest(campaign_id=campaign.id, name_typed="Reef", contact_email=ADA, received_at=clock.now))
    clock.advance(days=179)
    assert purge_due(database, clock.now) == 0
    clock.advance(days=1)
    assert purge_due(database, clock.now) == 1


def test_the_worker_looks_once_an_hour(full, campaigns, clock, database):
    job = purging()
    job(database, clock.now)
    campaigns.close()
    clock.advance(days=180)
    job(database, clock.now)
    assert holding(database) == set(), "the control: it does look"
    with database.write() as session:
        session.add(LateRequest(campaign_id=campaigns.get().id, name_typed="Reef", contact_email=ADA, received_at=clock.now))
    clock.advance(minutes=59)
    job(database, clock.now)
    assert holding(database) != set()
    clock.advance(minutes=1)
    job(database, clock.now)
    assert holding(database) == set()


def message(session, about):
    return session.scalars(select(OutboxMessage).where(OutboxMessage.about == about)).one()


def test_what_has_ended_is_tidied_away_and_what_runs_stays(clock, database):
    with database.write() as session:
        person = person_at(session, "owner@rivers.example", now=clock.now)
        new_link(session, person, clock.now)
        sessions.start(session, person, now=clock.now, browser="old")
        for status in ("sent", "waiting", "failed", "skipped"):
            enqueue(session, "sign_in", to="o@rivers.example", about=f"sign-in:{status}", context={}, now=clock.now)
            row = message(session, f"sign-in:{status}")
            row.status, row.sent_at = status, clock.now if status == "sent" else None
        enqueue(
            session,
            "sign_in",
            to="o@rivers.example",
            about="later",
            context={},
            now=clock.now,
            due_at=clock.now + timedelta(days=80),
        )
        message(session, "later").status = "skipped"
        session.add(CaughtMessage(recipient="o@rivers.example", subject="s", text="t", caught_at=clock.now))
    clock.advance(days=6)
    with database.write() as session:
        sessions.start(session, session.scalars(select(Person)).one(), now=clock.now, browser="new")
    purge_due(database, clock.now)
    assert counts(database) == {SignInLink: 1, DeskSession: 2, OutboxMessage: 5, CaughtMessage: 1}
    clock.advance(days=16)
    purge_due(database, clock.now)
    assert counts(database) == {SignInLink: 0, DeskSession: 1, OutboxMessage: 5, CaughtMessage: 1}
    clock.advance(days=69)
    purge_due(database, clock.now)
    assert counts(database) == {SignInLink: 0, DeskSession: 0, OutboxMessage: 2, CaughtMessage: 0}
    with database.read() as session:
        assert {one.about for one in session.scalars(select(OutboxMessage))} == {"sign-in:waiting", "later"}


def counts(database):
    with database.read() as session:
        return {
            table: len(session.scalars(select(table)).all())
            for table in (SignInLink, DeskSession, OutboxMessage, CaughtMessage)
        }


def test_a_signers_spoken_reason_goes_from_the_record_too(campaigns, client, clock, database):
    campaigns.open()
    own = sign_on(client, database)
    assert client.fill_in(own, {"reason": "left for the mountains"}, action="/withdraw").status_code == 303
    assert {table for table, _ in holding(database)} >= {"audit_entry", "signature_act", "signature"}, "the control"
    campaigns.close()
    clock.advance(days=180)
    purge_due(database, clock.now)
    assert holding(database) == set()


def test_days_that_are_added_at_the_last_moment_count(full, campaigns, clock, database, monkeypatch):
    campaigns.close()
    clock.advance(days=180)

    def slowly(session, campaign):
        change(database, retention_days=200)
        return holds_contacts(session, campaign)

    monkeypatch.setattr("campaign.operations.retention.holds_contacts", slowly)
    purge_due(database, clock.now)
    assert ("signature", ADA[:11]) in holding(database)
