"""The rows of the signature table, read piece by piece: a list of 100,000 is written out without ever being held whole.

First the order is found, from the few columns that it depends on; then the rows are fetched in it, five hundred at a time.
Each fetch is a look of its own at the database: a coordinator on a slow line must not hold one open for as long as they load.
What changes meanwhile shows as it is when its row is read; no row is ever missing, because signatures are never deleted.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from operator import add
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Integer, Row, Select, String, bindparam, case, func, select, type_coerce
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

AT_ONCE = 500
"""Rows in memory at a time."""

END = "\r\n"
"""Ends a record: RFC 4180, section 2."""

SAME = "same as above"
"""Stands in the second cell of a row whose line another one already prints."""

_PLACE = array("I").itemsize
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
    ids: array[int] = array("q")
    keys: list[bytes] = []
    for numbers, prints, columns in _all(session, campaign):
        places = place(*columns)
        if not all(prints):
            told = zip(places, numbers, prints, strict=True)
            places = [one if does else _AFTER_ALL + number.to_bytes(8) for one, number, does in told]
        # Every key ends with the row's place in this reading, which keeps the order of equals and leads back to the row.
        keys.extend(map(add, places, _heres(len(ids), len(places))))
        ids.extend(numbers)
    repeats = _behind_their_lines(ids, keys, printed_by) if printed_by else frozenset()
    keys.sort()
    order: array[int] = array("q")
    for start in range(0, len(keys), AT_ONCE):  # a list of all their ends would take half as much again as the keys
        here = _turned(array("I", b"".join([key[-_PLACE:] for key in keys[start : start + AT_ONCE]])))
        order.extend(map(ids.__getitem__, here))
    return Listed(order, repeats)


def _heres(start: int, count: int) -> list[bytes]:
    """What keys end with: NUL, and the place of the row, the highest byte first."""
    found = _turned(array("I", range(start, start + count))).tobytes()
    return [b"\0" + found[at : at + _PLACE] for at in range(0, len(found), _PLACE)]


def _turned(numbers: array[int]) -> array[int]:
    """Numbers between the machine's own order of bytes and the one in which bytes sort as numbers do."""
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _behind_their_lines(ids: Sequence[int], keys: list[bytes], printed_by: Mapping[int, int]) -> frozenset[int]:
    """Give each row whose line another one prints a key right behind that one's; tells which rows these are."""
    concerned = {*printed_by, *printed_by.values()}
    places = {number: at for at, number in enumerate(ids) if number in concerned}
    found = []
    for number, leader in printed_by.items():
        at, ahead = places.get(number), places.get(leader)
        if at is not None and ahead is not None and not keys[at].startswith(_AFTER_ALL):
            # Where two lines read the same, each has its own rows behind it.
            keys[at] = keys[ahead] + b"\0" + number.to_bytes(8) + keys[at][-_PLACE - 1 :]
            found.append(number)
    return frozenset(found)


def rows(reading: Reading, order: Listed) -> Iterator[list[tuple[str, ...]]]:
    """The table's rows under :data:`campaign.tables.HEADER`, in pieces of at most :data:`AT_ONCE`."""
    for numbers, found in _fetched(reading, order, _rows):
        told = zip(numbers, found, strict=True)
        yield [(row[0], SAME, *row[2:]) if number in order.repeats else tuple(row) for number, row in told]


def records(reading: Reading, order: Listed) -> Iterator[str]:
    """The same rows as text, a piece at a time: the cells of each in quotes with commas between them, a quote within a cell
    doubled, and :data:`END` between rows.

    The database writes them. Seventeen cells for every row, made into texts of Python's and joined again, take twice as long.
    """
    for numbers, [[text]] in _fetched(reading, order, _text):
        if order.repeats.isdisjoint(numbers):
            yield text
        else:
            told = zip(numbers, cells_of(text), strict=True)
            yield END.join(
                record_of([line, SAME, *rest] if number in order.repeats else [line, printed, *rest])
                for number, [line, printed, *rest] in told
            )


def record_of(cells: Sequence[str]) -> str:
    """Cells as one record, as :func:`records` has them."""
    return '"' + '","'.join(cell.replace('"', '""') for cell in cells) + '"'


def cells_of(text: str) -> list[list[str]]:
    """The cells of each record of a piece. Any of them may hold a line end."""
    return list(csv.reader(io.StringIO(text, newline="")))


def _fetched(
    reading: Reading, order: Listed, query_of: Callable[[bool], Select[Any]]
) -> Iterator[tuple[list[int], Sequence[Row[Any]]]]:
    """Keys of rows, and what a query finds for these in their order. ``query_of`` makes it, told whether SQLite is asked."""
    query = None
    for start in range(0, len(order.ids), AT_ONCE):
        numbers = order.ids[start : start + AT_ONCE].tolist()
        with reading() as session:
            sqlite = session.get_bind().dialect.name == "sqlite"
            if query is None:  # made once: for each piece again, it takes as long as the database
                query = query_of(sqlite)
            # The connection and not the session: building rows of the mapped kind takes as long as reading them.
            found = session.connection().execute(query, {"numbers": json.dumps(numbers) if sqlite else numbers}).all()
        yield numbers, found


def _rows(sqlite: bool) -> Select[Any]:
    return _in_order(sqlite, *_cells(sqlite))


def _text(sqlite: bool) -> Select[Any]:
    """What has the database write a whole piece."""
    cells = _cells(sqlite)
    if sqlite:
        record = func.printf(",".join(['"%w"'] * len(cells)), *cells)  # %w doubles the quotes
    else:
        record = func.format(",".join(['"%s"'] * len(cells)), *(func.replace(cell, '"', '""') for cell in cells))
    found = _in_order(sqlite, record.label("record")).subquery()
    # Both databases take the records in the order in which the subquery has them: PostgreSQL's manual says so (section 9.21,
    # "supplying the input values from a sorted subquery"), and SQLite keeps a subquery's ORDER BY for this function's sake.
    return select(func.aggregate_strings(found.c.record, END))


def _in_order(sqlite: bool, *shown: ColumnElement[str] | InstrumentedAttribute[str]) -> Select[Any]:
    """What is shown of the rows whose keys are named, in the order of these. SQLite has them as one JSON array: hundreds of
    values cost more to bind than to look up."""
    if sqlite:
        named = func.json_each(bindparam("numbers")).table_valued("value", "key")
    else:
        named = (
            func.unnest(bindparam("numbers", type_=ARRAY(Integer)))
            .table_valued("value", with_ordinality="key")
            .render_derived()
        )
    columns: Sequence[Any] = shown
    query = select(*columns).select_from(named).join(Signature, Signature.id == named.c.value)
    return query.join(Version, Version.id == Signature.version_id).order_by(named.c.key)


def _cells(sqlite: bool) -> tuple[ColumnElement[str] | InstrumentedAttribute[str], ...]:
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


def _all(session: Session, campaign: Campaign) -> Iterator[tuple[Sequence[int], Sequence[bool], list[Sequence[str]]]]:
    """Keys, which of them print, and what their places depend on in columns, of every signature, in pieces."""
    groups = (Signature.scope, Signature.state, Signature.type) if campaign.group_by else ()
    query = select(Signature.id, PRINTS, Signature.kind, Signature.line, Signature.sort_name, *groups)
    ordered = query.where(Signature.campaign_id == campaign.id).order_by(*IN_LIST_ORDER)
    found = session.connection().execute(ordered, execution_options={"yield_per": AT_ONCE})
    for piece in found.partitions():
        columns: list[Any] = [*zip(*piece, strict=True)]
        yield columns[0], columns[1], [*columns[2:], *([] if groups else [("",) * len(piece)] * 3)]
