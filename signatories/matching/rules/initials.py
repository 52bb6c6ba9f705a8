"""Acronyms for words of the other name, all of them or some: KMU, KMU Local 400."""

from __future__ import annotations

from collections.abc import Sequence

from signatories.matching.case import Case
from signatories.matching.initials import abridges, is_doubled, optional_at_end, spells
from signatories.matching.naming import Alias
from signatories.matching.words import Word

LIMITS = {2: 0.82, 3: 0.905, 4: 0.92}
"""What an acronym of so many letters is worth at most; the last also for longer ones. Two letters fit too many names."""

LOOSE = 0.86
"""The same for one that takes more than initials, or that is a word as well."""

MOST_RIVALS = 2
AMBIGUOUS = 0.80
"""If more names than that have the same initials, an acronym alone is a doubt. Two may be one name, written in two ways."""

_Row = tuple[int, ...]


def rule(case: Case) -> None:
    """Pair an acronym with the words that it spells."""
    for turned in (False, True):
        acronyms, words = (case.second, case.first) if turned else (case.first, case.second)
        if acronyms.kind == "acronym":  # it stands beside words of its own
            continue
        for row, spelled, letters, loose in _found(case, turned, acronyms, words):
            case.pair(spelled, row) if turned else case.pair(row, spelled)
            case.spelled = True
            known = any(acronyms.content[place].known and acronyms.content[place].kind == "other" for place in row)
            limit = LIMITS[2 if is_doubled(letters) else min(4, len(letters))]
            if loose or known:
                limit = LOOSE if known or len(letters) < 6 else 0.90
            elif len(letters) == 2 and case.exact >= 3:
                limit = 0.90
            if case.corpus.rivals(letters) > MOST_RIVALS:
                case.say(AMBIGUOUS, "Several names have the initials “{}”.", *[acronyms.content[place] for place in row])
            case.say(limit, "“{}” stands for words of the other name.", *[acronyms.content[place] for place in row])


def _found(case: Case, turned: bool, acronyms: Alias, words: Alias) -> list[tuple[_Row, _Row, str, bool]]:
    """Which free words are acronyms, and the free words of the other name that each spells."""
    free, others = (case.free_b, case.free_a) if turned else (case.free_a, case.free_b)
    if len(others) < 2:
        return []
    content = acronyms.content
    if 2 <= len(content) <= 3 and len(free) == len(content) and all(_is_piece(word) for word in content):
        letters = "".join([word.text for word in content])  # AFL-CIO
        if len(others) == len(words.content) and spells(letters, words.words):
            return [(tuple(free), tuple(others), letters, False)]
    loosely = len(content) == 1 and len(content[0].text) > 4
    found: list[tuple[_Row, _Row, str, bool]] = []
    taken: set[int] = set()
    for place in free:
        word = content[place]
        if not _may_be(word) or (len(word.text) > len(words.words) + 2 and not loosely):
            continue
        spelled = _spelled(word.text, words, [other for other in others if other not in taken], loosely=loosely)
        if spelled and (len(content) > 1 or spelled[0][0] == 0):  # by itself an acronym stands for a name from its beginning
            found.append(((place,), spelled[0], word.text, spelled[1]))
            taken.update(spelled[0])
    return found


def _is_piece(word: Word) -> bool:
    return word.alphabetic and len(word.text) <= 4 and word.kind in ("other", "affiliation")


def _may_be(word: Word) -> bool:
    if not (word.alphabetic and 2 <= len(word.text) <= 10 and word.text.isascii()):
        return False
    return word.kind == "other" or (word.kind == "place" and len(word.text) == 2)


def _spelled(letters: str, alias: Alias, free: Sequence[int], *, loosely: bool) -> tuple[_Row, bool] | None:
    """Which of the free words are spelled by ``letters``, and whether only ``loosely``, if allowed; joining words between
    them count."""
    words, content = alias.words, alias.content
    where = _where(words, content)
    for index, start in enumerate(free):
        opening = where[start - 1] + 1 if start else 0
        if letters[0] not in {words[place].text[0] for place in range(opening, where[start] + 1)} | _shorts(
            words[where[start]]
        ):
            continue
        run = [start]
        for place in free[index + 1 :]:
            if place != run[-1] + 1:
                break
            run.append(place)
        for length in range(min(len(run), len(letters)), 0, -1):
            row = run[:length]
            end = where[row[-1]] + 1
            if length > 1 and spells(letters, words[where[start] : end]):
                return tuple(row), False
            if (
                opening < where[start] and (length > 1 or len(letters) > 2) and spells(letters, words[opening:end])
            ):  # The Arc …: TA…
                return tuple(row), False
        if loosely and start == 0 and len(run) == len(content):
            while len(run) > 1:
                if abridges(letters, words[where[0] : where[run[-1]] + 1], every=True):
                    return tuple(run), True
                if not optional_at_end(content[run.pop()]):
                    break
    return None


def _shorts(word: Word) -> set[str]:
    return {short[0] for short in word.shorts}


def _where(words: Sequence[Word], content: Sequence[Word]) -> list[int]:
    places: list[int] = []
    at = 0
    for word in content:
        while words[at] is not word:
            at += 1
        places.append(at)
        at += 1
    return places
