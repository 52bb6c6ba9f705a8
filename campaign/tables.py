"""The signatures as a table for a spreadsheet, made harmless."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from sqlalchemy.orm import Session

from campaign.listing import entry, groups_of
from campaign.models import Campaign
from campaign.queries import signatures_of, versions_of
from signatories.models import Signature

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
    """Every signature, in the order of the letter's list; one whose line another already prints stands right after that."""
    versions = {version.id: version.number for version in versions_of(session, campaign)}
    printed = [item for group in groups_of(session, campaign) for item in group.entries]
    places = {item.number: place for place, item in enumerate(printed)}
    first = {item.identity: place for place, item in reversed(list(enumerate(printed)))}

    def place(signature: Signature) -> tuple[int, int]:
        own = places.get(signature.id)
        return (own, 0) if own is not None else (first[entry(signature).identity], signature.id)

    return Table(
        tuple(
            _row(signature, signature.id in places, versions.get(signature.version_id))
            for signature in sorted(signatures_of(session, campaign), key=place)
        )
    )


def _row(signature: Signature, printed: bool, version: int | None) -> tuple[str, ...]:
    return (
        signature.line,
        "yes" if printed else "same as above",
        signature.kind,
        signature.name_typed,
        signature.title,
        signature.affiliation,
        signature.scope,
        signature.state,
        signature.website,
        signature.contact_name,
        signature.contact_title,
        signature.contact_email,
        signature.signed_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"),
        str(version or ""),
        signature.version_hash,
        signature.origin,
    )


def as_csv(table: Table) -> bytes:
    """The table as CSV (RFC 4180), in UTF-8 with the mark by which Excel recognizes it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADER)
    writer.writerows([harmless(cell) for cell in row] for row in table.rows)
    return buffer.getvalue().encode("utf-8-sig")


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
