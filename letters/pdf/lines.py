"""On how many lines a name will stand, without setting it.

Lines of a signatory list are filled word by word as far as they go, so their number follows from the widths of the words. That
is done here for names in plain Latin letters; where a word comes so close to the edge that rounding might decide, the answer is
"not sure" and the name is measured when it is set.
"""

from __future__ import annotations

import re
from functools import lru_cache

from letters.fonts import coverage
from letters.pdf.runs import width

HANGING = 1.0
"""How far the second and later lines are set in, in em. The template does the same."""
_DOUBT = 0.02
"""Nearer than this to the edge, in em, is too near: rounding might decide."""

_LETTER = "[A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f.,'’&:()“”]"
_SIMPLE = re.compile(f"(?=.*[A-Za-z]){_LETTER}+(?: {_LETTER}+)*")
"""Words between single spaces, in which a line can only end at a space (UAX #14)."""


def line_count(text: str, room: float) -> int:
    """The number of lines that ``text`` takes in a column ``room`` em wide, in a letter that reads from left to right.

    Gives 0 if that is not sure.
    """
    try:
        most = sum(map(_widest().__getitem__, text))
    except KeyError:
        return 0
    if most < room - _DOUBT:
        return 1
    if not _SIMPLE.fullmatch(text):
        return 0
    lines, used, edge = 1, 0.0, room
    before = ""
    for word in text.split(" "):
        wide = _word_width(word)
        reach = used + _space(before, word[0]) + wide if before else wide
        # A last letter may keep the kerning towards the space that the line's end swallowed: "A" is then a little narrower.
        if min(reach, reach + _tail(word[-1])) - _DOUBT < edge < max(reach, reach + _tail(word[-1])) + _DOUBT:
            return 0
        if reach > edge:
            if not before:
                return 0
            lines, reach, edge = lines + 1, wide, room - HANGING
            if reach > edge - _DOUBT:
                return 0
        used = reach
        before = word[-1]
    return lines


@lru_cache(maxsize=1)
def _widest() -> dict[str, float]:
    """The most that each letter takes: kerning takes space away, but for a few letters, to which it may add."""
    most = dict(coverage.widths())
    for pair, added in coverage.kerns().items():
        most[pair[0]] = max(most[pair[0]], coverage.widths()[pair[0]] + added)
    return most


_word_width = lru_cache(maxsize=1 << 14)(width)


@lru_cache(maxsize=1 << 12)
def _space(before: str, after: str) -> float:
    """What a space between two letters takes, with its kerning on both sides."""
    return width(f"{before} {after}") - width(before) - width(after)


@lru_cache(maxsize=1 << 10)
def _tail(last: str) -> float:
    """What kerning adds to a letter before a space."""
    return width(f"{last} ") - width(last) - width(" ")
