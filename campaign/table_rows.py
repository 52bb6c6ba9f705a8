"""The rows of the signature table, read piece by piece: a list of 100,000 is written out without ever being held whole.

First the order is found, from the few columns that it depends on; then the rows are fetched in it, a thousand at a time.
Each fetch is a look of its own at the database: a coordinator on a slow line must not hold one open for as long as they load.
What changes meanwhile shows as it is when its row is read; no row is ever missing, because signatures are never deleted.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from operator import add
from typing import Any

from sqlalchemy import ColumnElement, Row, String, bindparam, case, func, literal, select, type_coerce
from sqlalchemy import cast as cast_to_text
from sqlalchemy.orm import InstrumentedAttribute, Session

from campaign.arranging import arrangement_of
from campaign.models import Campaign
from campaign.queries import IN_LIST_ORDER, PRINTS
from campaign.shared_lines import shared_lines
from letters.models import Version
from signatories.models import Signature
from signatories.ordering.placing import placing

Reading = Callable[[], AbstractContextManager[Session]]
"""A way to look at the database, as :meth:`database.Database.read` is."""

Column = ColumnElement[str] | InstrumentedAttribute[str]

AT_ONCE = 500
"""Rows in memory at a time."""

SAME = "same as above"
"""Stands in the second cell of a row whose line another one already prints."""

_CELL = re.compile('"((?:[^"]|"")*)"')

_PLACE = 4
"""Bytes that say which row it is of those that were read."""

_AFTER_ALL = b"~"
"""Where the rows go that do not print: the keys of all others begin with a digit."""


@dataclass(frozen=True, slots=True)
class Listed:
    """All signatures of a campaign in the order of the letter's list: their keys, and which of them another one prints."""

    ids: array[int]
    repeats: frozenset[int]


def listed(session: Session, campaign: Campaign) -> Listed:
    """Every signature, in the order of the letter's list; one whose line another already prints stands right after that.

    Those that do not print now (unconfirmed, held, withdrawn) follow at the end, in the order of their coming.
    """
    place = placing(arrangement_of(session, campaign))
    printed_by = shared_lines(session, campaign.id).printed_by
    leading: dict[int, bytes] = dict.fromkeys(printed_by.values(), b"")
    following: dict[int, int] = {}
    ids: array[int] = array("q")
    keys: list[bytes] = []
    for piece in _all(session, campaign):
        numbers, prints, *columns = zip(*piece, strict=True)
        places = place(*columns)
        # Every key ends with the row's place in this reading, which keeps the order of equals and leads back to the row.
        heres = [b"\0" + here.to_bytes(_PLACE) for here in range(len(ids), len(ids) + len(numbers))]
        ids.extend(numbers)
        for at, (number, does) in enumerate(zip(numbers, prints, strict=True)):
            if not does:
                places[at] = _AFTER_ALL + number.to_bytes(8)
            elif number in leading:
                leading[number] = places[at] + heres[at]
            elif number in printed_by:
                following[number] = len(keys) + at
        keys.extend(map(add, places, heres))
    for number, at in following.items():  # its line may stand further down in the order of reading
        keys[at] = leading[printed_by[number]] + b"\0" + number.to_bytes(8) + keys[at][-_PLACE - 1 :]
    keys.sort()
    return Listed(array("q", (ids[int.from_bytes(key[-_PLACE:])] for key in keys)), frozenset(following))


def rows(reading: Reading, order: Listed) -> Iterator[list[tuple[str, ...]]]:
    """The table's rows under :data:`campaign.tables.HEADER`, in pieces of at most :data:`AT_ONCE`."""
    for numbers, found in _fetched(reading, order, _cells):
        row_of = {row[0]: row[1:] for row in found}
        for number in order.repeats.intersection(numbers):
            line, _, *rest = row_of[number]
            row_of[number] = (line, SAME, *rest)
        yield [row_of[number] for number in numbers]


def records(reading: Reading, order: Listed) -> Iterator[list[str]]:
    """The same rows, each as one text: its cells in quotes with commas between them, a quote within a cell doubled.

    The database writes them. Seventeen cells for every row, made into texts of Python's and joined again, take twice as long.
    """
    for numbers, found in _fetched(reading, order, _record):
        record = dict(found)
        for number in order.repeats.intersection(numbers):
            line, _, *rest = cells_of(record[number])
            record[number] = record_of((line, SAME, *rest))
        yield [record[number] for number in numbers]


def record_of(cells: Sequence[str]) -> str:
    """Cells as one record, as :func:`records` has them."""
    return '"' + '","'.join(cell.replace('"', '""') for cell in cells) + '"'


def cells_of(record: str) -> list[str]:
    """The cells of a record."""
    return [cell.replace('""', '"') for cell in _CELL.findall(record)]


def _fetched(
    reading: Reading, order: Listed, columns: Callable[[bool], Sequence[Column]]
) -> Iterator[tuple[list[int], Sequence[Any]]]:
    """Keys of rows, and these rows (in any order): each its key and ``columns``, which is told whether SQLite is asked."""
    query = None
    for start in range(0, len(order.ids), AT_ONCE):
        numbers = order.ids[start : start + AT_ONCE].tolist()
        with reading() as session:
            if query is None:  # made once: for each piece again, it takes as long as the database
                sqlite = session.get_bind().dialect.name == "sqlite"
                shown = columns(sqlite)
                query = select(Signature.id, *shown).join(Version, Version.id == Signature.version_id)
                query = query.where(Signature.id.in_(_named(sqlite)))
            # The connection and not the session: building rows of the mapped kind takes as long as reading them.
            found = session.connection().execute(query, {"numbers": json.dumps(numbers) if sqlite else numbers}).all()
        yield numbers, found


def _named(sqlite: bool) -> Any:
    """The keys as the statement takes them. SQLite has one JSON array: hundreds of values cost more to bind than to look up."""
    if sqlite:
        return select(func.json_each(bindparam("numbers")).table_valued("value").c.value)
    return bindparam("numbers", expanding=True)


def _record(sqlite: bool) -> tuple[Column]:
    """What has the database write a record."""
    cells = _cells(sqlite)
    if sqlite:
        return (func.printf(",".join(['"%w"'] * len(cells)), *cells),)  # %w doubles the quotes
    return (func.format(",".join(['"%s"'] * len(cells)), *(func.replace(cell, '"', '""') for cell in cells)),)


def _cells(sqlite: bool) -> tuple[Column, ...]:
    """The cells of a row, all of them text: the database makes them faster than we do."""
    printed = case(
        (Signature.status != "accepted", "no: " + Signature.status),
        (Signature.asked.is_not(None), "no: asked again"),
        else_="yes",
    )
    if sqlite:
        moment = func.substr(type_coerce(Signature.signed_at, String), 1, 19)  # kept as text, in UTC
    else:
        moment = func.to_char(func.timezone("UTC", Signature.signed_at), "YYYY-MM-DD HH24:MI:SS")
    return (
        Signature.line,
        printed,
        Signature.kind,
        Signature.name_typed,
        Signature.title,
        Signature.affiliation,
        Signature.scope,
        Signature.state,
        Signature.type,
        Signature.website,
        Signature.contact_name,
        Signature.contact_title,
        Signature.contact_email,
        moment,
        cast_to_text(Version.number, String),
        Signature.version_hash,
        Signature.origin,
    )


def _all(session: Session, campaign: Campaign) -> Iterator[Sequence[Row[*tuple[Any, ...]]]]:
    """Key, whether it prints, and what its place depends on, of every signature, in pieces."""
    query = select(
        Signature.id,
        PRINTS,
        Signature.kind,
        Signature.line,
        Signature.sort_name,
        Signature.scope if campaign.group_by else literal(""),
        Signature.state if campaign.group_by else literal(""),
        Signature.type if campaign.group_by else literal(""),
    ).where(Signature.campaign_id == campaign.id)
    ordered = query.order_by(*IN_LIST_ORDER)
    return session.connection().execute(ordered, execution_options={"yield_per": AT_ONCE}).partitions()
