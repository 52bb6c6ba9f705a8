"""The rules of reminders as a bundle carries them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from campaign.bundles import Reminding
from campaign.models import Campaign
from campaign.operations.reminding.planning import as_rules, put_rules
from campaign.reminder_models import ReminderRules


def reminding_of(session: Session, campaign: Campaign) -> Reminding | None:
    """The campaign's rules; None where nobody has changed the usual ones."""
    kept = session.get(ReminderRules, campaign.id)
    return Reminding(kept.active, kept.nudging, as_rules(kept)) if kept is not None else None


def take_reminding(session: Session, campaign: Campaign, reminding: Reminding) -> None:
    """Make these the rules of a campaign that is only being made: nothing is planned yet."""
    put_rules(session, campaign, reminding.rules, active=reminding.active, nudging=reminding.nudging)
