"""A pasted note as one line: wrapped lines joined, invisible marks out, and the way back to what was pasted.

Everything after this reads the folded text, so that no other rule has to think about line ends; segments are cut out of the
pasted text by :attr:`Folded.origin`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from letters.citations.parse.addresses import broken_addresses

_SHY = "\u00ad"
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SPACES = re.compile(r"[\s\u00ad\u200b\u200e\u200f\u2060\ufeff\x00-\x1f]+")
_KEEPS_HYPHEN_LISTED = """
    non self anti cross pro pre post co re semi multi inter intra counter quasi well high low long short full part half
    data risk rights human evidence community faith gender race age family child privacy computer machine third first
    second state so fact decision one two three four five six seven eight nine ten mid sub ex all case follow up real
    large small open peer public private
"""
_KEEPS_HYPHEN = frozenset(_KEEPS_HYPHEN_LISTED.split())
"""First halves of compounds: "rights-" at a line's end keeps its hyphen, "immi-" does not."""


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` in one line; ``origin[i]`` is where its character i stood, ``origin[len(text)]`` is the length of the paste."""

    text: str
    origin: tuple[int, ...]

    def spans(self, ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        """Ranges of the paste as ranges of ``text``, in order; the empty and the impossible left out, touching ones joined."""
        mapped: list[tuple[int, int]] = []
        last = self.origin[-1]
        for start, end in sorted((max(0, start), min(last, end)) for start, end in ranges):
            if start >= end:
                continue
            low, high = bisect_left(self.origin, start), bisect_left(self.origin, end)
            while low < high and self.text[low] == " ":
                low += 1
            while high > low and self.text[high - 1] == " ":
                high -= 1
            if low >= high:
                continue
            if (mapped and not self.text[mapped[-1][1] : low].strip(" ")) or (mapped and low < mapped[-1][1]):
                mapped[-1] = (mapped[-1][0], max(mapped[-1][1], high))
            else:
                mapped.append((low, high))
        return tuple(mapped)


def fold(pasted: str) -> Folded:
    """``pasted`` in one line. Every run of white space is one space; a word hyphenated at a line's end is joined (its hyphen
    kept where it belongs to a compound); an address broken across lines is joined; invisible characters are dropped."""
    drops = {place for start, end in broken_addresses(pasted) for place in range(start, end)}
    letters: list[str] = []
    origin: list[int] = []

    def put(letter: str, place: int) -> None:
        letters.append(letter)
        origin.append(place)

    place = 0
    for match in _SPACES.finditer(pasted):
        for index in range(place, match.start()):
            if pasted[index] not in _INVISIBLE and index not in drops:
                put(pasted[index], index)
        place = match.end()
        run = match[0]
        if match.start() in drops or not any(letter not in _INVISIBLE for letter in run):
            continue
        wrapped = "\n" in run or "\r" in run or "\u2028" in run
        after = pasted[place] if place < len(pasted) else ""
        if _SHY in run and wrapped and after.isalpha():
            continue
        if wrapped and letters and letters[-1] in "-‐" and len(letters) > 1 and letters[-2].isalnum() and after.isalnum():
            if letters[-2].islower() and after.islower() and _last_word(letters) not in _KEEPS_HYPHEN:
                letters.pop()
                origin.pop()
            continue
        put(" ", match.start())
    for index in range(place, len(pasted)):
        if pasted[index] not in _INVISIBLE and index not in drops:
            put(pasted[index], index)
    return Folded("".join(letters), (*origin, len(pasted)))


def _last_word(letters: list[str]) -> str:
    """The word before the hyphen at the end, in lower case; only its last 20 letters, which is all a compound needs."""
    tail = "".join(letters[-21:-1])
    return re.split(r"[^A-Za-z]", tail)[-1].lower()
