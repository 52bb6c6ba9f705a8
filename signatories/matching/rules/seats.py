"""Words that a body adds to speak for the whole of itself: National, Global."""

from __future__ import annotations

from signatories.matching.case import Case


def rule(case: Case) -> None:
    """Such a word may be said or not; at the end of a name it is hardly a part of it."""
    ones, others = case.left("seat")
    if ones or others:
        words = [*ones, *others]
        last = case.a[-1] in words or case.b[-1] in words
        case.say(0.90 if last else 0.80, "“{}” stands only in one.", *words)
