"""What becomes of the mail about an invitation while it waits, and when it cannot be delivered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.deadlines import state_at
from campaign.models import Campaign
from campaign.operations.inviting.choosing import REASONS
from campaign.operations.inviting.lists import on_letter
from campaign.operations.inviting.status import status_of
from mail.models import OutboxMessage
from mail.undeliverable import Trouble, when_undeliverable
from mail.wanted import still_wanted
from signatories.addresses import canonical
from signatories.models import Invitation, Signature


@still_wanted("invitation")
def _invitation_wanted(session: Session, message: OutboxMessage, now: datetime) -> str | None:
    return unwanted(session, message, now)


@still_wanted("invitation_note")
def _note_wanted(session: Session, message: OutboxMessage, now: datetime) -> str | None:
    return unwanted(session, message, now)


@still_wanted("personal_link")
def _link_wanted(session: Session, message: OutboxMessage, now: datetime) -> str | None:
    """Somebody asked for it and was promised a mail: whoever declined may think better of it."""
    invitation = invitation_about(session, message)
    return "there is no such invitation any more" if invitation is None else _dead(session, message, invitation, now)


def unwanted(session: Session, message: OutboxMessage, now: datetime) -> str | None:
    """Why a message about an invitation that a coordinator sent should not go out any more; None while it should."""
    invitation = invitation_about(session, message)
    if invitation is None:
        return "there is no such invitation any more"
    if dead := _dead(session, message, invitation, now):
        return dead
    status = status_of(session, invitation)
    if status in ("signed", "declined", "unsubscribed"):
        return REASONS[status]
    campaign = session.get_one(Campaign, invitation.campaign_id)
    key = (invitation.address_key or "", invitation.organization_key)
    if key in on_letter(session, campaign, mailbox=key[0]).signed:
        return REASONS["signed"]
    # Whoever wrote to somebody who had only to confirm knew it.
    late = select(Signature.id).where(
        Signature.invitation_id == invitation.id,
        Signature.status == "unconfirmed",
        Signature.signed_at > message.created_at,
    )
    return REASONS["confirming"] if session.scalar(late.limit(1)) is not None else None


@when_undeliverable("invitation", "invitation_note", "personal_link", "reminder")
def came_back(session: Session, message: OutboxMessage, trouble: Trouble, now: datetime) -> None:
    """The coordinator sees in the table of invitations that this mailbox takes no mail. Where the trouble lay elsewhere, the
    address is as good as before, and an invitation that was never delivered waits to be sent again."""
    invitation = invitation_about(session, message)
    if invitation is None or invitation.contact_email != message.recipient:
        return
    if trouble.unwanted:
        invitation.unsubscribed_at = invitation.unsubscribed_at or now
    elif trouble.mailbox:
        invitation.bounced_at, invitation.bounce_reason = now, trouble.reason[:500]
    elif message.kind == "invitation" and invitation.sent_at == message.created_at:
        invitation.sent_at = None


def _dead(session: Session, message: OutboxMessage, invitation: Invitation, now: datetime) -> str | None:
    """Why the link in a message opens nothing."""
    campaign = session.get(Campaign, invitation.campaign_id)
    if campaign is None or state_at(campaign, now) != "circulating":
        return "the letter has closed"
    if invitation.revoked_at is not None:
        return REASONS["revoked"]
    if canonical(message.recipient) != invitation.address_key:
        return "the address was corrected"
    return None


def invitation_about(session: Session, message: OutboxMessage) -> Invitation | None:
    """The invitation that a message is about; None when there is none."""
    number = message.about.partition(":")[2].partition(":")[0]  # a reminder says its step behind it
    return session.get(Invitation, int(number)) if number.isdigit() else None
