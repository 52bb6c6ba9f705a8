"""How an invitation stands, and finding invitations by that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select
from sqlalchemy.orm import Session

from campaign.models import Campaign
from signatories.models import Invitation, Signature

Status = Literal[
    "not sent", "invited", "opened", "reviewing", "confirming", "signed", "declined", "unsubscribed", "bounced", "revoked"
]
"""confirming: signed through the link with another address, to which a mail went that is not answered yet. Nothing that was
said after it takes that back: whoever then lets the board decide, or declines, has answered otherwise."""

WAITING: tuple[Status, ...] = ("invited", "opened", "reviewing")
"""Has the mail, and has not answered."""

_unconfirmed = select(Signature.id).where(Signature.invitation_id == Invitation.id, Signature.status == "unconfirmed")

_SENT_FORM = _unconfirmed.exists()

_CONFIRMING = _unconfirmed.where(
    *(or_(said.is_(None), Signature.signed_at > said) for said in (Invitation.declined_at, Invitation.reviewing_at))
).exists()

_STATUS: tuple[tuple[Status, ColumnElement[bool]], ...] = (
    # The first that fits is the status.
    ("signed", Invitation.signed_at.is_not(None)),
    ("confirming", _CONFIRMING),
    ("declined", Invitation.declined_at.is_not(None)),
    ("revoked", Invitation.revoked_at.is_not(None)),
    ("unsubscribed", Invitation.unsubscribed_at.is_not(None)),
    ("reviewing", Invitation.reviewing_at.is_not(None)),
    ("bounced", Invitation.bounced_at.is_not(None)),
    ("opened", Invitation.opened_at.is_not(None)),
    ("invited", Invitation.sent_at.is_not(None)),
)

STATUSES: tuple[Status, ...] = (
    *("not sent", "invited", "opened", "reviewing", "confirming"),
    *("signed", "declined", "unsubscribed", "bounced", "revoked"),
)

_name = case(*((condition, name) for name, condition in _STATUS), else_="not sent")

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """An invitation and how it stands."""

    invitation: Invitation
    status: Status


@dataclass(frozen=True, slots=True)
class Found:
    """One page of invitations. ``counts`` has every status, for the campaign as a whole; ``total`` is how many fit."""

    rows: Sequence[Standing]
    counts: Mapping[Status, int]
    total: int
    page: int
    pages: int


def find(session: Session, campaign: Campaign, *, status: str = "", words: str = "", page: int = 1) -> Found:
    """The invitations that have this status ("" any, "waiting" any of :data:`WAITING`) and these words, newest last."""
    fits = _fitting(campaign, status, words)
    total = session.scalar(select(func.count()).select_from(Invitation).where(*fits)) or 0
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), pages)
    query = select(Invitation, _name).where(*fits).order_by(Invitation.id).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    rows = [Standing(invitation, name) for invitation, name in session.execute(query)]
    return Found(rows, counts(session, campaign), total, page, pages)


def counts(session: Session, campaign: Campaign) -> dict[Status, int]:
    """How many invitations of the campaign have each status."""
    query = select(_name, func.count()).where(Invitation.campaign_id == campaign.id).group_by(_name)
    found: dict[str, int] = {row[0]: row[1] for row in session.execute(query)}
    return {status: found.get(status, 0) for status in STATUSES}


def waiting_for_boards(session: Session, campaign: Campaign, today: date) -> list[tuple[date, int]]:
    """Until which days, from ``today`` on, contacts asked for time, and how many for each: what closing now would cut short."""
    query = select(Invitation.needs_until, func.count()).where(
        Invitation.campaign_id == campaign.id, _name == "reviewing", Invitation.needs_until >= today
    )
    found = session.execute(query.group_by(Invitation.needs_until).order_by(Invitation.needs_until))
    return [(day, count) for day, count in found if day is not None]


def standing(
    session: Session, campaign: Campaign, *, status: str = "", words: str = "", numbers: Sequence[int] | None = None
) -> list[Standing]:
    """All invitations with this status and these words, or those of ``numbers`` (another campaign's are passed over)."""
    if numbers is None:
        query = select(Invitation, _name).where(*_fitting(campaign, status, words)).order_by(Invitation.id)
        return [Standing(invitation, name) for invitation, name in session.execute(query)]
    found: list[Standing] = []
    for start in range(0, len(numbers), 500):  # a statement takes a bounded number of values
        part = Invitation.id.in_(numbers[start : start + 500])
        query = select(Invitation, _name).where(Invitation.campaign_id == campaign.id, part).order_by(Invitation.id)
        found += [Standing(invitation, name) for invitation, name in session.execute(query)]
    return found


def status_of(session: Session, invitation: Invitation) -> Status:
    """How this invitation stands now."""
    found: Status = session.scalars(select(_name).select_from(Invitation).where(Invitation.id == invitation.id)).one()
    return found


def statuses_of(session: Session, numbers: Sequence[int]) -> dict[int, Status]:
    """How the invitations of these numbers stand, a few hundred at most."""
    query = select(Invitation.id, _name).where(Invitation.id.in_(numbers))
    return {number: name for number, name in session.execute(query)}  # noqa: C416  (a Row is no pair to the type checker)


def _fitting(campaign: Campaign, status: str, words: str) -> list[ColumnElement[bool]]:
    fits: list[ColumnElement[bool]] = [Invitation.campaign_id == campaign.id]
    if status == "waiting":
        fits.append(_name.in_(WAITING))
    elif status:
        fits.append(_name == status)
    for word in words.split()[:10]:
        like = f"%{word.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
        columns = (Invitation.organization, Invitation.contact_name, Invitation.contact_email)
        fits.append(or_(*(column.ilike(like, escape="!") for column in columns)))
    return fits


def answered() -> ColumnElement[bool]:
    """Whether somebody did something with the link: signed, declined, or said that the board has to decide."""
    moments = (Invitation.signed_at, Invitation.declined_at, Invitation.reviewing_at)
    return or_(_SENT_FORM, *(moment.is_not(None) for moment in moments))


def untouched() -> ColumnElement[bool]:
    """Whether the link still lives and nobody answered it."""
    return and_(Invitation.revoked_at.is_(None), not_(answered()))
