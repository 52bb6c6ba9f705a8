"""What the pages about reminders share."""

from __future__ import annotations

from typing import Any

from flask import abort
from sqlalchemy.orm import Session

from campaign.desk.frame import campaign_page
from campaign.models import Campaign
from campaign.operations.reminding.words import step_name
from campaign.reminder_models import CONFIRM, ReminderStep
from campaign.wording import weekday_moment


def page(session: Session, campaign: Campaign, template: str, **context: Any) -> str:
    """A page under the heading of the invitations."""
    shown = {"step_name": step_name, "weekday_moment": weekday_moment, "to_confirm": CONFIRM}
    return campaign_page(session, campaign, template, **shown, **context)


def found(session: Session, campaign: Campaign, number: int) -> ReminderStep:
    """The campaign's step of that number; ends the request with 404 for any other."""
    row = session.get(ReminderStep, number)
    if row is None or row.campaign_id != campaign.id:
        abort(404)
    return row
