"""Mailing the invitations that wait: behind a page that shows what goes out, and to how many."""

from __future__ import annotations

from flask import flash
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from campaign.desk.blueprint import bp
from campaign.desk.invitations.shown import AT_ONCE, example, numbers_sent, page, preview
from campaign.models import Campaign
from campaign.operations import inviting
from campaign.public.opening import doors_of
from campaign.queries import campaign_at_desk
from coalition.access import actor
from errors import ProblemsError, UserError
from web import access, database, now, see_other


@bp.get("/<slug>/invitations/send")
@access("invitations.send")
def confirm_sending(slug: str) -> str:
    """How many would be mailed, and what the first of them would read."""
    with database().read() as session:
        return _page(session, campaign_at_desk(session, slug))


@bp.post("/<slug>/invitations/send")
@access("invitations.send")
def send_invitations(slug: str) -> tuple[str, int] | Response:
    """Mail everybody on the list whom nothing was mailed to yet, and of those left out for their name the ones ticked."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        waiting = inviting.sendable(
            session, campaign, inviting.standing(session, campaign, status="not sent"), anyway=numbers_sent()
        ).recipients
    count = 0
    try:
        for start in range(0, len(waiting), AT_ONCE):
            with database().write() as session:
                campaign = campaign_at_desk(session, slug)
                part = waiting[start : start + AT_ONCE]
                count += inviting.send(
                    session, campaign, part, anyway=numbers_sent(), doors=doors_of(campaign.slug), by=actor(), now=now()
                )
    except UserError as error:
        problems = error.problems if isinstance(error, ProblemsError) else [error.sentence]
        with database().read() as session:
            return _page(session, campaign_at_desk(session, slug), problems, count), 409
    flash(ngettext("%(num)d invitation is on its way.", "%(num)d invitations are on their way.", count))
    return see_other("desk.invitations", slug=slug)


def _page(session: Session, campaign: Campaign, problems: list[str] | None = None, sent: int = 0) -> str:
    chosen = inviting.sendable(session, campaign, inviting.standing(session, campaign, status="not sent"))
    waiting = chosen.recipients
    first = next(iter(waiting), None) or example(session, campaign)
    words = inviting.words_of(campaign, first.language)
    return page(
        session,
        campaign,
        "invitations_send.html",
        waiting=waiting,
        skipped=chosen.skipped,
        namesake=inviting.NAMESAKE,
        first=first,
        shown=preview(campaign, first, words),
        problems=problems or [],
        sent=sent,
    )
