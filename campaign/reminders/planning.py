"""From a deadline and rules to moments, each with what was done to it in words. Pure.

The steps are placed from the last one back, because the last one matters most: where two would come too close, the earlier one
gives way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from campaign.deadlines import Deadline
from campaign.reminders.hours import Hours
from campaign.reminders.rules import STEPS, Rules, Step

APART = timedelta(hours=8)
"""Two reminders closer than this are one too many; so is one that soon after the letter opened, when invitations have just
come in."""

LEAD = timedelta(hours=1)
"""A reminder that leaves less time before the deadline is no help to anybody."""

ROOM = timedelta(hours=1)
"""What a step leaves free before the quiet hours: a list of thousands takes its time, and a mail server that is busy is asked
again a few minutes later."""

ANEW = 2
"""Days, by the calendar, after any reminder before a step that was sent is sent again, because the deadline was moved."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A step went out ``at`` a moment, when the letter was to close at ``closes`` (both aware)."""

    at: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class Planned:
    """What becomes of one step. ``wanted`` is its moment by itself, ``at`` when it goes out, both in UTC; ``at`` is None when
    it does not. ``moved`` says why it is another moment, ``dropped`` why it is none, each a part of a sentence.

    ``sent``: it went out already, and is not sent again.
    """

    step: str
    wanted: datetime
    at: datetime | None = None
    moved: str = ""
    dropped: str = ""
    sent: bool = False


def plan(
    deadline: Deadline,
    rules: Rules,
    *,
    opened_at: datetime,
    now: datetime,
    sent: Mapping[str, Sent] | None = None,
) -> tuple[Planned, ...]:
    """The plan of a letter that opened at ``opened_at`` and closes at ``deadline``, made at ``now`` (both aware): one for each
    step of ``rules``, in the order of time.

    ``sent`` tells when each step went out last, where it did. It is sent again only for a later deadline, and :data:`ANEW` days
    after whatever was sent. Made again later, or from the same words, it is the same plan as
    far as it still lies ahead. Every planned moment is after ``now``, at least :data:`LEAD` before the deadline, outside of
    the quiet hours, and :data:`APART` from every other.

    A step that falls into hours in which nobody is written to moves on to the next allowed moment; where that would be too
    late, or upon a later step, back to the last one before. The last two steps keep a Saturday or Sunday where the deadline
    forces it: because it falls on one itself, or so early after one that no working hour of its last day is left.
    """
    known = dict(sent or {})
    found: list[Planned] = []
    taken: datetime | None = None  # the first moment of those after this one
    for step in reversed([step for step in STEPS if step.id in rules.steps]):
        one = _placed(step, deadline, hours_of(deadline, rules, last=step.last), taken)
        if one.at is not None:
            one = _still(one, deadline, opened_at, now, known)
        if one.at is not None:
            taken = one.at
        found.append(one)
    return tuple(reversed(found))


def last_morning(deadline: Deadline, rules: Rules) -> datetime | None:
    """When the last day's reminder would go out, whether that step is on or not, in UTC. None where no allowed moment is left.

    For those who only have to confirm: they are told then as well.
    """
    return _placed(STEPS[-1], deadline, hours_of(deadline, rules, last=True), None).at


def day_before(until: Deadline, rules: Rules) -> datetime | None:
    """When those are told who were asked something and have ``until`` then to answer: the day before, at that time, moved into
    the hours in which people may be written to. None where none is left."""
    return _placed(Step("answer", 1, last=True), until, hours_of(until, rules, last=True), None).at


def hours_of(deadline: Deadline, rules: Rules, *, last: bool) -> Hours:
    """The hours in which people are reminded; ``last`` for one of the last two steps."""
    usual = Hours(deadline.zone, rules.quiet_from, rules.quiet_until, rules.weekends)
    if last and not rules.weekends and _forces_weekend(deadline, usual):
        return replace(usual, weekends=True)
    return usual


def _wall(step: Step, deadline: Deadline) -> datetime:
    """The step's own moment. A time that the clock skips that night is the one as long after the jump; of one that comes twice
    it is the first."""
    wall = deadline.local - timedelta(days=step.days)
    if step.at is not None:
        wall = datetime.combine(wall.date(), step.at)
    return wall.replace(tzinfo=ZoneInfo(deadline.zone), fold=0).astimezone(UTC)


def _forces_weekend(deadline: Deadline, hours: Hours) -> bool:
    if deadline.local.weekday() >= 5:
        return True
    left = hours.previous(deadline.moment - LEAD, ROOM)
    return left is None or left < _wall(Step("", 1), deadline)


def _placed(step: Step, deadline: Deadline, hours: Hours, taken: datetime | None) -> Planned:
    """Where the step falls by the clock alone, with ``taken`` the first of the moments after it."""
    wanted, limit = _wall(step, deadline), deadline.moment - LEAD
    after = hours.next(wanted, ROOM)
    if after == wanted and wanted <= limit:
        candidates = [wanted]
    else:
        candidates = [after] if after is not None and after <= limit else []
        before = hours.previous(min(wanted, limit), ROOM)
        candidates += [before] if before is not None else []
    if not candidates:
        return Planned(step.id, wanted, dropped="no hour is left in which anybody may be written to")
    free = [one for one in candidates if taken is None or taken - one >= APART]
    if not free:
        return Planned(step.id, wanted, dropped=f"it would be less than {_count(APART)} before the next one")
    return Planned(step.id, wanted, free[0], "" if free[0] == wanted else _why(wanted, limit, hours))


def _why(wanted: datetime, limit: datetime, hours: Hours) -> str:
    if wanted > limit:
        return f"it would leave less than {_count(LEAD)} to sign"
    if not hours.weekends and wanted.astimezone(ZoneInfo(hours.zone)).weekday() >= 5:
        return "it would fall on a weekend"
    return "it would fall into the quiet hours, or just before them"


def _still(one: Planned, deadline: Deadline, opened_at: datetime, now: datetime, sent: Mapping[str, Sent]) -> Planned:
    """``one`` unless it is too late for it, too early, or it was sent before."""
    assert one.at is not None
    newest, before = max((each.at for each in sent.values()), default=None), sent.get(one.step)
    reason = ""
    if (
        newest is not None
        and before is not None
        and (deadline.moment <= before.closes or not _anew(one.at, newest, deadline.zone))
    ):
        return replace(one, at=None, moved="", dropped="it has been sent", sent=True)
    if one.at <= opened_at:
        reason = "the letter was not open yet"
    elif one.at < opened_at + APART:
        reason = f"the letter had been open for less than {_count(APART)}"
    elif one.at <= now:
        reason = "its time had passed when the plan was made"
    elif newest is not None and one.at < newest + APART:
        reason = f"it would be less than {_count(APART)} after the one that was sent"
    return replace(one, at=None, moved="", dropped=reason) if reason else one


def _anew(at: datetime, newest: datetime, zone: str) -> bool:
    place = ZoneInfo(zone)
    return (at.astimezone(place).date() - newest.astimezone(place).date()).days >= ANEW


def _count(duration: timedelta) -> str:
    hours = int(duration / timedelta(hours=1))
    return "an hour" if hours == 1 else f"{hours} hours"
