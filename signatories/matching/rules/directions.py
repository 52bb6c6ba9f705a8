"""Directions: North, Upper, Mid."""

from __future__ import annotations

from signatories.matching.case import Case


def rule(case: Case) -> None:
    """A direction that stands only in one name parts them."""
    ones, others = case.left("direction")
    if ones and others:
        case.say(0.2, "They lie in different directions: “{0}”, “{1}”.", ones[0], others[0])
    elif ones or others:
        case.say(0.5, "“{0}” stands only in one: it is a body of that part.", (ones or others)[0])
