"""Joining words and legal forms: The, and, of; Inc., e.V."""

from __future__ import annotations

from signatories.matching.case import Case


def rule(case: Case) -> None:
    """They never part two names, and are told all the same."""
    if len(case.first.words) == len(case.a) and len(case.second.words) == len(case.b):
        return
    for kind, limit, sentence in (
        ("article", 0.99, "“{}” stands only in one."),
        ("legal", 0.98, "The legal form “{}” stands only in one."),
    ):
        ones = {word.text: word for word in case.first.words if word.kind == kind}
        others = {word.text: word for word in case.second.words if word.kind == kind}
        different = [
            *(ones[text] for text in ones.keys() - others.keys()),
            *(others[text] for text in others.keys() - ones.keys()),
        ]
        if not different:
            continue
        if kind == "legal" and ones and others:
            limit, sentence = 0.90, "They have different legal forms: “{}”."
        case.say(limit, sentence, *sorted(different, key=lambda word: word.text))
