"""Carrying a decision out, for one signature or for many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from campaign.doors import Doors
from campaign.models import Campaign
from campaign.operations.acts import acted, consent
from campaign.operations.confirming import take_the_place
from campaign.operations.moderating.applying import Decision, objection, text_to_agree_to
from campaign.operations.moderating.telling import tell as tell_contact
from campaign.queries import hold, holder_of_mailbox
from coalition.permissions import Actor
from errors import UserError
from signatories.models import STANDING, Invitation, Signature

LONGEST_REASON = 500

_TO: Mapping[Decision, str] = {"accept": "accepted", "hold": "held", "refuse": "refused", "withdraw": "withdrawn"}
_ACT: Mapping[Decision, str] = {**_TO, "keep": "kept"}

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class PassedBy:
    """A signature that a decision left as it was, and why: half a sentence that follows its line."""

    signature: Signature
    why: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision did: those that it changed, and those that it passed by."""

    changed: Sequence[Signature]
    passed_by: Sequence[PassedBy]


@dataclass(frozen=True, slots=True)
class _Word:
    """A decision with everything that is written down about it."""

    decision: Decision
    reason: str
    beside: bool
    by: Actor | str
    now: datetime


def decide(
    session: Session,
    campaign: Campaign,
    numbers: Sequence[int],
    decision: Decision,
    *,
    reason: str = "",
    tell: bool = False,
    beside: bool = False,
    doors: Doors,
    by: Actor | str,
    now: datetime,
) -> Decided:
    """Decide on the campaign's signatures of these ids; ids of others are as if they were not there.

    Holding, refusing and keeping need a ``reason``. Those that the decision cannot apply to (withdrawn by the signer, another
    one of the same address stands) are passed by with the reason in words, so that a bulk of many never fails for one.

    Accepting what nobody confirmed, or what was signed under an earlier text, is taking it on the coordinator's word: it needs
    a ``reason``, which is kept as the proof. ``beside`` accepts one although the same address has another line on the letter.
    ``tell`` mails the contacts.

    Once the letter is closed its list is frozen, and nothing here changes that; decisions after it are for the next edition.
    Raises a :class:`~errors.UserError` (field "reason") when a reason is missing or too long.
    """
    reason = " ".join(reason.split())
    if decision in ("hold", "refuse", "keep") and not reason:
        raise UserError("Say why: the reason stays with the signature.", field="reason")
    if len(reason) > LONGEST_REASON:
        raise UserError("Keep the reason under %(most)d characters.", field="reason", most=LONGEST_REASON)
    word = _Word(decision, reason, beside, by, now)
    hold(session, campaign)
    changed: list[Signature] = []
    passed_by: list[PassedBy] = []
    for signature in _locked(session, campaign, numbers):
        why = objection(session, campaign, signature, decision, reason) or _done(session, campaign, signature, word)
        if why:
            passed_by.append(PassedBy(signature, why))
            continue
        changed.append(signature)
        if tell:
            tell_contact(session, campaign, signature, decision, reason, doors=doors, now=now)
    return Decided(changed, passed_by)


def _locked(session: Session, campaign: Campaign, numbers: Sequence[int]) -> Iterator[Signature]:
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), _AT_ONCE):  # a statement takes a bounded number of values
        part = Signature.id.in_(wanted[start : start + _AT_ONCE])
        query = select(Signature).where(Signature.campaign_id == campaign.id, part).order_by(Signature.id)
        yield from session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()


def _done(session: Session, campaign: Campaign, signature: Signature, word: _Word) -> str:
    """Change how it stands, and write that down. Gives why not when another signature of the same address stands."""
    was = signature.status
    try:
        with session.begin_nested():
            _change(session, campaign, signature, word)
            session.flush()
    except IntegrityError:
        session.refresh(signature)
        other = holder_of_mailbox(session, signature)
        if other is None:
            raise
        return f"“{other.line[:60]}” stands from the same mail address; open this one to let both stand"
    acted(session, campaign, signature, _ACT[word.decision], by=word.by, now=word.now, reason=word.reason, was=was)
    return ""


def _change(session: Session, campaign: Campaign, signature: Signature, word: _Word) -> None:
    if word.decision == "keep":
        signature.withdrawal_asked_at = None
        return
    if word.decision == "accept":
        _accept(session, campaign, signature, word)
    elif word.decision in ("refuse", "withdraw"):
        signature.asked = None  # who is not on the letter is not asked about its text
    signature.status = _TO[word.decision]
    signature.status_reason = "" if word.decision == "accept" else word.reason
    _remember_at_invitation(session, signature, word.now)


def _accept(session: Session, campaign: Campaign, signature: Signature, word: _Word) -> None:
    text = text_to_agree_to(session, campaign, signature)
    if signature.status not in STANDING:
        signature.asked = None
    if text is not None:
        consent(session, signature, text, how="confirmed", attestation=word.reason, by=word.by, now=word.now)
    if signature.confirmed_at is None:
        signature.confirmed_at, signature.confirmed_how = word.now, "coordinator"
    if not word.beside:
        take_the_place(session, campaign, signature, by=word.by, now=word.now)
    elif holder_of_mailbox(session, signature) is not None:
        signature.stands_beside = True


def _remember_at_invitation(session: Session, signature: Signature, now: datetime) -> None:
    """Whoever was taken off may sign again through the same link. Whoever was refused has answered, and is not reminded."""
    invitation = session.get(Invitation, signature.invitation_id) if signature.invitation_id else None
    if invitation is None:
        return
    if signature.status in STANDING:
        invitation.signed_at = invitation.signed_at or now
    elif signature.status == "withdrawn":
        invitation.signed_at = None
