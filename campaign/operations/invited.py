"""How an invitation follows the signatures of those whom it asked.

A signature answers an invitation when it came through its link; and also when the mailbox that was invited signs on the open
page, for the same organization, or for any where that mailbox was asked only once. ``signed_at`` says that at least one such
signature stands. It is worked out anew whenever one of them starts or ceases to stand: two may sign through one link, and the
one who then withdraws takes nothing back for the other.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, not_, or_, select
from sqlalchemy.orm import Session, aliased

from signatories.models import STANDING, Invitation, Signature
from signatories.reading import organization_key

_other = aliased(Signature)

ANSWERS: ColumnElement[bool] = or_(
    Signature.status.in_(STANDING),
    # Whoever was refused has answered, and is not reminded. What nobody confirmed was no answer of theirs.
    and_(Signature.status == "refused", Signature.confirmed_at.is_not(None)),
    # Signed twice, on the page and through the link: the first stands, and answers for the second.
    and_(
        Signature.status == "replaced",
        select(_other.id)
        .where(
            _other.campaign_id == Signature.campaign_id,
            _other.address_key == Signature.address_key,
            _other.line == Signature.line,
            _other.status.in_(STANDING),
        )
        .exists(),
    ),
)
"""Whether a signature that belongs to an invitation answers it."""


def follow(session: Session, signatures: Sequence[Signature], *, now: datetime) -> None:
    """These signatures of one campaign start or cease to stand: say at each invitation that they answer whether one does now.

    One that stands and came through no link that lives is put to the invitation of its mailbox. Whoever signs takes an earlier
    "we decline" back.
    """
    session.flush()
    if not signatures:
        return
    campaign_id = signatures[0].campaign_id
    keys = {one.address_key for one in signatures if one.address_key is not None}
    invitations = _touched(session, campaign_id, keys, {one.invitation_id for one in signatures if one.invitation_id})
    if not invitations:
        return
    for one in signatures:
        if one.status in STANDING:
            _put_to(one, invitations)
    session.flush()
    _work_out(session, campaign_id, invitations, now)


def follow_invitation(session: Session, invitation: Invitation, *, now: datetime) -> None:
    """The invitation itself changed, or lives again: whoever it asks now may stand on the letter already."""
    session.flush()
    _work_out(session, invitation.campaign_id, [invitation], now)


def said_no(session: Session, signature: Signature, reason: str, *, now: datetime) -> None:
    """The signer took the signature back. That is an answer, as long as nothing else was signed through the same invitation.

    The same personal link takes a new signature. To be called after :func:`follow`.
    """
    key = organization_key(signature.line) if signature.kind == "organization" else ""
    own = (Invitation.address_key == signature.address_key, Invitation.organization_key == key, Invitation.revoked_at.is_(None))
    unconfirmed = select(Signature.id).where(Signature.invitation_id == Invitation.id, Signature.status == "unconfirmed")
    answered = select(Invitation).where(
        Invitation.campaign_id == signature.campaign_id,
        or_(Invitation.id == signature.invitation_id, and_(*own)),
        Invitation.signed_at.is_(None),
        not_(unconfirmed.exists()),
    )
    for invitation in session.scalars(answered.order_by(Invitation.id)):
        invitation.declined_at, invitation.decline_reason = now, reason


def replaced(session: Session, earlier: Signature, signature: Signature, *, now: datetime) -> None:
    """``signature`` stands in the place of ``earlier``, because their signer said so.

    Under another name it answers the same invitation, unless it has one of its own: then the first one's organization does not
    sign, and that was said by whoever was asked.
    """
    signature.invitation_id = signature.invitation_id or earlier.invitation_id
    follow(session, [earlier, signature], now=now)
    if earlier.invitation_id != signature.invitation_id:
        said_no(session, earlier, f"“{signature.line}” stands instead", now=now)


def _touched(session: Session, campaign_id: int, keys: Collection[str], linked: set[int]) -> Sequence[Invitation]:
    """The invitations whose answer may have changed, kept from others until the commit: those that the signatures came through,
    those that the same mailboxes signed through otherwise, and the living ones of these mailboxes."""
    through = select(Signature.invitation_id).where(
        Signature.campaign_id == campaign_id, Signature.address_key.in_(keys), Signature.invitation_id.is_not(None)
    )
    living = select(Invitation.id).where(
        Invitation.campaign_id == campaign_id, Invitation.address_key.in_(keys), Invitation.revoked_at.is_(None)
    )
    ids = {number for number in (*linked, *session.scalars(through), *session.scalars(living)) if number is not None}
    if not ids:
        return ()
    query = select(Invitation).where(Invitation.campaign_id == campaign_id, Invitation.id.in_(ids)).order_by(Invitation.id)
    # No key of it changes: two who sign through one link at once must not wait for each other's new rows.
    query = query.with_for_update(key_share=True)
    return session.scalars(query.execution_options(populate_existing=True)).all()


def _put_to(signature: Signature, invitations: Sequence[Invitation]) -> None:
    """Note which invitation a signature answers that came through none, or through one that was revoked meanwhile."""
    living = [one for one in invitations if one.revoked_at is None]
    if any(one.id == signature.invitation_id for one in living) or signature.address_key is None:
        return
    theirs = [one for one in living if one.address_key == signature.address_key]
    # A person who signs in their own name does not answer for an organization that was asked.
    key = organization_key(signature.line) if signature.kind == "organization" else ""
    same = [one for one in theirs if one.organization_key == key]
    free = [one for one in theirs if one.signed_at is None and signature.kind == "organization"]
    nameless = [one for one in free if not one.organization_key]
    only = free if len(theirs) == 1 else []
    for one in (*same, *nameless, *only)[:1]:
        signature.invitation_id = one.id


def _work_out(session: Session, campaign_id: int, invitations: Sequence[Invitation], now: datetime) -> None:
    ids = [one.id for one in invitations]
    answered = set(session.scalars(select(Signature.invitation_id).where(Signature.invitation_id.in_(ids), ANSWERS)))
    keys = {one.address_key for one in invitations if one.address_key is not None and one.revoked_at is None}
    standing = session.execute(
        select(Signature.address_key, Signature.line).where(
            Signature.campaign_id == campaign_id,
            Signature.address_key.in_(keys),
            Signature.kind == "organization",
            Signature.status.in_(STANDING),
        )
    )
    # Also one that came through a colleague's link: who signed for this organization from this mailbox is asked no more.
    signed = {(key, organization_key(line)) for key, line in standing}
    for one in invitations:
        theirs = one.revoked_at is None and (one.address_key, one.organization_key) in signed
        if one.id not in answered and not theirs:
            one.signed_at = None
        elif one.signed_at is None:
            one.signed_at, one.declined_at, one.decline_reason = now, None, ""
    session.flush()
