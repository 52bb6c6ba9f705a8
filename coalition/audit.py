"""The audit log: one line per act, written in the transaction of the act itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from coalition.models import AuditEntry
from coalition.permissions import Actor

_ENTER = insert(AuditEntry.__table__).inline()  # type: ignore[arg-type]  # a table, though SQLAlchemy's types say less
"""A row and no object, and no word of its number: nobody needs it back, and every signature writes one."""


def record(
    session: Session,
    act: str,
    *,
    by: Actor | str,
    coalition_id: int | None,
    subject: str = "",
    now: datetime,
    **detail: Any,
) -> None:
    """Write down who did what.

    ``act`` is the dotted verb ("letter.saved"), ``subject`` the thing ("campaign:river-cities"), ``by`` the signed-in person or
    a word for what is nobody ("the command line", "the deadline"), ``now`` an aware moment. ``detail`` must be JSON and hold
    no secret and no signer's address: every coordinator of the coalition can read it.
    """
    person_id, name = (by.person_id, by.called) if isinstance(by, Actor) else (None, by)
    row = {
        "coalition_id": coalition_id,
        "person_id": person_id,
        "actor": name,
        "act": act,
        "subject": subject,
        "detail": detail,
        "at": now,
    }
    session.flush()  # the row is written past the session, and may name a coalition that is only being made
    session.connection().execute(_ENTER, row)
