"""The signatures as a table for a spreadsheet, made harmless."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.table_rows import Reading, listed, rows

HEADER = (
    "printed line",
    "printed",
    "kind",
    "name as typed",
    "title",
    "affiliation",
    "scope",
    "state",
    "website",
    "contact name",
    "contact title",
    "contact e-mail",
    "signed at (UTC)",
    "text version",
    "text hash",
    "came by",
)

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_RETURN = "\r"
_RISKY_CELL = re.compile(f'"[{re.escape("".join(set(_RISKY) - {_RETURN}))}]')


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain text under :data:`HEADER`."""

    rows: tuple[tuple[str, ...], ...]


def harmless(cell: str) -> str:
    """``cell`` so that no spreadsheet runs it: what begins like a formula gets an apostrophe in front, as Excel writes text.

    An organization could sign as ``=HYPERLINK(…)`` and have the coordinator's spreadsheet send the contact list away (OWASP,
    "CSV injection").
    """
    return "'" + cell if cell.startswith(_RISKY) else cell


def table_of(session: Session, campaign: Campaign) -> Table:
    """Every signature, in the order of the letter's list, as :func:`campaign.table_rows.listed` has it."""
    pieces = rows(lambda: nullcontext(session), listed(session, campaign))
    return Table(tuple(row for piece in pieces for row in piece))


def csv_pieces(reading: Reading, campaign_id: int) -> Iterator[bytes]:
    """The table as CSV (RFC 4180), in UTF-8 with the mark by which Excel recognizes it, piece by piece: the header at once."""
    yield _csv([HEADER]).encode("utf-8-sig")
    with reading() as session:
        order = listed(session, session.get_one(Campaign, campaign_id))
    for piece in rows(reading, order):
        yield _csv(piece).encode()


def _csv(table: Sequence[Sequence[str]]) -> str:
    """Rows as CSV with every cell in quotes. Cell by cell this would take as long as all the rest, so most go as they are."""
    text = '"' + '"\r\n"'.join(['","'.join(row) for row in table]) + '"\r\n'
    # No cell holds a quote, so after each one a cell begins or ends; no cell begins with a carriage return, only lines end so.
    plain = text.count('"') == 2 * sum(map(len, table)) and text.count(f'"{_RETURN}') == len(table)
    if plain and not _RISKY_CELL.search(text):
        return text
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows([harmless(cell) for cell in row] for row in table)
    return buffer.getvalue()


def as_xlsx(table: Table) -> bytes:
    """The table as a workbook: the header frozen, every cell text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Signatories")
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFGHIJKLMNOP", _widths(table.rows), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([_cell(sheet, name, bold=True) for name in HEADER])
    for row in table.rows:
        sheet.append([_cell(sheet, cell) for cell in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _cell(sheet: object, text: str, *, bold: bool = False) -> Cell:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", harmless(text))[:32_767])  # type: ignore[arg-type]
    cell.data_type = "s"  # text, whatever it looks like
    if bold:
        cell.font = Font(bold=True)
    return cell


def _widths(rows: Sequence[Sequence[str]]) -> list[float]:
    columns = list(zip(HEADER, *rows[:500], strict=True))
    return [min(60, max(10, *(len(cell) for cell in column)) + 2) for column in columns]
