"""Words that are read the same find each other, whatever their place."""

from __future__ import annotations

from signatories.matching.case import Case
from signatories.matching.words import Word


def rule(case: Case) -> None:
    """Pair each word with one that is read like it."""
    ones, others = _places(case.a), _places(case.b)
    for reading in ones:
        if reading not in others:
            continue
        number = min(len(ones[reading]), len(others[reading]))
        for place, partner in zip(_first(ones[reading], number), _first(others[reading], number), strict=True):
            word = case.a[place]
            case.partner_of_a[place] = partner
            case.partner_of_b[partner] = place
            if word.text != case.b[partner].text:
                _say(case, word, case.b[partner])
    case.free_a = [place for place, partner in enumerate(case.partner_of_a) if partner < 0]
    case.free_b = [place for place, partner in enumerate(case.partner_of_b) if partner < 0]
    case.exact = len(case.a) - len(case.free_a)


def _places(words: tuple[Word, ...]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        places.setdefault(word.reading, []).append(place)
    return places


def _first(places: list[int], number: int) -> list[int]:
    """The first of ``places``. Of a word that is said twice running the second: the first may belong to what an acronym of the
    other name spells ("KMI / Iowa …", "Kite Makers of Iowa / Iowa …")."""
    if number < len(places) and places[number] == places[number - 1] + 1:
        return places[1 : number + 1]
    return places[:number]


def _say(case: Case, one: Word, other: Word) -> None:
    if one.also or other.also:
        case.say(0.96, "“{0}” is short for “{1}”.", *((one, other) if one.also else (other, one)))
    else:
        case.say(0.97, "“{0}” and “{1}” are two spellings of one word.", one, other)
