"""Places: countries, states, cities, and words that come from them."""

from __future__ import annotations

from signatories.matching.case import Case
from signatories.matching.data import kinds, places
from signatories.matching.words import WHERES, Word

ENOUGH = 3
"""So many words that are no forms make a name that a place behind it may only locate."""


def rule(case: Case) -> None:
    """A place that stands only in one name makes it a body of that place; different places make two bodies."""
    ones, others = case.left("place")
    if not ones and not others:
        return
    paired = case.paired("place")
    if any(word.text not in WHERES for word in paired) and all(word.text in WHERES for word in (*ones, *others)):
        state = all(word.text in ("state", "estado", "province", "provincia") for word in (*ones, *others))
        case.say(0.90 if state else 0.88, "“{}” stands only in one, beside a place that both have.", *(ones or others))
        case.set_aside((*ones, *others))
        return
    if ones and others:
        near = any(_country(one) == _country(other) for one in ones for other in others)
        if near and len(ones) == len(others) == 1:
            case.say(0.72, "“{0}” and “{1}” name one country in two ways.", ones[0], others[0])
            case.set_aside((*ones, *others))
        else:
            case.say(0.2, "They are of different places: “{0}”, “{1}”.", ones[0], others[0])
        return
    left = ones or others
    if any(word.text[0].isdecimal() for word in case.paired("number")) and len(case.paired()) >= 2:
        case.say(0.84, "“{}” stands only in one, and the number is the same.", *left)
        return
    if all(any(_country(word) == _country(other) for other in paired) for word in left):
        case.say(0.88, "“{0}” says once more where it is.", left[0])
        case.set_aside(left)
    elif all(_country(word) == "united states" for word in left) and not _wide(case):
        case.say(0.80, "“{0}” stands only in one.", left[0])
    elif all(word.reading in COUNTRIES for word in left) and not _wide(case) and len(case.paired()) >= 2 and _last(case, left):
        case.say(0.68, "The country “{0}” stands only in one.", left[0])
    elif case.spelled and case.is_bare():
        case.say(0.67, "The acronym has no letter for “{}”.", *left)
    elif not _wide(case) and _is_located(case, left):
        case.say(0.68, "“{}” stands only in one, behind a name that is whole without it.", *left)
    elif case.shared_acronym and _is_in_tail(case):
        case.say(0.70, "“{}” stands only in one, among what explains it.", *left)
    else:
        case.say(0.5, "“{}” stands only in one: it is a body of that place.", *left)


def _is_located(case: Case, left: list[Word]) -> bool:
    shared = len(case.paired("other"))
    return (shared >= ENOUGH and _last(case, left)) or (shared >= ENOUGH - 1 and len(case.shared_acronym) >= 4)


def _is_in_tail(case: Case) -> bool:
    """Whether three words or more that only one name has come before the place."""
    for words, free in ((case.a, case.free_a), (case.b, case.free_b)):
        kinds = [words[place].kind for place in free]
        if "place" in kinds and kinds[: kinds.index("place")].count("other") >= 3:
            return True
    return False


def _country(word: Word) -> str:
    return word.reading.removesuffix("+")


def _wide(case: Case) -> bool:
    """Whether the name is one of those with a section in each country."""
    return any(word.wide for word in (*case.a, *case.b))


_PREPOSITIONS = frozenset(kinds.PREPOSITIONS.split())


def _last(case: Case, left: list[Word]) -> bool:
    """Whether the place stands by itself at the end: "…, Brazil", not "… of Brazil"."""
    for words in (case.first.words, case.second.words):
        places = [place for place, word in enumerate(words) if word in left and place > 0]
        if (
            places
            and words[places[0] - 1].text not in _PREPOSITIONS
            and all(word.kind in ("place", "legal") for word in words[places[0] :])
        ):
            return True
    return False


def _countries() -> frozenset[str]:
    return frozenset(line.partition(":")[0].split("|")[0].strip() for line in places.COUNTRIES.strip().splitlines())


COUNTRIES = _countries()
