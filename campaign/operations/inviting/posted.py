"""What becomes of the mail about an invitation while it waits, and when it cannot be delivered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.deadlines import state_at
from campaign.models import Campaign
from campaign.operations.inviting.choosing import REASONS
from campaign.operations.inviting.lists import on_letter
from campaign.operations.inviting.status import statuses_of
from mail.models import OutboxMessage
from mail.undeliverable import Trouble, when_undeliverable
from mail.wanted import all_still_wanted, still_wanted
from signatories.addresses import canonical
from signatories.models import Invitation, Signature
from signatories.reading import Existing


@all_still_wanted("invitation", "invitation_note")
def all_unwanted(session: Session, messages: Sequence[OutboxMessage], now: datetime) -> dict[int, str]:
    """Why messages about invitations that a coordinator sent should not go out any more, by their numbers. Those that should
    are not named. A list of thousands is asked about like this right before it goes, and one by one that took most of the time.
    """
    about = {message.id: _number(message) for message in messages}
    numbers = [number for number in about.values() if number is not None]
    invitations = {one.id: one for one in session.scalars(select(Invitation).where(Invitation.id.in_(numbers)))}
    statuses = statuses_of(session, numbers)
    signed: dict[int, Existing] = {}
    keys = {one.address_key for one in invitations.values() if one.address_key}
    for campaign_id in {one.campaign_id for one in invitations.values()}:
        signed[campaign_id] = on_letter(session, session.get_one(Campaign, campaign_id), mailboxes=keys)
    typed = select(Signature.invitation_id, func.max(Signature.signed_at)).where(
        Signature.invitation_id.in_(numbers), Signature.status == "unconfirmed"
    )
    confirming = {number: moment for number, moment in session.execute(typed.group_by(Signature.invitation_id))}  # noqa: C416
    found: dict[int, str] = {}
    for message in messages:
        invitation = invitations.get(about[message.id] or 0)
        if invitation is None:
            found[message.id] = "there is no such invitation any more"
            continue
        why = _dead(session, message, invitation, now)
        status = statuses[invitation.id]
        key = (invitation.address_key or "", invitation.organization_key)
        if why is None and status in ("signed", "declined", "unsubscribed"):
            why = REASONS[status]
        if why is None and key in signed[invitation.campaign_id].signed:
            why = REASONS["signed"]
        # Whoever wrote to somebody who had only to confirm knew it.
        if why is None and invitation.id in confirming and confirming[invitation.id] > message.created_at:
            why = REASONS["confirming"]
        if why is not None:
            found[message.id] = why
    return found


def unwanted(session: Session, message: OutboxMessage, now: datetime) -> str | None:
    """As :func:`all_unwanted`, of one message; None while it should go."""
    return all_unwanted(session, [message], now).get(message.id)


@still_wanted("personal_link")
def _link_wanted(session: Session, message: OutboxMessage, now: datetime) -> str | None:
    """Somebody asked for it and was promised a mail: whoever declined may think better of it."""
    invitation = invitation_about(session, message)
    return "there is no such invitation any more" if invitation is None else _dead(session, message, invitation, now)


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
    if message.recipient != invitation.contact_email and canonical(message.recipient) != invitation.address_key:
        return "the address was corrected"
    return None


def invitation_about(session: Session, message: OutboxMessage) -> Invitation | None:
    """The invitation that a message is about; None when there is none."""
    number = _number(message)
    return session.get(Invitation, number) if number is not None else None


def _number(message: OutboxMessage) -> int | None:
    number = message.about.partition(":")[2].partition(":")[0]  # a reminder says its step behind it
    return int(number) if number.isdigit() else None
