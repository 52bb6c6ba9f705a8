"""Signed-in browsers. The cookie holds a token; the row decides, so that revoking ends a session at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from coalition.models import Coordinator, DeskSession, Person
from coalition.operations.tokens import new_token, token_hash
from coalition.permissions import Actor, Role

IDLE = timedelta(days=14)
"""A session that nobody used for this long has ended."""

LONGEST = timedelta(days=60)
"""A session ends this long after signing in, however busy."""

SEEN_EVERY = timedelta(minutes=5)
"""How exactly "last seen" is kept: a write for every page would queue readers behind writers."""


@dataclass(frozen=True, slots=True)
class Found:
    """The person behind a token; ``stale`` when "last seen" is due for writing."""

    actor: Actor
    stale: bool


def start(session: Session, person: Person, *, now: datetime, browser: str) -> str:
    """Open a session for ``person`` and give its token, which is kept nowhere. ``browser`` is what the browser calls itself."""
    token = new_token()
    label = "".join(character for character in browser if character.isprintable())[:200]
    row = DeskSession(
        person_id=person.id,
        token_hash=token_hash(token),
        browser=label,
        created_at=now,
        last_seen_at=now,
        expires_at=now + LONGEST,
    )
    session.add(row)
    return token


def actor_of(session: Session, token: str, now: datetime) -> Found | None:
    """Who holds this token, with their roles; None when the session is unknown, revoked, idle for 14 days or 60 days old."""
    row = session.execute(
        select(DeskSession, Person)
        .join(Person, Person.id == DeskSession.person_id)
        .where(DeskSession.token_hash == token_hash(token), *_live(now))
    ).one_or_none()
    if row is None:
        return None
    desk_session, person = row
    held = session.execute(select(Coordinator.coalition_id, Coordinator.role).where(Coordinator.person_id == person.id))
    roles = {coalition_id: cast(Role, role) for coalition_id, role in held}
    actor = Actor(person.id, person.email, person.name, roles, desk_session.id)
    return Found(actor, stale=desk_session.last_seen_at <= now - SEEN_EVERY)


def live_sessions(session: Session, person_id: int, now: datetime) -> list[DeskSession]:
    """The sessions of a person that are open at ``now``, the most recently used first."""
    return list(
        session.scalars(
            select(DeskSession)
            .where(DeskSession.person_id == person_id, *_live(now))
            .order_by(DeskSession.last_seen_at.desc(), DeskSession.id.desc())
        )
    )


def touch(session: Session, session_id: int, now: datetime) -> None:
    """Note that the session was used at ``now``; never moves it back."""
    session.execute(
        update(DeskSession).where(DeskSession.id == session_id, DeskSession.last_seen_at < now).values(last_seen_at=now)
    )


def revoke_session(session: Session, person_id: int, session_id: int, now: datetime) -> bool:
    """End one session of this person; False when they have no such open session (another's does not exist for them)."""
    ended = session.execute(
        update(DeskSession)
        .where(DeskSession.id == session_id, DeskSession.person_id == person_id, DeskSession.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(DeskSession.id)
    )
    return ended.first() is not None


def revoke_all(session: Session, person_id: int, now: datetime, *, but: int | None = None) -> int:
    """End every open session of this person except ``but``; gives how many were ended."""
    ended = session.execute(
        update(DeskSession)
        .where(
            DeskSession.person_id == person_id,
            DeskSession.id != (but or 0),
            *_live(now),
        )
        .values(revoked_at=now)
        .returning(DeskSession.id)
    )
    return len(ended.all())


def _live(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (DeskSession.revoked_at.is_(None), DeskSession.expires_at > now, DeskSession.last_seen_at > now - IDLE)
