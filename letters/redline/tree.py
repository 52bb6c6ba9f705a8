"""What a redline is made of: one tree that holds both letters, each part with its fate.

A part *stands* (in both letters), *went* (in the old one only) or *came* (in the new one only). Everything inside a part that
went has gone with it, and says so itself, so that a writer needs to look at the words alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from letters.document.nodes import Alignment, CCBlock, Inline, NoteInline, NoteLink, NumberedNote, SignatoryBlock

Fate = Literal["stands", "went", "came"]
Words = tuple[Inline | NoteInline, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Inline content with one fate. Notes in it went or came with it; notes that stand are :class:`NoteStands`."""

    fate: Fate
    content: Words


@dataclass(frozen=True, slots=True)
class NoteStands:
    """A note at the same place of both letters, with what happened inside it. Its number may have changed."""

    old: NumberedNote
    new: NumberedNote
    run: Run
    fate: Literal["stands"] = "stands"


@dataclass(frozen=True, slots=True)
class PointerStands:
    """A pointer to the same note in both letters, under a new number (or name)."""

    old: NoteLink
    new: NoteLink
    fate: Literal["stands"] = "stands"


Piece = Stretch | NoteStands | PointerStands
Run = tuple[Piece, ...]
"""What became of a paragraph's, a heading's, a cell's, a line's or a note's content. What went stands before what came."""


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph."""

    fate: Fate
    run: Run


@dataclass(frozen=True, slots=True)
class Head:
    """A heading; its ``level`` in the old and in the new letter."""

    fate: Fate
    level: tuple[int, int]
    run: Run


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, a recipient's address, a quotation's inside: blocks that went, came or stand together."""

    fate: Fate
    blocks: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; ``start`` in the old and the new letter, (0, 0) for one without numbers."""

    fate: Fate
    ordered: bool
    start: tuple[int, int]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quote."""

    fate: Fate
    blocks: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    fate: Fate
    cells: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; ``align`` in the old and the new letter."""

    fate: Fate
    align: tuple[tuple[Alignment, ...], tuple[Alignment, ...]]
    header: tuple[Run, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """The place of the signatories or of the copies."""

    fate: Fate
    block: SignatoryBlock | CCBlock


Part = Para | Head | Listing | Quote | Grid | Place


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a field: a delivery line, a line of an address, a copy."""

    fate: Fate
    run: Run


@dataclass(frozen=True, slots=True)
class Address:
    """A recipient's lines."""

    fate: Fate
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Redline:
    """Two letters in one. ``language`` and ``layout`` (of the recipients) are those of the old and the new letter."""

    date: Run
    delivery: tuple[Line, ...]
    recipients: tuple[Address, ...]
    subject: Run
    salutation: Run
    body: tuple[Part, ...]
    closing: Run
    cc: tuple[Line, ...]
    attachments: tuple[Line, ...]
    language: tuple[str, str]
    layout: tuple[str, str]


class HasFate(Protocol):
    """Anything in the tree that stands, went or came."""

    @property
    def fate(self) -> Fate: ...  # noqa: D102


_F = TypeVar("_F", bound=HasFate)


def settled(parts: Iterable[_F]) -> tuple[_F, ...]:
    """``parts`` with what went before what came, between any two that stand."""
    done: list[_F] = []
    came: list[_F] = []
    for part in parts:
        if part.fate == "came":
            came.append(part)
            continue
        if part.fate == "stands":
            done += came
            came = []
        done.append(part)
    return (*done, *came)
