"""How the asked have answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from campaign.models import Campaign
from campaign.operations.galley.asking import NOT_SENT
from signatories.models import STANDING, Signature, SignatureAct

Kind = Literal["right", "corrected", "wished", "withdrawn", "silent", "unreached", "unsent", "off"]
"""corrected: it is spelled as its signer wrote then; wished: they asked for another spelling, which a coordinator has not taken
(yet); unreached: the mail cannot be delivered; unsent: the mail was not sent, because the line did not print just then;
off: it left the letter after the asking, otherwise than by withdrawing (refused, replaced, dropped)."""

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Answer:
    """One signature that was asked about, by its id, and the answer."""

    number: int
    kind: Kind


def answers(session: Session, campaign: Campaign) -> list[Answer]:
    """Every signature that was asked about, with the answer, in the order in which they came."""
    said = spellings(session, campaign)
    unsent = set(session.scalars(select(Signature.id).where(Signature.campaign_id == campaign.id, NOT_SENT)))
    query = select(Signature.id, Signature.status, Signature.galley)
    query = query.where(Signature.campaign_id == campaign.id, Signature.galley != "").order_by(Signature.id)
    return [
        Answer(number, _kind(status, galley, said.get(number), unsent=number in unsent))
        for number, status, galley in session.execute(query)
    ]


@dataclass(frozen=True, slots=True)
class Spelling:
    """What came of a signer's other spelling after they were asked: the line as it was ``before``, as they wrote it, and the
    last act about it."""

    before: str
    after: str
    act: str

    @property
    def stands(self) -> bool:
        """Whether the line is spelled as the signer wrote."""
        return self.act in ("corrected", "correction taken")


def spellings(session: Session, campaign: Campaign) -> Mapping[int, Spelling]:
    """The lines that signers wrote otherwise after the asking, by the signature's id.

    Not those where they went back to the line as it stands.
    """
    asked, spelled = aliased(SignatureAct), aliased(SignatureAct)
    query = (
        select(spelled.signature_id, spelled.act, spelled.detail)
        .join(Signature, Signature.id == spelled.signature_id)
        .join(asked, and_(asked.signature_id == spelled.signature_id, asked.act == "galley asked", asked.id < spelled.id))
        .where(Signature.campaign_id == campaign.id, spelled.act.in_(_SPELLED))
        .order_by(spelled.id)
    )
    found: dict[int, Spelling] = {}
    for number, act, detail in session.execute(query):
        first = found.get(number)
        before = first.before if first is not None else str(detail.get("before", ""))
        found[number] = Spelling(before, str(detail.get("after", "")), act)
    return {number: spelling for number, spelling in found.items() if spelling.act != "correction dropped"}


_SPELLED = ("corrected", "correction asked", "correction dropped", "correction taken", "correction left")


def _kind(status: str, galley: str, spelling: Spelling | None, *, unsent: bool) -> Kind:
    if status == "withdrawn":
        return "withdrawn"
    if status not in STANDING:
        return "off"
    if spelling is not None:
        return "corrected" if spelling.stands else "wished"
    if galley == "right":
        return "right"
    if galley == "unreached":
        return "unreached"
    return "unsent" if unsent else "silent"
