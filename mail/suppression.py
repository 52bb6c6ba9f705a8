"""Who gets no more mail, and why. The words of the reasons are for coordinators, beside an invitation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from mail.kinds import Need, need_of
from mail.letterheads import head_of
from mail.models import OutboxMessage, Suppression
from mail.outbox import insert_or_pass
from mail.sealing import MailSeal
from mail.undeliverable import Trouble

Reason = Literal["bounced", "complained", "unsubscribed"]

STOPS: Mapping[Need, tuple[Reason, ...]] = {
    "asked": (),
    "own": ("bounced",),
    "unasked": ("bounced", "complained", "unsubscribed"),
}
"""Which reasons keep which messages from going; :mod:`mail.kinds` says what is what."""

REASONS: Mapping[Reason, str] = {
    "bounced": "earlier mail came back: there is no such mailbox",
    "complained": "its owner called an earlier mail junk",
    "unsubscribed": "its owner wants no more mail about this",
}


def reasons_to_suppress(session: Session, seal: MailSeal, messages: Sequence[OutboxMessage]) -> dict[int, Trouble]:
    """Which of these messages must not go to their mailboxes, by number, and why."""
    keys = {one.id: seal.key(one.recipient) for one in messages if STOPS[need_of(one.kind)]}
    entries: dict[str, list[Suppression]] = {}
    for some in _slices(sorted(set(keys.values()))):
        for entry in session.scalars(select(Suppression).where(Suppression.address_key.in_(some))):
            entries.setdefault(entry.address_key, []).append(entry)
    found: dict[int, Trouble] = {}
    for message in messages:
        theirs = entries.get(keys.get(message.id, ""), [])
        scopes = scopes_of(session, message.scope) if theirs else ()
        reasons = {one.reason for one in theirs if one.reason != "unsubscribed" or one.scope in scopes}
        for reason in STOPS[need_of(message.kind)]:
            if reason in reasons:
                found.setdefault(message.id, Trouble(REASONS[reason], reason == "bounced", reason != "bounced"))
    return found


def _slices(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[start : start + 500] for start in range(0, len(keys), 500))


def scopes_of(session: Session, scope: str) -> tuple[str, ...]:
    """A scope and the wider one around it: whoever wants nothing more from a coalition wants nothing about its campaign."""
    return tuple(one for one in (scope, head_of(session, scope).wider) if one)


def suppress(session: Session, address_key: str, reason: Reason, *, scope: str = "", detail: str = "", now: datetime) -> None:
    """Write down that a mailbox gets no more mail; doing so twice is doing so once. ``scope`` belongs to "unsubscribed"."""
    row = {"address_key": address_key, "reason": reason, "scope": scope, "detail": detail[:200], "made_at": now}
    session.execute(insert_or_pass(Suppression, session.get_bind().dialect.name), [row])


def lift(session: Session, address_key: str, reason: Reason, *, scope: str = "") -> None:
    """Take :func:`suppress` back. Where nothing is, nothing happens."""
    session.execute(
        delete(Suppression).where(
            Suppression.address_key == address_key, Suppression.reason == reason, Suppression.scope == scope
        )
    )


def suppressed(session: Session, address_keys: Sequence[str], scope: str = "") -> dict[str, Reason]:
    """Which of these mailboxes get no unasked mail about ``scope``, and the strongest reason for each."""
    scopes = scopes_of(session, scope)
    wanted: ColumnElement[bool] = or_(
        Suppression.reason != "unsubscribed", and_(Suppression.reason == "unsubscribed", Suppression.scope.in_(scopes))
    )
    found: dict[str, Reason] = {}
    for some in _slices(address_keys):
        rows = session.execute(
            select(Suppression.address_key, Suppression.reason).where(Suppression.address_key.in_(some), wanted)
        )
        for key, name in rows:
            reason = cast("Reason", name)
            if key not in found or STOPS["unasked"].index(reason) < STOPS["unasked"].index(found[key]):
                found[key] = reason
    return found


def counted(session: Session) -> dict[str, int]:
    """How many entries there are for each reason."""
    query = select(Suppression.reason, func.count()).group_by(Suppression.reason)
    return {row[0]: row[1] for row in session.execute(query)}
