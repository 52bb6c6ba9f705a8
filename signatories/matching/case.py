"""Two names side by side: which words found each other, which are left over, and what the rules say of that."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from signatories.matching.corpus import Corpus
from signatories.matching.initials import spells
from signatories.matching.naming import Alias
from signatories.matching.words import Kind, Word


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a rule found: how high the score can still be, and a sentence with the words that it speaks of."""

    limit: float
    sentence: str
    words: tuple[Word, ...] = ()


Rule = Callable[["Case"], None]
"""A rule pairs words, or judges what is left over; it says so with :meth:`Case.say`."""


class Case:
    """Two aliases before the rules. ``a`` and ``b`` are their words without joining words and legal forms."""

    def __init__(self, first: Alias, second: Alias, corpus: Corpus) -> None:
        self.first, self.second, self.corpus = first, second, corpus
        self.a, self.b = first.content, second.content
        self.partner_of_a: list[int] = [-1] * len(self.a)
        self.partner_of_b: list[int] = [-1] * len(self.b)
        self.free_a = list(range(len(self.a)))
        self.free_b = list(range(len(self.b)))
        self.evidence: list[Evidence] = []
        self.score = 1.0
        self.exact = 0
        self.spelled = False

    # What rules do.

    def say(self, limit: float, sentence: str, *words: Word) -> None:
        """Put down evidence: the score is at most ``limit``. In ``sentence``, {0} and {1} are the first words, {} all."""
        self.evidence.append(Evidence(limit, sentence, words))
        self.score = min(self.score, limit)

    def pair(self, in_a: tuple[int, ...], in_b: tuple[int, ...]) -> None:
        """Let words find each other: one and one, or several and one."""
        for place in in_a:
            self.partner_of_a[place] = in_b[0]
            self.free_a.remove(place)
        for place in in_b:
            self.partner_of_b[place] = in_a[0]
            self.free_b.remove(place)

    def set_aside(self, words: Iterable[Word]) -> None:
        """Take words out of what is left over: nothing more is to be said of them."""
        gone = {id(word) for word in words}
        self.free_a = [place for place in self.free_a if id(self.a[place]) not in gone]
        self.free_b = [place for place in self.free_b if id(self.b[place]) not in gone]

    # What rules ask.

    @property
    def settled(self) -> bool:
        """Whether nothing is left over on either side."""
        return not self.free_a and not self.free_b

    @cached_property
    def shared_acronym(self) -> str:
        """The acronym that both names give beside their words; "" for none."""
        one, other = self.first.acronym, self.second.acronym
        if one and (one == other or any(word.text == one for word in self.b)):
            return one
        if other and any(word.text == other for word in self.a):
            return other
        for words, alias in ((self.a, self.second), (self.b, self.first)):
            for word in (words[0], words[-1]):
                if len(words) > 2 and word.acronymic and len(word.text) > 2 and spells(word.text, alias.words):
                    return word.text
        return ""

    @cached_property
    def weight_a(self) -> list[float]:
        """What each word of ``a`` says."""
        return [self.corpus.weight(word) for word in self.a]

    @cached_property
    def weight_b(self) -> list[float]:
        """What each word of ``b`` says."""
        return [self.corpus.weight(word) for word in self.b]

    def left(self, *kinds: Kind) -> tuple[list[Word], list[Word]]:
        """The words of these kinds that are left over on each side."""
        return (
            [self.a[place] for place in self.free_a if self.a[place].kind in kinds],
            [self.b[place] for place in self.free_b if self.b[place].kind in kinds],
        )

    def paired(self, *kinds: Kind) -> list[Word]:
        """The words of ``a`` that found each other, of these kinds (all, if none is named)."""
        return [
            word
            for word, partner in zip(self.a, self.partner_of_a, strict=True)
            if partner >= 0 and (not kinds or word.kind in kinds)
        ]

    def coverage(self) -> float:
        """Of the weight of both names' words, how much found a partner: from 0 to 1, of the side where it is less."""
        shares = []
        for weights, partners in ((self.weight_a, self.partner_of_a), (self.weight_b, self.partner_of_b)):
            whole = sum(weights)
            shares.append(
                sum(w for w, partner in zip(weights, partners, strict=True) if partner >= 0) / whole if whole else 0.0
            )
        return min(shares)

    def is_bare(self) -> bool:
        """Whether one of the two is a single word, as acronyms are."""
        return len(self.a) == 1 or len(self.b) == 1
