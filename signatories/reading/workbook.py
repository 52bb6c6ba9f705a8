"""Excel workbooks: the first sheet that holds something, cell by cell, as far as it can be taken at its word."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import get_column_letter, range_boundaries

from errors import UserError
from signatories.reading.lists import MOST_COLUMNS, MOST_ROWS, RawRow

MOST_UNPACKED = 48 * 1024 * 1024
"""Bytes of all parts together. A file of 5 MB can claim thousands of times that (a zip bomb); 20,000 rows need 30 MB."""

_MOST_PARTS = 2_000
_MOST_CELLS = 600_000
_MOST_MERGES = 20_000

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")

_UNREADABLE = "This workbook cannot be read. Open it in a spreadsheet program and save it again as .xlsx or .csv."


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a workbook gave: its rows, the name of their sheet, and remarks about the whole."""

    rows: list[RawRow]
    name: str
    remarks: tuple[str, ...] = ()


def is_zip(data: bytes) -> bool:
    """Whether ``data`` begins like a zip archive, as every .xlsx does."""
    return data.startswith(b"PK\x03\x04")


def read_workbook(data: bytes) -> Sheet:
    """The first visible sheet with anything on it (else the first hidden one).

    A formula gives the value that was saved with it; one without a saved value is told of, as are errors like #REF!. The text
    of merged cells stands in each of them. Raises :class:`~errors.UserError` for what is no workbook, or too large a one.
    """
    parts = _checked(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles and extensions that we do not look at
            return _first_sheet(data, parts)
    except UserError:
        raise
    except Exception as error:  # whatever a broken file makes openpyxl, the zip and the XML parsers raise: a dozen kinds
        raise UserError(_UNREADABLE) from error


def _checked(data: bytes) -> zipfile.ZipFile:
    """The archive, when it is a workbook of a size that can be unpacked."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data))
        infos = parts.infolist()
    except Exception as error:
        raise UserError(_UNREADABLE) from error
    names = {info.filename for info in infos}
    if "xl/workbook.xml" not in names:
        if {"word/document.xml", "ppt/presentation.xml", "content.xml"} & names:
            raise UserError("This is an office document, but not an Excel workbook. Save the list as .xlsx or .csv.")
        raise UserError("This is a zip file, but not an Excel workbook. Bring the list itself, as .xlsx or .csv.")
    if len(infos) > _MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise UserError("This workbook is too large. Save the sheet with the list alone, as .csv or .xlsx.")
    return parts


def _first_sheet(data: bytes, parts: zipfile.ZipFile) -> Sheet:
    for name in parts.namelist():
        # Workbooks have no document types; one that brings its own can make its parser build texts without end.
        if name.endswith((".xml", ".rels")) and b"<!" in parts.read(name)[:2000].replace(b"\0", b"").replace(b"<!--", b""):
            raise UserError(_UNREADABLE)
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        sheets = sorted(book.worksheets, key=lambda sheet: str(sheet.sheet_state) != "visible")
        for sheet in sheets:
            rows = _cells(sheet)
            if any(not row.empty for row in rows):
                raw = parts.read(str(sheet._worksheet_path).lstrip("/"))
                rows = _with_formulas(data, sheet.title, rows) if _FORMULA.search(raw) else rows
                rows, merged = _with_merges(raw, rows)
                return Sheet(rows, sheet.title, (*merged, *_others(sheets, sheet)))
    finally:
        book.close()
    raise UserError("There is nothing in this workbook.")


def _others(sheets: Iterable[Any], chosen: Any) -> tuple[str, ...]:
    names = [f"“{sheet.title}”" for sheet in sheets if sheet is not chosen]
    shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    return (f"Only the sheet “{chosen.title}” was read, not {shown}.",) if names else ()


def _cells(sheet: Any) -> list[RawRow]:
    rows: list[RawRow] = []
    cells = 0
    blank: list[RawRow] = []
    for place, found in _bounded(sheet):
        texts = [_text(cell) for cell in found]
        while texts and not texts[-1].strip():
            texts.pop()
        if len(texts) > MOST_COLUMNS:
            raise UserError(f"Row {place} has {len(texts)} columns; a list may have at most {MOST_COLUMNS}.")
        errors = tuple(
            f"Cell {get_column_letter(column)}{place} holds the error {cell.value}."
            for column, cell in enumerate(found, start=1)
            if cell.data_type == "e" and cell.value is not None
        )
        row = RawRow(place, tuple(texts), errors)
        if row.empty and not errors:
            blank.append(row)
            continue
        rows += [*blank, row]
        blank = []
        cells += len(texts)
        if len(rows) > MOST_ROWS:
            raise UserError(f"The sheet has more than {MOST_ROWS:,} rows. Bring it in parts.")
        if cells > _MOST_CELLS:
            raise UserError(
                "The sheet has too many cells. Keep the columns with organizations, names and addresses, and try again."
            )
    return rows


def _bounded(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The sheet's rows with their numbers, no further than any list goes: a sheet may claim a million blank rows, and a cell in
    row one million makes openpyxl hand out all the blank ones before it."""
    sheet.reset_dimensions()  # what a file says of its own size is not to be trusted
    far = MOST_ROWS + 10_000
    for place, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS * 10), start=1):
        if place > far:
            if any(_text(cell).strip() for cell in row):
                raise UserError(f"The sheet has text below row {far:,}. Bring it in parts.")
            if place > far * 2:
                return
        yield place, row


def _text(cell: Any) -> str:
    value = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _with_formulas(data: bytes, title: str, rows: list[RawRow]) -> list[RawRow]:
    """``rows``, those with a formula that has no saved value saying so. Only a second look, without values, shows formulas."""
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    try:
        known = {row.place: number for number, row in enumerate(rows)}
        last = rows[-1].place
        for place, cells in _bounded(book[title]):
            if place > last:
                break
            number = known.get(place)
            if number is None:
                continue
            row = rows[number]
            bare = [
                f"Cell {get_column_letter(column)}{place} holds a formula whose result was not saved with the file."
                for column, cell in enumerate(cells, start=1)
                if cell.data_type == "f" and not any(text.strip() for text in row.cells[column - 1 : column])
            ]
            rows[number] = replace(row, remarks=(*row.remarks, *bare[:5]))
    finally:
        book.close()
    return rows


def _with_merges(raw: bytes, rows: list[RawRow]) -> tuple[list[RawRow], tuple[str, ...]]:
    """``rows`` with the text of merged cells in each of them: one organization over three contacts is three times that
    organization, and the heading over two columns heads both."""
    texts = {row.place: list(row.cells) for row in rows}
    last = rows[-1].place
    width = max(len(row.cells) for row in rows)
    filled: list[str] = []
    budget = _MOST_CELLS
    for found in list(_MERGE.finditer(raw))[:_MOST_MERGES]:
        name = found.group(1).decode()
        left, top, right, bottom = (int(side or 0) for side in range_boundaries(name))
        right, bottom = min(right, width), min(bottom, last)
        corner = texts.get(top, [])[left - 1 : left]
        budget -= max(0, right - left + 1) * max(0, bottom - top + 1)
        if not corner or not corner[0].strip() or budget < 0:
            continue
        for place in range(top, bottom + 1):
            cells = texts.setdefault(place, [])
            cells += [""] * (right - len(cells))
            for column in range(left - 1, right):
                cells[column] = cells[column] or corner[0]
        filled.append(name)
    if not filled:
        return rows, ()
    shown = ", ".join(filled[:5]) + (" …" if len(filled) > 5 else "")
    whole = [replace(row, cells=tuple(texts[row.place])) for row in rows]
    return whole, (f"Merged cells ({shown}): their text was taken for each cell under them.",)
