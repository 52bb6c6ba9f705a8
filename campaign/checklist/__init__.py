"""What a person should look at before a letter closes: one list, in which each check is a file of its own.

To add one, write its file and name it in :data:`CHECKS`. What blocks keeps a letter from being closed early, by a button or a
command. At its deadline it closes all the same, and the edition remembers what was open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from campaign.checklist import (
    asked,
    boards,
    broken,
    change,
    doubles,
    empty_counts,
    galley,
    galley_silent,
    held,
    links,
    pending,
    spellings,
    typed_numbers,
    unconfirmed,
    unprintable,
)
from campaign.checklist.check import Check, Found, Look, Point, in_order, judged
from campaign.models import Campaign

CHECKS: Sequence[Check] = tuple(
    module.CHECK
    for module in (
        broken,
        unprintable,
        empty_counts,
        asked,
        change,
        pending,
        held,
        spellings,
        doubles,
        unconfirmed,
        boards,
        galley,
        galley_silent,
        typed_numbers,
        links,
    )
)
"""In the order in which they are best worked through: the text, then the list, then those who are still waited for."""


def points(session: Session, campaign: Campaign, now: datetime, *, glance: bool = False) -> list[Point]:
    """The checklist of a letter at ``now``: what blocks first, then what to look at, then what is fine.

    At a ``glance`` no long list of names is compared anew, for pages and transactions that others wait for.
    """
    look = Look(session, campaign, now, glance)
    found = (judged(check, check.look(look)) for check in CHECKS)
    return in_order([point for point in found if point is not None])


def blocks(found: Sequence[Point]) -> list[Point]:
    """Those that keep the letter from being closed early."""
    return [point for point in found if point.verdict == "block"]


def left_open(found: Sequence[Point]) -> list[dict[str, Any]]:
    """What an edition remembers of a checklist."""
    return [{"key": point.check.key, "count": point.count} for point in found if point.open]


def remembered(kept: Sequence[Mapping[str, Any]]) -> list[str]:
    """What an edition remembers, in sentences. A check that there is no more is named by its key."""
    by_key = {check.key: check for check in CHECKS}
    return [by_key[one["key"]].say(one["count"]) if one["key"] in by_key else f"{one['key']}: {one['count']}" for one in kept]


__all__ = ["CHECKS", "Check", "Found", "Look", "Point", "blocks", "left_open", "points", "remembered"]
