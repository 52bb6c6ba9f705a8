"""The directory as a table, and a letter's organizations as a list for it. What is written here, the directory reads back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.queries import IN_LIST_ORDER, PRINTS
from signatories.directory import Found, find
from signatories.formulas import harmless
from signatories.models import Signature
from signatories.reading.directory_cells import joined_names

HEADER = (
    *("organization", "sort name", "aliases", "former names", "scope", "state", "website", "type", "notes"),
    *("contact name", "contact title", "contact email"),
)
"""The columns, each under a heading that :mod:`signatories.reading.purposes` knows."""


def directory_rows(session: Session, coalition_id: int) -> Iterator[tuple[str, ...]]:
    """A row for each organization that stands in the directory, in the order of its pages; one more for each further contact,
    which says again what tells the organization from another of its name."""
    page = find(session, coalition_id, at_once=1_000_000)
    for found in page.rows:
        yield from _rows(found)


def _rows(found: Found) -> Iterator[tuple[str, ...]]:
    one = found.organization
    names = {kind: [name for name, said in found.other_names if said == kind] for kind in ("alias", "former")}
    contacts = [(contact.name, contact.title, contact.email) for contact in found.contacts] or [("", "", "")]
    first = (
        one.name,
        one.sort_name,
        joined_names(names["alias"]),
        joined_names(names["former"]),
        one.scope,
        one.state,
        one.website,
        one.type,
        " ".join(one.notes.split()),
    )
    yield (*first, *contacts[0])
    for contact in contacts[1:]:
        yield (one.name, "", "", "", "", one.state, one.website, "", "", *contact)


def directory_csv(session: Session, coalition_id: int) -> bytes:
    """The directory as CSV (RFC 4180), in UTF-8 with the mark by which Excel recognizes it."""
    return _csv([HEADER, *([harmless(cell) for cell in row] for row in directory_rows(session, coalition_id))])


def directory_xlsx(session: Session, coalition_id: int) -> bytes:
    """The directory as a workbook: the header frozen, every cell text."""
    from campaign.workbooks import workbook  # late: a process that writes no workbook saves 10 MB

    rows = [[harmless(cell) for cell in row] for row in directory_rows(session, coalition_id)]
    columns: Iterable[tuple[str, ...]] = zip(HEADER, *rows[:500], strict=True)
    widths = [float(min(60, max(10, *(len(cell) for cell in column)) + 2)) for column in columns]
    return workbook("Organizations", HEADER, rows, widths)


def letter_as_list(session: Session, campaign: Campaign) -> str:
    """The organizations that stand on a letter, as the text of a list for the directory.

    Without their contacts: those are kept for one letter and go some time after its delivery. A directory that took them along
    would keep them past that.
    """
    rows = session.execute(
        select(Signature.line, Signature.sort_name, Signature.scope, Signature.state, Signature.website, Signature.type)
        .where(Signature.campaign_id == campaign.id, Signature.kind == "organization", PRINTS)
        .order_by(*IN_LIST_ORDER)
    ).all()
    header = ("organization", "sort name", "scope", "state", "website", "type")
    return _csv([header, *(tuple(map(harmless, row)) for row in rows)]).decode("utf-8-sig")


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().encode("utf-8-sig")
