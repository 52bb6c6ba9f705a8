"""The `undersigned remind` command."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from app import main
from campaign.models import Campaign
from campaign.reminder_models import ReminderRules, ReminderStep
from mail.models import CaughtMessage, OutboxMessage
from mail.sealing import MailSeal
from mail.suppression import suppress
from tests.tools.campaigns import Campaigns
from tests.tools.invitations import Invitations


@pytest.fixture
def run(monkeypatch, database_url):
    for name in [name for name in os.environ if name.startswith("UNDERSIGNED_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("UNDERSIGNED_DATABASE_URL", database_url)
    monkeypatch.setenv("UNDERSIGNED_SECRET_KEY", "a-secret-for-tests-only")
    return lambda *arguments: CliRunner().invoke(main, ["remind", *arguments])


@pytest.fixture
def due(database, clock):
    """A letter that is open in this very hour, with a step that is due whatever the hour of the day is."""
    now = datetime.now(UTC)
    clock.now = now - timedelta(days=4)
    Campaigns(database, clock).open(deadline=f"{now + timedelta(days=3):%Y-%m-%dT%H:%M}")
    made = Invitations(database, clock)
    made.one("Reef", "ben@reef.example")
    made.one("Mills", "cy@mills.example", declined_at=clock.now)
    with database.write() as session:
        number = session.scalars(select(Campaign.id)).one()
        session.add(
            ReminderRules(
                campaign_id=number,
                active=True,
                nudging=True,
                steps=["3-days"],
                quiet_from="00:00",
                quiet_until="00:00",
                weekends=True,
            )
        )
        for row in session.scalars(select(ReminderStep)):
            session.delete(row)
        session.flush()
        session.add(ReminderStep(campaign_id=number, step="3-days", planned_for=now - timedelta(minutes=1), state="planned"))


def count(database, model):
    with database.read() as session:
        return len(session.scalars(select(model)).all())


def test_it_shows_the_plan_and_changes_nothing(due, run, database):
    said = run()
    assert said.exit_code == 0
    assert "harbor: Keep the harbor clean\n  3 days before: " in said.output
    assert count(database, OutboxMessage) == 0


def test_a_dry_run_says_who_would_be_reminded_and_changes_nothing(due, run, database):
    said = run("--now", "--dry-run", "harbor")
    assert said.output == "harbor, 3 days before: would go to 1\n  left out: 1, has declined\n"
    assert count(database, OutboxMessage) == 0


def test_now_reminds_sends_and_says_so_once(due, run, database):
    said = run("--now")
    assert said.exit_code == 0, said.output
    assert "harbor, 3 days before: to 1\n  left out: 1, has declined\n" in said.output
    assert "Mail: 1 sent, 0 skipped, 0 failed, 0 to try again." in said.output
    assert count(database, CaughtMessage) == 1
    again = run("--now")
    assert "Nothing was due." in again.output
    assert count(database, CaughtMessage) == 1


def test_it_sends_as_a_worker_does_with_a_way_out_and_to_nobody_who_took_it(due, run, database, clock):
    with database.write() as session:
        key = MailSeal("a-secret-for-tests-only").key("di@dunes.example")
        suppress(session, key, "complained", now=clock.now)
    Invitations(database, clock).one("Dunes", "di@dunes.example")
    said = run("--now")
    assert "Mail: 1 sent, 1 skipped, 0 failed, 0 to try again." in said.output
    with database.read() as session:
        (mail,) = session.scalars(select(CaughtMessage))
        assert mail.recipient == "ben@reef.example"
        assert "/unsubscribe/" in mail.text
        assert "List-Unsubscribe" in mail.headers


def test_a_letter_that_there_is_not_is_said(run, database):
    said = run("--now", "nowhere")
    assert said.exit_code == 2
    assert "There is no campaign “nowhere”." in said.stderr
