"""The rows of the signature table, read piece by piece: a list of 100,000 is written out without ever being held whole.

First the order is found, from the few columns that it depends on; then the rows are fetched in it, a thousand at a time.
Each fetch is a look of its own at the database: a coordinator on a slow line must not hold one open for as long as they load.
What changes meanwhile shows as it is when its row is read; no row is ever missing, because signatures are never deleted.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Row, Select, String, case, func, select, type_coerce
from sqlalchemy import cast as cast_to_text
from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.queries import IN_LIST_ORDER, PRINTS
from letters.models import Version
from signatories.lines import Grouping, Order, placing
from signatories.models import Signature

Reading = Callable[[], AbstractContextManager[Session]]
"""A way to look at the database, as :meth:`database.Database.read` is."""

AT_ONCE = 500
"""Rows in memory at a time."""


@dataclass(frozen=True, slots=True)
class Listed:
    """All signatures of a campaign in the order of the letter's list: their keys, and which of them another one prints."""

    ids: array[int]
    repeats: frozenset[int]


def listed(session: Session, campaign: Campaign) -> Listed:
    """Every signature, in the order of the letter's list; one whose line another already prints stands right after that.

    Those that do not print now (unconfirmed, held, withdrawn) follow at the end, in the order of their coming.
    """
    place = placing(
        hosts=campaign.hosts,
        order=cast(Order, campaign.signature_order),
        ignore_the=campaign.ignore_the,
        by=cast(Grouping, campaign.group_by),
    )
    doubtful = _standing_twice(session, campaign)
    ids: array[int] = array("q")
    keys: list[bytes] = []  # bytes sort like the texts that they encode, and are half as large
    first: dict[tuple[str, str, str], str] = {}
    repeats: set[int] = set()
    for number, prints, kind, line, sort_name, scope, state, address in _all(session, campaign):
        # Every text ends with the row's place in this reading, which keeps the order of equals and leads back to the row.
        here = f"\0{len(ids):08}"
        ids.append(number)
        if not prints:
            keys.append(f"~{number:012}{here}".encode())
            continue
        key = place(kind, line, sort_name, scope, state) + here
        if address and (kind, line) in doubtful:
            identity = (kind, line, address.casefold())
            if identity in first:
                key = f"{first[identity]}\0{number:012}{here}"
                repeats.add(number)
            first.setdefault(identity, key)
        keys.append(key.encode())
    keys.sort()
    return Listed(array("q", (ids[int(key[-8:])] for key in keys)), frozenset(repeats))


def rows(reading: Reading, order: Listed) -> Iterator[list[tuple[str, ...]]]:
    """The table's rows under :data:`campaign.tables.HEADER`, in pieces of at most :data:`AT_ONCE`."""
    for start in range(0, len(order.ids), AT_ONCE):
        numbers = order.ids[start : start + AT_ONCE]
        with reading() as session:
            query = _cells(session).where(Signature.id.in_(numbers.tolist()))
            # The connection and not the session: building rows of the mapped kind takes as long as reading them.
            found = {row[0]: row[1:] for row in session.connection().execute(query)}
        for number in order.repeats.intersection(numbers):
            line, _, *rest = found[number]
            found[number] = (line, "same as above", *rest)
        yield [found[number] for number in numbers]


def _cells(session: Session) -> Select[Any]:
    """What asks for the key and then the cells of a row, all of them text: the database makes them faster than we do."""
    printed = case(
        (Signature.status != "accepted", "no: " + Signature.status),
        (Signature.asked.is_not(None), "no: asked again"),
        else_="yes",
    )
    if session.get_bind().dialect.name == "sqlite":
        moment = func.substr(type_coerce(Signature.signed_at, String), 1, 19)  # kept as text, in UTC
    else:
        moment = func.to_char(func.timezone("UTC", Signature.signed_at), "YYYY-MM-DD HH24:MI:SS")
    texts = (
        Signature.line,
        printed,
        Signature.kind,
        Signature.name_typed,
        Signature.title,
        Signature.affiliation,
        Signature.scope,
        Signature.state,
        Signature.website,
        Signature.contact_name,
        Signature.contact_title,
        Signature.contact_email,
        moment,
        cast_to_text(Version.number, String),
        Signature.version_hash,
        Signature.origin,
    )
    return select(Signature.id, *texts).join(Version, Version.id == Signature.version_id)


def _all(session: Session, campaign: Campaign) -> Iterator[Row[*tuple[Any, ...]]]:
    query = select(
        Signature.id,
        PRINTS,
        Signature.kind,
        Signature.line,
        Signature.sort_name,
        Signature.scope,
        Signature.state,
        Signature.contact_email,
    ).where(Signature.campaign_id == campaign.id)
    ordered = query.order_by(*IN_LIST_ORDER)
    return iter(session.connection().execute(ordered, execution_options={"yield_per": AT_ONCE}))


def _standing_twice(session: Session, campaign: Campaign) -> set[tuple[str, str]]:
    """Kind and line of whatever prints more than once: only these can have come twice from one address."""
    query = select(Signature.kind, Signature.line).where(Signature.campaign_id == campaign.id, PRINTS)
    found = session.execute(query.group_by(Signature.line, Signature.kind).having(func.count() > 1))
    return {(kind, line) for kind, line in found}
