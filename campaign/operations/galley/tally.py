"""How the asked have answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from campaign.models import Campaign
from signatories.models import STANDING, Signature, SignatureAct

Kind = Literal["right", "corrected", "withdrawn", "silent", "off"]
"""off: it left the letter after the asking, otherwise than by withdrawing (refused, replaced, dropped)."""

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Answer:
    """One signature that was asked about, by its id, and the answer."""

    number: int
    kind: Kind


def answers(session: Session, campaign: Campaign) -> list[Answer]:
    """Every signature that was asked about, with the answer, in the order in which they came."""
    corrected = corrected_lines(session, campaign)
    query = select(Signature.id, Signature.status, Signature.galley)
    query = query.where(Signature.campaign_id == campaign.id, Signature.galley != "").order_by(Signature.id)
    return [
        Answer(number, _kind(status, galley, corrected=number in corrected))
        for number, status, galley in session.execute(query)
    ]


def corrected_lines(session: Session, campaign: Campaign) -> Mapping[int, Sequence[str]]:
    """The lines that were corrected after the asking, by the signature's id: as they were before, oldest first."""
    asked, corrected = aliased(SignatureAct), aliased(SignatureAct)
    query = (
        select(corrected.signature_id, corrected.detail)
        .join(Signature, Signature.id == corrected.signature_id)
        .join(asked, and_(asked.signature_id == corrected.signature_id, asked.act == "galley asked", asked.id < corrected.id))
        .where(Signature.campaign_id == campaign.id, corrected.act == "corrected")
        .order_by(corrected.id)
    )
    found: dict[int, list[str]] = {}
    for number, detail in session.execute(query):
        found.setdefault(number, []).append(str(detail.get("before", "")))
    return found


def _kind(status: str, galley: str, *, corrected: bool) -> Kind:
    if status == "withdrawn":
        return "withdrawn"
    if status not in STANDING:
        return "off"
    if corrected:
        return "corrected"
    return "right" if galley == "right" else "silent"
