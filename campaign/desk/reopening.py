"""Taking signatures again after closing; the archive, and back."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from blame import blame
from campaign.deadlines import NotNow, why_not
from campaign.desk.blueprint import bp
from campaign.desk.forms import ReopenForm
from campaign.desk.frame import campaign_page
from campaign.desk.timing import told_count
from campaign.models import Campaign
from campaign.operations import archive, reopen, take_back
from campaign.operations.late import undecided_late
from campaign.public.opening import doors_of
from campaign.queries import campaign_at_desk, edition_of
from coalition.access import actor
from errors import UserError
from web import access, database, now, see_other


@bp.get("/<slug>/reopen")
@access("campaign.close")
def reopening(slug: str) -> str:
    """What reopening means, with the form."""
    with database().read() as session:
        return _page(session, campaign_at_desk(session, slug))


@bp.post("/<slug>/reopen")
@access("campaign.close")
def reopen_letter(slug: str) -> tuple[str, int] | Response:
    """Let the letter circulate again."""
    form = ReopenForm()
    if form.validate():
        try:
            with database().write() as session:
                campaign = campaign_at_desk(session, slug)
                reopen(
                    session,
                    campaign,
                    form.deadline.data or "",
                    form.timezone.data or "",
                    reason=form.reason.data or "",
                    tell=form.tell.data,
                    doors=doors_of(slug),
                    by=actor(),
                    now=now(),
                )
            flash(_("The letter is open for signature again."))
            return see_other("desk.overview", slug=slug)
        except UserError as error:
            blame(form, error)
    with database().read() as session:
        return _page(session, campaign_at_desk(session, slug), form), 422


@bp.get("/<slug>/archive")
@access("campaign.close")
def confirm_archiving(slug: str) -> str:
    """What the archive means, or the way back from it."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        return campaign_page(session, campaign, "archive.html", refusal=why_not("archive", campaign, now()))


@bp.post("/<slug>/archive")
@access("campaign.close")
def archive_campaign(slug: str) -> tuple[str, int] | Response:
    """Put the campaign away."""
    return _move(slug, lambda session, campaign: archive(session, campaign, by=actor(), now=now()), _("It is in the archive."))


@bp.post("/<slug>/archive/back", endpoint="take_back")
@access("campaign.close")
def take_campaign_back(slug: str) -> tuple[str, int] | Response:
    """Take the campaign out of the archive."""
    return _move(slug, lambda session, campaign: take_back(session, campaign, by=actor(), now=now()), _("It is back."))


def _move(slug: str, act: Callable[[Session, Campaign], None], done: str) -> tuple[str, int] | Response:
    try:
        with database().write() as session:
            act(session, campaign_at_desk(session, slug))
    except NotNow as error:
        with database().read() as session:
            campaign = campaign_at_desk(session, slug)
            return campaign_page(session, campaign, "archive.html", refusal=error.sentence), 409
    flash(done)
    return see_other("desk.overview", slug=slug)


def _page(session: Session, campaign: Campaign, form: ReopenForm | None = None) -> str:
    edition = edition_of(session, campaign)
    return campaign_page(
        session,
        campaign,
        "reopen.html",
        form=form or ReopenForm(formdata=None, timezone=campaign.timezone, tell=True),
        refusal=why_not("reopen", campaign, now()),
        edition=edition,
        late=undecided_late(session, campaign),
        tell=told_count(session, campaign),
    )
