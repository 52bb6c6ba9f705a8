"""What goes when a contact is forgotten, table by table. Retention and erasure share it.

The act of signing stays provable: the name as typed, the line, the sentence that was agreed to, the hash of the text, the
moment. Whose hand it was goes, and whom to write to.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, and_, delete, or_, select, true, update
from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.operations.acts import SIGNER
from campaign.queries import subject
from coalition.models import AuditEntry
from mail.models import OutboxMessage
from signatories.models import STANDING, Consent, Invitation, LateRequest, Signature, SignatureAct

REMOVED = "(removed)"
"""What stands where a person's own name stood: a line cannot be empty."""

MANY = 500
"""Rows named in one statement: SQLite takes 32,766 values, PostgreSQL's planner likes fewer."""

_SIGNATURE: dict[str, Any] = {
    "signed_by": "",
    "signed_title": "",
    "line_wanted": "",
    "contact_name": "",
    "contact_title": "",
    "contact_email": "",
    "email_wanted": "",
    "address_key": None,
    "answers": [],
}
_INVITATION: dict[str, Any] = {
    "contact_name": "",
    "contact_title": "",
    "contact_email": "",
    "address_key": None,
    "review_note": "",
    "decline_reason": "",
    "bounce_reason": "",
}
_LATE: dict[str, Any] = {"contact_name": "", "contact_title": "", "contact_email": "", "typed": {}}

SIGNATURE_HOLDS = or_(
    *(getattr(Signature, name) != "" for name in _SIGNATURE if name not in ("address_key", "answers")),
    Signature.address_key.is_not(None),
)
INVITATION_HOLDS = or_(
    *(getattr(Invitation, name) != "" for name in _INVITATION if name != "address_key"), Invitation.address_key.is_not(None)
)
LATE_HOLDS = or_(*(getattr(LateRequest, name) != "" for name in _LATE if name != "typed"))
"""Whoever typed the rest typed an address."""


def blank_signatures(session: Session, where: ColumnElement[bool], now: datetime) -> int:
    """Forget the contacts, the answers and the spoken reasons of these signatures; gives how many there were."""
    chosen = select(Signature.id).where(where)
    session.execute(update(Consent).where(Consent.signature_id.in_(chosen)).values(by=""))
    session.execute(
        update(SignatureAct).where(SignatureAct.signature_id.in_(chosen), SignatureAct.by == SIGNER).values(reason="")
    )
    session.execute(update(Signature).where(where, Signature.status == "withdrawn").values(status_reason=""))
    return _count(session.execute(update(Signature).where(where).values(**_SIGNATURE, contact_purged_at=now)))


def blank_invitations(session: Session, where: ColumnElement[bool], now: datetime) -> int:
    """Forget the contacts of these invitations, and what they said; their links open nothing any more. Gives how many."""
    session.execute(update(Invitation).where(where, Invitation.revoked_at.is_(None)).values(revoked_at=now))
    return _count(session.execute(update(Invitation).where(where).values(**_INVITATION, contact_purged_at=now)))


def blank_late(session: Session, where: ColumnElement[bool]) -> int:
    """Forget the contacts of these late requests, and all that was typed beside the name; gives how many there were.

    The name stays where it is an organization's. A request does not say whose it is, so a name that is the contact's own goes.
    """
    own = and_(where, LateRequest.name_typed == LateRequest.contact_name)
    numbers = session.scalars(select(LateRequest.id).where(own)).all()
    session.execute(update(LateRequest).where(own).values(name_typed=REMOVED))
    blank_audit(session, true(), "request", numbers)
    return _count(session.execute(update(LateRequest).where(where).values(**_LATE)))


def blank_names(session: Session, campaign: Campaign, numbers: Sequence[int]) -> None:
    """Forget the names in these signatures of individuals. They end: nothing of them can come to stand any more."""
    for some in slices(numbers):
        session.execute(
            update(Signature)
            .where(Signature.id.in_(some))
            .values(
                name_typed=REMOVED,
                line=REMOVED,
                name_key=None,
                sort_name="",
                title="",
                affiliation="",
                website="",
                attestation="",
            )
        )
        session.execute(
            update(Signature)
            .where(Signature.id.in_(some), Signature.status.in_(("unconfirmed", *STANDING)))
            .values(status="withdrawn", status_reason="", asked=None)
        )
        session.execute(update(SignatureAct).where(SignatureAct.signature_id.in_(some)).values(reason="", detail={}))
    blank_audit(session, AuditEntry.subject == subject(campaign), "signature", numbers)


def blank_audit(session: Session, where: ColumnElement[bool], key: str, numbers: Sequence[int]) -> None:
    """Take the words out of audit entries about these rows. That something was done, by whom and when, stays."""
    for some in slices(numbers):
        about = AuditEntry.detail[key].as_integer().in_(some)
        for entry in session.scalars(select(AuditEntry).where(where, AuditEntry.act.like("signature.%"), about)):
            entry.detail = {
                name: value if name in (key, "version", "how", "fields") else REMOVED for name, value in entry.detail.items()
            }


def blank_spoken(session: Session, campaign: Campaign) -> None:
    """Take the reasons that signers gave out of the audit log of a campaign."""
    spoken = select(AuditEntry).where(
        AuditEntry.subject == subject(campaign),
        AuditEntry.actor == SIGNER,
        AuditEntry.act.in_(("signature.withdrawn", "signature.withdrawal asked")),
    )
    for entry in session.scalars(spoken):
        if "reason" in entry.detail:
            entry.detail = {name: value for name, value in entry.detail.items() if name != "reason"}


def delete_messages(session: Session, abouts: Sequence[str], others: ColumnElement[bool]) -> int:
    """Delete the outbox rows about these things ("signature:12") and the ``others``, sent or not; gives how many there were."""
    wheres = [OutboxMessage.about.in_(some) for some in slices(abouts)]
    return sum(_count(session.execute(delete(OutboxMessage).where(where))) for where in (*wheres, others))


def slices(values: Sequence[Any]) -> list[Sequence[Any]]:
    """The values in pieces that one statement can name."""
    return [values[start : start + MANY] for start in range(0, len(values), MANY)]


def _count(result: Any) -> int:
    return cast("CursorResult[Any]", result).rowcount
