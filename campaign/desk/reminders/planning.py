"""The plan of a campaign's reminders, what was sent, and the rules that the plan follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask import flash
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from blame import blame
from campaign.deadlines import state_at
from campaign.desk.blueprint import bp
from campaign.desk.reminders.forms import RulesForm, filled
from campaign.desk.reminders.shown import page
from campaign.models import Campaign
from campaign.operations import digesting, inviting, reminding
from campaign.operations.reminding.choosing import among
from campaign.queries import campaign_at_desk
from campaign.reminder_models import CONFIRM
from coalition.access import actor
from errors import UserError
from web import access, database, now, see_other


@dataclass(frozen=True, slots=True)
class Line:
    """One step in the table. ``number`` names its row; 0 for what is only foreseen. ``reached`` and ``left_out`` are how many
    it goes to, or went to, and how many not, by reason."""

    step: str
    state: str
    at: datetime
    reason: str = ""
    number: int = 0
    reached: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    outcome: reminding.Outcome | None = None


@bp.get("/<slug>/reminders")
@access("invitations.view")
def reminders(slug: str) -> str:
    """The plan, and its rules."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        return _page(session, campaign, filled(reminding.rules_of(session, campaign)))


@bp.post("/<slug>/reminders")
@access("invitations.send")
def save_reminders(slug: str) -> tuple[str, int] | Response:
    """Change the rules; the plan follows."""
    form = RulesForm()
    try:
        with database().write() as session:
            reminding.keep_rules(
                session,
                campaign_at_desk(session, slug),
                active=bool(form.active.data),
                nudging=bool(form.nudging.data),
                steps=form.steps,
                quiet_from=form.quiet_from.data or "",
                quiet_until=form.quiet_until.data or "",
                weekends=bool(form.weekends.data),
                by=actor(),
                now=now(),
            )
    except UserError as error:
        blame(form, error)
        with database().read() as session:
            return _page(session, campaign_at_desk(session, slug), form), 422
    flash(_("Saved. The plan is as you see it here."))
    return see_other("desk.reminders", slug=slug)


def _page(session: Session, campaign: Campaign, form: RulesForm) -> str:
    rules = reminding.rules_of(session, campaign)
    invited = inviting.counts(session, campaign)
    lines = _lines(session, campaign)
    return page(
        session,
        campaign,
        "reminders.html",
        form=form,
        rules=rules,
        ahead=[one for one in lines if one.state == "planned"],
        dropped=[one for one in lines if one.state == "dropped"],
        sent=[one for one in reversed(lines) if one.state == "done"],
        everybody=sum(invited.values()),
        unsent=invited["not sent"],
        digest=digesting.wants(session, campaign, actor().person_id),
    )


def _lines(session: Session, campaign: Campaign) -> Sequence[Line]:
    """The steps that there are; of a draft those that there would be if it were opened now."""
    if state_at(campaign, now()) == "drafting":
        plan = reminding.foreseen(session, campaign, now())
        return [
            Line(one.step, "planned" if one.at else "dropped", one.at or one.wanted, one.moved or one.dropped) for one in plan
        ]
    rows = reminding.steps_of(session, campaign)
    done = reminding.outcomes(session, campaign, rows)
    everybody = inviting.standing(session, campaign) if any(row.state == "planned" for row in rows) else []
    found = []
    for row in rows:
        reached, left_out = row.reached, row.left_out
        if row.state == "planned" and row.step == CONFIRM:
            reached = len(reminding.to_confirm(session, campaign))
        elif row.state == "planned":
            who = among(session, campaign, everybody, row.step, row.planned_for)
            reached, left_out = len(who.recipients), reminding.by_reason(who)
        at = row.done_at or row.planned_for
        found.append(Line(row.step, row.state, at, row.reason, row.id, reached, left_out, done.get(row.id)))
    return found
