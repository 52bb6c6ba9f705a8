"""Federations that a union names behind its own name: AFL-CIO, CTW, CLC."""

from __future__ import annotations

from signatories.matching.case import Case


def rule(case: Case) -> None:
    """To name one's federation makes no other body of a union, as long as it has a name besides."""
    ones, others = case.left("affiliation")
    if ones or others:
        named = len(case.paired("other", "form", "place")) >= 2
        case.say(0.92 if named else 0.3, "The federation “{}” stands only in one.", *ones, *others)
