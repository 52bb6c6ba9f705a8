"""Adding a hook, pausing it, and taking it away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from campaign.hooks.events import EVENTS
from campaign.hooks.models import Hook
from campaign.hooks.queue import KIND, recipient, tell
from coalition import audit
from coalition.models import AuditEntry
from coalition.permissions import Actor, called
from errors import UserError
from letters.links.addresses import RefusedError, taken_apart
from mail.models import OutboxMessage

MOST_HOOKS = 10
"""Hooks of one coalition."""

BY_HAND = "paused by hand"


def add(session: Session, coalition_id: int, url: str, events: Sequence[str], *, by: Actor | str, now: datetime) -> Hook:
    """Tell ``url`` of ``events`` (:data:`campaign.hooks.events.EVENTS`) from now on.

    Raises :class:`~errors.UserError` for an address that is not https on the open internet, for no event, and for one too many.
    """
    url = checked(url)
    kept = [event for event in EVENTS if event in events]
    if not kept:
        raise UserError("Choose at least one event.", field="events")
    there = select(func.count()).where(Hook.coalition_id == coalition_id, Hook.removed_at.is_(None))
    if (session.scalar(there) or 0) >= MOST_HOOKS:
        raise UserError("A coalition has at most %(most)d hooks. Take one away first.", field="url", most=MOST_HOOKS)
    hook = Hook(coalition_id=coalition_id, url=url, events=kept, seen_until=now, made_by=called(by), made_at=now)
    session.add(hook)
    session.flush()
    _record(session, hook, "hook.added", by, now, events=kept)
    return hook


def checked(url: str) -> str:
    """``url`` as it is kept. Raises :class:`~errors.UserError` for one that is no https address of the open internet: where
    its name leads is looked at again each time (:mod:`letters.links.fetch`)."""
    try:
        address = taken_apart(url.strip())
    except RefusedError as error:
        raise UserError(error.sentence, field="url") from error
    if address.scheme != "https":
        raise UserError("Hooks are told over https only: what is sent must be read by nobody on the way.", field="url")
    return address.url


def pause(session: Session, hook: Hook, *, by: Actor | str, now: datetime) -> None:
    """Tell it nothing until it is resumed. What happens meanwhile is told then."""
    if hook.paused_at is None:
        hook.paused_at, hook.pause_reason = now, BY_HAND
        _record(session, hook, "hook.paused", by, now)


def resume(session: Session, hook: Hook, *, by: Actor | str, now: datetime) -> None:
    """Tell it again: what happened meanwhile, and what it did not take before it was paused."""
    if hook.paused_at is None:
        return
    hook.paused_at, hook.pause_reason = None, ""
    given_up = (OutboxMessage.kind == KIND, OutboxMessage.recipient == recipient(hook), OutboxMessage.status == "failed")
    # In the order in which it happened: what is due goes by that.
    anew = {"status": "waiting", "next_at": OutboxMessage.due_at, "attempts": 0, "first_tried_at": None}
    session.execute(update(OutboxMessage).where(*given_up).values(**anew))
    _record(session, hook, "hook.resumed", by, now)


def renew_secret(session: Session, hook: Hook, *, by: Actor | str, now: datetime) -> None:
    """Sign with another secret from now on."""
    hook.generation += 1
    _record(session, hook, "hook.secret_renewed", by, now)


def remove(session: Session, hook: Hook, *, by: Actor | str, now: datetime) -> None:
    """Tell it nothing any more, for good."""
    if hook.removed_at is None:
        hook.removed_at = now
        _record(session, hook, "hook.removed", by, now)


def ping(session: Session, hook: Hook, *, by: Actor | str, now: datetime) -> None:
    """Tell it something that says nothing, to see whether it arrives."""
    _record(session, hook, "hook.pinged", by, now)
    pinged = select(AuditEntry).where(AuditEntry.act == "hook.pinged", AuditEntry.subject == recipient(hook))
    tell(session, hook, session.scalars(pinged.order_by(AuditEntry.id.desc()).limit(1)).one(), now)


def _record(session: Session, hook: Hook, act: str, by: Actor | str, now: datetime, **detail: object) -> None:
    """The host and no more: the rest of such an address is often a key."""
    host = hook.url.split("/")[2]
    audit.record(session, act, by=by, coalition_id=hook.coalition_id, subject=recipient(hook), now=now, host=host, **detail)
