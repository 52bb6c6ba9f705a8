"""Putting a message into the outbox."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mail.models import OutboxMessage

MESSAGES = Path(__file__).parent / "messages"
"""One folder per kind of message, holding ``subject.txt`` and ``body.txt``."""


def enqueue(
    session: Session,
    kind: str,
    *,
    to: str,
    about: str,
    context: Mapping[str, Any],
    now: datetime,
    due_at: datetime | None = None,
    language: str = "en",
) -> OutboxMessage:
    """Put one message to one address into the outbox, inside the caller's transaction: it goes if and only if that commits.

    ``kind`` names a folder under ``mail/messages``; ``about`` the thing it is about ("signature:12"); ``context`` holds what
    the templates need, as JSON; ``due_at`` (default ``now``) is the earliest moment to send. The same kind, address, thing and
    due moment is the same message: a second call gives the first one back, whatever became of it.

    Raises ValueError for a kind without a folder, an address that is none, and a context that is not JSON.
    """
    if not (MESSAGES / kind / "body.txt").is_file():
        raise ValueError(f"there is no message {kind!r} under mail/messages")
    if to.count("@") != 1 or not to.isprintable() or any(character in ' ,;:<>"()[]\\' for character in to):
        raise ValueError("this is not one mail address")
    message = OutboxMessage(
        kind=kind,
        recipient=to,
        about=about,
        due_at=due_at or now,
        language=language,
        context=json.loads(_as_json(context)),
        created_at=now,
    )
    session.flush()
    try:
        with session.begin_nested():
            session.add(message)
    except IntegrityError:
        # PostgreSQL: another transaction put the same message in between; the savepoint keeps ours alive.
        earlier = _same(session, message)
        if earlier is None:
            raise
        return earlier
    return message


def _as_json(context: Mapping[str, Any]) -> str:
    try:
        return json.dumps(dict(context))
    except TypeError as error:
        raise ValueError(f"a message's context must be JSON: {error}") from None


def _same(session: Session, message: OutboxMessage) -> OutboxMessage | None:
    return session.scalars(
        select(OutboxMessage).where(
            OutboxMessage.kind == message.kind,
            OutboxMessage.recipient == message.recipient,
            OutboxMessage.about == message.about,
            OutboxMessage.due_at == message.due_at,
        )
    ).one_or_none()
