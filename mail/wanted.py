"""Whether a message that waited is still wanted.

Between putting a message into the outbox and sending it, the world goes on: the link is used, the organization signs. Each kind
of message may register a check, which is asked right before sending. The packages above register theirs; mail knows none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from mail.models import OutboxMessage


@dataclass(frozen=True, slots=True)
class Later:
    """The message is wanted, and not now: people there are asleep. It is asked about again at ``moment`` (aware)."""

    moment: datetime


Check = Callable[[Session, OutboxMessage, datetime], str | Later | None]
CheckAll = Callable[[Session, Sequence[OutboxMessage], datetime], Mapping[int, str]]

_checks: dict[str, Check] = {}
_checks_of_all: dict[str, CheckAll] = {}


def still_wanted(kind: str) -> Callable[[Check], Check]:
    """Register the check for one kind of message: it gives the reason to skip the message, None to send it now, or
    :class:`Later`."""

    def register(check: Check) -> Check:
        _only_one(kind)
        _checks[kind] = check
        return check

    return register


def all_still_wanted(*kinds: str) -> Callable[[CheckAll], CheckAll]:
    """Register a check that looks at many messages of these kinds at once, some dozens: it gives the reasons to skip some of
    them, by their numbers. For what goes out by the thousand."""

    def register(check: CheckAll) -> CheckAll:
        for kind in kinds:
            _only_one(kind)
            _checks_of_all[kind] = check
        return check

    return register


def _only_one(kind: str) -> None:
    if kind in _checks or kind in _checks_of_all:
        raise ValueError(f"there are two checks for {kind!r}")


def answers(session: Session, messages: Sequence[OutboxMessage], now: datetime) -> dict[int, str | Later | Exception]:
    """Which of these messages should not be sent now, by number: the reason to skip it, :class:`Later`, or what a check raised.
    A kind without a check is always wanted."""
    found: dict[int, str | Later | Exception] = {}
    together: dict[CheckAll, list[OutboxMessage]] = {}
    for message in messages:
        if message.kind in _checks_of_all:
            together.setdefault(_checks_of_all[message.kind], []).append(message)
        elif message.kind in _checks:
            try:
                reason = _checks[message.kind](session, message, now)
            except Exception as error:
                session.rollback()  # PostgreSQL answers nothing more in a transaction in which a statement failed
                found[message.id] = error
            else:
                if reason is not None:
                    found[message.id] = reason
    for check, theirs in together.items():
        try:
            found |= check(session, theirs, now)
        except Exception as error:
            session.rollback()
            found |= {message.id: error for message in theirs}
    return found


def reason_to_skip(session: Session, message: OutboxMessage, now: datetime) -> str | None:
    """Why one message should not be sent any more; None to send it, now or :class:`Later`. Raises what its check raises."""
    found = answers(session, [message], now).get(message.id)
    if isinstance(found, Exception):
        raise found
    return None if isinstance(found, Later) else found
