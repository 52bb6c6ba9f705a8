"""Whether mail flows, as the outbox tells: what waits and since when, what went last, what did not go, and who is at work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from mail.beats import ALIVE
from mail.models import OutboxMessage, WorkerBeat
from mail.suppression import counted

LATELY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Messages of one kind that are due and have not gone, and since when the oldest is due."""

    kind: str
    count: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Health:
    """What is known of the mail at a moment."""

    due: Sequence[Waiting] = ()
    later: int = 0
    """How many wait for a moment that is still to come: reminders, and what is to be tried again."""
    retried: int = 0
    """How many of all that wait were tried in vain."""
    last_sent: datetime | None = None
    last_trouble: str = ""
    """What went wrong the last time, in the server's words."""
    failed: int = 0
    returned: int = 0
    """Given up, and come back, within the last day."""
    suppressed: Mapping[str, int] = field(default_factory=dict)
    alive: int = 0
    """Workers that gave a sign of life lately."""

    @property
    def oldest(self) -> datetime | None:
        """Since when the oldest message waits that is due."""
        return min((one.since for one in self.due), default=None)


def health(session: Session, now: datetime, scopes: Sequence[str] | None = None) -> Health:
    """The state of the mail at ``now``; only of messages about ``scopes``, where they are named."""
    ours: ColumnElement[bool] = OutboxMessage.scope.in_(scopes) if scopes is not None else true()
    waits = (OutboxMessage.status.in_(("waiting", "claimed")), ours)

    def count(*where: ColumnElement[bool]) -> int:
        return session.scalar(select(func.count()).select_from(OutboxMessage).where(*where)) or 0

    due = (
        select(OutboxMessage.kind, func.count(), func.min(OutboxMessage.due_at))
        .where(*waits, OutboxMessage.next_at <= now)
        .group_by(OutboxMessage.kind)
        .order_by(func.min(OutboxMessage.due_at))
    )
    trouble = (
        select(OutboxMessage.reason)
        .where(ours, OutboxMessage.status.in_(("waiting", "failed")), OutboxMessage.attempts > 0)
        .order_by(OutboxMessage.next_at.desc())
        .limit(1)
    )
    return Health(
        due=[Waiting(*row) for row in session.execute(due)],
        later=count(*waits, OutboxMessage.next_at > now),
        retried=count(*waits, OutboxMessage.attempts > 0),
        last_sent=session.scalar(select(func.max(OutboxMessage.sent_at)).where(ours)),
        last_trouble=session.scalar(trouble) or "",
        failed=count(ours, OutboxMessage.status == "failed", OutboxMessage.next_at > now - LATELY),
        returned=count(ours, OutboxMessage.returned_at > now - LATELY),
        suppressed=counted(session),
        alive=session.scalar(select(func.count()).where(WorkerBeat.beat_at > now - ALIVE)) or 0,
    )
