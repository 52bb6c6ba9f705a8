"""What a check is, and what becomes of what it finds. Pure: the database is asked by each check's own file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from campaign.models import Campaign

Verdict = Literal["block", "warn", "fine"]

ORDER: Sequence[Verdict] = ("block", "warn", "fine")
"""What has to be mended first stands first."""

MOST_EXAMPLES = 3
"""Of many things the first few are named; the page behind the point has all of them."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found: how many, and the first of them in words. ``fits`` is False where the question does not arise, as
    with links that nobody looks after: then nothing is said about it."""

    count: int
    examples: Sequence[str] = ()
    fits: bool = True


NOTHING_TO_ASK = Found(0, fits=False)


@dataclass(frozen=True, slots=True)
class Look:
    """What a check may look at. At a ``glance`` nobody waits: it takes what is known already, and it need not be exact."""

    session: Session
    campaign: Campaign
    now: datetime
    glance: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at before a letter closes.

    ``look`` finds how many there are; none is fine. ``weight`` is what they weigh. ``say`` makes a sentence of the number, also
    of the one that an edition remembers; ``fine`` is the sentence for none. ``endpoint`` (with ``values``) is the page of the
    desk where it is mended, ``label`` the words of the way there.
    """

    key: str
    weight: Literal["block", "warn"]
    look: Callable[[Look], Found]
    say: Callable[[int], str]
    fine: Callable[[], str]
    endpoint: str
    label: Callable[[], str]
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the checklist."""

    check: Check
    verdict: Verdict
    sentence: str
    count: int
    examples: Sequence[str]

    @property
    def open(self) -> bool:
        """Whether there is something to mend."""
        return self.verdict != "fine"


def judged(check: Check, found: Found) -> Point | None:
    """The point that a check makes of what it found; None where its question does not arise."""
    if not found.fits:
        return None
    if found.count <= 0:
        return Point(check, "fine", check.fine(), 0, ())
    return Point(check, check.weight, check.say(found.count), found.count, tuple(found.examples)[:MOST_EXAMPLES])


def in_order(points: Sequence[Point]) -> list[Point]:
    """Blocks first, then warnings, then what is fine; within each in the order of the checks."""
    return sorted(points, key=lambda point: ORDER.index(point.verdict))
