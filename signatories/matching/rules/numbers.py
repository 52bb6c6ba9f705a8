"""Numbers: of locals, lodges, posts, streets. They are never close to each other, only the same or not."""

from __future__ import annotations

from signatories.matching.case import Case


def rule(case: Case) -> None:
    """A number that stands only in one name parts them."""
    ones, others = case.left("number")
    if ones and others:
        case.say(0.15, "They have different numbers: {0}, {1}.", ones[0], others[0])
    elif ones or others:
        case.say(0.45, "The number {0} stands only in one: one is a part of the other, or another body.", (ones or others)[0])
