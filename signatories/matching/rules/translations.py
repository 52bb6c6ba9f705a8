"""Words that translate each other: Centro, Center; Iniciativa, Initiative."""

from __future__ import annotations

from signatories.matching.case import Case
from signatories.matching.words import Word

SURE_WEIGHT = 6.5
"""What the untranslated words that both share must weigh together with a rare one among them: then it is that body's name."""


def rule(case: Case) -> None:
    """Pair words with one meaning in two languages; how far that goes depends on what else both names share."""
    found: list[Word] = []
    for place in list(case.free_a):
        word = case.a[place]
        if not word.meanings:
            continue
        for partner in case.free_b:
            other = case.b[partner]
            if _translates(word, other):
                case.pair((place,), (partner,))
                found += (word, other)
                break
    if not found:
        return
    number = len(found) // 2
    rare = any(
        partner >= 0 and word.reading == case.b[partner].reading and not word.known and case.weight_a[place] > SURE_WEIGHT
        for place, (word, partner) in enumerate(zip(case.a, case.partner_of_a, strict=True))
    )
    limit = (
        0.92
        if rare or case.shared_acronym
        else 0.91
        if number >= 3 and case.paired("place")
        else 0.88
        if number >= 3
        else 0.85
        if number == 2 or case.settled
        else 0.80
    )
    case.say(limit, "“{0}” and “{1}” mean the same in two languages.", *found[:2])


def _translates(one: Word, other: Word) -> bool:
    """Whether there are two languages of which one has this word and the other that, for one meaning."""
    if not one.meanings or not other.meanings or one.stem == other.stem:
        return False
    return any(
        len(one.meanings[meaning] | other.meanings[meaning]) > 1 for meaning in one.meanings.keys() & other.meanings.keys()
    )
