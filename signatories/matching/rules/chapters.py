"""Words for a part of a body: Local, Chapter, Branch, Students, Juventude."""

from __future__ import annotations

from signatories.matching.case import Case
from signatories.matching.words import NUMBERING, SOFT_PARTS, Word


def rule(case: Case) -> None:
    """A body and its chapter both stand on the list. "Local" before a number that both have says nothing new."""
    ones, others = case.left("chapter")
    left = [*ones, *others]
    if not left:
        return
    if not (ones and others) and len(case.paired()) > 1 and _introduces(case, left):
        case.say(0.96, "“{}” only introduces the number that both have.", *left)
        case.set_aside(left)
    elif ones and others:
        case.say(0.3, "“{0}” and “{1}” name different parts.", ones[0], others[0])
    elif all(word.text in SOFT_PARTS for word in left) and len(case.paired()) >= 3:
        case.say(0.67, "“{}” stands only in one: a part of the other, perhaps.", *left)
    else:
        case.say(0.5, "“{}” stands only in one: a part of the other.", *left)


def _introduces(case: Case, left: list[Word]) -> bool:
    """Whether the word stands before a number that both have."""
    for words, partners in ((case.a, case.partner_of_a), (case.b, case.partner_of_b)):
        for place, word in enumerate(words[:-1]):
            number = words[place + 1].text[0].isdecimal() and partners[place + 1] >= 0
            if word in left and not (number and word.text in NUMBERING and (place > 0 or word.text == "local")):
                return False
        if words[-1] in left:
            return False
    return True
