"""The letter that a redline ends in, when every change in it is accepted or rejected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar, cast

from letters.document.nodes import (
    Block,
    BlockQuote,
    BulletList,
    Heading,
    Inline,
    Inlines,
    Letter,
    NoteInline,
    NumberedList,
    NumberedNote,
    Paragraph,
    RecipientLayout,
    Table,
    Text,
)
from letters.redline.tokens import joined
from letters.redline.tree import (
    Fate,
    Grid,
    HasFate,
    Head,
    Line,
    Listing,
    NoteStands,
    Para,
    Part,
    Place,
    PointerStands,
    Quote,
    Redline,
    Run,
    Stretch,
)

_F = TypeVar("_F", bound=HasFate)


def accepted(redline: Redline) -> Letter:
    """The new letter, in its normal form."""
    return _Side("came").letter(redline)


def rejected(redline: Redline) -> Letter:
    """The old letter, in its normal form."""
    return _Side("went").letter(redline)


class _Side:
    """One of the two letters; ``fate`` is that of what it has alone."""

    def __init__(self, fate: Fate) -> None:
        self.fate = fate
        self.place = 0 if fate == "went" else 1

    def letter(self, redline: Redline) -> Letter:
        return Letter(
            self.blocks(redline.body),
            date=self.text(redline.date),
            delivery=self.lines(redline.delivery),
            recipients=tuple(self.lines(address.lines) for address in self.own(redline.recipients)),
            recipient_layout=cast(RecipientLayout, redline.layout[self.place]),
            subject=self.text(redline.subject),
            salutation=self.text(redline.salutation),
            closing=self.text(redline.closing),
            cc=self.lines(redline.cc),
            attachments=self.lines(redline.attachments),
            language=redline.language[self.place],
        )

    def own(self, parts: Iterable[_F]) -> Iterator[_F]:
        """The parts that this letter has."""
        return (part for part in parts if part.fate in ("stands", self.fate))

    def text(self, run: Run) -> str:
        return "".join(node.text for node in self.content(run) if isinstance(node, Text))

    def lines(self, lines: Iterable[Line]) -> tuple[str, ...]:
        return tuple(self.text(line.run) for line in self.own(lines))

    def content(self, run: Run) -> tuple[Inline | NoteInline, ...]:
        nodes: list[Inline | NoteInline] = []
        for piece in self.own(run):
            match piece:
                case Stretch(_, content):
                    nodes.extend(content)
                case NoteStands(old, new, inside):
                    note = (old, new)[self.place]
                    nodes.append(NumberedNote(note.id, note.number, cast(tuple[NoteInline, ...], self.content(inside))))
                case PointerStands(old, new):
                    nodes.append((old, new)[self.place])
        return joined(nodes)

    def inlines(self, run: Run) -> Inlines:
        return cast(Inlines, self.content(run))

    def blocks(self, parts: Iterable[Part]) -> tuple[Block, ...]:
        return tuple(self.block(part) for part in self.own(parts))

    def block(self, part: Part) -> Block:
        match part:
            case Para(_, run):
                return Paragraph(self.inlines(run))
            case Head(_, level, run):
                return Heading(level[self.place], self.inlines(run))
            case Listing(_, ordered, start, items):
                inside = tuple(self.blocks(item.blocks) for item in self.own(items))
                return NumberedList(inside, start[self.place]) if ordered else BulletList(inside)
            case Quote(_, inner):
                return BlockQuote(self.blocks(inner))
            case Grid(_, align, header, rows):
                cells = tuple(tuple(self.inlines(cell) for cell in row.cells) for row in self.own(rows))
                return Table(tuple(self.inlines(cell) for cell in header), cells, align[self.place])
            case Place(_, block):
                return block
