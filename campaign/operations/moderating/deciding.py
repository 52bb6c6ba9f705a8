"""Carrying a decision out, for one signature or for many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from campaign.doors import Doors
from campaign.models import Campaign
from campaign.operations.acts import acted, consent
from campaign.operations.changing import ask_one
from campaign.operations.confirming import take_the_place
from campaign.operations.invited import follow
from campaign.operations.moderating.applying import Decision, objection
from campaign.operations.moderating.spelling import earlier, wanted
from campaign.operations.moderating.telling import ALWAYS
from campaign.operations.moderating.telling import tell as tell_contact
from campaign.operations.moderating.texts import Agreed, Asked, Told, Vouched, way_to_stand
from campaign.operations.recognizing import recognize
from campaign.queries import hold, holder_of_mailbox
from coalition.permissions import Actor
from errors import UserError
from signatories.models import STANDING, Signature, SignatureAct

LONGEST_REASON = 500

_TO: Mapping[Decision, str] = {"accept": "accepted", "hold": "held", "refuse": "refused", "withdraw": "withdrawn"}
_ACT: Mapping[Decision, str] = {**_TO, "keep": "kept", "spell": "correction taken", "leave": "correction left"}

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
    doors: Doors
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

    Holding, refusing, keeping and leaving a spelling need a ``reason``. Those that the decision cannot apply to (withdrawn by
    the signer, another one of the same address stands) are passed by with the reason in words, so that a bulk of many never
    fails for one.

    Accepting what nobody confirmed, or what was signed under an earlier text, is taking it on the coordinator's word: it needs
    a ``reason``, which is kept as the proof. Whoever would be asked about a changed text as all others are is asked instead
    (:mod:`campaign.operations.moderating.texts`). ``beside`` accepts one although the same address has another line on the
    letter. ``tell`` mails the contacts; whoever asked for another spelling is always told.

    Once the list is frozen nothing here changes it; decisions after that are for the next edition.
    Raises a :class:`~errors.UserError` (field "reason") when a reason is missing or too long.
    """
    reason = " ".join(reason.split())
    if decision in ("hold", "refuse", "keep", "leave") and not reason:
        raise UserError("Say why: the reason stays with the signature.", field="reason")
    if len(reason) > LONGEST_REASON:
        raise UserError("Keep the reason under %(most)d characters.", field="reason", most=LONGEST_REASON)
    word = _Word(decision, reason, beside, doors, by, now)
    hold(session, campaign)
    changed: list[Signature] = []
    passed_by: list[PassedBy] = []
    for signature in _locked(session, campaign, numbers):
        done = objection(session, campaign, signature, decision, reason, now) or _done(session, campaign, signature, word)
        if isinstance(done, str):
            passed_by.append(PassedBy(signature, done))
            continue
        changed.append(signature)
        if tell or decision in ALWAYS:
            tell_contact(session, campaign, signature, decision, done, doors=doors, now=now)
    return Decided(changed, passed_by)


def _locked(session: Session, campaign: Campaign, numbers: Sequence[int]) -> Iterator[Signature]:
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), _AT_ONCE):  # a statement takes a bounded number of values
        part = Signature.id.in_(wanted[start : start + _AT_ONCE])
        query = select(Signature).where(Signature.campaign_id == campaign.id, part).order_by(Signature.id)
        yield from session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()


def _done(session: Session, campaign: Campaign, signature: Signature, word: _Word) -> SignatureAct | str:
    """Change how it stands, and write that down. Gives why not when another signature of the same address stands."""
    detail = _said_of_it(session, signature, word)
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
    recognize(session, campaign, [signature], now=word.now)
    return acted(session, campaign, signature, _ACT[word.decision], by=word.by, now=word.now, reason=word.reason, **detail)


def _said_of_it(session: Session, signature: Signature, word: _Word) -> dict[str, Any]:
    """What the act keeps, so that it can be told and taken back: how the signature stood, or how its line was spelled."""
    if word.decision in ("spell", "leave"):
        if word.decision == "leave" and not signature.line_wanted:
            return {"before": earlier(session, signature), "after": signature.line}
        return {"before": signature.line, "after": wanted(session, signature)}
    if word.decision == "withdraw":
        return {"was": signature.status, "asked": signature.withdrawal_asked_at is not None}
    return {"was": signature.status}


def _change(session: Session, campaign: Campaign, signature: Signature, word: _Word) -> None:
    if word.decision == "keep":
        signature.withdrawal_asked_at = None
        return
    if word.decision in ("spell", "leave"):
        find = wanted if word.decision == "spell" else earlier
        signature.line, signature.line_wanted = find(session, signature), ""
        return
    if word.decision == "accept":
        _accept(session, campaign, signature, word)
    elif word.decision in ("refuse", "withdraw"):
        signature.asked = None  # who is not on the letter is not asked about its text
    signature.status = _TO[word.decision]
    signature.status_reason = "" if word.decision == "accept" else word.reason
    if word.decision == "accept":  # whoever comes to stand while others are asked is asked as well
        ask_one(session, campaign, signature, doors=word.doors, now=word.now)
    follow(session, [signature], now=word.now)


def _accept(session: Session, campaign: Campaign, signature: Signature, word: _Word) -> None:
    way = way_to_stand(session, campaign, signature, word.now)
    if signature.status not in STANDING:
        signature.asked = None
    match way:
        case Agreed(text, how, attestation, by):
            consent(session, signature, text, how=how, attestation=attestation, by=by, now=word.now)
        case Told(text, by):
            consent(session, signature, text, how="editorial", by=by, now=word.now)
        case Vouched(text):
            consent(session, signature, text, how="confirmed", attestation=word.reason, by=word.by, now=word.now)
        case Asked(change):
            signature.asked = change.id
    if signature.confirmed_at is None:
        signature.confirmed_at, signature.confirmed_how = word.now, "coordinator"
        # The link that confirms was mailed to an address that perhaps was mistyped, and would open the page of a signature that
        # stands. Whoever owns the address has their links mailed on the letter's page.
        signature.generation += 1
    if not word.beside:
        take_the_place(session, campaign, signature, by=word.by, now=word.now)
    elif holder_of_mailbox(session, signature) is not None:
        signature.stands_beside = True
