"""Moments as the public pages say them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from campaign.wording import long_moment, relative
from languages import chosen


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment as a page says it: for the ``time`` element, in words, and how far away it is."""

    iso: str
    sentence: str
    far: str


def moment(at: datetime, timezone: str, now: datetime) -> Moment:
    """``at`` (aware) as it is said in ``timezone``, in the reader's language."""
    return Moment(at.isoformat(), long_moment(at, timezone, chosen()), relative(at, now, chosen()))
