"""Whether a decision applies to a signature as it stands, and in whose words it may stand at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.operations.acts import SIGNER
from campaign.operations.blanks import REMOVED
from campaign.operations.moderating.spelling import earlier, wanted
from campaign.operations.moderating.texts import Vouched, way_to_stand
from campaign.queries import holder_of_mailbox
from signatories.models import STANDING, Signature, SignatureAct

Decision = Literal["accept", "hold", "refuse", "withdraw", "keep", "spell", "leave"]
"""accept: it stands on the letter; hold: set aside for now; refuse: not taken; withdraw: taken off the letter;
keep: it stays although the signer had asked to be taken off, because they changed their mind;
spell: the line is spelled as its signer asked; leave: it stays, or goes back to, as it was accepted."""

APPLIES: Mapping[Decision, tuple[str, ...]] = {
    # "dropped" too: an organization that answered by telephone, a day late, is the coordinator's to bring back. And
    # "withdrawn": what a coordinator took off by mistake must be put back by one; what the signer withdrew is passed by below.
    # "replaced": what took its place may have turned out to be nobody's.
    "accept": ("unconfirmed", "pending", "held", "refused", "dropped", "withdrawn", "replaced"),
    "hold": ("pending", "accepted", "refused"),
    "refuse": ("unconfirmed", *STANDING),
    "withdraw": ("unconfirmed", *STANDING),
    "keep": STANDING,
    "spell": STANDING,
    "leave": STANDING,
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
    "replaced": "another signature of the same signer took its place",
}


def frozen(campaign: Campaign) -> bool:
    """Whether decisions no longer reach the list, because it was frozen into an edition.

    That happens a while after the deadline (:data:`campaign.deadlines.SETTLING`), later when the worker was down. Until then
    what a coordinator decides is what the edition has, and so it is told. Closing writes the state and the edition in one
    transaction.
    """
    return campaign.state not in ("drafting", "circulating")


def objection(
    session: Session, campaign: Campaign, signature: Signature, decision: Decision, reason: str, now: datetime
) -> str:
    """Why the decision does not apply at ``now``, as half a sentence that follows the line; "" when it does.

    Accepting what nobody confirmed, or what was signed under an earlier text, is taking it on the coordinator's word, and needs
    a ``reason``. So does taking off what its signer did not ask to be taken off.
    """
    if signature.status not in APPLIES[decision]:
        return _IS[signature.status]
    match decision:
        case "accept":
            return _not_acceptable(session, campaign, signature, reason, now)
        case "keep" if signature.withdrawal_asked_at is None:
            return "its signer did not ask to be taken off"
        case "withdraw" if signature.withdrawal_asked_at is None and not reason:
            return "its signer did not ask for that on their page; write as the reason why it is taken off"
        case "hold" if signature.confirmed_at is None:
            return "nobody confirmed it, so there is nothing to set aside"
        case "spell" | "leave":
            return _not_spelled(session, campaign, signature, decision)
        case _:
            return ""


def _not_spelled(session: Session, campaign: Campaign, signature: Signature, decision: Decision) -> str:
    if frozen(campaign):
        return "the list is frozen, and its lines stay as they are"
    if decision == "spell":
        return "" if wanted(session, signature) else "its signer does not ask for another spelling"
    return "" if earlier(session, signature) else "there is no other spelling to stay with"


def _not_acceptable(session: Session, campaign: Campaign, signature: Signature, reason: str, now: datetime) -> str:
    if signature.line == REMOVED:
        return "the person behind it was erased at their wish"
    if signature.status == "replaced":
        replaced = _not_put_back(session, signature)
        if replaced:
            return replaced
    ended = _last_end(session, signature)
    if signature.status == "withdrawn" and (ended is None or ended.by == SIGNER):
        return "its signer withdrew it, and only they can sign again"
    if ended is not None and ended.act == "disowned":
        return "the owner of the mail address says that they did not sign"
    if reason:
        return ""
    if signature.confirmed_at is None:
        return "nobody has confirmed it yet; to take it on your word, write as the reason how you know that they signed"
    if isinstance(way_to_stand(session, campaign, signature, now), Vouched):
        return "it was signed under an earlier text; write as the reason how you know that they agree to the text as it is now"
    return ""


def _not_put_back(session: Session, signature: Signature) -> str:
    """Another one of the same mailbox took its place. That one counts while it stands, and so does its signer's last word.

    Once the contact is forgotten nobody can tell which one it was.
    """
    if signature.address_key is None or holder_of_mailbox(session, signature) is not None:
        return _IS["replaced"]
    later = select(Signature).where(
        Signature.campaign_id == signature.campaign_id,
        Signature.address_key == signature.address_key,
        Signature.id > signature.id,
        Signature.status == "withdrawn",
    )
    ends = (_last_end(session, one) for one in session.scalars(later.order_by(Signature.id)).all())
    if any(end is None or end.by == SIGNER for end in ends):
        return "its signer put another one in its place and withdrew that; only they can sign again"
    return ""


def _last_end(session: Session, signature: Signature) -> SignatureAct | None:
    """Who ended it last: the signer or a coordinator by withdrawing, or the owner of the address who never signed."""
    ends = select(SignatureAct).where(
        SignatureAct.signature_id == signature.id, SignatureAct.act.in_(("withdrawn", "disowned"))
    )
    return session.scalars(ends.order_by(SignatureAct.id.desc()).limit(1)).one_or_none()
