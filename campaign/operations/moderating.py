"""A coordinator decides how a signature stands. Nothing is deleted; every decision is written down and can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from campaign.doors import Doors
from campaign.models import Campaign
from campaign.operations.acts import acted, write_to
from campaign.queries import hold
from campaign.state import state_at
from coalition.permissions import Actor
from errors import UserError
from signatories.models import Invitation, Signature

Decision = Literal["accept", "hold", "refuse", "withdraw"]

_FROM: dict[Decision, tuple[str, ...]] = {
    # "dropped" too: an organization that answered by telephone, a day late, is the coordinator's to bring back.
    "accept": ("unconfirmed", "pending", "held", "refused", "dropped"),
    "hold": ("pending", "accepted", "refused"),
    "refuse": ("unconfirmed", "pending", "accepted", "held"),
    "withdraw": ("pending", "accepted", "held"),
}
_TO: dict[Decision, str] = {"accept": "accepted", "hold": "held", "refuse": "refused", "withdraw": "withdrawn"}
_ACT: dict[Decision, str] = {"accept": "accepted", "hold": "held", "refuse": "refused", "withdraw": "withdrawn"}


def decide(
    session: Session,
    campaign: Campaign,
    numbers: Sequence[int],
    decision: Decision,
    *,
    reason: str = "",
    tell: bool = False,
    doors: Doors,
    by: Actor | str,
    now: datetime,
) -> list[Signature]:
    """Decide on the signatures of these ids; gives those whose standing changed.

    Holding and refusing need a reason. Those that the decision cannot apply to (refused already, withdrawn by the signer) are
    passed by, so that a bulk of many never fails for one. ``tell`` mails the contact of a refused signature the reason. Once
    the letter is closed its list is frozen, and nothing here changes that; decisions after it are for the next edition.
    Raises a :class:`~errors.UserError` when a reason is missing.
    """
    reason = " ".join(reason.split())
    if decision in ("hold", "refuse") and not reason:
        raise UserError("Say why: the reason stays with the signature.", field="reason")
    if len(reason) > 500:
        raise UserError("Keep the reason under 500 characters.", field="reason")
    hold(session, campaign)
    found = session.scalars(
        select(Signature)
        .where(Signature.campaign_id == campaign.id, Signature.id.in_(numbers))
        .order_by(Signature.id)
        .with_for_update()
    ).all()
    changed: list[Signature] = []
    for signature in found:
        if signature.status not in _FROM[decision] or (decision == "accept" and not _can_stand(signature)):
            continue
        if not _moved(session, signature, decision, reason, now):
            continue
        acted(session, campaign, signature, _ACT[decision], by=by, now=now, reason=reason)
        if decision == "refuse" and tell:
            write_to(session, campaign, signature, "refused", doors=doors, now=now, reason=reason)
        changed.append(signature)
    return changed


def _can_stand(signature: Signature) -> bool:
    """An unconfirmed one may be taken on a coordinator's word (they telephoned); it must only be attested."""
    return signature.origin != "form" or signature.authorized


def _moved(session: Session, signature: Signature, decision: Decision, reason: str, now: datetime) -> bool:
    """Change the standing; False when the same address has another standing signature in the meantime."""
    before = (signature.status, signature.status_reason, signature.confirmed_at, signature.confirmed_how)
    try:
        with session.begin_nested():
            signature.status, signature.status_reason = _TO[decision], reason
            if decision == "accept" and signature.confirmed_at is None:
                signature.confirmed_at, signature.confirmed_how = now, "coordinator"
            if decision == "withdraw":
                signature.withdrawal_asked_at = None
            session.flush()
    except IntegrityError:
        session.refresh(signature)
        signature.status, signature.status_reason, signature.confirmed_at, signature.confirmed_how = before
        return False
    invitation = session.get(Invitation, signature.invitation_id) if signature.invitation_id else None
    if invitation is not None:
        invitation.signed_at = now if signature.status in ("accepted", "held", "pending") else None
    return True


def frozen(campaign: Campaign, now: datetime) -> bool:
    """Whether decisions no longer reach the list that was closed."""
    return state_at(campaign, now) != "circulating"
