"""A signer answers whether they agree to a changed text; or a coordinator writes down what they answered elsewhere."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import Campaign, TextChange
from campaign.operations.acts import SIGNER, acted, consent, must_be_open, signature_about
from campaign.operations.signing import TextChanged
from campaign.queries import circulating_text, hold
from coalition.permissions import Actor
from errors import UserError
from mail.models import OutboxMessage
from mail.wanted import still_wanted
from signatories.models import STANDING, Signature

LONGEST_REASON = 500


class AnswerTooLate(UserError):  # noqa: N818
    """The time to answer is over, and the letter goes on without this signer, as announced."""

    def __init__(self) -> None:
        super().__init__("The time to answer is over. You may sign again on the letter’s page while the letter is open.")


def agree(session: Session, campaign: Campaign, signature: Signature, *, attestation: str, read: str, now: datetime) -> bool:
    """The signer agrees to the text that circulates. ``signature`` must be locked, and the campaign held.

    ``read`` is the hash of the text that the page showed, ``attestation`` the sentence beside the button, word for word. Gives
    False when nothing was asked (any more): agreeing twice is agreeing once. Raises
    :class:`~campaign.operations.signing.TextChanged` when another text circulates by now, :class:`AnswerTooLate` for somebody
    who was dropped or would be, :class:`~campaign.operations.acts.TooLate` once the letter has closed.
    """
    if signature.status == "dropped":
        raise AnswerTooLate
    if signature.asked is None or signature.status not in STANDING:
        return False
    must_be_open(campaign, now)
    change = session.get_one(TextChange, signature.asked)
    if change.silence == "drop" and change.reconfirm_by is not None and now > change.reconfirm_by:
        raise AnswerTooLate
    text = circulating_text(session, campaign)
    if not secrets.compare_digest(read.encode(), text.content_hash.encode()):
        raise TextChanged
    consent(session, signature, text, how="reconfirmed", attestation=attestation, by=signature.contact_name, now=now)
    signature.asked = None
    acted(session, campaign, signature, "reconfirmed", by=SIGNER, now=now, version=text.number)
    return True


def agreed_elsewhere(
    session: Session, campaign: Campaign, numbers: Sequence[int], reason: str, *, by: Actor | str, now: datetime
) -> list[Signature]:
    """Write down that signers who are asked agreed on the telephone or in a letter: ``reason`` says how that is known.

    Those who are not asked, or have answered, are passed by. Gives those that it changed. Raises a :class:`~errors.UserError`
    (field "reason") without a reason, and what :func:`campaign.operations.acts.must_be_open` raises.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise UserError("Say how you know that they agree: it stays with the signature as the proof.", field="reason")
    if len(reason) > LONGEST_REASON:
        raise UserError("Keep the reason under %(most)d characters.", field="reason", most=LONGEST_REASON)
    hold(session, campaign)
    must_be_open(campaign, now)
    text = circulating_text(session, campaign)
    query = select(Signature).where(
        Signature.campaign_id == campaign.id,
        Signature.id.in_(sorted(set(numbers))[:_MOST]),
        Signature.asked.is_not(None),
        Signature.status.in_(STANDING),
    )
    found = list(session.scalars(query.order_by(Signature.id).with_for_update().execution_options(populate_existing=True)))
    for signature in found:
        consent(session, signature, text, how="confirmed", attestation=reason, by=by, now=now)
        signature.asked = None
        acted(session, campaign, signature, "agreed elsewhere", by=by, now=now, reason=reason, version=text.number)
    return found


_MOST = 500
"""Signatures at once: more than a page of the ledger shows."""


@still_wanted("reconfirm")
def _asked_still(session: Session, message: OutboxMessage, _now: datetime) -> str | None:
    signature = signature_about(session, message)
    if signature is None or signature.status not in STANDING or signature.asked is None:
        return "nothing is asked any more"
    if signature.contact_email != message.recipient:
        return "the contact has another address now, and is asked there"
    return None if signature.asked == message.context.get("change") else "a newer text is asked about"


@still_wanted("text_changed")
def _stands_still(session: Session, message: OutboxMessage, _now: datetime) -> str | None:
    signature = signature_about(session, message)
    return None if signature is not None and signature.status in STANDING else "the signature does not stand any more"


@still_wanted("dropped")
def _dropped_still(session: Session, message: OutboxMessage, _now: datetime) -> str | None:
    signature = signature_about(session, message)
    return None if signature is not None and signature.status == "dropped" else "a coordinator brought the signature back"
