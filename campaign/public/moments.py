"""Moments as the public pages say them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from campaign.wording import locale_of, long_moment, relative
from languages import chosen


def day_of(at: datetime, timezone: str) -> str:
    """The day of ``at`` (aware) in ``timezone``, in the reader's language: "March 2, 2026"."""
    local = at.astimezone(ZoneInfo(timezone)).date()
    return str(format_date(local, "long", locale=locale_of(chosen())))


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment as a page says it: for the ``time`` element, in words, and how far away it is."""

    iso: str
    sentence: str
    far: str


def moment(at: datetime, timezone: str, now: datetime) -> Moment:
    """``at`` (aware) as it is said in ``timezone``, in the reader's language."""
    return Moment(at.isoformat(), long_moment(at, timezone, chosen()), relative(at, now, chosen()))
