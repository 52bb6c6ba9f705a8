"""The order of the words: Church of the Holy Kettle, Holy Kettle Church."""

from __future__ import annotations

from itertools import pairwise

from signatories.matching.case import Case


def rule(case: Case) -> None:
    """One turn at one place, or a swap around "and", is how people write the same name; anything else is a doubt."""
    order = [partner for partner in case.partner_of_a if partner >= 0]
    if len(order) < 2 or all(one <= other for one, other in pairwise(order)):
        return
    falls = _falls(order)
    if is_turned(case):
        case.say(0.92, "The same words in turned order.")
    elif _around_and(case, order, falls):
        case.say(0.92, "The words around “and” have changed places.")
    elif any(case.a[place].reading != case.b[partner].reading for place, partner in _translated(case)):
        case.say(0.91, "The same words in another order, as another language has them.")
    else:
        case.say(0.80 if case.settled else 0.67 if len(order) > 3 else 0.6, "The same words in another order.")


def is_turned(case: Case) -> bool:
    """Whether what comes first in one name comes last in the other, each in its order."""
    order = [partner for partner in case.partner_of_a if partner >= 0]
    falls = _falls(order)
    return len(falls) == 1 and max(order[falls[0] :]) <= min(order[: falls[0]])


def _falls(order: list[int]) -> list[int]:
    return [place for place in range(1, len(order)) if order[place] < order[place - 1]]


def _translated(case: Case) -> list[tuple[int, int]]:
    return [
        (place, partner)
        for place, partner in enumerate(case.partner_of_a)
        if partner >= 0 and case.a[place].meanings.keys() & case.b[partner].meanings.keys()
    ]


def _around_and(case: Case, order: list[int], falls: list[int]) -> bool:
    if len(falls) != 1:
        return False
    place = falls[0]
    swapped = [*order]
    swapped[place - 1], swapped[place] = swapped[place], swapped[place - 1]
    if swapped != sorted(swapped):
        return False
    both = [any(word.text in ("and", "y", "e", "et", "und") for word in alias.words) for alias in (case.first, case.second)]
    return all(both)
