"""What else must be known when a message will never arrive.

The outbox row says so itself. Some kinds have more behind them: an invitation whose mailbox does not exist is one that nobody
will answer, and its coordinator should see that. The packages above register what to do; mail knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from mail.models import OutboxMessage


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a message was given up. ``mailbox``: there is no such mailbox, or it takes no mail from anybody. Otherwise the
    trouble lay with a server, ours or theirs, or with this message, and the address may be as good as any. ``unwanted``: its
    owner wants no such mail, and none was sent."""

    reason: str
    mailbox: bool
    unwanted: bool = False


Follow = Callable[[Session, OutboxMessage, Trouble, datetime], None]

_follows: dict[str, Follow] = {}


def when_undeliverable(*kinds: str) -> Callable[[Follow], Follow]:
    """Register what follows when a message of one of these kinds is given up: it is called with the session of the transaction
    that records it, the message, the trouble and the moment."""

    def register(follow: Follow) -> Follow:
        for kind in kinds:
            if kind in _follows:
                raise ValueError(f"there are two consequences for {kind!r}")
            _follows[kind] = follow
        return follow

    return register


def follow_up(session: Session, message: OutboxMessage, trouble: Trouble, now: datetime) -> None:
    """Do what was registered for this kind of message; nothing for most."""
    follow = _follows.get(message.kind)
    if follow is not None:
        follow(session, message, trouble, now)
