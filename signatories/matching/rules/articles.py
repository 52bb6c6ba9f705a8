"""Joining words and legal forms: The, and, of; Inc., e.V."""

from __future__ import annotations

from signatories.matching.case import Case
from signatories.matching.data import kinds
from signatories.matching.words import STATES, Word

_TRIVIAL = frozenset(kinds.TRIVIAL.split())
_CONTRACTED = {short: long for long, *shorts in (line.split() for line in kinds.CONTRACTED.split("|")) for short in shorts}


def rule(case: Case) -> None:
    """They hardly part two names, and are told all the same. For is not of: such words are a little more than articles."""
    if len(case.first.words) == len(case.a) and len(case.second.words) == len(case.b):
        return
    ones, others = _only(case, "article")
    telling = [[word for word in words if _read(word) not in _TRIVIAL] for words in (ones, others)]
    if telling[0] and telling[1]:
        case.say(0.91, "They join their words in different ways: “{}”.", *_ordered([*telling[0], *telling[1]]))
    elif telling[0] or telling[1]:
        case.say(0.95, "“{}” stands only in one.", *_ordered([*ones, *others]))
    elif ones or others:
        case.say(0.99, "“{}” stands only in one.", *_ordered([*ones, *others]))
    ones, others = _only(case, "legal")
    if ones and others:
        case.say(0.90, "They have different legal forms: “{}”.", *_ordered([*ones, *others]))
    elif any(word.text in STATES for word in (*ones, *others)) and len(ones) + len(others) == 1:
        case.say(0.88, "“{}” stands only in one: a legal form or a place.", *ones, *others)
    elif ones or others:
        case.say(0.98, "The legal form “{}” stands only in one.", *_ordered([*ones, *others]))


def _only(case: Case, kind: str) -> tuple[list[Word], list[Word]]:
    """The words of that kind that only one of the names has."""
    ones, others = ({_read(word): word for word in alias.words if word.kind == kind} for alias in (case.first, case.second))
    return [ones[text] for text in ones.keys() - others.keys()], [others[text] for text in others.keys() - ones.keys()]


def _read(word: Word) -> str:
    return _CONTRACTED.get(word.text, word.text)


def _ordered(words: list[Word]) -> list[Word]:
    return sorted(words, key=lambda word: word.text)
