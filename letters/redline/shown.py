"""What of a redline is shown: the changes with their neighbours; what is far from any is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from letters.redline.measure import inside, part_changed
from letters.redline.tree import Item, Part, Row

AROUND = 1
"""Unchanged neighbours shown before and after a change, so that a reader finds the place."""

_P = TypeVar("_P", bound=Part | Item | Row)


@dataclass(frozen=True, slots=True)
class Gap:
    """``count`` paragraphs (or headings, items, rows) that did not change."""

    count: int


def shown(parts: Sequence[_P], *, whole: bool) -> Iterator[_P | Gap]:
    """The parts to show, and a gap for each run of others; all of them when ``whole``."""
    near = set(range(len(parts))) if whole else _near(parts)
    hidden = 0
    for place, part in enumerate(parts):
        if place in near:
            if hidden:
                yield Gap(hidden)
                hidden = 0
            yield part
        else:
            hidden += _paragraphs(part)
    if hidden:
        yield Gap(hidden)


def _near(parts: Sequence[Part | Item | Row]) -> set[int]:
    changes = [place for place, part in enumerate(parts) if part_changed(part)]
    near = {place + step for place in changes for step in range(-AROUND, AROUND + 1)}
    # "1 paragraph unchanged" would take as much room as the paragraph.
    known = {*near, -1, len(parts)} if near else set()
    return near | {place for place in range(len(parts)) if {place - 1, place + 1} <= known}


def _paragraphs(part: Part | Item | Row) -> int:
    return sum(map(_paragraphs, inside(part))) or 1
