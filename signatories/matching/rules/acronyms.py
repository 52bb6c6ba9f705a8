"""Acronyms that stand beside the words of a name."""

from __future__ import annotations

from collections.abc import Sequence

from signatories.matching.case import Case
from signatories.matching.naming import Alias
from signatories.matching.words import Word


def rule(case: Case) -> None:
    """An acronym on one side is welcome; two that disagree are not. One that its words do not spell is a guess."""
    one, other = case.first.acronym, case.second.acronym
    if one and other and one != other:
        case.say(0.74, f"They give themselves different acronyms: {one.upper()}, {other.upper()}.")
    elif one or other:
        case.say(
            0.975, "Both give the same acronym." if one == other else f"Only one gives its acronym: {(one or other).upper()}."
        )
    if one and other:
        return
    for alias, free, rest in ((case.first, case.free_a, case.free_b), (case.second, case.free_b, case.free_a)):
        _unspelled(case, alias, free, rest)


def _unspelled(case: Case, alias: Alias, free: list[int], rest: list[int]) -> None:
    """Behind or before a name that is whole without them, a few letters may be its acronym though its words do not spell it."""
    words = alias.content
    if rest or len(free) != 1 or free[0] not in (0, len(words) - 1) or len(words) < 3:
        return
    word = words[free[0]]
    at = alias.words.index(word)
    if at > 0 and alias.words[at - 1].kind == "article":  # "… and Trams" goes on
        return
    if not word.acronymic or len(word.text) > 6 or not case.paired("other"):
        return
    case.say(0.74 if not likely(word, words) else 0.90 if len(word.text) > 2 else 0.84, "“{0}” may be its acronym.", word)
    free.clear()


def likely(word: Word, words: Sequence[Word]) -> bool:
    """Whether a word of ``words`` looks like the acronym of the others: its letters stand in them in that order."""
    letters = "".join([other.text for other in words if other is not word])
    return word.acronymic and len(word.text) < 6 and word.initial == letters[:1] and _in_order(word.text, letters)


def _in_order(few: str, many: str) -> bool:
    letters = iter(many)
    return all(letter in letters for letter in few)
