"""Deadlines: wall time where the coalition lives, compared in UTC. Pure: ``now`` is always handed in.

A deadline is stored as it was meant ("11:59 PM in New York") and not as a moment, because a zone's rules may change between the
day it is set and the day it falls.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from errors import UserError


class DeadlineError(UserError):
    """What was given as a deadline is none."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """``local`` is naive wall time in ``zone`` (an IANA name). Make one with :func:`deadline`, which checks both."""

    local: datetime
    zone: str

    @property
    def moment(self) -> datetime:
        """The same moment, aware, in UTC.

        When the clocks go back, a wall time happens twice; the later one counts, so that nobody who reads the clock on the
        wall is late.
        """
        return self.local.replace(tzinfo=ZoneInfo(self.zone), fold=1).astimezone(UTC)

    @property
    def twice(self) -> bool:
        """Whether clocks there show this time twice, because they go back that night; then the later one counts."""
        return happens_twice(self.local, self.zone)

    def passed(self, now: datetime) -> bool:
        """Whether ``now`` (aware) is after the deadline. The deadline itself is still in time."""
        return now > self.moment


def zone(name: str) -> ZoneInfo:
    """The zone of an IANA name; raises :class:`DeadlineError` for any other text (also "EST5EDT/../x")."""
    try:
        if not name or name.startswith(("/", ".")) or ".." in name:
            raise ZoneInfoNotFoundError(name)
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        sentence = f"“{name}” is not a time zone; write one such as America/New_York."
        raise DeadlineError(sentence, field="timezone") from error


def deadline(local: datetime, zone_name: str) -> Deadline:
    """A checked deadline.

    Raises :class:`DeadlineError` when ``local`` carries an offset of its own, when the zone is unknown, when the wall time is
    skipped there (02:30 on the night the clocks go forward; the sentence names the next time that there is), or when it lies
    outside the years a calendar is used for.
    """
    place = zone(zone_name)
    if local.tzinfo is not None:
        raise DeadlineError("The deadline must be local time, without an offset; the time zone says where.", field="deadline")
    if not 2000 <= local.year <= 2200:
        raise DeadlineError(f"The year {local.year} cannot be right for a deadline.", field="deadline")
    local = local.replace(microsecond=0, fold=0)
    if _skipped(local, place):
        sentence = (
            f"{_spoken(local)} does not exist in {zone_name}: the clocks go forward then."
            f" The next time that exists is {_spoken(_after_gap(local, place))}."
        )
        raise DeadlineError(sentence, field="deadline")
    return Deadline(local, zone_name)


def happens_twice(local: datetime, zone_name: str) -> bool:
    """Whether clocks in that zone show the naive wall time ``local`` twice: once before they are set back, and once after."""
    place = zone(zone_name)
    first, second = (local.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1))
    return first < second  # in a gap it is the other way round (PEP 495)


def wall_time(moment: datetime, zone_name: str) -> str:
    """A moment (aware) on the clock of a zone, as forms take it: "2026-03-04T17:00"."""
    return moment.astimezone(zone(zone_name)).replace(tzinfo=None).isoformat(timespec="minutes")


def _skipped(local: datetime, place: ZoneInfo) -> bool:
    return local.replace(tzinfo=place).astimezone(UTC).astimezone(place).replace(tzinfo=None) != local


def _after_gap(local: datetime, place: ZoneInfo) -> datetime:
    """The first wall time after the gap that ``local`` lies in.

    The clocks are set at one moment between the two that ``local`` could be (PEP 495): it is looked for by halving.
    """
    before, after = sorted(local.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1))
    old = before.astimezone(place).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        before, after = (middle, after) if middle.astimezone(place).utcoffset() == old else (before, middle)
    return after.astimezone(place).replace(tzinfo=None)


def _spoken(local: datetime) -> str:
    return f"{local:%H:%M} on {local:%B} {local.day}, {local.year}"


def parse_local(text: str) -> datetime:
    """Wall time from a form or a file: "2024-09-03T23:59", with or without seconds, T or a space.

    Raises :class:`DeadlineError` for anything else, also for a date alone and a time with an offset: a deadline without an hour
    is how people in another zone come to be late.
    """
    typed = text.strip().replace(" ", "T", 1)
    try:
        parsed = datetime.fromisoformat(typed)
    except ValueError as error:
        sentence = f"“{text.strip()}” is not a date and time; write it like 2026-09-03 23:59."
        raise DeadlineError(sentence, field="deadline") from error
    if "T" not in typed:
        raise DeadlineError("The deadline needs a time of day, like 2026-09-03 23:59.", field="deadline")
    if parsed.tzinfo is not None:
        raise DeadlineError("The deadline must be local time, without an offset; the time zone says where.", field="deadline")
    return parsed
