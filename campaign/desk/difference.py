"""Two texts against each other, for a person who has to decide between them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

AROUND = 1
"""Lines that did not change, shown before and after one that did."""

LARGEST = 4_000_000
"""Words of one line times words of the other: above it, comparing word by word would keep the person waiting."""

_WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line; ``changed`` when the other text does not have it."""

    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the difference: in both texts, in theirs only, in yours only, or a gap for ``count`` equal lines."""

    kind: Literal["same", "theirs", "yours", "gap"]
    pieces: tuple[Piece, ...] = ()
    count: int = 0


def difference(theirs: str, yours: str) -> tuple[Row, ...]:
    """The lines that differ, with their neighbours; empty when the texts are the same. Empty lines are passed over."""
    left, right = _lines(theirs), _lines(yours)
    if left == right:
        return ()
    rows: list[Row] = []
    many = len(left) * len(right) > LARGEST
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=many).get_opcodes():
        if tag == "equal":
            rows += _same(left[a:b], first=a == 0, last=b == len(left) and d == len(right))
        else:
            rows += _changed(left[a:b], right[c:d])
    return tuple(rows)


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _same(lines: Sequence[str], *, first: bool, last: bool) -> list[Row]:
    head = 0 if first else AROUND
    tail = 0 if last else AROUND
    hidden = len(lines) - head - tail
    if hidden <= 1:
        return [Row("same", (Piece(line),)) for line in lines]
    before = [Row("same", (Piece(line),)) for line in lines[:head]]
    after = [Row("same", (Piece(line),)) for line in lines[len(lines) - tail :]]
    return [*before, Row("gap", count=hidden), *after]


def _changed(theirs: Sequence[str], yours: Sequence[str]) -> list[Row]:
    rows: list[Row] = []
    for place in range(max(len(theirs), len(yours))):
        left = theirs[place] if place < len(theirs) else None
        right = yours[place] if place < len(yours) else None
        if left is not None and right is not None:
            old, new = _words(left, right)
            rows += [Row("theirs", old), Row("yours", new)]
        elif left is not None:
            rows.append(Row("theirs", (Piece(left, True),)))
        elif right is not None:
            rows.append(Row("yours", (Piece(right, True),)))
    return rows


def _words(left: str, right: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Two lines with the words marked that the other has not. Lines with little in common are marked whole."""
    a, b = _WORD.findall(left), _WORD.findall(right)
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    if len(a) * len(b) > LARGEST or matcher.ratio() < 0.4:
        return (Piece(left, True),), (Piece(right, True),)
    old: list[Piece] = []
    new: list[Piece] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if i < j:
            old.append(Piece("".join(a[i:j]), tag != "equal"))
        if k < m:
            new.append(Piece("".join(b[k:m]), tag != "equal"))
    return tuple(old), tuple(new)
