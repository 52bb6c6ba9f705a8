"""Telling the contact of a signature what a coordinator decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.doors import Doors
from campaign.in_print import in_print
from campaign.models import Campaign
from campaign.operations.acts import SIGNER, own_door, signature_about, write_to
from campaign.operations.blanks import REMOVED
from campaign.operations.moderating.applying import Decision, frozen
from mail.models import OutboxMessage
from mail.wanted import still_wanted
from signatories.models import STANDING, Signature, SignatureAct

_MAIL: Mapping[Decision, str] = {
    "accept": "accepted",
    "refuse": "refused",
    "withdraw": "taken_off",
    "spell": "spelling",
    "leave": "spelling",
}

ALWAYS: tuple[Decision, ...] = ("spell", "leave")
"""Told whether or not a coordinator thinks of it: the signer asked, and waits for the answer."""


def tell(
    session: Session,
    campaign: Campaign,
    signature: Signature,
    decision: Decision,
    act: SignatureAct,
    *,
    doors: Doors,
    now: datetime,
) -> None:
    """Mail a decision, which ``act`` wrote down, to the contact; the act says then that it was told.

    Nothing goes to an address that nobody has shown to be theirs, also when a coordinator took the signature on their word:
    it may be a stranger's. Nor is "it stands" said to somebody who is just asked about a changed text: it prints only when
    they answer.
    """
    kind = _MAIL.get(decision)
    if kind is None or signature.confirmed_at is None or not signature.reachable:
        return
    if decision == "accept" and signature.asked is not None:
        return
    write_to(
        session,
        campaign,
        signature,
        kind,
        doors=doors,
        now=now,
        reason=act.reason,
        frozen=frozen(campaign),
        **_more(session, campaign, signature, decision, act, doors),
    )
    act.detail = {**act.detail, "told": True}


def told_why(session: Session, signature: Signature) -> str | None:
    """Why a coordinator refused a signature, or took it off, as far as its signer was told: "" when they were told no reason.

    None when no coordinator did: it stands, or its signer withdrew it, or the owner of the address never signed.
    """
    if signature.status not in ("refused", "withdrawn"):
        return None
    ends = select(SignatureAct).where(
        SignatureAct.signature_id == signature.id, SignatureAct.act.in_(("refused", "withdrawn", "disowned"))
    )
    last = session.scalars(ends.order_by(SignatureAct.id.desc()).limit(1)).one_or_none()
    if last is None or last.by == SIGNER:
        return None
    return last.reason if last.detail.get("told") and last.reason != REMOVED else ""


def _more(
    session: Session, campaign: Campaign, signature: Signature, decision: Decision, act: SignatureAct, doors: Doors
) -> dict[str, Any]:
    """What one kind of mail says and the others do not. Only "accepted" carries a link that may change the signature."""
    match decision:
        case "accept":
            printed = in_print(session, campaign, signature)
            return {"own_url": own_door(signature, doors), "line": printed.words, "shared": printed.shared}
        case "withdraw":
            return {"asked": act.detail["asked"]}
        case "spell" | "leave":
            return {"taken": decision == "spell", "wanted": act.detail["after"]}
        case _:
            return {}


def _check(kind: str, status: str) -> None:
    """A decision that was taken back before its mail went out is not told."""

    @still_wanted(kind)
    def wanted(session: Session, message: OutboxMessage, _now: datetime) -> str | None:
        signature = signature_about(session, message)
        return None if signature is not None and signature.status == status else "the decision was changed meanwhile"


_check("accepted", "accepted")
_check("refused", "refused")
_check("taken_off", "withdrawn")


@still_wanted("spelling")
def _spelled_so(session: Session, message: OutboxMessage, _now: datetime) -> str | None:
    """As for the others; what was taken back and decided again is told by the newer mail."""
    signature = signature_about(session, message)
    if signature is None or signature.status not in STANDING or signature.line_wanted:
        return "the decision was changed meanwhile"
    return None if signature.line == message.context.get("line") else "the decision was changed meanwhile"
