"""The notes of both letters, in the order in which a reader meets them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from letters.document.nodes import NumberedNote
from letters.redline.measure import run_changed, runs_inside
from letters.redline.runs import alone
from letters.redline.tree import Fate, NoteStands, Redline, Run, Stretch


@dataclass(frozen=True, slots=True)
class ListedNote:
    """A note with what became of it. ``number`` is its number now, for one that went the one it ``was``."""

    fate: Fate
    number: int
    was: int
    run: Run

    @property
    def changed(self) -> bool:
        """Whether it went, came, or has other words now."""
        return self.fate != "stands" or run_changed(self.run)


def listed_notes(redline: Redline) -> Iterator[ListedNote]:
    """Every note of both letters."""
    for run in runs_inside(redline.body):
        for piece in run:
            if isinstance(piece, NoteStands):
                yield ListedNote("stands", piece.new.number, piece.old.number, piece.run)
            elif isinstance(piece, Stretch):
                for node in piece.content:
                    if isinstance(node, NumberedNote):
                        yield ListedNote(piece.fate, node.number, node.number, alone(node.content, piece.fate))
