"""The same redline seen from the other side: what came went, and the other way round."""

from __future__ import annotations

from typing import TypeVar

from letters.redline.tree import (
    Address,
    Fate,
    Grid,
    Head,
    Item,
    Line,
    Listing,
    NoteStands,
    Para,
    Part,
    Piece,
    Place,
    PointerStands,
    Quote,
    Redline,
    Row,
    Run,
    Stretch,
    settled,
)

_T = TypeVar("_T")
_OTHER: dict[Fate, Fate] = {"stands": "stands", "went": "came", "came": "went"}


def mirrored(redline: Redline) -> Redline:
    """The redline of new and old. Mirroring twice gives the same as not at all."""
    return Redline(
        date=_run(redline.date),
        delivery=_lines(redline.delivery),
        recipients=settled(Address(_OTHER[address.fate], _lines(address.lines)) for address in redline.recipients),
        subject=_run(redline.subject),
        salutation=_run(redline.salutation),
        body=_parts(redline.body),
        closing=_run(redline.closing),
        cc=_lines(redline.cc),
        attachments=_lines(redline.attachments),
        language=_swapped(redline.language),
        layout=_swapped(redline.layout),
    )


def _swapped(both: tuple[_T, _T]) -> tuple[_T, _T]:
    return both[1], both[0]


def _run(run: Run) -> Run:
    return settled(_piece(piece) for piece in run)


def _piece(piece: Piece) -> Piece:
    match piece:
        case Stretch(fate, content):
            return Stretch(_OTHER[fate], content)
        case NoteStands(old, new, run):
            return NoteStands(new, old, _run(run))
        case PointerStands(old, new):
            return PointerStands(new, old)


def _lines(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return settled(Line(_OTHER[line.fate], _run(line.run)) for line in lines)


def _parts(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    return settled(_part(part) for part in parts)


def _part(part: Part) -> Part:
    fate = _OTHER[part.fate]
    match part:
        case Para(_, run):
            return Para(fate, _run(run))
        case Head(_, level, run):
            return Head(fate, _swapped(level), _run(run))
        case Listing(_, ordered, start, items):
            turned = settled(Item(_OTHER[item.fate], _parts(item.blocks)) for item in items)
            return Listing(fate, ordered, _swapped(start), turned)
        case Quote(_, blocks):
            return Quote(fate, _parts(blocks))
        case Grid(_, align, header, rows):
            turned_rows = settled(Row(_OTHER[row.fate], tuple(map(_run, row.cells))) for row in rows)
            return Grid(fate, _swapped(align), tuple(map(_run, header)), turned_rows)
        case Place(_, block):
            return Place(fate, block)
