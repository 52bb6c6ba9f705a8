"""How common words are: of a collection of names, or as this program knows without one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import log

from signatories.matching.initials import row_initials
from signatories.matching.naming import Name, taken_apart
from signatories.matching.words import FREQUENCY, Word

_BASE = 10_000
_KNOWN = 15
"""What is taken for a word that is known but not in the table."""


class Corpus:
    """The words of a collection of names, each with the number of names that have it.

    Weights are inverse frequencies: a word in every fifth name says little, one in a single name says nearly everything. The
    table that comes with the program stands behind the counted ones, so that a short list of names is no poor judge.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names = 0
        self.counts: Counter[str] = Counter()
        self._weights: dict[str, float] = {}
        self._spelled: dict[str, set[tuple[str, ...]]] = {}
        for name in names:
            self.add(taken_apart(name))

    def add(self, name: Name) -> None:
        """Count the words of one more name, and whom its initials may be taken for."""
        self.names += 1
        self.counts.update(set(name.folded))
        self._weights.clear()
        for alias in name.aliases:
            if len(alias.content) > 1:
                read = tuple([word.stem for word in alias.content])
                for letters in row_initials(alias.content), row_initials(alias.words):
                    self._spelled.setdefault(letters, set()).add(read)

    def weight(self, word: Word) -> float:
        """How much a word says: about 3 for the commonest, 9 for one that nobody knows."""
        weight = self._weights.get(word.text)
        if weight is None:
            often = float(FREQUENCY.get(word.reading, FREQUENCY.get(word.stem, _KNOWN if word.known else 0)))
            if self.names >= 200:
                often = max(often, self.counts[word.text] * _BASE / self.names - 1)
            weight = self._weights[word.text] = log(_BASE / (1 + often)) if often < _BASE - 1 else 0.0
        return weight

    def rivals(self, letters: str) -> int:
        """How many different names have these initials."""
        return len(self._spelled.get(letters, ()))

    def attested(self, word: Word) -> bool:
        """Whether others write the word like that too."""
        return word.known or self.counts[word.text] > 1


DEFAULT = Corpus()
"""What is known without any names."""
