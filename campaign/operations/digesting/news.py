"""What is new about a letter, for those who coordinate it: names of organizations and numbers, never an address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from campaign.doubtful import doubts_of
from campaign.models import Campaign
from campaign.wording import long_day
from signatories.models import STANDING, Invitation, LateRequest, Signature, SignatureAct

NAMED = 10
"""Names under one heading; the desk has the others."""

Section = tuple[str, Sequence[str]]
Within = Callable[[Any], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class News:
    """``fresh`` happened since the last digest; ``waiting`` is to be done, new or not. Each a heading with lines."""

    fresh: Sequence[Section]
    waiting: Sequence[Section]


def gathered(session: Session, campaign: Campaign, since: datetime, now: datetime) -> News:
    """What happened after ``since`` and up to ``now`` (aware), and what waits for a coordinator."""

    def within(column: Any) -> ColumnElement[bool]:
        return and_(column > since, column <= now)

    return News([one for one in _fresh(session, campaign, within) if one[1]], _waiting(session, campaign))


def _fresh(session: Session, campaign: Campaign, within: Within) -> list[Section]:
    mine, asked = Signature.campaign_id == campaign.id, Invitation.campaign_id == campaign.id
    signed = select(Signature.line).where(mine, Signature.status.in_(STANDING), within(Signature.confirmed_at))
    declined = select(Invitation.organization).where(asked, within(Invitation.declined_at))
    bounced = select(Invitation.organization).where(asked, within(Invitation.bounced_at))
    boards = select(Invitation.organization, Invitation.needs_until).where(asked, within(Invitation.reviewing_at))
    late = select(LateRequest.name_typed).where(LateRequest.campaign_id == campaign.id, within(LateRequest.received_at))
    return [
        ("New signatures", _names(session.scalars(signed.order_by(Signature.confirmed_at)).all())),
        ("Withdrawn", _names(_acted(session, campaign, within, "withdrawn"))),
        ("Declined", _names(session.scalars(declined.order_by(Invitation.declined_at)).all())),
        (
            "Their board decides first",
            _names([_until(*row) for row in session.execute(boards.order_by(Invitation.reviewing_at))]),
        ),
        ("The mail came back", _names(session.scalars(bounced.order_by(Invitation.bounced_at)).all())),
        ("Asked to sign after the deadline", _names(session.scalars(late.order_by(LateRequest.received_at)).all())),
        ("Said that their line is right", _names(_acted(session, campaign, within, "galley right"))),
        ("Corrected their line, or asks to", _names(_acted(session, campaign, within, "corrected", "correction asked"))),
        ("Agreed to the changed text", _names(_acted(session, campaign, within, "reconfirmed"))),
        ("Asks to be taken off", _names(_acted(session, campaign, within, "withdrawal asked"))),
    ]


def _acted(session: Session, campaign: Campaign, within: Within, *acts: str) -> Sequence[str]:
    query = (
        select(Signature.line)
        .join(SignatureAct, SignatureAct.signature_id == Signature.id)
        .where(Signature.campaign_id == campaign.id, SignatureAct.act.in_(acts), within(SignatureAct.at))
    )
    return session.scalars(query.order_by(SignatureAct.id)).all()


def _waiting(session: Session, campaign: Campaign) -> list[Section]:
    query = select(Signature.status, func.count()).where(Signature.campaign_id == campaign.id).group_by(Signature.status)
    by_status: dict[str, int] = {row[0]: row[1] for row in session.execute(query)}
    spellings = select(func.count()).where(
        Signature.campaign_id == campaign.id, Signature.line_wanted != "", Signature.status.in_(STANDING)
    )
    lines = [
        _count(by_status.get("pending", 0), "signature waits for your decision", "signatures wait for your decision"),
        _count(by_status.get("held", 0), "signature is held", "signatures are held"),
        _count(session.scalar(spellings) or 0, "signer asks for another spelling", "signers ask for another spelling"),
        _count(doubts_of(session, campaign).likely, "pair of names may be one organization", "pairs of names may be one each"),
        _count(by_status.get("unconfirmed", 0), "signature is not confirmed yet", "signatures are not confirmed yet"),
    ]
    found = [line for line in lines if line]
    return [("Waits for somebody", found)] if found else []


def _names(names: Sequence[str]) -> list[str]:
    shown = [name or "somebody who named no organization" for name in names[:NAMED]]
    return [*shown, f"and {len(names) - NAMED:,} more"] if len(names) > NAMED else shown


def _until(organization: str, day: date | None) -> str:
    name = organization or "somebody who named no organization"
    return f"{name}, until {long_day(day)}" if day is not None else name


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}" if number else ""
