"""The step that brings reminders (0013), with campaigns from before it, there and back."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, select, text

import migrations
from campaign.operations import reminding
from campaign.queries import find
from campaign.reminder_models import ReminderRules
from tests.tools.campaigns import Campaigns

STEP, BEFORE = "0013", "0010"
TABLES = {"reminder_rules", "reminder_step", "reminder_text", "digest_choice", "digest_day"}


@pytest.fixture
def before(database, clock):
    """A database of the version before, with an open letter and a draft; it is brought back to the newest afterwards."""
    campaigns = Campaigns(database, clock)
    campaigns.open("open")
    campaigns.draft("draft")
    migrations.downgrade(database.engine, BEFORE)
    yield campaigns
    migrations.upgrade(database.engine)


def test_a_letter_that_was_open_before_reminds_nobody_until_somebody_turns_it_on(before, database, clock):
    assert not TABLES & set(inspect(database.engine).get_table_names())
    migrations.upgrade(database.engine, STEP)
    assert set(inspect(database.engine).get_table_names()) >= TABLES
    migrations.upgrade(database.engine)
    with database.read() as session:
        (rules,) = session.scalars(select(ReminderRules)).all()
        assert rules.campaign_id == find(session, "open").id
        assert (rules.active, rules.nudging, rules.quiet_from) == (False, False, "20:00")
        assert rules.steps == ["7-days", "3-days", "24-hours", "last-day"]
        assert reminding.steps_of(session, find(session, "open")) == []
        assert reminding.rules_of(session, find(session, "draft")).active


def test_back_and_up_again_keeps_the_campaigns(before, database):
    migrations.upgrade(database.engine)
    migrations.downgrade(database.engine, BEFORE)
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM campaign")).scalar_one() == 2
    migrations.upgrade(database.engine)


@pytest.mark.parametrize(
    "values",
    [
        "'sometime', '', NULL, NULL",
        "'done', '', NULL, NULL",
        "'done', '', '2026-03-02 15:00:00+00:00', NULL",
        "'dropped', '', NULL, NULL",
        "'planned', '', '2026-03-02 15:00:00+00:00', '2026-03-02 15:00:00+00:00'",
    ],
)
def test_a_step_that_cannot_be_does_not_save(before, database, values):
    migrations.upgrade(database.engine)
    columns = "campaign_id, step, planned_for, state, reason, done_at, closes"
    step = text(f"INSERT INTO reminder_step ({columns}) VALUES (1, 'x', '2026-03-02 15:00:00+00:00', {values})")
    with database.engine.connect() as connection, pytest.raises(Exception, match=r"(?i)check"):
        connection.execute(step)
