"""Whether a message that waited is still wanted.

Between putting a message into the outbox and sending it, the world goes on: the link is used, the organization signs. Each kind
of message may register a check, which is asked right before sending. The packages above register theirs; mail knows none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from mail.models import OutboxMessage


@dataclass(frozen=True, slots=True)
class Later:
    """The message is wanted, and not now: people there are asleep. It is asked about again at ``moment`` (aware)."""

    moment: datetime


Check = Callable[[Session, OutboxMessage, datetime], str | Later | None]

_checks: dict[str, Check] = {}


def still_wanted(kind: str) -> Callable[[Check], Check]:
    """Register the check for one kind of message: it gives the reason to skip the message, None to send it now, or
    :class:`Later`."""

    def register(check: Check) -> Check:
        if kind in _checks:
            raise ValueError(f"there are two checks for {kind!r}")
        _checks[kind] = check
        return check

    return register


def reason_to_skip(session: Session, message: OutboxMessage, now: datetime) -> str | None:
    """Why this message should not be sent any more, or None. A kind without a check is always wanted."""
    found = asked(session, message, now)
    return None if isinstance(found, Later) else found


def asked(session: Session, message: OutboxMessage, now: datetime) -> str | Later | None:
    """What the check of this kind of message says: the reason to skip it, :class:`Later`, or None to send it now."""
    check = _checks.get(message.kind)
    return check(session, message, now) if check else None
