"""Opening a letter for signature, and closing it: each behind a page that says what it means."""

from __future__ import annotations

from flask import flash
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from campaign import checklist
from campaign.deadlines import state_at
from campaign.desk.blueprint import bp
from campaign.desk.frame import campaign_page
from campaign.models import Campaign
from campaign.operations import circulate, close
from campaign.operations.circulating import obstacles, warnings_of
from campaign.operations.links import facts_for
from campaign.queries import asked_again, campaign_at_desk, newest_version
from coalition.access import actor
from errors import ProblemsError, UserError
from web import access, database, external_url, now, see_other


@bp.get("/<slug>/open", endpoint="open")
@access("campaign.edit")
def confirm_opening(slug: str) -> str:
    """What opening means, what stands in the way, and what a person should look at before."""
    with database().read() as session:
        return _opening(session, campaign_at_desk(session, slug))


@bp.post("/<slug>/open")
@access("campaign.edit")
def circulate_letter(slug: str) -> str | tuple[str, int] | Response:
    """Open the letter for signature."""
    try:
        with database().write() as session:
            circulate(session, campaign_at_desk(session, slug), by=actor(), now=now())
    except UserError as error:
        refusals = error.problems if isinstance(error, ProblemsError) else [error.sentence]
        with database().read() as session:
            return _opening(session, campaign_at_desk(session, slug), refusals), 409
    flash(_("The letter is open for signature."))
    return see_other("desk.overview", slug=slug)


@bp.get("/<slug>/close")
@access("campaign.close")
def confirm_closing(slug: str) -> str:
    """What closing means."""
    with database().read() as session:
        return _closing(session, campaign_at_desk(session, slug))


@bp.post("/<slug>/close")
@access("campaign.close")
def close_letter(slug: str) -> str | tuple[str, int] | Response:
    """Close the letter now, and freeze its list."""
    try:
        with database().write() as session:
            close(session, campaign_at_desk(session, slug), by=actor(), now=now())
    except UserError as error:
        with database().read() as session:
            return _closing(session, campaign_at_desk(session, slug), error.sentence), 409
    flash(_("The letter is closed. The final files are ready."))
    return see_other("desk.overview", slug=slug)


def _closing(session: Session, campaign: Campaign, refusal: str = "") -> str:
    """The page, with everything that a person should look at before the list is frozen."""
    found = checklist.points(session, campaign, now()) if state_at(campaign, now()) == "circulating" else []
    return campaign_page(
        session,
        campaign,
        "close.html",
        refusal=refusal,
        points=found,
        blocked=bool(checklist.blocks(found)),
        asked=asked_again(session, campaign),
    )


def _opening(session: Session, campaign: Campaign, refusals: list[str] | None = None) -> str:
    version = newest_version(session, campaign)
    return campaign_page(
        session,
        campaign,
        "open.html",
        version=version,
        address=external_url("public.letter", slug=campaign.slug),
        obstacles=refusals or obstacles(campaign, version, now()),
        warnings=[warning for warning in warnings_of(version, facts_for(session, campaign)) if not warning.blocks],
    )
