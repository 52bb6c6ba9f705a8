"""What else must be known when a message will never arrive.

The outbox row says so itself. Some kinds have more behind them: an invitation whose mailbox does not exist is one that nobody
will answer, and its coordinator should see that. The packages above register what to do; mail knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from mail.models import OutboxMessage

Follow = Callable[[Session, OutboxMessage, str, datetime], None]

_follows: dict[str, Follow] = {}


def when_undeliverable(*kinds: str) -> Callable[[Follow], Follow]:
    """Register what follows when a message of one of these kinds is refused for good: it is called with the session of the
    transaction that records it, the message, the server's words and the moment."""

    def register(follow: Follow) -> Follow:
        for kind in kinds:
            if kind in _follows:
                raise ValueError(f"there are two consequences for {kind!r}")
            _follows[kind] = follow
        return follow

    return register


def follow_up(session: Session, message: OutboxMessage, reason: str, now: datetime) -> None:
    """Do what was registered for this kind of message; nothing for most."""
    follow = _follows.get(message.kind)
    if follow is not None:
        follow(session, message, reason, now)
