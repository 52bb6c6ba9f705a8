"""Lists as coordinators bring them, and how the letter would print their names."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook

from campaign.printing import named, printed_line
from signatories.reading import Columns, Existing, Printing, ReadList, Row, guess, map_rows, read_list

PRINTING = Printing(printed_line, named)


def workbook(*rows: list[Any], title: str = "Contacts", merged: tuple[str, ...] = (), more: tuple[str, ...] = ()) -> bytes:
    """An Excel file with these rows on its first sheet; ``more`` names further sheets that hold something."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    for name in more:
        book.create_sheet(name).append(["something"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def people(data: bytes | str, filename: str = "", **known: Any) -> list[Row]:
    """What becomes of each row of a list, read as it would be guessed."""
    read = read_list(data, filename)
    return map_rows(read, guess(read), Existing(**known), printing=PRINTING)


def invited(rows: list[Row]) -> list[tuple[str, str, str]]:
    """Organization, name and address of the rows that would be invited."""
    return [(row.organization, row.contact_name, row.email) for row in rows if row.verdict == "new"]


def mapped(read: ReadList, *roles: str, heading: int = 0) -> list[Row]:
    """What becomes of each row when a person says what the columns are."""
    return map_rows(read, Columns(roles, heading), printing=PRINTING)
