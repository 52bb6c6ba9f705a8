"""What is done about mail that came back: the mailbox is written to no more, or it is only noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mail.bounces.reading import Returned, What, read
from mail.models import OutboxMessage
from mail.sealing import MailSeal
from mail.suppression import suppress
from mail.undeliverable import Trouble, follow_up


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a mail was, and the number of the message that it is about; None when it carries no mark of ours."""

    what: What
    message: int | None = None


def record_returned(session: Session, seal: MailSeal, raw: bytes, now: datetime) -> Recorded:
    """Read a mail that came back and do what follows from it. The same mail twice changes nothing the second time.

    Given up for good: where the mailbox does not exist, nothing more goes there, and what is known of the message follows
    (:mod:`mail.undeliverable`). Called junk: nothing more goes there that was not asked for. Delayed: it is noted in the row.
    Answers are for people, and change nothing. Without a genuine mark of ours nothing is done: anybody may write such a mail.
    """
    found = read(raw)
    number = next((number for mark in found.marks if (number := seal.marked(mark)) is not None), None)
    message = session.scalar(select(OutboxMessage).where(OutboxMessage.id == number)) if number is not None else None
    if message is None:
        return Recorded(found.what)
    if found.what == "failed" and message.returned_at is None:
        _failed(session, seal, message, found, now)
    elif found.what == "complaint":
        _complained(session, seal, message, now)
    elif found.what == "delayed" and message.returned_at is None:
        message.reason = f"delayed on the way ({found.status or 'no code'})"
    session.flush()
    return Recorded(found.what, message.id)


def _failed(session: Session, seal: MailSeal, message: OutboxMessage, found: Returned, now: datetime) -> None:
    message.returned_at = now
    code = found.status or "no code"
    message.reason = f"it came back ({code})"
    if found.mailbox:
        suppress(session, seal.key(message.recipient), "bounced", detail=found.status, now=now)
    follow_up(session, message, Trouble(f"the mail came back ({code})", found.mailbox), now)


def _complained(session: Session, seal: MailSeal, message: OutboxMessage, now: datetime) -> None:
    suppress(session, seal.key(message.recipient), "complained", now=now)
    if message.returned_at is None:
        message.returned_at = now
        message.reason = "its reader called it junk"
        follow_up(session, message, Trouble("its reader called the mail junk", mailbox=False, unwanted=True), now)
