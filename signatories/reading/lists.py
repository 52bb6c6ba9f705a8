"""What a list of people is once it was read: rows of cells, whatever file they came from."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 60

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
"""What may stand between the cells of a line, and how to say it."""

PEOPLE = "people"
"""The separator of what is no table: the recipients of a mail program, ``Name <address>``."""

LINES = "lines"
"""The separator of what is no table either: a name on each line, commas and all."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as it stood. ``place`` is the line of the text or the row of the sheet, counted from 1; ``remarks`` are sentences
    about what could not be taken from the file just so."""

    place: int
    cells: tuple[str, ...]
    remarks: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list as it was read: every row, the ones above the first person too, each with the same number of cells.

    ``source`` says what it was ("commas", "an Excel workbook, sheet “Contacts”"), ``encoding`` how its characters were written
    ("" for what came as text), ``remarks`` what a person should know about the whole. ``separator`` reads :func:`as_text` back.
    """

    rows: tuple[RawRow, ...]
    separator: str
    source: str
    encoding: str = ""
    remarks: tuple[str, ...] = ()
    text: str = ""
    """The list as text that reads back to the same rows, to be shown, mended, and sent once more."""

    @property
    def width(self) -> int:
        """How many cells each row has."""
        return len(self.rows[0].cells) if self.rows else 0


UNCALCULATED = "#FORMULA!"
"""What stands in a list for a formula whose result was not saved with the workbook."""

BROKEN = frozenset(
    (UNCALCULATED, "#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA")
)
"""What stands in a cell in which a spreadsheet could show no value."""


def understood(row: RawRow) -> RawRow:
    """``row`` with nothing in the cells in which a spreadsheet could show no value, and a remark about each of them.

    They stand in the list's text as the spreadsheet shows them: so they are told of however often the text is read.
    """
    broken = [column for column, cell in enumerate(row.cells) if cell.strip() in BROKEN]
    if not broken:
        return row
    cells = tuple("" if column in broken else cell for column, cell in enumerate(row.cells))
    remarks = [_remark(f"{_letter(column)}{row.place}", row.cells[column].strip()) for column in broken[:5]]
    return RawRow(row.place, cells, (*row.remarks, *remarks))


def _remark(cell: str, shown: str) -> str:
    if shown == UNCALCULATED:
        return f"Cell {cell} holds a formula whose result was not saved with the file."
    return f"Cell {cell} holds the error {shown}."


def _letter(column: int) -> str:
    """How spreadsheets call the column at this place, counted from 0; a list has fewer than 26 * 26."""
    return (chr(64 + column // 26) if column > 25 else "") + chr(65 + column % 26)


def gapless(rows: Iterable[RawRow]) -> list[RawRow]:
    """``rows`` with blank ones where the sheet left rows out of its file, so that a row of the list's text has the number that
    it had in the sheet. Not where that would make the list too long, or bury its heading."""
    kept = list(rows)
    if not kept or kept[-1].place > MOST_ROWS:
        return kept
    filled: list[RawRow] = []
    place = 1 if kept[0].place <= _DEEPEST_BEGINNING else kept[0].place
    for row in kept:
        filled += [RawRow(missing, ()) for missing in range(place, row.place)]
        filled.append(row)
        place = max(place, row.place + 1)  # a broken file may count backwards
    return filled


_DEEPEST_BEGINNING = 20


def squared(rows: Iterable[RawRow]) -> tuple[RawRow, ...]:
    """``rows`` without the blank ones at the end, each as wide as the widest, without blank columns at the right."""
    kept = list(rows)
    while kept and kept[-1].empty and not kept[-1].remarks:
        kept.pop()
    width = max((_filled(row.cells) for row in kept), default=0)
    return tuple(RawRow(row.place, (row.cells + ("",) * (width - len(row.cells)))[:width], row.remarks) for row in kept)


def _filled(cells: tuple[str, ...]) -> int:
    return next((place for place in range(len(cells), 0, -1) if cells[place - 1].strip()), 0)


def as_text(rows: Iterable[RawRow]) -> str:
    """Rows as text with commas (RFC 4180), one line for each, so that a workbook can be shown and sent like a pasted list."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for row in rows:
        writer.writerow(" ".join(cell.split()) for cell in row.cells)
    return buffer.getvalue()
