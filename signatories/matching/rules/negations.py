"""Words that turn a name around: without, against, anti, sin, contra, sans, ohne."""

from __future__ import annotations

from signatories.matching.case import Case
from signatories.matching.data import kinds

_TURNING = frozenset(kinds.NEGATIONS.split())


def rule(case: Case) -> None:
    """For and against are two, however like their names are."""
    turning = [word for words in case.left("other", "article") for word in words if word.text in _TURNING]
    if turning:
        case.say(0.3, "“{}” stands only in one, and turns it around.", *turning)
