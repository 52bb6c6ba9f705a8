"""Whether a step whose moment has come is done now, waits for a better hour, or was missed.

The worker may have been down, or a clock was put forward: then several steps are due at once, perhaps at night.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.operations.reminding.planning import counted_from, hours_for
from campaign.reminder_models import CONFIRM, ReminderStep
from campaign.reminders import APART, LEAD

PUNCTUAL = timedelta(minutes=30)
"""So late a step is still in time, whatever comes after it: a worker looks every few seconds, and is sometimes restarted."""


@dataclass(frozen=True, slots=True)
class Missed:
    """It is not sent any more; ``reason`` is a part of a sentence."""

    reason: str


@dataclass(frozen=True, slots=True)
class Waits:
    """Not yet: its moment has not come, or nobody may be written to now."""


def judged(
    session: Session, campaign: Campaign, row: ReminderStep, rows: Sequence[ReminderStep], now: datetime
) -> Missed | Waits | None:
    """What becomes of ``row`` at ``now``, one of the planned steps ``rows``; None when it is to be done.

    Of several that are due at once only the latest goes. Missed is also what would leave no time to sign, and what is late and
    would come just before the next one.
    """
    if row.planned_for > now:
        return Waits()
    until, hours = counted_from(campaign), hours_for(session, campaign, row.step)
    if until is None or hours is None:
        return Waits()
    others = [one for one in rows if one.id != row.id and (one.step == CONFIRM) == (row.step == CONFIRM)]
    if any(row.planned_for <= one.planned_for <= now for one in others):
        return Missed("nothing was sent at its time, and then the next one was due")
    at = hours.next(now)
    if hours.allow(now):
        at = now
    if at is None or at > until.moment - LEAD:
        return Missed("nothing was sent at its time, and then it was too late")
    late = at - row.planned_for > PUNCTUAL
    if late and any(row.planned_for < one.planned_for < at + APART for one in others):
        return Missed("nothing was sent at its time, and then the next one was near")
    return None if at == now else Waits()
