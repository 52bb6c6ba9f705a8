"""The next step of a closed letter: bring it to its recipients, say so, thank, look after what was asked to be looked after."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from campaign.delivery_queries import delivered, follow_ups
from campaign.desk.step import Step
from campaign.models import Campaign
from campaign.operations.delivering.finishing import everybody_reached
from campaign.queries import edition_of


def delivery_step(session: Session, campaign: Campaign, now: datetime) -> Step | None:
    """What is to be done about delivery; None where nothing is, and where nobody is on the list of recipients."""
    edition = edition_of(session, campaign)
    if edition is None or campaign.state not in ("closed", "delivered"):
        return None
    due = follow_ups(session, campaign, now.astimezone(ZoneInfo(campaign.timezone)).date())
    if due:
        return Step(
            ngettext("%(num)d delivery is to be looked after", "%(num)d deliveries are to be looked after", due),
            _("The day that you named has come, and no answer is written down."),
            "desk.delivery_log",
            ngettext("Look at it", "Look at them", due),
            "delivery.view",
            short=ngettext("Look after %(num)d delivery", "Look after %(num)d deliveries", due),
            values={"show": "due"},
        )
    said = delivered(session, edition)
    reached, everybody = everybody_reached(session, campaign, edition)
    if said is None and everybody:
        return Step(
            _("Deliver the letter: %(reached)d of %(all)d reached", reached=reached, all=everybody),
            _("By e-mail from here, or otherwise and written down. Once it is delivered, say so: the letter’s page follows."),
            "desk.delivery",
            _("Go to the delivery"),
            "delivery.view",
            short=_("Deliver the letter"),
        )
    if said is not None and not said.thanks:
        return Step(
            _("Delivered: thank those who signed"),
            _("You see what they get before it goes out."),
            "desk.delivery_thanks",
            _("Look at the thanks"),
            "delivery.send",
            short=_("Thank the signers"),
        )
    if said is not None:
        return Step(
            _("Delivered"),
            ngettext("It reached %(num)d recipient.", "It reached %(num)d recipients.", reached),
            "desk.delivery_log",
            _("The log of delivery"),
            "delivery.view",
            short=_("Delivered"),
        )
    return None
