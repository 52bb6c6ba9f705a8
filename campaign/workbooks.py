"""Tables as Excel workbooks. Only this module writes with openpyxl, which is large: import it where a workbook is written."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

_LONGEST = 32_767
"""Characters that Excel takes in a cell."""


def workbook(title: str, header: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]) -> bytes:
    """A workbook with one sheet called ``title``: ``header`` bold and frozen, every cell text, columns ``widths`` wide.

    Cells must be harmless already (:func:`signatories.formulas.harmless`).
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_cell(sheet, name, bold=True) for name in header])
    for row in rows:
        sheet.append([_cell(sheet, text) for text in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _cell(sheet: object, text: str, *, bold: bool = False) -> Cell:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST])  # type: ignore[arg-type]
    cell.data_type = "s"  # text, whatever it looks like
    if bold:
        cell.font = Font(bold=True)
    return cell
