"""Reminders: rules, words and steps of each campaign's plan; the daily digest."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _rules()
    _steps()
    _texts()
    _digest()
    # Letters that are open already: nobody has seen a plan of theirs, so it begins when a coordinator turns it on.
    op.execute(
        "INSERT INTO reminder_rules (campaign_id, active, nudging, steps, quiet_from, quiet_until, weekends)"
        """ SELECT id, false, false, '["7-days", "3-days", "24-hours", "last-day"]', '20:00', '08:00', false"""
        " FROM campaign WHERE state = 'circulating'"
    )


def _rules() -> None:
    op.create_table(
        "reminder_rules",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("nudging", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("quiet_from", sa.String(length=5), nullable=False),
        sa.Column("quiet_until", sa.String(length=5), nullable=False),
        sa.Column("weekends", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "length(quiet_from) = 5 AND length(quiet_until) = 5", name=op.f("ck_reminder_rules_times_to_the_minute")
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_reminder_rules_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_reminder_rules")),
    )


def _steps() -> None:
    op.create_table(
        "reminder_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("planned_for", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reached", sa.Integer(), server_default="0", nullable=False),
        sa.Column("left_out", sa.JSON(), server_default=sa.text("'{}'"), nullable=False),
        sa.CheckConstraint("state IN ('planned', 'done', 'dropped')", name=op.f("ck_reminder_step_state_known")),
        sa.CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name=op.f("ck_reminder_step_done_has_a_moment")),
        sa.CheckConstraint("(state = 'done') = (closes IS NOT NULL)", name=op.f("ck_reminder_step_done_for_a_deadline")),
        sa.CheckConstraint("state <> 'dropped' OR reason <> ''", name=op.f("ck_reminder_step_dropped_for_a_reason")),
        sa.CheckConstraint("reached >= 0", name=op.f("ck_reminder_step_reached_not_negative")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_reminder_step_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_step")),
    )
    op.create_index(op.f("ix_reminder_step_campaign_id"), "reminder_step", ["campaign_id"])
    op.create_index("ix_reminder_step_state_planned", "reminder_step", ["state", "planned_for"])
    planned, done = sa.text("state = 'planned'"), sa.text("state = 'done'")
    op.create_index(
        "uq_reminder_step_one_planned",
        "reminder_step",
        ["campaign_id", "step"],
        unique=True,
        sqlite_where=planned,
        postgresql_where=planned,
    )
    op.create_index(
        "uq_reminder_step_done_once",
        "reminder_step",
        ["campaign_id", "step", "planned_for"],
        unique=True,
        sqlite_where=done,
        postgresql_where=done,
    )


def _texts() -> None:
    op.create_table(
        "reminder_text",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_reminder_text_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("campaign_id", "step", "language", name=op.f("pk_reminder_text")),
    )


def _digest() -> None:
    op.create_table(
        "digest_choice",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_digest_choice_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_digest_choice_person_id_person")),
        sa.PrimaryKeyConstraint("campaign_id", "person_id", name=op.f("pk_digest_choice")),
    )
    op.create_table(
        "digest_day",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("told_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_digest_day_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_digest_day")),
    )


def downgrade() -> None:
    """Rules, words and plans go. What was mailed stays in the outbox."""
    for table in ("digest_day", "digest_choice", "reminder_text", "reminder_step", "reminder_rules"):
        op.drop_table(table)
