"""Arms of a body: its Action Fund, its Foundation, its PAC. They have other officers and another purse."""

from __future__ import annotations

from signatories.matching.case import Case
from signatories.matching.rules.order import is_turned


def rule(case: Case) -> None:
    """A charity and its Action Fund are two."""
    ones, others = case.left("arm")
    if ones and others:
        case.say(0.4, "“{0}” and “{1}” are different arms, or different bodies.", ones[0], others[0])
    elif (ones or others) and case.paired("arm"):
        case.say(0.7, "“{}” stands only in one, but both are arms of the same name.", *(ones or others))
    elif (ones or others) and len(case.paired()) > 3 and is_turned(case):
        case.say(0.67, "“{}” stands only in one, with the body that the other belongs to.", *(ones or others))
    elif ones or others:
        case.say(0.6, "“{}” stands only in one: an arm with a purse of its own.", *(ones or others))
