"""Two names side by side: which of their words are not in the other one, and which of them names a part. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from signatories.folding import name_key, words_of


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row, as they are written; ``differs`` when the other name does not have them at this place."""

    text: str
    differs: bool


def side_by_side(one: str, other: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Both names in runs of words that are in the other one too, or are not. Capitals, accents and punctuation tell nothing.

    >>> [[run.text for run in runs if run.differs] for runs in side_by_side("Friends of the Bay, Inc.", "FRIENDS of Old Bay")]
    [['the', 'Inc.'], ['Old']]
    """
    ones, others = one.split(), other.split()
    matcher = SequenceMatcher(None, [*map(name_key, ones)], [*map(name_key, others)], autojunk=False)
    first: list[Run] = []
    second: list[Run] = []
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if end > start:
            first.append(Run(" ".join(ones[start:end]), tag != "equal"))
        if other_end > other_start:
            second.append(Run(" ".join(others[other_start:other_end]), tag != "equal"))
    return tuple(first), tuple(second)


def likely_part(one: str, other: str) -> bool:
    """Whether ``one`` rather than ``other`` is the chapter, if one of them is: it says so, or has more words."""
    return _partly(one) > _partly(other)


def _partly(name: str) -> tuple[int, int, int]:
    from signatories.matching.words import word_of  # late: most processes compare no names

    words = words_of(name)
    return (sum(word_of(word).kind == "chapter" for word in words), len(words), len(name))
