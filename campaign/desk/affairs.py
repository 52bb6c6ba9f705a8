"""What the overview says in short of a campaign's affairs, each with the way to its page: nobody has to know the tabs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.deadlines import state_at
from campaign.delivery_queries import delivered_of, recipients_of
from campaign.desk.invitations.shown import invited_in_short
from campaign.models import Campaign, Edition
from campaign.operations import reminding
from campaign.operations.delivering.finishing import everybody_reached
from campaign.operations.late import undecided_late
from campaign.operations.reminding.words import step_name
from campaign.queries import edition_of
from campaign.wording import short_moment, weekday_moment
from signatories.models import LateRequest


@dataclass(frozen=True, slots=True)
class Fact:
    """One affair: its name, how it stands, and the page of the desk where it is looked after, for whom ``permission`` is."""

    name: str
    words: str
    endpoint: str
    permission: str


def facts(session: Session, campaign: Campaign, now: datetime) -> list[Fact]:
    """Invitations, reminders, late requests, editions and delivery, as far as there are any at ``now`` (aware)."""
    return list(_facts(session, campaign, state_at(campaign, now)))


def _facts(session: Session, campaign: Campaign, state: str) -> Iterator[Fact]:
    invited = invited_in_short(session, campaign)
    if invited:
        yield Fact(_("Invitations"), invited, "desk.invitations", "invitations.view")
    if state == "circulating" and invited:
        yield Fact(_("Next reminder"), _next_reminder(session, campaign), "desk.reminders", "invitations.view")
    late = session.scalar(select(func.count()).where(LateRequest.campaign_id == campaign.id)) or 0
    if late:
        waiting = undecided_late(session, campaign)
        words = ngettext("%(num)d waits for you", "%(num)d wait for you", waiting) if waiting else _("all decided")
        yield Fact(_("Late requests"), f"{late}, {words}", "desk.late", "signatures.view")
    edition = edition_of(session, campaign) if state in ("closed", "delivered") else None
    if edition is not None:
        yield Fact(_("Editions"), _editions(campaign, edition), "desk.editions", "campaign.view")
    if state != "archived":
        yield Fact(_("Delivery"), _delivery(session, campaign, edition), "desk.delivery", "delivery.view")


def _next_reminder(session: Session, campaign: Campaign) -> str:
    if not reminding.rules_of(session, campaign).active:
        return str(_("reminders are off"))
    step = reminding.next_step(session, campaign)
    if step is None:
        return str(_("none lies ahead"))
    at = weekday_moment(step.planned_for, campaign.timezone)
    return str(_("%(at)s (%(step)s)", at=at, step=step_name(step.step).lower()))


def _editions(campaign: Campaign, edition: Edition) -> str:
    at = short_moment(edition.closed_at, campaign.timezone)
    return str(_("edition %(number)d of %(moment)s", number=edition.number, moment=at))


def _delivery(session: Session, campaign: Campaign, edition: Edition | None) -> str:
    if edition is None:
        count = len(recipients_of(session, campaign))
        return str(ngettext("%(num)d recipient", "%(num)d recipients", count) if count else _("nobody on the list yet"))
    said = delivered_of(session, campaign)
    reached, everybody = everybody_reached(session, campaign, edition)
    if not everybody:
        return str(_("nobody on the list yet"))
    if said and said[0].edition_id != edition.id:
        return str(_("edition %(number)d is delivered, the newest is not", number=said[0].edition.number))
    words = _("%(reached)d of %(all)d reached", reached=reached, all=everybody)
    return f"{_('delivered')}, {words}" if said else str(words)
