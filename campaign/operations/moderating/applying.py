"""Whether a decision applies to a signature as it stands, and in whose words it may stand at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import Campaign, TextChange
from campaign.operations.acts import SIGNER
from campaign.operations.blanks import REMOVED
from campaign.queries import TextReference, circulating_text
from signatories.models import STANDING, Consent, Signature, SignatureAct

Decision = Literal["accept", "hold", "refuse", "withdraw", "keep"]
"""accept: it stands on the letter; hold: set aside for now; refuse: not taken; withdraw: taken off because the signer asked;
keep: it stays although the signer had asked to be taken off, because they changed their mind."""

APPLIES: Mapping[Decision, tuple[str, ...]] = {
    # "dropped" too: an organization that answered by telephone, a day late, is the coordinator's to bring back. And
    # "withdrawn": what a coordinator took off by mistake must be put back by one; what the signer withdrew is passed by below.
    "accept": ("unconfirmed", "pending", "held", "refused", "dropped", "withdrawn"),
    "hold": ("pending", "accepted", "refused"),
    "refuse": ("unconfirmed", *STANDING),
    "withdraw": ("unconfirmed", *STANDING),
    "keep": STANDING,
}
"""How a signature must stand for a decision to apply."""

_IS = {
    "unconfirmed": "nobody has confirmed it yet",
    "pending": "it waits for a decision",
    "accepted": "it is accepted already",
    "held": "it is held already",
    "refused": "it is refused",
    "withdrawn": "it is withdrawn",
    "dropped": "its signer did not agree to a changed text",
    "replaced": "another signature of the same signer stands in its place",
}


def objection(session: Session, campaign: Campaign, signature: Signature, decision: Decision, reason: str) -> str:
    """Why the decision does not apply, as half a sentence that follows the line; "" when it does.

    Accepting what nobody confirmed, or what was signed under an earlier text, is taking it on the coordinator's word, and needs
    a ``reason``.
    """
    if signature.status not in APPLIES[decision]:
        return _IS[signature.status]
    if decision == "keep" and signature.withdrawal_asked_at is None:
        return "its signer did not ask to be taken off"
    if decision == "hold" and signature.confirmed_at is None:
        return "nobody confirmed it, so there is nothing to set aside"
    return _not_acceptable(session, campaign, signature, reason) if decision == "accept" else ""


def _not_acceptable(session: Session, campaign: Campaign, signature: Signature, reason: str) -> str:
    if signature.line == REMOVED:
        return "the person behind it was erased at their wish"
    ended = _last_end(session, signature)
    if signature.status == "withdrawn" and (ended is None or ended.by == SIGNER):
        return "its signer withdrew it, and only they can sign again"
    if ended is not None and ended.act == "disowned":
        return "the owner of the mail address says that they did not sign"
    if reason:
        return ""
    if signature.confirmed_at is None:
        return "nobody has confirmed it yet; to take it on your word, write as the reason how you know that they signed"
    if text_to_agree_to(session, campaign, signature) is not None:
        return "it was signed under an earlier text; write as the reason how you know that they agree to the text as it is now"
    return ""


def _last_end(session: Session, signature: Signature) -> SignatureAct | None:
    """Who ended it last: the signer or a coordinator by withdrawing, or the owner of the address who never signed."""
    ends = select(SignatureAct).where(
        SignatureAct.signature_id == signature.id, SignatureAct.act.in_(("withdrawn", "disowned"))
    )
    return session.scalars(ends.order_by(SignatureAct.id.desc()).limit(1)).one_or_none()


def text_to_agree_to(session: Session, campaign: Campaign, signature: Signature) -> TextReference | None:
    """The text that circulates, if the signature agreed only to another one and its signer is not asked.

    None while the signer is asked about a changed text: they answer for themselves, and print only then. None for what a
    coordinator brought in from a list, which stood on their word from the first, as long as the letter circulates as it began.
    """
    if campaign.state == "drafting" or (signature.origin == "import" and not _changed(session, campaign)):
        return None
    if signature.asked is not None and signature.status in STANDING:
        return None
    text = circulating_text(session, campaign)
    agreed = select(Consent.id).where(Consent.signature_id == signature.id, Consent.version_id == text.id).limit(1)
    if signature.version_id == text.id or session.scalar(agreed) is not None:
        return None
    return text


def _changed(session: Session, campaign: Campaign) -> bool:
    """Whether the text of the letter was changed since it was opened for signature."""
    return session.scalar(select(TextChange.id).where(TextChange.campaign_id == campaign.id).limit(1)) is not None
