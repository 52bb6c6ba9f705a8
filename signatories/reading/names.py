"""Names alone, read: a name on each line of a text, or one column of a table."""

from __future__ import annotations

import csv
import io
from itertools import islice

from errors import UserError
from signatories.reading.columns import guess, headings
from signatories.reading.decoding import decoded
from signatories.reading.lists import PEOPLE, ReadList
from signatories.reading.reader import read_list

TABLES = ("csv", "tsv", "tab", "xlsx")
"""Endings of files that are tables; any other is a text."""

_SAMPLE = 2_000
"""Lines that decide how a table is read. However long it is, all its names are taken: nobody has to correct them in a page."""

_LONGEST_CELL = 10_000_000


def read_names(data: bytes, filename: str, column: str = "") -> list[str]:
    """The names in a file, in its order, without empty ones.

    ``column`` is the heading of the column of a table, or its number counted from 1; "" finds the one with organizations.

    Raises :class:`~errors.UserError` where there is no such column, no name, or what cannot be read.
    """
    if filename.lower().rpartition(".")[2] not in TABLES:
        if column:
            raise UserError(f"{filename} is read as a text with a name on each line, and has no columns.")
        names = [" ".join(line.split()) for line in decoded(data).text.splitlines()]
    else:
        names = [" ".join(cell.split()) for cell in _cells(data, filename, column)]
    names = [name for name in names if name]
    if not names:
        raise UserError(f"There is no name in {filename}.")
    return names


def _cells(data: bytes, filename: str, column: str) -> list[str]:
    if filename.lower().endswith(".xlsx"):
        read = read_list(data, filename)
        place, first = _column(read, filename, column)
        return [row.cells[place] for row in read.rows[first:]]
    text = decoded(data).text
    read = read_list("".join(islice(io.StringIO(text), _SAMPLE)), filename)
    place, first = _column(read, filename, column)
    separator = "," if read.separator == PEOPLE else read.separator
    csv.field_size_limit(_LONGEST_CELL)
    try:
        rows = [*csv.reader(io.StringIO(text, newline=""), delimiter=separator)]
    except csv.Error as error:
        raise UserError(f"{filename} cannot be read as a table: {error}.") from None
    return [row[place] for row in rows[first:] if len(row) > place]


def _column(read: ReadList, filename: str, column: str) -> tuple[int, int]:
    """The column with the names, counted from 0, and how many rows stand above them."""
    columns = guess(read)
    above = [" ".join(heading.split()) for heading in headings(read, columns.heading)]
    if not column:
        found = columns.column("organization")
        if found is None and read.width == 1:
            found = 0
        if found is None:
            raise UserError(f"No column of {filename} holds organizations, as far as can be told: name it with --column.")
        return found, columns.heading
    if column.isdecimal() and 0 < int(column) <= read.width:
        return int(column) - 1, columns.heading
    first = [" ".join(cell.split()) for cell in read.rows[0].cells]
    for names, heading in ((above, columns.heading), (first, 1)):
        wanted = [name.casefold() for name in names]
        if column.casefold() in wanted:
            return wanted.index(column.casefold()), heading
    raise UserError(f"{filename} has no column “{column}”. Its columns: {', '.join(name for name in above or first if name)}.")
