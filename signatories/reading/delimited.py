"""Tables as text: cells with commas, semicolons, tabs or bars between them (RFC 4180 and what programs make of it)."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Literal

from errors import UserError
from signatories.reading.lists import MOST_COLUMNS, MOST_ROWS, SEPARATORS, RawRow

_SAMPLE = 60_000
"""Characters from the beginning that decide which separator it is."""

_LONGEST_CELL = 131_072
"""What Python's reader allows; a cell of this size is a quotation mark that was never closed."""


def separator_of(text: str) -> str:
    """The separator under which the beginning of ``text`` is most evenly a table of two columns or more, or "" for none."""
    sample = text if len(text) <= _SAMPLE else text[:_SAMPLE].rpartition("\n")[0] or text[:_SAMPLE]
    best, found = 0.0, ""
    for separator in SEPARATORS:
        if separator not in sample:
            continue
        widths = Counter(
            len(row.cells) for row in _rows(sample, separator, quoting=_quoting(sample, separator)) if not row.empty
        )
        width, lines = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        # Evenness first, then width: commas inside names are uneven, the tabs between the cells are not.
        score = lines / widths.total() + min(width, 20) / 100 if width > 1 else 0.0
        if score > best:
            best, found = score, separator
    return found


def read_table(text: str, separator: str) -> tuple[list[RawRow], tuple[str, ...]]:
    """The rows of ``text``, and what is to be said about all of them.

    Raises :class:`~errors.UserError` for more rows or columns than a list of people has.
    """
    quoting = _quoting(text, separator)
    rows = _rows(text, separator, quoting=quoting)
    for row in rows:
        if len(row.cells) > MOST_COLUMNS and any(cell.strip() for cell in row.cells[MOST_COLUMNS:]):
            raise UserError(f"Line {row.place} has {len(row.cells)} columns; a list may have at most {MOST_COLUMNS}.")
    if quoting:
        return rows, ()
    return rows, ("A quotation mark is opened and never closed; quotation marks were read like any other character.",)


def _quoting(text: str, separator: str) -> bool:
    """Whether quotation marks in ``text`` hold cells together. One that is never closed would swallow every row after it."""
    if '"' not in text:
        return True
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            if any(len(cell) > _LONGEST_CELL for cell in cells):
                return False
    except csv.Error as error:
        # "',' expected after '\"'" is a mark inside a cell, which the lenient reading takes as it stands.
        return "unexpected end" not in str(error) and "limit" not in str(error) and _even(text)
    return True


def _even(text: str) -> bool:
    """Whether no mark stays open: the lenient reader gives no sign of it, the number of marks does."""
    return text.count('"') % 2 == 0


def _rows(text: str, separator: str, *, quoting: bool) -> list[RawRow]:
    lines = io.StringIO(text.rstrip("\r\n"), newline="")
    style: Literal[0, 3] = csv.QUOTE_MINIMAL if quoting else csv.QUOTE_NONE
    reader = csv.reader(lines, delimiter=separator, quoting=style)
    rows: list[RawRow] = []
    place = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            raise UserError(f"Line {place} has a cell of more than {_LONGEST_CELL:,} characters. This is not a list.") from None
        if cells is None:
            return rows
        rows.append(RawRow(place, tuple(cells)))
        if len(rows) > MOST_ROWS:
            raise UserError(f"The list has more than {MOST_ROWS:,} rows. Bring it in parts.")
        place = reader.line_num + 1
