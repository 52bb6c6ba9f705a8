"""The signatures as a table for a spreadsheet, made harmless."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.table_rows import END, Reading, cells_of, listed, record_of, records, rows
from signatories.formulas import RISKY, harmless

HEADER = (
    "printed line",
    "printed",
    "kind",
    "name as typed",
    "title",
    "affiliation",
    "scope",
    "state",
    "type",
    "website",
    "contact name",
    "contact title",
    "contact e-mail",
    "signed at (UTC)",
    "text version",
    "text hash",
    "came by",
)

_RISKY_CELL = re.compile(f'"[{re.escape("".join(RISKY))}](?<![^,\n]"[\\s\\S])')
"""Finds every piece with a risky cell (before its quote stands a comma, the line end of another record, or nothing), and some
that only quote one in the middle of a text."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain text under :data:`HEADER`."""

    rows: tuple[tuple[str, ...], ...]


def table_of(session: Session, campaign: Campaign) -> Table:
    """Every signature, in the order of the letter's list, as :func:`campaign.table_rows.listed` has it."""
    pieces = rows(lambda: nullcontext(session), listed(session, campaign))
    return Table(tuple(row for piece in pieces for row in piece))


def csv_pieces(reading: Reading, campaign_id: int) -> Iterator[bytes]:
    """The table as CSV (RFC 4180), in UTF-8 with the mark by which Excel recognizes it, piece by piece: the header at once."""
    yield as_csv(HEADER, ())
    with reading() as session:
        order = listed(session, session.get_one(Campaign, campaign_id))
    for piece in records(reading, order):
        yield _lines(piece).encode()


def as_csv(header: Sequence[str], table: Iterable[Sequence[str]]) -> bytes:
    """A short table under its header as such a file, harmless."""
    return _lines(END.join(map(record_of, (header, *table)))).encode("utf-8-sig")


def _lines(records: str) -> str:
    """Records as lines of a file, harmless. Few have a cell that is risky: the others go as they are."""
    if _RISKY_CELL.search(records):
        records = END.join(record_of([harmless(cell) for cell in cells]) for cells in cells_of(records))
    return records + END


def as_xlsx(table: Table) -> bytes:
    """The table as a workbook: the header frozen, every cell text."""
    from campaign.workbooks import workbook  # late: a process that writes no workbook saves 10 MB

    return workbook("Signatories", HEADER, ([harmless(cell) for cell in row] for row in table.rows), _widths(table.rows))


def _widths(rows: Sequence[Sequence[str]]) -> list[float]:
    columns = list(zip(HEADER, *rows[:500], strict=True))
    return [min(60, max(10, *(len(cell) for cell in column)) + 2) for column in columns]
