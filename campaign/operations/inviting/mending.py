"""An invitation put right by a coordinator: its address and names, what somebody said on the telephone, its link."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.deadlines import state_at
from campaign.models import Campaign
from campaign.operations.invited import follow_invitation
from campaign.operations.inviting.answering import decline, needs_time
from campaign.operations.inviting.lists import checked, make_room
from campaign.operations.inviting.status import status_of
from campaign.queries import hold
from coalition.permissions import Actor
from errors import UserError
from signatories.models import Invitation

_LONGEST_REASON = 500


def mend(
    session: Session,
    campaign: Campaign,
    invitation: Invitation,
    *,
    organization: str,
    contact_name: str,
    contact_title: str,
    email: str,
    by: Actor,
    now: datetime,
) -> bool:
    """Correct who is asked, and where. Gives True when that is another mailbox: the link that went to the first one opens
    nothing any more, and the invitation waits to be sent.

    Raises :class:`~errors.UserError` with what a list would say of it, and for a letter that has closed or a link that was
    revoked.
    """
    hold(session, campaign)
    _must_live(campaign, invitation, now)
    row = checked(
        session,
        campaign,
        organization=organization,
        contact_name=contact_name,
        contact_title=contact_title,
        email=email,
        besides=invitation,
    )
    assert row.key is not None  # it was checked
    moved = row.key[0] != invitation.address_key
    changed = [
        name
        for name, value in (
            ("organization", row.organization),
            ("contact_name", row.contact_name),
            ("contact_title", row.contact_title),
            ("contact_email", row.email),
        )
        if getattr(invitation, name) != value
    ]
    if not changed:
        return False
    if row.key != (invitation.address_key, invitation.organization_key):
        make_room(session, campaign, row.key, now=now)
    invitation.organization = row.organization
    invitation.contact_name, invitation.contact_title = row.contact_name, row.contact_title
    invitation.address_key, invitation.organization_key = row.key
    if invitation.contact_email != row.email:
        invitation.contact_email = row.email
        invitation.bounced_at, invitation.bounce_reason = None, ""
    if moved:
        invitation.generation += 1
        invitation.sent_at = invitation.opened_at = None
    follow_invitation(session, invitation, now=now)
    _tell(session, campaign, "invitation.mended", invitation, by=by, now=now, fields=changed)
    return moved


def told(
    session: Session,
    campaign: Campaign,
    invitation: Invitation,
    answer: str,
    *,
    words: str = "",
    until: str = "",
    by: Actor,
    now: datetime,
) -> None:
    """Write down what somebody said elsewhere, or what came back: ``answer`` is "declined", "board" or "bounced".

    ``words`` are their reason or remark, ``until`` the day that the board needs. Raises :class:`~errors.UserError` (field
    "answer", "words" or "until") for an answer that is none, and as the contact's own answers do.
    """
    hold(session, campaign)
    _must_live(campaign, invitation, now)
    if state_at(campaign, now) == "drafting":
        raise UserError("The letter is not open for signature yet, so nobody can have answered.")
    if status_of(session, invitation) == "signed":
        raise UserError("This organization has signed already.")
    try:
        if answer == "declined":
            decline(session, campaign, invitation, reason=words, by=by, now=now)
        elif answer == "board":
            needs_time(session, campaign, invitation, leaning="", until=until, remark=words, by=by, now=now)
        elif answer == "bounced":
            _bounced(session, campaign, invitation, words, by, now)
        else:
            raise UserError("Choose what you were told.", field="answer")
    except UserError as error:
        if error.field in ("reason", "remark"):
            error.field = "words"
        raise


def revoke(session: Session, campaign: Campaign, invitation: Invitation, *, by: Actor, now: datetime) -> None:
    """Make a link open nothing any more. A signature that came through it stays. Revoking twice is revoking once."""
    if invitation.revoked_at is None:
        invitation.revoked_at = now
        _tell(session, campaign, "invitation.revoked", invitation, by=by, now=now)


def restore(session: Session, campaign: Campaign, invitation: Invitation, *, by: Actor, now: datetime) -> None:
    """Take :func:`revoke` back: the same links open what they opened. Doing so twice is doing so once.

    Raises :class:`~errors.UserError` when the same mailbox was invited anew for this organization, for a contact that was
    erased, and for a letter that has closed.
    """
    hold(session, campaign)
    if invitation.revoked_at is None:
        return
    _must_take(campaign, now)
    if not invitation.contact_email or invitation.address_key is None:
        raise UserError("The contact was erased, so the link stays as it is.")
    another = select(Invitation.id).where(
        Invitation.campaign_id == campaign.id,
        Invitation.address_key == invitation.address_key,
        Invitation.organization_key == invitation.organization_key,
        Invitation.revoked_at.is_(None),
    )
    if session.scalar(another.limit(1)) is not None:
        raise UserError("This mailbox was invited anew for the same organization, and has a link that is valid.")
    invitation.revoked_at = None
    follow_invitation(session, invitation, now=now)
    _tell(session, campaign, "invitation.restored", invitation, by=by, now=now)


def _bounced(session: Session, campaign: Campaign, invitation: Invitation, words: str, by: Actor, now: datetime) -> None:
    if len(words) > _LONGEST_REASON:
        raise UserError("Use at most %(most)d characters.", field="words", most=_LONGEST_REASON)
    invitation.bounced_at, invitation.bounce_reason = now, " ".join(words.split()) or "the mail came back"
    _tell(session, campaign, "invitation.bounced", invitation, by=by, now=now)


def _must_take(campaign: Campaign, now: datetime) -> None:
    if state_at(campaign, now) not in ("drafting", "circulating"):
        raise UserError("The letter has closed; nobody is invited to it any more.")


def _must_live(campaign: Campaign, invitation: Invitation, now: datetime) -> None:
    _must_take(campaign, now)
    if invitation.revoked_at is not None:
        raise UserError("The link was revoked. Make it valid again first.")


def _tell(
    session: Session, campaign: Campaign, act: str, invitation: Invitation, *, by: Actor, now: datetime, **detail: list[str]
) -> None:
    organization = invitation.organization
    note(session, campaign, act, by=by, now=now, invitation=invitation.id, organization=organization, **detail)
