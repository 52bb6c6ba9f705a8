"""A signature comes to stand: the owner of the mail address says that it is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from campaign.doors import Doors
from campaign.models import Campaign
from campaign.operations.acts import SIGNER, acted, consent, own_door, write_to
from campaign.queries import circulating_text, holder_of_mailbox
from campaign.state import state_at
from campaign.wording import long_moment
from signatories.models import Invitation, Signature
from signatories.moderation import waits

How = Literal["mail", "personal link", "coordinator"]
Choice = Literal["", "replace", "both"]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """It stands. ``signature`` is the one that does: the earlier one, when the very same line stood already."""

    signature: Signature
    already: bool = False


@dataclass(frozen=True, slots=True)
class Choose:
    """The same address stands on this letter under another name: its owner has to say what is meant."""

    signature: Signature
    earlier: Signature


def confirm(
    session: Session, campaign: Campaign, signature: Signature, *, choice: Choice = "", doors: Doors, now: datetime
) -> Confirmed | Choose:
    """Confirm a signature through the link in the mail. ``signature`` must be locked.

    Confirming what is confirmed changes nothing. ``choice`` says what to do when the same address stands already under another
    name: put this one in its place, or let both stand (then a coordinator looks at it first). After the deadline it is kept
    for the coordinator.
    """
    if signature.status != "unconfirmed":
        return Confirmed(_standing_instead(session, signature) or signature, already=True)
    return stand(session, campaign, signature, how="mail", choice=choice, doors=doors, now=now)


def stand(
    session: Session, campaign: Campaign, signature: Signature, *, how: How, choice: Choice, doors: Doors, now: datetime
) -> Confirmed | Choose:
    """Let a signature stand, and mail its receipt. At most one of an address does, unless its owner says that both should.

    The database itself holds that line (``uq_signature_one_confirmed``): of two confirmations at the same moment, the one that
    comes second sees the first.
    """
    earlier = holder_of_mailbox(session, signature, lock=True)
    if earlier is None:
        try:
            with session.begin_nested():
                _settle(session, campaign, signature, how, beside=False, now=now)
        except IntegrityError:
            earlier = holder_of_mailbox(session, signature, lock=True)
            if earlier is None:
                raise
            session.refresh(signature)
    if earlier is not None:
        if (earlier.kind, earlier.line) == (signature.kind, signature.line):
            return _repeat(session, campaign, signature, earlier, now)
        if not choice:
            return Choose(signature, earlier)
        if choice == "replace":
            earlier.status = "replaced"
            session.flush()
            acted(session, campaign, earlier, "replaced", by=SIGNER, now=now, after=signature.line)
        _settle(session, campaign, signature, how, beside=choice == "both", now=now)
    acted(session, campaign, signature, "confirmed", by=SIGNER, now=now, how=how)
    write_to(
        session,
        campaign,
        signature,
        "receipt",
        doors=doors,
        now=now,
        own_url=own_door(signature, doors),
        **_words(campaign, signature),
    )
    return Confirmed(signature)


def _settle(session: Session, campaign: Campaign, signature: Signature, how: How, *, beside: bool, now: datetime) -> None:
    reason = "" if how == "coordinator" else waits(campaign.moderation, signature.trust)
    if beside:
        reason = "the same person signs for another organization as well"
    if state_at(campaign, now) != "circulating":
        reason = "it was confirmed after the deadline"
    signature.status, signature.status_reason = ("pending", reason) if reason else ("accepted", "")
    signature.confirmed_at, signature.confirmed_how, signature.stands_beside = now, how, beside
    session.flush()
    text = circulating_text(session, campaign)
    if text.id != signature.version_id:
        # The text changed between the form and the mail; the page that was confirmed on showed the new one.
        by, said = signature.contact_name, signature.attestation
        consent(session, signature, text, how="confirmed", by=by, attestation=said, now=now)
    if signature.invitation_id is not None:
        invitation = session.get(Invitation, signature.invitation_id)
        if invitation is not None:
            invitation.signed_at = now
    session.flush()


def _repeat(session: Session, campaign: Campaign, signature: Signature, earlier: Signature, now: datetime) -> Confirmed:
    signature.status, signature.status_reason = "replaced", "the same line stood already"
    session.flush()
    acted(session, campaign, signature, "repeated", by=SIGNER, now=now)
    return Confirmed(earlier, already=True)


def _standing_instead(session: Session, signature: Signature) -> Signature | None:
    return holder_of_mailbox(session, signature, lock=True) if signature.status == "replaced" else None


def _words(campaign: Campaign, signature: Signature) -> dict[str, Any]:
    return {
        "pending": signature.status == "pending",
        "contact": signature.contact_name,
        "attestation": signature.attestation,
        "silence": campaign.silence,
        "signed_at": long_moment(signature.signed_at, campaign.timezone, signature.language),
    }
