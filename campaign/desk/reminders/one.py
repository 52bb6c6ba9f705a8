"""One step: who gets it and who does not, each by name; and sending it before its time."""

from __future__ import annotations

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from campaign.desk.blueprint import bp
from campaign.desk.forms import whole_number
from campaign.desk.invitations.shown import called, preview
from campaign.desk.reminders.shown import found, page
from campaign.models import Campaign
from campaign.operations import reminding
from campaign.public.opening import doors_of
from campaign.queries import campaign_at_desk
from campaign.reminder_models import CONFIRM, ReminderStep
from coalition.access import actor
from errors import UserError
from web import access, database, now, see_other

PER_PAGE = 100


@bp.get("/<slug>/reminders/<int:number>")
@access("invitations.view")
def reminder(slug: str, number: int) -> str:
    """Who would get it as answers stand now; of one that was sent what became of it. ``show`` is "left-out" for the others."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        row = found(session, campaign, number)
        people = _people(session, campaign, row)
        show = "left-out" if request.args.get("show") == "left-out" else ""
        listed = [one for one in people if bool(one[1]) == bool(show)]
        pages = max(1, -(-len(listed) // PER_PAGE))
        at = min(max(1, whole_number(request.args.get("page")) or 1), pages)
        return page(
            session,
            campaign,
            "reminders_one.html",
            row=row,
            rows=listed[(at - 1) * PER_PAGE : at * PER_PAGE],
            getting=sum(not why for _, why in people),
            left_out=sum(bool(why) for _, why in people),
            show=show,
            number=at,
            pages=pages,
            outcome=reminding.outcomes(session, campaign, [row]).get(row.id),
            shown=_mail(session, campaign, row),
        )


@bp.get("/<slug>/reminders/<int:number>/send")
@access("invitations.send")
def confirm_reminding(slug: str, number: int) -> str:
    """What sending it now means."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        return _sending(session, campaign, found(session, campaign, number))


@bp.post("/<slug>/reminders/<int:number>/send")
@access("invitations.send")
def remind_now(slug: str, number: int) -> tuple[str, int] | Response:
    """Send it now."""
    try:
        with database().write() as session:
            campaign = campaign_at_desk(session, slug)
            row = found(session, campaign, number)
            done = reminding.send_now(session, campaign, row, doors=doors_of(slug), by=actor(), now=now())
    except UserError as error:
        with database().read() as session:
            campaign = campaign_at_desk(session, slug)
            return _sending(session, campaign, found(session, campaign, number), error.sentence), 409
    flash(ngettext("%(num)d reminder is on its way.", "%(num)d reminders are on their way.", done.reached))
    return see_other("desk.reminders", slug=slug)


def _sending(session: Session, campaign: Campaign, row: ReminderStep, refusal: str = "") -> str:
    people = _people(session, campaign, row, now_=True)
    hours = reminding.hours_for(session, campaign, row.step)
    quiet = hours is not None and not hours.allow(now())
    return page(
        session,
        campaign,
        "reminders_send.html",
        row=row,
        refusal=refusal,
        getting=sum(not why for _, why in people),
        left_out=sum(bool(why) for _, why in people),
        wakes=hours.next(now()) if hours is not None and quiet else None,
    )


def _people(
    session: Session, campaign: Campaign, row: ReminderStep, *, now_: bool = False
) -> list[tuple[tuple[str, str], str]]:
    """Everybody as (organization and contact), each with the reason for which they are left out, or ""."""
    if row.state == "done":
        return []
    if row.step == CONFIRM:
        return [
            ((one.whole_line, one.contact_name or one.contact_email), "") for one in reminding.to_confirm(session, campaign)
        ]
    who = reminding.chosen(session, campaign, row.step, now() if now_ else max(now(), row.planned_for))
    both = [*((one, "") for one in who.recipients), *who.skipped]
    nobody = _("(no organization named)")
    return [((one.organization or nobody, one.contact_name or one.contact_email), why) for one, why in both]


def _mail(session: Session, campaign: Campaign, row: ReminderStep) -> tuple[str, object] | None:
    """What the first of them reads, with their name; None for nobody, and for the mail to confirm, whose words are ours."""
    if row.step == CONFIRM or row.state == "done":
        return None
    who = reminding.chosen(session, campaign, row.step, max(now(), row.planned_for))
    first = next(iter(who.recipients), None)
    if first is None:
        return None
    return called(first), preview(campaign, first, reminding.words_for(session, campaign, row.step, first.language))
