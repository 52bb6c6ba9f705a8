"""Signing in by a link that is mailed, works once, and tells nobody who has an account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from coalition.models import Person, SignInLink
from coalition.operations import sessions
from coalition.operations.people import canonical_address
from coalition.operations.tokens import new_token, token_hash
from errors import UserError
from mail.models import OutboxMessage
from mail.outbox import enqueue
from mail.wanted import still_wanted

VALID = timedelta(minutes=30)
"""How long a link works."""

WINDOW = timedelta(minutes=15)
LINKS_PER_WINDOW = 3
"""At most this many links per person and window, so that the form cannot flood a mailbox."""


class LinkSpent(UserError):  # noqa: N818  (an outcome, not a mistake)
    """The link was used, has expired, or never existed. Which of them is not told."""

    def __init__(self) -> None:
        super().__init__("This sign-in link does not work any more. Links work once, for 30 minutes. Please ask for a new one.")


def request_sign_in(session: Session, email: str, now: datetime, make_url: Callable[[str], str]) -> None:
    """Mail a sign-in link to the person at ``email``, if there is one and they did not just get three.

    Nothing is returned, so that the page cannot differ between known and unknown addresses. ``make_url`` turns the token into
    the full address of the link's page. Raises UserError only for what is no mail address at all.
    """
    address = canonical_address(email)
    person = session.scalars(select(Person).where(Person.email == address).with_for_update()).one_or_none()
    if person is None:
        return
    recent = session.scalar(
        select(func.count())
        .select_from(SignInLink)
        .where(SignInLink.person_id == person.id, SignInLink.created_at > now - WINDOW, SignInLink.used_at.is_(None))
    )
    if (recent or 0) >= LINKS_PER_WINDOW:
        return
    link, token = new_link(session, person, now)
    context = {"url": make_url(token), "minutes": int(VALID.total_seconds()) // 60}
    enqueue(session, "sign_in", to=person.email, about=f"sign-in:{link.id}", context=context, now=now)


def new_link(session: Session, person: Person, now: datetime) -> tuple[SignInLink, str]:
    """A one-time link for ``person``, valid for 30 minutes, and its token."""
    token = new_token()
    link = SignInLink(person_id=person.id, token_hash=token_hash(token), created_at=now, expires_at=now + VALID)
    session.add(link)
    session.flush()
    return link, token


def link_works(session: Session, token: str, now: datetime) -> bool:
    """Whether the link would work now; looking does not use it."""
    live = select(SignInLink.id).where(
        SignInLink.token_hash == token_hash(token), SignInLink.used_at.is_(None), SignInLink.expires_at > now
    )
    return session.scalar(live) is not None


def open_session(session: Session, token: str, now: datetime, browser: str) -> str:
    """Use the link, once, and open a session; gives the session's token for the cookie.

    The check and the mark are one statement: of two browsers that press the button at the same moment, one gets in. Raises
    :class:`LinkSpent`.
    """
    used = session.execute(
        update(SignInLink)
        .where(SignInLink.token_hash == token_hash(token), SignInLink.used_at.is_(None), SignInLink.expires_at > now)
        .values(used_at=now)
        .returning(SignInLink.person_id)
    ).one_or_none()
    person = session.get(Person, used.person_id) if used else None
    if person is None:
        raise LinkSpent
    return sessions.start(session, person, now=now, browser=browser)


@still_wanted("sign_in")
def _unused(session: Session, message: OutboxMessage, now: datetime) -> str | None:
    """A link that was used, or expired while the mail server was away, is not worth a mail any more."""
    link = session.get(SignInLink, int(message.about.removeprefix("sign-in:")))
    if link is None or link.used_at is not None:
        return "the link was used already"
    if link.expires_at <= now:
        return "the link expired before it could be sent"
    return None
