"""Putting a message into the outbox."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from database import Base
from mail.models import OutboxMessage

MESSAGES = Path(__file__).parent / "messages"
"""One folder per kind of message, holding ``subject.txt`` and ``body.txt``."""

LONGEST_NAME = 200
"""Characters of a sender's name: longer ones are cut, and nobody reads that far."""


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
    scope: str = "",
    reply_to: str = "",
    sender_name: str = "",
    attach: tuple[str, ...] = (),
) -> None:
    """Put one message to one address into the outbox, inside the caller's transaction: it goes if and only if that commits.

    ``kind`` names a folder under ``mail/messages``; ``about`` the thing it is about ("signature:12"); ``context`` holds what
    the templates need, as JSON; ``due_at`` (default ``now``) is the earliest moment to send. The same kind, address, thing and
    due moment is the same message: a second call changes nothing, whatever became of the first one.

    ``scope`` says on whose behalf ("campaign:12"): from there come the name of the sender and the address for answers
    (:mod:`mail.letterheads`), and from it a recipient unsubscribes, where the kind is one of those that people may do without
    (:mod:`mail.kinds`). ``reply_to`` and ``sender_name`` say otherwise for this message; ``attach`` names what goes with it
    ("edition-file:12", :mod:`mail.attachments`).

    Raises ValueError for a kind without a folder, an address that is none, and a context that is not JSON.
    """
    draft = Draft(to, about, context, language, scope=scope, reply_to=reply_to, sender_name=sender_name, attach=attach)
    row = _row(kind, draft, now, due_at)
    session.flush()  # what the message is about comes before it
    connection = session.connection()  # a row and no object, past what the session does for those
    connection.execute(insert_or_pass(OutboxMessage, connection.dialect.name), row)


@dataclass(frozen=True, slots=True)
class Draft:
    """One of many messages of a kind; see :func:`enqueue` for what each field means.

    With a reason to ``skip`` it, it is written down and never sent. On another ``channel`` than mail, ``to`` is what that
    channel knows the receiver by, and no folder is needed for the kind.
    """

    to: str
    about: str
    context: Mapping[str, Any]
    language: str = "en"
    skip: str = ""
    scope: str = ""
    reply_to: str = ""
    sender_name: str = ""
    attach: tuple[str, ...] = ()
    channel: str = "mail"


def enqueue_all(session: Session, kind: str, drafts: Iterable[Draft], *, now: datetime, due_at: datetime | None = None) -> int:
    """Put many messages of one kind into the outbox at once, for a list of thousands: one statement instead of one each.

    What holds for :func:`enqueue` holds for each of them: a message that is there already is left as it is. Gives how many were
    not there yet.
    """
    rows = [_row(kind, draft, now, due_at) for draft in drafts]
    if not rows:
        return 0
    session.flush()
    # Each new row says that it is there: what a driver counts for many rows at once differs from one to the next.
    added = session.scalars(insert_or_pass(OutboxMessage, session.get_bind().dialect.name).returning(OutboxMessage.id), rows)
    return len(added.all())


@cache
def insert_or_pass(table: type[Base], dialect: str) -> Any:
    """An INSERT that passes by a row that is there. Asking first would not do: on PostgreSQL another transaction may put it in
    between, and a failed INSERT would take the whole transaction with it. It tells no number unless asked to return it."""
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert

        return insert(table.__table__).on_conflict_do_nothing().inline()  # type: ignore[arg-type]  # it is a table
    from sqlalchemy.dialects import postgresql  # late: a process on SQLite saves 2 MB

    return postgresql.insert(table.__table__).on_conflict_do_nothing().inline()  # type: ignore[arg-type]


def _row(kind: str, draft: Draft, now: datetime, due_at: datetime | None) -> dict[str, Any]:
    if draft.channel == "mail":
        _check(kind, draft.to)
    if draft.reply_to and not _is_address(draft.reply_to):
        raise ValueError("answers must go to one mail address")
    try:
        json.dumps(draft.context)
    except TypeError as error:
        raise ValueError(f"a message's context must be JSON: {error}") from None
    return {
        "kind": kind,
        "channel": draft.channel,
        "recipient": draft.to,
        "about": draft.about,
        "due_at": due_at or now,
        "next_at": due_at or now,
        "language": draft.language,
        "context": draft.context,
        "scope": draft.scope,
        "reply_to": draft.reply_to,
        "sender_name": " ".join(draft.sender_name.split())[:LONGEST_NAME],
        "attach": list(draft.attach),
        "status": "skipped" if draft.skip else "waiting",
        "reason": draft.skip,
        "created_at": now,
    }


@cache
def _known(kind: str) -> bool:
    return (MESSAGES / kind / "body.txt").is_file()


def _check(kind: str, to: str) -> None:
    if not _known(kind):
        raise ValueError(f"there is no message {kind!r} under mail/messages")
    if not _is_address(to):
        raise ValueError("this is not one mail address")


def _is_address(to: str) -> bool:
    return to.count("@") == 1 and to.isprintable() and not any(character in ' ,;:<>"()[]\\' for character in to)
