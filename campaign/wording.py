"""Moments in words, in the campaign's zone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime, format_timedelta, get_timezone_name


def locale_of(language: str) -> Locale:
    """Babel's locale for a BCP 47 tag, English where it knows none."""
    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError, TypeError):
        return Locale("en", "US")


def long_moment(moment: datetime, timezone: str, language: str = "en-US") -> str:
    """ "Tuesday, September 3, 2024 at 11:59 PM Eastern Time": what a person needs to be on time, day of the week included."""
    place = ZoneInfo(timezone)
    locale = locale_of(language)
    local = moment.astimezone(place)
    zone = _zone_name(place, local, locale)
    words = format_datetime(local, "EEEE, MMMM d, y 'at' h:mm a" if locale.language == "en" else "full", place, locale=locale)
    return f"{words} {zone}" if locale.language == "en" else words


def _zone_name(place: ZoneInfo, local: datetime, locale: Locale) -> str:
    """ "Eastern Time" where the clocks change and everybody says so; "Mountain Standard Time" where they never do.

    Arizona keeps standard time all year: "Mountain Time" would send its signers to the clocks of Denver.
    """
    year = local.year
    offsets = {datetime(year, month, 1, tzinfo=place).utcoffset() for month in (1, 7)}
    return get_timezone_name(place, width="long", zone_variant="generic" if len(offsets) > 1 else "standard", locale=locale)


def short_moment(moment: datetime, timezone: str, language: str = "en-US") -> str:
    """ "September 1, 2024, 5:00 PM EDT", for the draft mark and for lists."""
    return format_datetime(moment, "MMMM d, y, h:mm a zzz", ZoneInfo(timezone), locale=locale_of(language))


_Unit = Literal["day", "hour", "minute", "second"]
_UNITS: tuple[tuple[_Unit, int], ...] = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


def relative(moment: datetime, now: datetime, language: str = "en-US") -> str:
    """ "in 3 days", "2 hours ago", "just now": cut towards now, so that nobody is told more time than there is."""
    seconds = int((moment - now).total_seconds())
    if not seconds and locale_of(language).language == "en":
        return "just now"
    name, length = next((unit for unit in _UNITS if abs(seconds) >= unit[1]), _UNITS[-1])
    cut = timedelta(seconds=int(seconds / length) * length)
    # The threshold keeps Babel from changing over to weeks, which nobody counts a deadline in.
    return format_timedelta(cut, granularity=name, threshold=1e9, add_direction=True, locale=locale_of(language))
