"""Excel workbooks: the first sheet that holds something, cell by cell, as far as it can be taken at its word."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from errors import UserError
from signatories.reading.lists import MOST_COLUMNS, MOST_ROWS, UNCALCULATED, RawRow, understood
from signatories.reading.sheet_cells import SheetCells, text_of

MOST_UNPACKED = 48 * 1024 * 1024
"""Bytes of all parts together. A file of 5 MB can claim thousands of times that (a zip bomb); 20,000 rows need 30 MB."""

_MOST_PARTS = 2_000
_MOST_CELLS = 600_000

_UNREADABLE = "This workbook cannot be read. Open it in a spreadsheet program and save it again as .xlsx or .csv."


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a workbook gave: its rows, the name of their sheet, and remarks about the whole."""

    rows: list[RawRow]
    name: str
    remarks: tuple[str, ...] = ()


def read_workbook(data: bytes) -> Sheet:
    """The first visible sheet with anything on it (else the first hidden one).

    A formula gives the value that was saved with it; one without a saved value is told of, as are errors like #REF!. The text
    of merged cells stands in each of them. Raises :class:`~errors.UserError` for what is no workbook, or too large a one.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles and extensions that we do not look at
            _check(zipfile.ZipFile(io.BytesIO(data)))
            return _first_sheet(data)
    except UserError:
        raise
    except Exception as error:  # a broken file makes openpyxl, the zip and the XML parsers raise a dozen kinds
        raise UserError(_UNREADABLE) from error


def _check(parts: zipfile.ZipFile) -> None:
    """Refuse an archive that is no workbook, or of a size that should not be unpacked."""
    infos = parts.infolist()
    names = {info.filename for info in infos}
    if not any(name.startswith("xl/") for name in names):
        if {"word/document.xml", "ppt/presentation.xml", "content.xml", "Index/Document.iwa"} & names:
            raise UserError("This is an office document, but not an Excel workbook. Save the list as .xlsx or .csv.")
        raise UserError("This is a zip file, but not an Excel workbook. Bring the list itself, as .xlsx or .csv.")
    if len(infos) > _MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise UserError("This workbook is too large. Save the sheet with the list alone, as .xlsx or .csv.")
    for name in names:
        # Workbooks have no document type; one that brings its own may have its parser build texts without end.
        if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in parts.open(name).read(4000).replace(b"\0", b""):
            raise UserError(_UNREADABLE)


def _first_sheet(data: bytes) -> Sheet:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        sheets = sorted(book.worksheets, key=lambda sheet: str(sheet.sheet_state) != "visible")
        for sheet in sheets:
            rows, merges = _read(sheet)
            if not all(understood(row).empty for row in rows):
                rows, remarks = _with_merges(rows, merges)
                return Sheet(rows, str(sheet.title), (*remarks, *_others(sheets, sheet)))
    finally:
        book.close()
    raise UserError("There is nothing in this workbook.")


def _others(sheets: Iterable[Any], chosen: Any) -> tuple[str, ...]:
    names = [f"“{sheet.title}”" for sheet in sheets if sheet is not chosen]
    shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    return (f"Only the sheet “{chosen.title}” was read, not {shown}.",) if names else ()


def _read(sheet: Any) -> tuple[list[RawRow], tuple[str, ...]]:
    """The rows of a sheet that are in its file, blank ones only between others, and the ranges of its merged cells."""
    rows: list[RawRow] = []
    blank: list[RawRow] = []
    count = 0
    with SheetCells(sheet) as cells:
        for place, found in cells.rows():
            row = _row(place, found)
            if row.empty:
                # A sheet may have a million rows that were only coloured.
                blank += [row] if len(blank) <= MOST_ROWS else []
                continue
            rows += [*blank, row]
            blank = []
            count += len(row.cells)
            if len(rows) > MOST_ROWS:
                raise UserError(f"The sheet has more than {MOST_ROWS:,} rows. Bring it in parts.")
            if count > _MOST_CELLS:
                raise UserError("The sheet has too many cells. Keep the columns with organizations, names and addresses.")
        return rows, tuple(cells.merges)


def _row(place: int, found: Iterable[dict[str, Any]]) -> RawRow:
    texts: dict[int, str] = {}
    for cell in found:
        column, text = cell["column"], text_of(cell)
        if cell["formula"] and not text.strip():
            text = UNCALCULATED
        if cell["data_type"] == "e":
            text = str(cell["value"])
        if text.strip() and (column <= MOST_COLUMNS or not understood(RawRow(place, (text,))).empty):
            texts[column] = text
    width = max(texts, default=0)
    if width > MOST_COLUMNS:
        raise UserError(f"Row {place} has {width} columns; a list may have at most {MOST_COLUMNS}.")
    return RawRow(place, tuple(texts.get(column, "") for column in range(1, width + 1)))


def _with_merges(rows: list[RawRow], merges: Iterable[str]) -> tuple[list[RawRow], tuple[str, ...]]:
    """``rows`` with the text of merged cells in each of them: one organization over three contacts is three times that
    organization, and a heading over two columns heads both."""
    texts = {row.place: list(row.cells) for row in rows if not row.empty}
    last, width = rows[-1].place, max(len(row.cells) for row in rows)
    filled: list[str] = []
    budget = _MOST_CELLS
    for name in merges:
        left, top, right, bottom = (int(side or 0) for side in range_boundaries(name))
        right, bottom = min(right, width), min(bottom, last)
        budget -= max(0, right - left + 1) * max(0, bottom - top + 1)
        corner = "".join(texts.get(top, [])[left - 1 : left])
        if budget < 0 or not corner.strip():
            continue
        for cells in (texts[place] for place in range(top, bottom + 1) if place in texts):
            cells += [""] * (right - len(cells))
            cells[left - 1 : right] = [cell or corner for cell in cells[left - 1 : right]]
        filled.append(name)
    if not filled:
        return rows, ()
    shown = ", ".join(filled[:5]) + (" …" if len(filled) > 5 else "")
    whole = [replace(row, cells=tuple(texts.get(row.place, row.cells))) for row in rows]
    return whole, (f"Merged cells ({shown}): their text was taken for each cell under them.",)
