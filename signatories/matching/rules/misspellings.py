"""Slips of the finger. Only where one of the spellings is nobody else's, and never in numbers, acronyms, places, directions."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from signatories.matching.case import Case
from signatories.matching.corpus import Corpus
from signatories.matching.words import Word

SHORTEST = 5
LONGEST = 40
"""Letters of a word in which slips are looked for."""

DOUBTFUL = 0.86
"""For a letter too few in a short word: Rowan is no Rowman. If two other words agree, it is a slip all the same."""


def rule(case: Case) -> None:
    """Pair words that differ by a letter or two."""
    slips = 0
    others = [place for place in case.free_b if spellable(case.b[place])]
    for place in list(case.free_a) if others else ():
        word = case.a[place]
        if not spellable(word):
            continue
        near = [
            partner for partner in others if abs(len(case.b[partner].text) - len(word.text)) <= 2 and partner in case.free_b
        ]
        best = max([(misspelt(word, case.b[partner], case.corpus), -partner) for partner in near], default=(0.0, 0))
        if best[0]:
            partner = -best[1]
            case.pair((place,), (partner,))
            limit = 0.90 if best[0] == DOUBTFUL and case.exact >= 2 else best[0]
            case.say(limit - 0.06 * slips, "“{0}” and “{1}” differ by a slip of the finger.", word, case.b[partner])
            slips += 1


def spellable(word: Word) -> bool:
    """Whether the word may be misspelt at all."""
    return word.kind in ("other", "form", "chapter", "seat") and word.alphabetic and SHORTEST <= len(word.text) <= LONGEST


def misspelt(one: Word, other: Word, corpus: Corpus) -> float:
    """How likely one is the other misspelt: a limit for the score, 0 for not at all."""
    first, second = one.text, other.text
    if not spellable(other) or abs(len(first) - len(second)) > 2:
        return 0.0
    shorter = min(len(first), len(second))
    distance: int = OSA.distance(first, second, score_cutoff=2)
    if distance > 2 or (distance == 2 and shorter < 9):
        return 0.0
    attested = corpus.attested(one) + corpus.attested(other)
    if attested == 2:
        return 0.0
    kind = _slip(first, second) if distance == 1 else "two"
    if one.known or other.known:
        return _beside_a_word(kind, shorter)
    return _beside_a_name(kind, shorter)


def _beside_a_word(kind: str, length: int) -> float:
    """One is a word of a language, the other is not."""
    if kind in ("turned", "doubled"):
        return 0.94
    if kind == "first":
        return 0.80 if length >= 7 else 0.0
    if kind == "two":
        return 0.91
    if kind == "changed":
        return 0.93 if length >= 8 else 0.80 if length >= 6 else 0.0
    return 0.93 if length >= 6 else DOUBTFUL


def _beside_a_name(kind: str, length: int) -> float:
    """Neither is a word: two names may well differ by a letter (Wallingford, Willingford)."""
    if length < 6 or (length == 6 and kind not in ("missing", "doubled", "turned")):
        return 0.0
    if kind in ("turned", "doubled"):
        return 0.92 if length > 6 else 0.80
    if kind in ("first", "two"):
        return 0.70 if length >= 10 else 0.0
    if kind == "changed":
        return 0.72 if length >= 9 else 0.0
    return 0.90 if length >= 9 else 0.86 if length == 8 else 0.68


def _slip(first: str, second: str) -> str:
    """What sort of slip parts two words at a distance of one."""
    if first[0] != second[0]:
        return "turned" if first[:2] == second[1::-1] else "first"
    if len(first) == len(second):
        return "turned" if sorted(first) == sorted(second) else "changed"
    longer, shorter = (first, second) if len(first) > len(second) else (second, first)
    for place in range(1, len(longer)):
        if longer[place] == longer[place - 1] and longer[:place] + longer[place + 1 :] == shorter:
            return "doubled"
    return "missing"
