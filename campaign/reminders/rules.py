"""The steps of a plan, and a campaign's rules for them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from errors import UserError

MORNING = time(9)
"""When the last day's reminder goes out: people are at work, and most of the day is left to sign."""


class RulesError(UserError):
    """What was given as rules for reminders is none."""


@dataclass(frozen=True, slots=True)
class Step:
    """One reminder of a plan. ``id`` stays the same when the deadline moves.

    It falls ``days`` days before the day of the deadline, on the clock that hangs there: at the deadline's own time of day, or
    at ``at``. "24 hours" is that too, the same time on the day before, and not 24 hours: in the night in which the clocks
    change people would otherwise be told "tomorrow at this time" an hour off.

    ``last``: it is one of the last two. These may fall on a Saturday or Sunday where the deadline leaves no other day, and also
    remind those who asked for time without naming a day.
    """

    id: str
    days: int
    at: time | None = None
    last: bool = False


STEPS = (
    Step("14-days", 14),
    Step("7-days", 7),
    Step("3-days", 3),
    Step("24-hours", 1, last=True),
    Step("last-day", 0, MORNING, last=True),
)
"""All that a coordinator may turn on, in the order of time."""

USUAL = ("7-days", "3-days", "24-hours", "last-day")
"""Those that are on unless somebody says otherwise."""


def step_of(name: str) -> Step | None:
    """The step of that id; None for none."""
    return next((step for step in STEPS if step.id == name), None)


@dataclass(frozen=True, slots=True)
class Rules:
    """When a campaign reminds: which steps, and when nobody is written to, on the campaign's clock.

    Quiet is from ``quiet_from`` until before ``quiet_until``, over midnight where the first is later; equal means never.
    """

    steps: tuple[str, ...] = USUAL
    quiet_from: time = time(20)
    quiet_until: time = time(8)
    weekends: bool = False
    """Whether reminders also go out on Saturdays and Sundays."""


def rules(steps: Sequence[str], quiet_from: str, quiet_until: str, *, weekends: bool) -> Rules:
    """Checked rules from what a form sends; times like "20:00".

    Raises :class:`RulesError` (field "steps", "quiet_from" or "quiet_until") for a step that is none, a time that is none, and
    quiet hours that leave less than two hours of a day: whoever turns reminders off by them should turn them off.
    """
    unknown = [name for name in steps if step_of(name) is None]
    if unknown:
        raise RulesError("Choose among the reminders that are offered.", field="steps")
    begins, ends = _time(quiet_from, "quiet_from"), _time(quiet_until, "quiet_until")
    quiet = (_minutes(ends) - _minutes(begins)) % (24 * 60)
    if quiet > 22 * 60:
        raise RulesError("Leave at least two hours of the day in which mail may go out.", field="quiet_from")
    return Rules(tuple(step.id for step in STEPS if step.id in steps), begins, ends, weekends)


def _time(typed: str, field: str) -> time:
    try:
        found = time.fromisoformat(typed.strip())
    except ValueError:
        raise RulesError("Write a time of day like 20:00.", field=field) from None
    if found.tzinfo is not None:
        raise RulesError("Write a time of day like 20:00.", field=field)
    return found.replace(second=0, microsecond=0)


def _minutes(of: time) -> int:
    return of.hour * 60 + of.minute
