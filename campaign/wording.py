"""Moments in words, in the campaign's zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_timedelta, get_timezone_name

from campaign.deadlines import happens_twice

_US_SPANISH_ZONES = {
    "hora oriental": "hora del este",
    "hora estándar oriental": "hora estándar del este",
    "hora de las Montañas Rocosas": "hora de la montaña",
    "hora estándar de las Montañas Rocosas": "hora estándar de la montaña",
}
"""Zones as Spanish speakers in those zones call them, where Unicode CLDR has a name that is used elsewhere."""


_SHORT_ZONES = {f"{name} Time": name for name in ("Eastern", "Central", "Mountain", "Pacific", "Alaska", "Atlantic")}
"""Zones that people there call by one word."""


def locale_of(language: str) -> Locale:
    """Babel's locale for a BCP 47 tag, English where it knows none. Spanish without a region is that of the United States."""
    if language == "es":
        return Locale("es", "US")
    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError, TypeError):
        return Locale("en", "US")


@lru_cache(maxsize=1024)  # a letter has one deadline, and every page and mail says it
def long_moment(moment: datetime, timezone: str, language: str = "en-US") -> str:
    """ "Tuesday, September 3, 2024 at 11:59 PM Eastern Time": what a person needs to be on time, day of the week included.

    In Spanish "martes, 3 de septiembre de 2024, 23:59, hora del este", by 24 hours: "12:00 a. m." has made people late.
    """
    place = ZoneInfo(timezone)
    locale = locale_of(language)
    local = moment.astimezone(place)
    if locale.language == "en":
        return (
            format_datetime(local, "EEEE, MMMM d, y 'at' h:mm a", place, locale=locale) + f" {_zone_name(place, local, locale)}"
        )
    if locale.language == "es":
        zone = _zone_name(place, local, locale)
        zone = _US_SPANISH_ZONES.get(zone, zone)
        return format_datetime(local, "EEEE, d 'de' MMMM 'de' y, HH:mm", place, locale=locale) + f", {zone}"
    return format_datetime(local, "full", place, locale=locale)


def _zone_name(place: ZoneInfo, local: datetime, locale: Locale) -> str:
    """ "Eastern Time" where the clocks change and everybody says so; "Mountain Standard Time" where they never do.

    Arizona keeps standard time all year: "Mountain Time" would send its signers to the clocks of Denver.
    """
    year = local.year
    if happens_twice(local.replace(tzinfo=None), place.key):
        # The clocks go back that night and show this time twice: only the exact name tells which is meant.
        return get_timezone_name(local, width="long", locale=locale)
    offsets = {datetime(year, month, 1, tzinfo=place).utcoffset() for month in (1, 7)}
    return get_timezone_name(place, width="long", zone_variant="generic" if len(offsets) > 1 else "standard", locale=locale)


@lru_cache(maxsize=1024)
def clock_time(moment: datetime, timezone: str, language: str = "en-US") -> str:
    """ "11:59 PM Eastern", "23:59, hora del este": the time of day and on whose clock, as people say it."""
    place, locale = ZoneInfo(timezone), locale_of(language)
    local = moment.astimezone(place)
    name = _zone_name(place, local, locale)
    if locale.language == "en":
        return format_datetime(local, "h:mm a", place, locale=locale) + f" {_SHORT_ZONES.get(name, name)}"
    return format_datetime(local, "HH:mm", place, locale=locale) + f", {_US_SPANISH_ZONES.get(name, name)}"


_SHORT = {"en": "MMMM d, y, h:mm a zzz", "es": "d 'de' MMMM 'de' y, HH:mm zzz"}


def short_moment(moment: datetime, timezone: str, language: str = "en-US") -> str:
    """ "September 1, 2024, 5:00 PM EDT", for the draft mark and for lists."""
    place, locale = ZoneInfo(timezone), locale_of(language)
    if locale.language in _SHORT:
        return format_datetime(moment, _SHORT[locale.language], place, locale=locale)
    local = moment.astimezone(place)
    # The zone as it is called where the clock hangs: most languages have no name of their own for "EST".
    return (
        f"{format_date(local, 'long', locale=locale)}, {format_datetime(local, 'HH:mm', place, locale=locale)} {local.tzname()}"
    )


def weekday_moment(moment: datetime, timezone: str) -> str:
    """ "Tue, Oct 7, 9:00 AM Eastern Time": a moment of a plan, in the coordinators' language."""
    place, locale = ZoneInfo(timezone), Locale("en", "US")
    local = moment.astimezone(place)
    return format_datetime(local, "EEE, MMM d, h:mm a", place, locale=locale) + f" {_zone_name(place, local, locale)}"


def long_day(day: date) -> str:
    """ "Thursday, March 5": a day that somebody named, in the coordinators' language."""
    return str(format_date(day, "EEEE, MMMM d", locale="en"))


_JUST_NOW = {"en": "just now", "es": "ahora mismo"}

_Unit = Literal["day", "hour", "minute", "second"]
_UNITS: tuple[tuple[_Unit, int], ...] = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


def relative(moment: datetime, now: datetime, language: str = "en-US") -> str:
    """ "in 3 days", "2 hours ago", "just now": cut towards now, so that nobody is told more time than there is."""
    seconds = int((moment - now).total_seconds())
    just_now = _JUST_NOW.get(locale_of(language).language)
    if not seconds and just_now:
        return just_now
    name, length = next((unit for unit in _UNITS if abs(seconds) >= unit[1]), _UNITS[-1])
    cut = timedelta(seconds=int(seconds / length) * length)
    # The threshold keeps Babel from changing over to weeks, which nobody counts a deadline in.
    return format_timedelta(cut, granularity=name, threshold=1e9, add_direction=True, locale=locale_of(language))
