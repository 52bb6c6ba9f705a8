"""Telling the contact of a signature what a coordinator decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from campaign.doors import Doors
from campaign.models import Campaign
from campaign.operations.acts import own_door, write_to
from campaign.operations.moderating.applying import Decision
from mail.models import OutboxMessage
from mail.wanted import still_wanted
from signatories.models import Signature

_MAIL: Mapping[Decision, str] = {"accept": "accepted", "refuse": "refused", "withdraw": "taken_off"}


def tell(
    session: Session,
    campaign: Campaign,
    signature: Signature,
    decision: Decision,
    reason: str,
    *,
    doors: Doors,
    now: datetime,
) -> bool:
    """Mail a decision to the contact; gives whether something is mailed.

    Nothing goes to an address that nobody has shown to be theirs, also when a coordinator took the signature on their word:
    it may be a stranger's. Nor is "it stands" said to somebody who is just asked about a changed text: it prints only when
    they answer.
    """
    kind = _MAIL.get(decision)
    if kind is None or signature.confirmed_at is None or not signature.reachable:
        return False
    if decision == "accept" and signature.asked is not None:
        return False
    write_to(
        session,
        campaign,
        signature,
        kind,
        doors=doors,
        now=now,
        reason=reason,
        own_url=own_door(signature, doors),
        frozen=frozen(campaign),
    )
    return True


def frozen(campaign: Campaign) -> bool:
    """Whether decisions no longer reach the list, because it was frozen into an edition.

    That happens a while after the deadline (:data:`campaign.state.SETTLING`), later when the worker was down. Until then what
    a coordinator decides is what the edition has, and so it is told. Closing writes the state and the edition in one
    transaction.
    """
    return campaign.state not in ("drafting", "circulating")


def _check(kind: str, status: str) -> None:
    """A decision that was taken back before its mail went out is not told."""

    @still_wanted(kind)
    def wanted(session: Session, message: OutboxMessage, _now: datetime) -> str | None:
        number = message.about.rpartition(":")[2]
        signature = session.get(Signature, int(number)) if number.isdigit() else None
        return None if signature is not None and signature.status == status else "the decision was changed meanwhile"


_check("accepted", "accepted")
_check("refused", "refused")
_check("taken_off", "withdrawn")
