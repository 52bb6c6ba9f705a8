"""Reminders as rows: a campaign's rules and words for them, the steps of its plan, and who wants the daily digest."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text, true
from sqlalchemy.orm import Mapped, mapped_column

from database import WHERE, Base, UTCDateTime

CONFIRM = "confirm"
"""The step that goes to those who signed and have only to confirm it. It is planned with the others."""


class ReminderRules(Base):
    """When a campaign reminds. A campaign without a row has the usual rules."""

    __tablename__ = "reminder_rules"
    __table_args__ = (CheckConstraint("length(quiet_from) = 5 AND length(quiet_until) = 5", name="times_to_the_minute"),)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    active: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether anybody is reminded at all."""
    nudging: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether those who signed and did not confirm are written to again."""
    steps: Mapped[list[str]] = mapped_column(JSON)
    """Ids of :data:`campaign.reminders.STEPS`."""
    quiet_from: Mapped[str] = mapped_column(String(5))
    """Wall time in the campaign's zone, "20:00"."""
    quiet_until: Mapped[str] = mapped_column(String(5))
    weekends: Mapped[bool]


class ReminderStep(Base):
    """A step of a campaign's plan: planned, done, or dropped for a reason."""

    __tablename__ = "reminder_step"
    __table_args__ = (
        CheckConstraint("state IN ('planned', 'done', 'dropped')", name="state_known"),
        CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name="done_has_a_moment"),
        CheckConstraint("(state = 'done') = (closes IS NOT NULL)", name="done_for_a_deadline"),
        CheckConstraint("state <> 'dropped' OR reason <> ''", name="dropped_for_a_reason"),
        CheckConstraint("reached >= 0", name="reached_not_negative"),
        Index("ix_reminder_step_state_planned", "state", "planned_for"),
        Index(
            "uq_reminder_step_one_planned",
            "campaign_id",
            "step",
            unique=True,
            info={WHERE: text("state = 'planned'")},
        ),
        Index(
            "uq_reminder_step_done_once",
            "campaign_id",
            "step",
            "planned_for",
            unique=True,
            info={WHERE: text("state = 'done'")},
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    step: Mapped[str] = mapped_column(String(20))
    """An id of :data:`campaign.reminders.STEPS`, or :data:`CONFIRM`."""
    planned_for: Mapped[datetime] = mapped_column(UTCDateTime)
    """When it is due; of what is done also the due moment of its mails. Of what was dropped, when it would have been."""
    state: Mapped[str] = mapped_column(String(8), default="planned")
    reason: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    """Why it was dropped, or planned for another moment than its own: a part of a sentence."""
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closes: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """The deadline that its mails named, once it was done: for a later one the step is done anew."""
    reached: Mapped[int] = mapped_column(default=0, server_default="0")
    """To how many it went."""
    left_out: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default=text("'{}'"))
    """How many it did not go to, by reason."""


class ReminderText(Base):
    """A coordinator's own words for one step, or ("") for all that have none of their own, in one language."""

    __tablename__ = "reminder_text"
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    step: Mapped[str] = mapped_column(String(20), primary_key=True)
    language: Mapped[str] = mapped_column(String(20), primary_key=True)
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)


class DigestChoice(Base):
    """A coordinator said whether they want the daily digest of a campaign. Without a row owners and editors get it."""

    __tablename__ = "digest_choice"
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    wanted: Mapped[bool]


class DigestDay(Base):
    """The last day, on the campaign's clock, on which its digest was made, and up to when it told what was new."""

    __tablename__ = "digest_day"
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    day: Mapped[date]
    told_until: Mapped[datetime] = mapped_column(UTCDateTime)
