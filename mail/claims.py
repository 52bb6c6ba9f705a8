"""Taking messages out of the outbox so that nobody else does, and writing down what became of them.

A claim is one statement that only one worker wins. It marks the rows with a word that nobody else knows, and every record
says that word: whoever lost a row, however late it wakes up, overwrites nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, String, bindparam, literal_column, select, update
from sqlalchemy.orm import Session

from database import Database
from mail.leases import Claim, Held, Leases
from mail.models import OutboxMessage

_TABLE = OutboxMessage

WAITING, CLAIMED = literal_column("'waiting'", String), literal_column("'claimed'", String)
"""Written out in the statement: SQLite takes an index of some rows only where it reads that these are meant."""


def claim_due(
    database: Database, moment: datetime, leases: Leases, most: int, channels: Sequence[str]
) -> tuple[Held, list[OutboxMessage]]:
    """Claim up to ``most`` messages of these channels that are due at ``moment``, the longest due first; perhaps none.

    A message whose worker was never heard of again comes when nothing else is due, and alone: perhaps it is what took that
    worker down, and others must not go down with it.
    """
    due = (_TABLE.status == WAITING, _TABLE.next_at <= moment, _TABLE.channel.in_(channels))
    with database.read() as session:
        # Looking first costs nobody the write lock, every few seconds, for nothing.
        waiting = session.scalar(select(_TABLE.id).where(*due).limit(1)) is not None
        left = [] if waiting else leases.abandoned(claims_now(session, channels))
    held = Held(secrets.token_hex(16), leases)
    if waiting:
        # PostgreSQL: each worker passes by what others are just taking. SQLite leaves the lock out of the statement; there a
        # write transaction has the database for itself.
        next_ones = select(_TABLE.id).where(*due).order_by(_TABLE.next_at, _TABLE.id).limit(most)
        # A table of its own (CTE): as a mere subquery, PostgreSQL may run it anew for each row, and claim more than asked.
        chosen = next_ones.with_for_update(skip_locked=True).cte("chosen")
        taking = update(_TABLE).where(_TABLE.id.in_(select(chosen.c.id)), *due)
        with database.write() as session:
            claimed = session.scalars(taking.values(status="claimed", claimed_by=held.word).returning(_TABLE)).all()
        return held, sorted(claimed, key=lambda one: (one.next_at, one.id))
    for number, word in left:
        taking = update(_TABLE).where(_TABLE.id == number, _TABLE.claimed_by == word)
        with database.write() as session:
            taken = session.scalars(taking.values(claimed_by=held.word, cut_off=_TABLE.cut_off + 1).returning(_TABLE)).all()
        if taken:
            return held, list(taken)
    return held, []


def claims_now(session: Session, channels: Sequence[str]) -> list[Claim]:
    """All claims that there are, ours too."""
    query = select(_TABLE.id, _TABLE.claimed_by).where(_TABLE.status == CLAIMED, _TABLE.channel.in_(channels))
    return [(number, word) for number, word in session.execute(query)]


def renew(database: Database, held: Held) -> set[int]:
    """Give a sign of life: change the word of all that is left of a claim. Gives the numbers of what is still ours."""
    word = secrets.token_hex(16)
    with database.write() as session:
        ours = session.scalars(
            update(_TABLE)
            .where(_TABLE.status == CLAIMED, _TABLE.claimed_by == held.word)
            .values(claimed_by=word)
            .returning(_TABLE.id)
        ).all()
    held.renewed(word)
    return set(ours)


def give_back(database: Database, held: Held, numbers: Sequence[int]) -> None:
    """Let go of these messages of a claim: they wait again, as if nothing had been."""
    ours = (_TABLE.id.in_(numbers), _TABLE.claimed_by == held.word)
    with database.write() as session:
        session.execute(update(_TABLE).where(*ours).values(status="waiting", claimed_by=""))


_ROWS = OutboxMessage.__table__
_OURS = update(_ROWS).where(  # type: ignore[arg-type]  # it is a table
    _ROWS.c.id == bindparam("number"), _ROWS.c.claimed_by == bindparam("word")
)
_SENT = _OURS.values(
    status="sent",
    claimed_by="",
    reason="",
    context={},
    **{name: bindparam(name) for name in ("sent_at", "attempts", "first_tried_at")},
)


def record(session: Session, number: int, word: str, **values: Any) -> bool:
    """Write down what became of a message that was claimed with ``word``; the claim ends with it. Gives whether it was still
    ours."""
    done = session.connection().execute(_OURS.values(claimed_by="", **values), {"number": number, "word": word})
    return done.rowcount == 1


def record_sent(connection: Connection, number: int, word: str, values: Mapping[str, Any]) -> None:
    """Write down that a message was sent, where it is still ours; ``values`` are ``sent_at``, ``attempts`` and
    ``first_tried_at``."""
    connection.execute(_SENT, {"number": number, "word": word, **values})
