"""Names in two scripts side by side: what stands in the other script cannot be read here."""

from __future__ import annotations

from signatories.matching.case import Case
from signatories.matching.words import Word


def rule(case: Case) -> None:
    """Where one name is found whole in the other, and the rest is in another script, it may be its translation."""
    for words, free, other_free in ((case.a, case.free_a, case.free_b), (case.b, case.free_b, case.free_a)):
        foreign = [place for place in free if not words[place].text.isascii()]
        if not foreign or other_free or len(foreign) == len(words):
            continue
        said = [word for place, word in enumerate(words) if place not in free]
        if said and all(word.text.isascii() for word in said):
            for place in foreign:
                free.remove(place)
            case.say(0.86, "“{}” is in another script and may say the same.", *_few([words[place] for place in foreign]))


def _few(words: list[Word]) -> list[Word]:
    return words[:4]
