"""The hours in which people may be written to, on a clock that is put forward and back. Pure.

A stretch of such hours is kept as two moments. Where a wall time happens twice or never, a stretch begins with the later of its
two readings and ends with the earlier: whatever lies in it is allowed by every reading of the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_FAR = 21
"""Days to look for an allowed hour. More than a weekend, a skipped day and quiet hours of 22 hours together."""

_NEVER = timedelta(0)

Stretch = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Hours:
    """When people in ``zone`` may be written to: not from ``quiet_from`` until before ``quiet_until``, and on Saturdays and
    Sundays only with ``weekends``."""

    zone: str
    quiet_from: time
    quiet_until: time
    weekends: bool

    def allow(self, moment: datetime) -> bool:
        """Whether the clock there says so at ``moment`` (aware)."""
        local = moment.astimezone(ZoneInfo(self.zone))
        if not self.weekends and local.weekday() >= 5:
            return False
        clock = local.time()
        if self.quiet_from <= self.quiet_until:
            return not self.quiet_from <= clock < self.quiet_until
        return self.quiet_until <= clock < self.quiet_from

    def next(self, moment: datetime, room: timedelta = _NEVER) -> datetime | None:
        """The first allowed moment from ``moment`` on, in UTC, with ``room`` left before it gets quiet (or half of a stretch
        that is shorter than twice that); None when there is none within three weeks."""
        day = moment.astimezone(ZoneInfo(self.zone)).date()
        for start, end in self._stretches(day - timedelta(days=2), day + timedelta(days=_FAR), room):
            if end >= moment:
                return max(start, moment.astimezone(UTC))
        return None

    def previous(self, moment: datetime, room: timedelta = _NEVER) -> datetime | None:
        """The last allowed moment up to ``moment``, as for :meth:`next`."""
        day = moment.astimezone(ZoneInfo(self.zone)).date()
        for start, end in reversed(self._stretches(day - timedelta(days=_FAR), day + timedelta(days=2), room)):
            if start <= moment:
                return min(end, moment.astimezone(UTC))
        return None

    def _stretches(self, first: date, last: date, room: timedelta) -> list[Stretch]:
        """The stretches that begin on these days, in order; those that touch are one. Both ends belong to them."""
        joined: list[Stretch] = []
        for number in range((last - first).days + 1):
            for start, end in _of_day(self, first + timedelta(days=number)):
                if joined and joined[-1][1] >= start:
                    joined[-1] = (joined[-1][0], max(joined[-1][1], end))
                else:
                    joined.append((start, end))
        least = timedelta(minutes=1)  # what goes out in the last minute goes out too late
        return [(start, end - max(least, min(room, (end - start) / 2))) for start, end in joined if end - start > least]


@lru_cache(maxsize=4096)
def _of_day(hours: Hours, day: date) -> tuple[Stretch, ...]:
    if not hours.weekends and day.weekday() >= 5:
        return ()
    midnight, next_midnight = datetime.combine(day, time()), datetime.combine(day + timedelta(days=1), time())
    begins, ends = datetime.combine(day, hours.quiet_from), datetime.combine(day, hours.quiet_until)
    if hours.quiet_from == hours.quiet_until:
        walls = [(midnight, next_midnight)]
    elif hours.quiet_from < hours.quiet_until:
        walls = [(midnight, begins), (ends, next_midnight)]
    else:
        walls = [(ends, begins)]
    zone = ZoneInfo(hours.zone)
    found = ((_later(start, zone), _earlier(end, zone)) for start, end in walls)
    return tuple((start, end) for start, end in found if start < end)


def _later(wall: datetime, zone: ZoneInfo) -> datetime:
    return max(wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))


def _earlier(wall: datetime, zone: ZoneInfo) -> datetime:
    return min(wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
