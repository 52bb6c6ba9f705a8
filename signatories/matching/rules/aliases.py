"""Names that the other name tells of: its acronym, a former name, a name that it does business under."""

from __future__ import annotations

from signatories.matching.case import Case
from signatories.matching.rules.initials import AMBIGUOUS, MOST_RIVALS

SHORT = 3


def rule(case: Case) -> None:
    """Say which of the names it was that agrees."""
    kinds = {case.first.kind, case.second.kind}
    if "former" in kinds:
        case.say(0.93, "One is given as the former name of the other.")
    if "other" in kinds:
        case.say(0.93, "One is given as another name of the other.")
    if kinds & {"former", "other"} and not case.settled:
        case.say(0.85, "It does not agree in all its words.")
    if "acronym" in kinds and kinds != {"acronym"}:
        letters = (case.first if case.first.kind == "acronym" else case.second).words[0]
        limit = 0.95 if len(letters.text) > SHORT else 0.91 if len(letters.text) == SHORT else 0.84
        case.say(limit, "“{0}” stands for the other name.", letters)
        if case.corpus.rivals(letters.text) > MOST_RIVALS:
            case.say(AMBIGUOUS, "Several names have the initials “{0}”.", letters)
