"""What sort of body it is: Association, Network, Coalition. Some add such a word to a name, and some are told apart by it."""

from __future__ import annotations

from signatories.matching.case import Case
from signatories.matching.words import PLAIN_FORMS, Word

NAMELIKE = 6
"""A single word of so many letters is rather a name than an acronym."""


def rule(case: Case) -> None:
    """One more such word is a doubt; two different ones are two bodies."""
    ones, others = case.left("form")
    if not ones and not others:
        return
    rest = bool(case.left("other")[0] or case.left("other")[1])
    if ones and others:
        case.say(0.5, "“{0}” and “{1}” are different sorts of bodies.", ones[0], others[0])
    elif _is_numbered(case) and not rest and all(word.text in PLAIN_FORMS for word in (*ones, *others)):
        case.say(0.92, "“{}” stands only in one, and the number is the same.", *(ones or others))
    elif not rest:
        case.say(
            (0.90 if _is_plain(ones or others, case) else 0.76) if _is_named(case) else 0.67 if _is_a_name(case) else 0.6,
            "“{}” stands only in one.",
            *(ones or others),
        )


def _is_numbered(case: Case) -> bool:
    """Whether both have the same number behind words of a name, as locals do."""
    words = case.paired("other", "number")
    return len(words) > 1 and words[-1].text[0].isdecimal() and words[0].kind == "other"


def _is_plain(forms: list[Word], case: Case) -> bool:
    """Whether bodies leave out such a word, and two words or more of a name stand without it, one of them a rare one."""
    shared = case.paired("other")
    return len(forms) == 1 and forms[0].text in PLAIN_FORMS and len(shared) >= 2 and any(_namelike(word) for word in shared)


def _is_named(case: Case) -> bool:
    """Whether what both share is a name, and not an acronym or a subject alone."""
    shared = case.paired("other", "place")
    return len(shared) >= 2 or any(_namelike(word) for word in shared)


def _is_a_name(case: Case) -> bool:
    return any(not word.known and len(word.text) >= 3 for word in case.paired("other"))


def _namelike(word: Word) -> bool:
    return not word.known and len(word.text) >= NAMELIKE
