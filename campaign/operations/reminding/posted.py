"""Whether a reminder that waits in the outbox is still to go out, and when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.deadlines import state_at
from campaign.models import Campaign
from campaign.operations.acts import signature_about
from campaign.operations.inviting.choosing import REASONS
from campaign.operations.inviting.posted import invitation_about, unwanted
from campaign.operations.inviting.status import status_of
from campaign.operations.reminding.planning import counted_from, hours_for, rules_of
from campaign.operations.reminding.renewing import outdated
from campaign.reminder_models import CONFIRM, ReminderStep
from campaign.reminders import APART, LEAD
from mail.models import OutboxMessage
from mail.wanted import Later, still_wanted


@still_wanted("reminder")
def _wanted(session: Session, message: OutboxMessage, now: datetime) -> str | Later | None:
    """Between the step and the mail people answer, coordinators move the deadline, and a mail server that was busy is ready
    again at three in the morning."""
    if why := unwanted(session, message, now):
        return why
    invitation = invitation_about(session, message)
    assert invitation is not None  # or it had been unwanted
    status = status_of(session, invitation)
    if status == "bounced":
        return REASONS["bounced"]
    if status == "reviewing" and invitation.reviewing_at is not None and invitation.reviewing_at > message.created_at:
        return "they asked for time meanwhile"
    campaign = session.get_one(Campaign, invitation.campaign_id)
    if not rules_of(session, campaign).active:
        return "reminders were turned off"
    if (old := outdated(session, campaign, message, now)) is not None:
        return old
    return _hour(session, campaign, message, now)


@still_wanted("confirm_nudge")
def _nudge_wanted(session: Session, message: OutboxMessage, now: datetime) -> str | Later | None:
    signature = signature_about(session, message)
    if signature is None or signature.status != "unconfirmed":
        return "it was confirmed, or withdrawn"
    campaign = session.get_one(Campaign, signature.campaign_id)
    if state_at(campaign, now) != "circulating":
        return "the letter has closed"
    if (old := outdated(session, campaign, message, now)) is not None:
        return old
    if signature.contact_email != message.recipient:
        return "the address was corrected"
    until, hours = counted_from(campaign), hours_for(session, campaign, CONFIRM)
    if until is None or hours is None or hours.allow(now):
        return None
    later = hours.next(now)
    return Later(later) if later is not None and later < until.moment else "nobody may be written to before the letter closes"


def _hour(session: Session, campaign: Campaign, message: OutboxMessage, now: datetime) -> str | Later | None:
    until, hours = counted_from(campaign), hours_for(session, campaign, message.about.rpartition(":")[2])
    if until is None or hours is None or hours.allow(now):
        return None
    later = hours.next(now)
    if later is None or later > until.moment - LEAD:
        return "nobody may be written to before the letter closes"
    near = select(ReminderStep.id).where(
        ReminderStep.campaign_id == campaign.id,
        ReminderStep.state == "planned",
        ReminderStep.step != CONFIRM,
        ReminderStep.planned_for < later + APART,
    )
    return "the next reminder comes before anybody may be written to" if session.scalar(near.limit(1)) else Later(later)
