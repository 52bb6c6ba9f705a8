"""Words of one family: Immigrant, Immigration. Names with them are often one body, and often two."""

from __future__ import annotations

from signatories.matching.case import Case


def rule(case: Case) -> None:
    """Pair words with one root, if they are all that differs."""
    for place in list(case.free_a):
        word = case.a[place]
        if word.kind != "other" or not word.known:
            continue
        for partner in case.free_b:
            other = case.b[partner]
            if other.kind == "other" and other.known and word.root == other.root:
                case.pair((place,), (partner,))
                case.say(0.78, "“{0}” and “{1}” are words of one family, not the same word.", word, other)
                break
