"""Every zone of the time zone database, and the nights of a year in which its clocks are put forward and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

ZONES = sorted(available_timezones())


@cache
def edges(zone: str, year: int = 2026) -> tuple[datetime, ...]:
    """The moments, in UTC, in which the offset of ``zone`` changes in that year, to the minute; for a zone that keeps its
    offset those at which New York's does."""
    place = ZoneInfo(zone)
    found = []
    day = datetime(year, 1, 1, tzinfo=UTC)
    while day.year == year:
        after = day + timedelta(days=1)
        if day.astimezone(place).utcoffset() != after.astimezone(place).utcoffset():
            low, high = day, after
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) / 2
                middle = middle.replace(second=0, microsecond=0)
                if middle.astimezone(place).utcoffset() == low.astimezone(place).utcoffset():
                    low = middle
                else:
                    high = middle
            found.append(high)
        day = after
    return tuple(found) or edges("America/New_York", year)
