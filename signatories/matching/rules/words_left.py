"""The words that are left over when all others found each other."""

from __future__ import annotations

from collections.abc import Sequence

from signatories.matching.case import Case
from signatories.matching.data import kinds
from signatories.matching.rules.acronyms import likely
from signatories.matching.words import Kind, Word

ENOUGH = 0.8
"""How much of both names must have found a partner for one common word in between to be overlooked."""

_EXPLAINING = frozenset(kinds.EXPLAINING.split())
_TELLING: tuple[Kind, ...] = ("other", "seat", "form", "place", "direction", "number", "arm", "chapter")
_ADDING = frozenset(kinds.ADDING.split())


def rule(case: Case) -> None:
    """Words on both sides are a contradiction; on one side it depends on what they are and where they stand."""
    ones, others = case.left("other")
    all_ones, all_others = case.left(*_TELLING)
    if all_ones and all_others and (ones or others or {word.kind for word in (*all_ones, *all_others)} != {"place"}):
        _both(case, all_ones, all_others)
    elif ones or others:
        _one(case, ones or others, bool(ones))


def _both(case: Case, ones: list[Word], others: list[Word]) -> None:
    shared = case.shared_acronym
    if len(shared) >= 4 and case.coverage() >= 0.5:
        case.say(0.70, f"Their words differ, but both are called {shared.upper()}.")
        return
    if _name_themselves_alike(case):
        case.say(0.67, "Their words differ, but both give the same acronym.")
        return
    case.say(0.4 * case.coverage() + 0.1, "Each has words that the other has not: “{}”.", *[*ones[:2], *others[:2]])


def _name_themselves_alike(case: Case) -> bool:
    """Whether both end or begin with one acronym, which fits the words of one of them, and share something else besides: a name
    and its translation, or a name before and after it was changed."""
    if len(case.paired()) < 2 or any(word.kind in ("number", "direction", "chapter", "arm") for word in _left(case)):
        return False
    ends = [{words[0].text, words[-1].text} for words in (case.a, case.b)]
    return any(
        word.text in ends[0] & ends[1] and len(word.text) > 2 and likely(word, alias.content)
        for alias in (case.first, case.second)
        for word in (alias.content[0], alias.content[-1])
    )


def _left(case: Case) -> list[Word]:
    return [*(case.a[place] for place in case.free_a), *(case.b[place] for place in case.free_b)]


def _one(case: Case, left: list[Word], in_a: bool) -> None:
    """``left`` are the words that only one name has."""
    alias, free = (case.first, case.free_a) if in_a else (case.second, case.free_b)
    content = alias.content
    coverage = case.coverage()
    shared = case.paired("other")
    acronym = case.shared_acronym
    if len(acronym) >= 4 and len(case.paired()) >= 2:
        wing = len(left) == 1 and free[0] in (0, len(content) - 1)  # "… Women" says more than the acronym does
        limit = 0.91 if len(shared) >= 3 and not wing else 0.76
        case.say(limit, f"“{{}}” stands only in one, but both are called {acronym.upper()}.", *left)
    elif len(left) == 1 and any(word.text[0].isdecimal() for word in case.paired("number")) and shared:
        case.say(0.68, "“{0}” stands only in one, and the number is the same.", left[0])
    elif case.spelled and case.is_bare() and not (_is_tail(free, len(content)) and _explains(alias.words, content[free[0]])):
        case.say(0.45, "“{}” stands only in one, and the acronym has no letter for it.", *left)
    elif _is_spelled_out(case, left, free):
        case.say(0.67, "“{}” may be what the acronym stands for.", *left)
    elif not shared:
        case.say(0.45, "“{}” stands only in one, and what both share says little.", *left)
    elif (
        _is_tail(free, len(content))
        and _explains(alias.words, content[free[0]])
        and _is_name(case, shared)
        and (len(left) > 1 or left[0].known)
    ):
        case.say(0.72, "One goes on where the other ends: “{}”.", *left)
    elif _is_tail(free, len(content)) and _is_rare(shared) and (len(free) > 2 or all(word.known for word in left)):
        case.say(0.70, "One goes on where the other ends, as with a motto: “{}”.", *left)
    elif case.spelled and _is_tail(free, len(content)) and len(left) >= 2 and _explains(alias.words, content[free[0]]):
        case.say(0.68, "One goes on where the acronym ends: “{}”.", *left)
    elif _is_within(free, content, shared) and all(word.known for word in left):
        case.say(0.68, "“{}” stands only in one, in the midst of the other's words.", *left)
    elif len(left) == 1 and left[0].known and coverage >= ENOUGH and len(shared) >= 2:
        case.say(0.74, "“{0}” stands only in one.", left[0])
    elif len(left) == 1 and len(shared) >= 3:
        case.say(0.68, "“{0}” stands only in one.", left[0])
    elif len(left) == 1 and left[0].wide and (len(case.paired()) >= 2 or case.left("form") != ([], []) or _is_rare(shared)):
        case.say(0.70, "“{0}” stands only in one.", left[0])
    else:
        case.say(0.3 + 0.2 * coverage, "“{}” stands only in one.", *left)


def _is_spelled_out(case: Case, left: Sequence[Word], free: Sequence[int]) -> bool:
    """Whether a single acronym stands against the acronym with three words or more that tell of no part or place."""
    if not case.is_bare() or len(left) < 3 or len(left) + 1 < len(free):
        return False
    one = case.paired()[0]
    return one.acronymic and 3 <= len(one.text) <= 6 and all(word.known for word in left)


def _is_tail(free: Sequence[int], length: int) -> bool:
    """Whether all that is left over stands behind all that found a partner, but for what repeats it at the very end."""
    return free[0] > 0 and free[-1] - free[0] == len(free) - 1 and free[-1] >= length - 2


def _is_within(free: Sequence[int], content: Sequence[Word], shared: Sequence[Word]) -> bool:
    """Whether a longer name was cut short in its middle."""
    last = max((place for place, word in enumerate(content) if word.kind not in ("place", "legal")), default=0)
    return free[0] > 0 and all(place != last for place in free) and len(shared) >= 2 and len(free) <= len(content) - 2


def _explains(words: Sequence[Word], first: Word) -> bool:
    """Whether what goes on begins with "for", "of": more of the same body. With "and" it is about something else too."""
    if first.text in _EXPLAINING:
        return True
    at = next(place for place, word in enumerate(words) if word is first)
    before = []
    while at > 0 and words[at - 1].kind == "article":
        at -= 1
        before.append(words[at].text)
    return bool(before) and not _ADDING.intersection(before) and bool(_EXPLAINING.intersection(before))


def _is_name(case: Case, shared: Sequence[Word]) -> bool:
    """Whether what both share could be a name in full: two words that are not forms, or a rare one and a form."""
    return len(shared) >= 2 or (
        len(case.paired()) >= 2 and any(not word.known or case.corpus.weight(word) > 4.5 for word in shared)
    )


def _is_rare(shared: Sequence[Word]) -> bool:
    unknown = [word for word in shared if not word.known]
    return len(unknown) >= 2 or any(len(word.text) >= 6 for word in unknown)
