"""Many names, to be searched for doubles.

A pair scores only where one of the names is found whole in the other: words left over on both sides part them. So a name is
kept under its two rarest words, and a search looks at the names under each two words that it has, whose other words it has too.
"""

from __future__ import annotations

import multiprocessing
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Generic, TypeVar

from signatories.folding import bare
from signatories.matching.comparing import scored
from signatories.matching.corpus import Corpus
from signatories.matching.keys import extras, in_pieces, keys_of, required
from signatories.matching.match import REVIEW, Match
from signatories.matching.naming import Name, taken_apart
from signatories.matching.rules.misspellings import misspelt, spellable
from signatories.matching.words import Word, word_of

Key = TypeVar("Key", bound=Hashable)

MOST_CANDIDATES = 400
"""So many names at most are compared with one that is searched for, the likeliest first."""

TWO_SLIPS = 9
"""From this length on a word may have two slips of the finger."""

_Entry = tuple[int, frozenset[str], tuple[tuple[str, ...], ...]]
"""A name: its number, the keys that it requires, and for its short forms the keys of which it requires one each."""


class NameIndex(Generic[Key]):
    """Names by key, or in a sequence by their place. Never changes; make another when the names have.

    ``corpus`` counts the words of these names, and is what all of them are compared with.
    """

    def __init__(self, names: Mapping[Key, str] | Sequence[str]) -> None:
        items: Iterable[tuple[Key, str]] = names.items() if isinstance(names, Mapping) else enumerate(names)  # type: ignore[assignment]
        self._keys: list[Key] = []
        self._names: list[Name] = []
        self.corpus = Corpus()
        for key, name in items:
            self._keys.append(key)
            self._names.append(taken_apart(name))
            self.corpus.add(self._names[-1])
        self._slips = _Slips(self.corpus)
        self._having: dict[str, list[int]] = defaultdict(list)
        """The names that have a key, as a word or as what :func:`~signatories.matching.keys.extras` tells."""
        self._under: dict[str, dict[str, list[_Entry]]] = {}
        """The names under the rarest of the keys that they require and the next, "" where there is one alone."""
        self._own: list[tuple[str, ...]] = []
        """Of each name, its keys and those of its extras."""
        self._joined: dict[str, list[int]] = defaultdict(list)
        self._place = {key: number for number, key in enumerate(self._keys)}
        self._fill()

    def __len__(self) -> int:
        return len(self._names)

    def search(self, name: str, limit: int = 10, minimum: float = REVIEW) -> list[tuple[Key, Match]]:
        """The names most like ``name``, at most ``limit`` of them that score at least ``minimum``, the likeliest first."""
        searched = taken_apart(name)
        return self._found(searched, _keys_in(searched), limit, minimum)

    def like(self, key: Key, limit: int = 10, minimum: float = REVIEW) -> list[tuple[Key, Match]]:
        """What :meth:`search` finds for the name that has this key, but for itself."""
        number = self._place[key]
        found = self._found(self._names[number], self._own[number], limit + 1, minimum)
        return [(other, match) for other, match in found if other != key][:limit]

    def _found(self, searched: Name, own: tuple[str, ...], limit: int, minimum: float) -> list[tuple[Key, Match]]:
        found = []
        for number in self._candidates(searched, own, whole=False):
            match = scored(searched, self._names[number], self.corpus, minimum)
            if match:
                found.append((number, match()))
        found.sort(key=lambda item: (-item[1].score, item[0]))
        return [(self._keys[number], match) for number, match in found[:limit]]

    def pairs(self, minimum: float = REVIEW, processes: int = 1) -> list[tuple[Key, Key, Match]]:
        """All pairs of names that score at least ``minimum``, the likeliest first. ``processes`` share the work."""
        steps = [range(start, len(self), max(1, processes)) for start in range(max(1, processes))]
        found: dict[tuple[int, int], Match] = {}
        if processes > 1 and "fork" in multiprocessing.get_all_start_methods():
            global _shared
            _shared = (self, minimum)
            try:
                with multiprocessing.get_context("fork").Pool(processes) as pool:
                    for part in pool.imap_unordered(_pairs_of_shared, steps):
                        found.update(part)
            finally:
                _shared = None
        else:
            for step in steps:
                found.update(self._pairs_among(step, minimum))
        ordered = sorted(found.items(), key=lambda item: (-item[1].score, item[0]))
        return [(self._keys[one], self._keys[other], match) for (one, other), match in ordered]

    def _pairs_among(self, numbers: Iterable[int], minimum: float) -> dict[tuple[int, int], Match]:
        found: dict[tuple[int, int], Match] = {}
        for number in numbers:
            name = self._names[number]
            for other in self._candidates(name, self._own[number], whole=True):
                if other == number:
                    continue
                pair = (number, other) if number < other else (other, number)
                if pair in found:
                    continue
                match = scored(self._names[pair[0]], self._names[pair[1]], self.corpus, minimum)
                if match:
                    found[pair] = match()
        return found

    def _fill(self) -> None:
        for number, name in enumerate(self._names):
            for alias in name.aliases:
                for word in alias.content:
                    self._slips.add(word)
            own = _keys_in(name)
            self._own.append(own)
            for key in own:
                self._having[key].append(number)
            self._joined[_letters(name)].append(number)
        for number, name in enumerate(self._names):
            for alias in name.aliases:
                self._enter(number, [keys_of(word) for word in required(alias)])
                if pieces := in_pieces(alias):
                    self._enter(number, [(pieces,)])

    def _enter(self, number: int, keys: list[tuple[str, ...]]) -> None:
        if not keys:
            return
        entry = (
            number,
            frozenset([several[0] for several in keys if len(several) == 1]),
            tuple([several for several in keys if len(several) > 1]),
        )
        rarest, *others = sorted(keys, key=self._frequency)
        for first in rarest:
            below = self._under.setdefault(first, {})
            for second in next((several for several in others if several != rarest), ("",)):
                below.setdefault(second, []).append(entry)

    def _frequency(self, keys: tuple[str, ...]) -> int:
        return sum([len(self._having[key]) for key in keys])

    def _candidates(self, name: Name, own: tuple[str, ...], *, whole: bool) -> Iterable[int]:
        """The numbers of the names that ``name`` may be compared with: those found whole in it, and unless ``whole``, those in
        which it is found whole."""
        mine = {*own, ""}
        for alias in name.aliases:
            for word in alias.content:
                mine.update(self._slips.near(word))
        found: dict[int, int] = dict.fromkeys(self._joined.get(_letters(name), ()), 1_000)
        for first in mine:
            below = self._under.get(first)
            if below:
                for second in mine.intersection(below):
                    for number, keys, several in below[second]:
                        if keys <= mine and number not in found and not any(map(mine.isdisjoint, several)):
                            found[number] = len(keys) + len(several)
        if not whole:
            for alias in name.aliases:
                for number in (*self._having_all(required(alias)), *self._having.get(in_pieces(alias), ())):
                    found.setdefault(number, len(alias.content))
        if len(found) <= MOST_CANDIDATES:
            return found
        return sorted(found, key=lambda number: (-found[number], number))[:MOST_CANDIDATES]

    def _having_all(self, words: Sequence[Word]) -> Iterable[int]:
        """The names that have each of the words in some way."""
        options = [{*keys_of(word), *self._slips.near(word)} for word in words]
        options.sort(key=lambda keys: sum(len(self._having.get(key, ())) for key in keys))
        left: set[int] | None = None
        for keys in options:
            if left is None:
                left = {number for key in keys for number in self._having.get(key, ())}
            else:
                left = {number for number in left if not keys.isdisjoint(self._own[number])}
            if not left:
                break
        return left or ()


def _letters(name: Name) -> str:
    return name.joined[0] or bare(name.text)


def _keys_in(name: Name) -> tuple[str, ...]:
    own: set[str] = set()
    for alias in name.aliases:
        for word in alias.content:
            own.update(keys_of(word))
        own.update(extras(alias))
    return tuple(own)


class _Slips:
    """Which words differ by a slip of the finger: those that become the same when a letter of each is left out, or two."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._words: set[str] = set()
        self._without: dict[str, list[str]] = defaultdict(list)
        self._near: dict[str, tuple[str, ...]] = {}

    def add(self, word: Word) -> None:
        """Make the word one that others may be near to."""
        text = word.text
        if text in self._words or not spellable(word):
            return
        self._words.add(text)
        self._near.clear()
        for short in _shortened(text):
            self._without[short].append(text)

    def near(self, word: Word) -> tuple[str, ...]:
        """The keys of the words that ``word`` may be a misspelling of, or the other way round."""
        text = word.text
        near = self._near.get(text)
        if near is None:
            near = self._near[text] = tuple(self._find(word)) if spellable(word) else ()
        return near

    def _find(self, word: Word) -> Iterator[str]:
        seen = {word.text}
        for short in _shortened(word.text):
            for text in self._without.get(short, ()):
                if text not in seen:
                    seen.add(text)
                    other = word_of(text)
                    if misspelt(word, other, self.corpus):
                        yield from keys_of(other)


def _shortened(text: str) -> set[str]:
    short = {text}
    short.update([text[:place] + text[place + 1 :] for place in range(len(text))])
    if len(text) >= TWO_SLIPS and len(text) <= 24:
        short.update(
            [text[:one] + text[one + 1 : other] + text[other + 1 :] for one, other in combinations(range(len(text)), 2)]
        )
    return short


_shared: tuple[NameIndex[Any], float] | None = None


def _pairs_of_shared(numbers: range) -> dict[tuple[int, int], Match]:
    assert _shared is not None
    return _shared[0]._pairs_among(numbers, _shared[1])
