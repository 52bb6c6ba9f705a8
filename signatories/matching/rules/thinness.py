"""What both share must be enough to be a name."""

from __future__ import annotations

from signatories.matching.case import Case


def rule(case: Case) -> None:
    """Sorts of bodies and joining words alone are no name, unless nothing else stands in either."""
    if case.settled:
        return
    if not case.paired("other", "place", "number"):
        case.say(0.5, "What both share is no name by itself.")
