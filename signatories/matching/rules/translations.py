"""Words that translate each other: Centro, Center; Iniciativa, Initiative."""

from __future__ import annotations

from signatories.matching.case import Case
from signatories.matching.words import Word

DOUBTFUL = 0.80
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
    limit = _limit(case, len(found) // 2)
    if any(_perhaps_of_one_language(one, other) for one, other in zip(found[::2], found[1::2], strict=True)):
        limit = min(limit, DOUBTFUL)
    case.say(limit, "“{0}” and “{1}” mean the same in two languages.", *found[:2])


def _limit(case: Case, number: int) -> float:
    """How far ``number`` translated words go."""
    if case.shared_acronym or _share_a_rare_word(case):
        return 0.92
    if number >= 2 and case.settled and case.paired("place"):
        return 0.91
    if number >= 3:
        return 0.88
    return 0.85 if number == 2 or case.settled else DOUBTFUL


def _share_a_rare_word(case: Case) -> bool:
    return any(
        partner >= 0 and word.reading == case.b[partner].reading and not word.known and case.weight_a[place] > SURE_WEIGHT
        for place, (word, partner) in enumerate(zip(case.a, case.partner_of_a, strict=True))
    )


def _perhaps_of_one_language(one: Word, other: Word) -> bool:
    """Whether a language has both words, as two words: then they may tell two bodies apart (unión, sindicato)."""
    same = one.meanings.keys() & other.meanings.keys()
    return one.text[:4] != other.text[:4] and any(one.meanings[meaning] & other.meanings[meaning] for meaning in same)


def _translates(one: Word, other: Word) -> bool:
    """Whether there are two languages of which one has this word and the other that, for one meaning."""
    if not one.meanings or not other.meanings or one.stem == other.stem:
        return False
    return any(
        len(one.meanings[meaning] | other.meanings[meaning]) > 1 for meaning in one.meanings.keys() & other.meanings.keys()
    )
