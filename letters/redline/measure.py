"""How much a redline changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from letters.document.nodes import Inline, NoteInline, NumberedNote, Text
from letters.redline.tokens import is_word, split
from letters.redline.tree import (
    Address,
    Grid,
    Head,
    Item,
    Line,
    Listing,
    NoteStands,
    Para,
    Part,
    Place,
    PointerStands,
    Quote,
    Redline,
    Row,
    Run,
    Stretch,
)


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts. Paragraphs are paragraphs, headings and cells; the words of notes are among the words."""

    paragraphs_changed: int = 0
    paragraphs_went: int = 0
    paragraphs_came: int = 0
    notes_changed: int = 0
    notes_went: int = 0
    notes_came: int = 0
    notes_renumbered: int = 0
    """Notes that stand under another number; no change by itself."""
    fields_changed: int = 0
    """Of date, delivery, recipients, subject, salutation, closing, copies and attachments."""
    words_went: int = 0
    words_came: int = 0


def summary(redline: Redline) -> Summary:
    """The counts of a redline. Those of the way back are the same, with what went and what came exchanged."""
    runs = [run for _, run in all_runs(redline)]
    inner = list(runs_inside(redline.body))
    notes = [piece for run in inner for piece in run if isinstance(piece, NoteStands)]
    fates = [_fate(run) for run in inner]
    went, came = (list(_loose(runs, fate)) for fate in ("went", "came"))
    return Summary(
        paragraphs_changed=fates.count("changed"),
        paragraphs_went=fates.count("went"),
        paragraphs_came=fates.count("came"),
        notes_changed=sum(run_changed(note.run) for note in notes),
        notes_went=sum(isinstance(node, NumberedNote) for node in went),
        notes_came=sum(isinstance(node, NumberedNote) for node in came),
        notes_renumbered=sum(note.old.number != note.new.number for note in notes),
        fields_changed=sum(map(any_changed, fields_of(redline).values())),
        words_went=_words(went),
        words_came=_words(came),
    )


def changed(redline: Redline) -> bool:
    """Whether there is any difference but in numbers of notes and in names that nobody reads."""
    return (
        any(map(any_changed, fields_of(redline).values()))
        or any(map(part_changed, redline.body))
        or redline.language[0] != redline.language[1]
        or redline.layout[0] != redline.layout[1]
    )


Field = Run | tuple[Line, ...] | tuple[Address, ...]


def fields_of(redline: Redline) -> dict[str, Field]:
    """The fields by name, in the order of a letter."""
    return {
        "date": redline.date,
        "delivery": redline.delivery,
        "recipients": redline.recipients,
        "subject": redline.subject,
        "salutation": redline.salutation,
        "closing": redline.closing,
        "cc": redline.cc,
        "attachments": redline.attachments,
    }


def any_changed(field: Field) -> bool:
    """Whether anything in a field changed."""
    for part in field:
        match part:
            case Line(fate, run):
                if fate != "stands" or run_changed(run):
                    return True
            case Address(fate, lines):
                if fate != "stands" or any_changed(lines):
                    return True
            case _:
                if run_changed((part,)):
                    return True
    return False


def run_changed(run: Run) -> bool:
    """Whether words, marks or notes in the run changed; a number that did is none."""
    return any(piece.fate != "stands" or (isinstance(piece, NoteStands) and run_changed(piece.run)) for piece in run)


def part_changed(part: Part | Item | Row) -> bool:
    """Whether anything in the block changed, its level, its first number and its alignment among that."""
    return (
        part.fate != "stands"
        or set_differently(part)
        or any(map(run_changed, _runs(part)))
        or any(map(part_changed, inside(part)))
    )


def set_differently(part: Part | Item | Row) -> bool:
    """Whether the block itself is set otherwise: a heading's level, a list's first number, a table's alignment."""
    match part:
        case Head(_, both, _) | Listing(_, _, both, _) | Grid(_, both, _, _):
            return both[0] != both[1]
        case _:
            return False


def inside(part: Part | Item | Row) -> Sequence[Part | Item | Row]:
    """The parts of which a part consists."""
    match part:
        case Listing(items=items):
            return items
        case Quote(blocks=blocks) | Item(blocks=blocks):
            return blocks
        case Grid(rows=rows):
            return rows
        case _:
            return ()


def _runs(part: Part | Item | Row) -> Sequence[Run]:
    match part:
        case Para(run=run) | Head(run=run):
            return (run,)
        case Row(cells=runs) | Grid(header=runs):
            return runs
        case Listing() | Quote() | Item() | Place():
            return ()


def runs_inside(parts: Iterable[Part | Item | Row]) -> Iterator[Run]:
    """Every run of the parts, in reading order; notes are not entered."""
    for part in parts:
        yield from _runs(part)
        yield from runs_inside(inside(part))


def all_runs(redline: Redline) -> Iterator[tuple[str, Run]]:
    """Every run with the name of its field ("body" for the body's), in reading order."""
    for name, field in fields_of(redline).items():
        if name == "closing":
            yield from (("body", run) for run in runs_inside(redline.body))
        yield from ((name, run) for run in _field_runs(field))


def _field_runs(field: Field) -> Iterator[Run]:
    plain: list[Stretch | NoteStands | PointerStands] = []
    for part in field:
        match part:
            case Line(run=run):
                yield run
            case Address(lines=lines):
                yield from _field_runs(lines)
            case _:
                plain.append(part)
    if plain:
        yield tuple(plain)


def _fate(run: Run) -> str:
    fates = {piece.fate for piece in run}
    if len(fates) == 1 and fates != {"stands"}:
        return fates.pop()
    return "changed" if run_changed(run) else "stands"


def _loose(runs: Iterable[Run], fate: str) -> Iterator[Inline | NoteInline]:
    """Every node of this fate, with what is in the notes."""
    for run in runs:
        for piece in run:
            if isinstance(piece, NoteStands):
                yield from _loose([piece.run], fate)
            elif isinstance(piece, Stretch) and piece.fate == fate:
                for node in piece.content:
                    yield node
                    if isinstance(node, NumberedNote):
                        yield from node.content


def _words(nodes: Iterable[Inline | NoteInline]) -> int:
    return sum(is_word(word) for node in nodes if isinstance(node, Text) for word in split(node.text))
