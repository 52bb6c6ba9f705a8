"""Words that say again what both names have said: the other half of a bilingual name, an acronym behind its words."""

from __future__ import annotations

from collections.abc import Sequence

from signatories.matching.case import Case
from signatories.matching.initials import abridges, spells
from signatories.matching.words import Word

_JUDGED_ELSEWHERE = ("number", "place", "direction", "arm", "chapter", "affiliation", "seat")

DOUBTFUL = 0.86
SHORT = 4
"""Letters from which on an acronym of a part of the name is told from a place's or a person's."""


def rule(case: Case) -> None:
    """Take repeated words out of what is left over: an acronym by itself, anything else only if nothing new is beside it."""
    for words, partners, free, rest in (
        (case.a, case.partner_of_a, case.free_a, case.free_b),
        (case.b, case.partner_of_b, case.free_b, case.free_a),
    ):
        said = [word for word, partner in zip(words, partners, strict=True) if partner >= 0]
        if not said or not free:
            continue
        acronyms = [place for place in free if words[place].text == case.shared_acronym or _is_acronym_of(words[place], said)]
        again = [place for place in free if place not in acronyms and _again(words[place], said)]
        shorter = [place for place in free if place not in acronyms and _is_acronym_within(words[place], said)]
        if len(again) + len(acronyms) + len(shorter) < sum(words[place].kind == "other" for place in free):
            again = shorter = []
        placed: list[int] = []
        if again and not rest:  # the other half of a bilingual name says the places once more too
            placed = [place for place in free if words[place].kind == "place" and _is_placed(words[place], said)]
        repeated = sorted({*acronyms, *again, *shorter, *placed})
        for place in repeated:
            free.remove(place)
        if repeated:
            number = len(again) + len(acronyms) + len(shorter)
            nicknamed = len(again) == 1 and again[0] == len(words) - 1 > 2 and words[0].reading == words[again[0]].reading
            doubtful = number < 2 and ((again and not nicknamed) or (shorter and len(words[shorter[0]].text) < SHORT))
            limit = DOUBTFUL if doubtful else 0.93 if acronyms and len(repeated) == len(acronyms) else 0.91
            case.say(limit, "“{}” says again what the name has said.", *[words[place] for place in repeated])


def _is_placed(word: Word, said: Sequence[Word]) -> bool:
    return any(other.kind == "place" and other.reading.rstrip("+") == word.reading.rstrip("+") for other in said)


def _again(word: Word, said: Sequence[Word]) -> bool:
    return word.kind not in _JUDGED_ELSEWHERE and any(_same(word, other) for other in said)


def _same(one: Word, other: Word) -> bool:
    if one.reading == other.reading:
        return True
    return bool(one.meanings.keys() & other.meanings.keys())


def _is_acronym_of(word: Word, said: Sequence[Word]) -> bool:
    return word.acronymic and len(word.text) > 2 and len(said) > 1 and (spells(word.text, said) or abridges(word.text, said))


def _is_acronym_within(word: Word, said: Sequence[Word]) -> bool:
    length = len(word.text)
    return word.acronymic and any(spells(word.text, said[start : start + length]) for start in range(len(said) - length + 1))
