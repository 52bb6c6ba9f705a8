"""Sending what is due.

A message is *claimed* with a lease, sent outside any transaction, and its result recorded. Any number of workers may do so at
once: a claim is one statement that only one of them wins. What this cannot promise is "exactly once": a worker that dies after
the server's "250 OK" and before the record leaves a claim behind, and when its lease ends the message is sent again (at least
once). The second copy carries the same Message-ID as the first.

A message that is to be tried again later stays claimed until that later moment, which is all that waiting means.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, and_, or_, select, update

from database import Database
from mail.compose import compose
from mail.models import OutboxMessage
from mail.sender import MailboxError, PermanentError, Sender, UnreachableError
from mail.undeliverable import Trouble, follow_up
from mail.wanted import Later, asked

LEASE = timedelta(minutes=10)
"""How long a claim holds: longer than the slowest conversation with a server can take."""

BACKOFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8))
"""The pauses between attempts; when the last one fails, the message has failed."""

PASS = 60.0
"""Seconds after which a pass stops taking new messages: the worker has deadlines to keep as well."""

log = logging.getLogger("undersigned.mail")

Outcome = Literal["sent", "skipped", "failed", "postponed"]


@dataclass(frozen=True, slots=True)
class Report:
    """What a pass did: how many messages were sent, skipped, given up, and put off until later."""

    sent: int = 0
    skipped: int = 0
    failed: int = 0
    postponed: int = 0


def send_due(database: Database, sender: Sender, now: datetime, limit: int = 200) -> Report:
    """Send what is due at ``now`` (aware), at most ``limit`` messages and for about a minute; then give an account.

    Ends early when the server cannot be reached. Mail that the server or a template makes impossible never raises here: it is
    recorded in its row. Only a database that fails raises.
    """
    started = time.monotonic()
    counts: Counter[Outcome] = Counter()
    try:
        for _ in range(limit):
            spent = time.monotonic() - started
            moment = now + timedelta(seconds=spent)
            message = _claim(database, moment) if spent < PASS else None
            if message is None:
                break
            outcome, reachable = _deliver(database, sender, message, moment)
            counts[outcome] += 1
            if not reachable:
                break
    finally:
        sender.close()
    return Report(counts["sent"], counts["skipped"], counts["failed"], counts["postponed"])


def sending(sender: Sender) -> Callable[[Database, datetime], None]:
    """The worker's job of sending mail through ``sender``."""

    def send_mail(database: Database, now: datetime) -> None:
        report = send_due(database, sender, now)
        if report != Report():
            log.info(
                "mail: %d sent, %d skipped, %d failed, %d to try again",
                report.sent,
                report.skipped,
                report.failed,
                report.postponed,
            )

    return send_mail


def _due(moment: datetime) -> ColumnElement[bool]:
    return or_(
        and_(OutboxMessage.status == "waiting", OutboxMessage.due_at <= moment),
        and_(OutboxMessage.status == "claimed", OutboxMessage.claimed_until <= moment),
    )


def _claim(database: Database, moment: datetime) -> OutboxMessage | None:
    """Take the next due message, so that nobody else does before the lease ends.

    PostgreSQL: SKIP LOCKED lets each worker pass by the rows that others are just taking. SQLite leaves the lock out of the
    statement; there the write transaction has the database for itself, and the condition in the UPDATE stands guard as well.
    """
    next_due = select(OutboxMessage.id).where(_due(moment)).order_by(OutboxMessage.due_at, OutboxMessage.id).limit(1)
    with database.read() as session:
        if session.scalar(next_due) is None:
            return None  # looking first costs nobody the write lock, every few seconds, for nothing
    with database.write() as session:
        chosen = session.scalar(next_due.with_for_update(skip_locked=True))
        return session.scalars(
            update(OutboxMessage)
            .where(OutboxMessage.id == chosen, _due(moment))
            .values(status="claimed", claimed_until=moment + LEASE, attempts=OutboxMessage.attempts + 1)
            .returning(OutboxMessage)
        ).one_or_none()


def _deliver(database: Database, sender: Sender, message: OutboxMessage, moment: datetime) -> tuple[Outcome, bool]:
    """Send one claimed message and record how it went; also whether the server could be reached."""
    if message.attempts > len(BACKOFF) + 1:
        # Each of these attempts took the whole process down, or it would have been recorded. There must be an end to it.
        return _record(database, message, "failed", "every attempt was cut off before it ended", moment), True
    try:
        with database.read() as session:
            unwanted = asked(session, message, moment)
        if isinstance(unwanted, Later):
            return _put_off(database, message, max(unwanted.moment, moment + BACKOFF[0])), True
        if unwanted is not None:
            return _record(database, message, "skipped", unwanted, moment), True
        sender.send(compose(message))
    except PermanentError as error:
        mailbox = isinstance(error, MailboxError)
        return _record(database, message, "failed", str(error), moment, mailbox=mailbox), True
    except UnreachableError as error:
        return _postpone(database, message, str(error), moment), False
    except Exception as error:
        # A server's passing trouble, or a mistake of ours in a template or a check: others must not wait behind it.
        log.warning("message %d (%s) could not be sent: %s", message.id, message.kind, type(error).__name__)
        return _postpone(database, message, f"{type(error).__name__}: {error}", moment), True
    return _record(database, message, "sent", "", moment), True


def _put_off(database: Database, message: OutboxMessage, until: datetime) -> Outcome:
    """Nothing went wrong, so this was no attempt."""
    _write(database, message, {"claimed_until": until, "attempts": message.attempts - 1, "reason": "waits for a better hour"})
    return "postponed"


def _postpone(database: Database, message: OutboxMessage, reason: str, moment: datetime) -> Outcome:
    if message.attempts > len(BACKOFF):
        return _record(database, message, "failed", reason, moment)
    later = moment + BACKOFF[message.attempts - 1]
    _write(database, message, {"claimed_until": later, "reason": reason[:500]})
    return "postponed"


def _record(
    database: Database,
    message: OutboxMessage,
    status: Literal["sent", "skipped", "failed"],
    reason: str,
    moment: datetime,
    *,
    mailbox: bool = False,
) -> Outcome:
    """Write down the end of a message. Its context goes: it may hold a link that opens something. ``mailbox`` is as in
    :class:`~mail.undeliverable.Trouble`."""
    sent_at = moment if status == "sent" else None
    _write(
        database,
        message,
        {"status": status, "reason": reason[:500], "sent_at": sent_at, "claimed_until": None, "context": {}},
        (Trouble(reason[:500], mailbox), moment) if status == "failed" else None,
    )
    return status


def _write(
    database: Database, message: OutboxMessage, values: dict[str, object], given_up: tuple[Trouble, datetime] | None = None
) -> None:
    """Record only on our own claim: if the lease ended and another worker has the message now, the word is theirs."""
    with database.write() as session:
        recorded = session.execute(
            update(OutboxMessage)
            .where(
                OutboxMessage.id == message.id,
                OutboxMessage.status == "claimed",
                OutboxMessage.attempts == message.attempts,
            )
            .values(**values)
            .returning(OutboxMessage.id)
        ).one_or_none()
        if recorded is not None and given_up is not None:
            follow_up(session, message, *given_up)
