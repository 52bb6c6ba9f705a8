"""Numbers and genders of one word: Service, Services; de Direitos, do Direito."""

from __future__ import annotations

from signatories.matching.case import Case
from signatories.matching.words import Word

SHORTEST = 5
_NEVER = ("number", "place", "direction")


def rule(case: Case) -> None:
    """Pair words that differ in their ending alone."""
    for place in list(case.free_a):
        word = case.a[place]
        for partner in case.free_b:
            other = case.b[partner]
            if _is_possessive(word, other) or _is_possessive(other, word):
                case.pair((place,), (partner,))
                case.say(0.88, "“{0}” and “{1}” are forms of one word.", word, other)
                break
            if word.kind in _NEVER or other.kind in _NEVER or len(word.text) < 4:
                continue
            if _is_of_another_gender(word, other):
                case.pair((place,), (partner,))
                case.say(0.85, "“{0}” and “{1}” are forms of one word.", word, other)
                break
            if word.stem == other.stem:
                case.pair((place,), (partner,))
                case.say(0.95, "“{0}” and “{1}” are forms of one word.", word, other)
                break


def _is_of_another_gender(one: Word, other: Word) -> bool:
    """Whether they end in -o and -a: Colectivo, Colectiva."""
    endings = {one.stem[-1:], other.stem[-1:]}
    return endings == {"o", "a"} and one.stem[:-1] == other.stem[:-1] and len(one.stem) > SHORTEST and one.known and other.known


def _is_possessive(one: Word, place: Word) -> bool:
    """Whether one is the place with an s: Ohio's."""
    return place.kind == "place" and one.kind == "other" and one.text == f"{place.text}s"
