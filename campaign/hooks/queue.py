"""From the audit log into the outbox: what each hook is to be told of.

The log is where every act stands, written in the transaction that did it. Asking hooks at the act itself would make every
signer wait for it; so a worker reads the log instead. It reads an hour further back than it has read before: on PostgreSQL an
entry may be written later than its neighbours with higher numbers, and a request may have arrived a while before it was
written down. Whatever is in the outbox already is passed by (its unique key), so reading twice tells once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import String, cast, exists, literal, select
from sqlalchemy.orm import Session

from campaign.hooks.events import EVENTS
from campaign.hooks.models import Hook
from coalition.models import AuditEntry
from database import Database
from mail.models import OutboxMessage
from mail.outbox import Draft, enqueue_all

KIND = "hook"

LOOK_BACK = timedelta(hours=1)
"""Longer than any act takes from its moment to the disk."""

MOST = 500
"""Entries for one hook in one round."""


def queue_events(database: Database, now: datetime) -> None:
    """The worker's job: for each hook that is awake, put into the outbox what happened since the last time."""
    with database.read() as session:
        awake = session.scalars(select(Hook).where(Hook.paused_at.is_(None), Hook.removed_at.is_(None)).order_by(Hook.id)).all()
        waiting = [hook.id for hook in awake if _untold(session, hook) or now - hook.seen_until > LOOK_BACK]
    for number in waiting:
        with database.write() as session:
            hook = session.get_one(Hook, number, with_for_update=True, populate_existing=True)
            if hook.paused_at is None and hook.removed_at is None:
                _queue(session, hook, now)


def recipient(hook: Hook) -> str:
    """How the outbox names a hook: its address may change, and what waits goes to the new one."""
    return f"hook:{hook.id}"


def about(entry: AuditEntry) -> str:
    """How the outbox names an entry of the audit log."""
    return f"audit:{entry.id}"


def tell(session: Session, hook: Hook, entry: AuditEntry, now: datetime) -> None:
    """Put one entry into the outbox for one hook."""
    draft = Draft(recipient(hook), about(entry), {}, channel="hook")
    # Due when it happened: the same entry is the same message, whoever reads the log.
    enqueue_all(session, KIND, [draft], now=now, due_at=entry.at)


def _queue(session: Session, hook: Hook, now: datetime) -> None:
    entries = _untold(session, hook)
    for entry in entries:
        tell(session, hook, entry, now)
    # A clock that was ahead when an entry was written must not make the log look read up to there.
    hook.seen_until = max(hook.seen_until, min(now, entries[-1].at) if len(entries) == MOST else now)


def _untold(session: Session, hook: Hook) -> Sequence[AuditEntry]:
    acts = [act for event in hook.events for act in EVENTS.get(event, ())]
    there = exists().where(
        OutboxMessage.kind == KIND,
        OutboxMessage.recipient == recipient(hook),
        OutboxMessage.about == literal("audit:").concat(cast(AuditEntry.id, String)),
    )
    query = select(AuditEntry).where(
        AuditEntry.coalition_id == hook.coalition_id,
        AuditEntry.act.in_(acts),
        AuditEntry.at > hook.made_at,
        AuditEntry.at >= hook.seen_until - LOOK_BACK,
        ~there,
    )
    return session.scalars(query.order_by(AuditEntry.at, AuditEntry.id).limit(MOST)).all()
