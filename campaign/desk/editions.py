"""The editions of a letter: what was frozen when, its files with their hashes, and the way to the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, flash, request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from campaign.checklist import points, remembered
from campaign.desk.blueprint import bp
from campaign.desk.frame import campaign_page
from campaign.editions import files_of, unpacked
from campaign.editions.changes import Changes, changes
from campaign.editions.writing import edition_file, forms_of
from campaign.models import ADDENDA, FORMS, Campaign, Edition, EditionFile, EditionTrouble
from campaign.operations.late import undecided_late
from campaign.operations.next_edition import ENDED, Preview, make_next, preview
from campaign.queries import campaign_at_desk, edition_of
from coalition.access import actor
from errors import UserError
from letters.document.rendition import Signatories
from web import access, attachment, database, now, see_other

_STILL = ("pending", "held", "doubles", "unconfirmed")
"""What of the checklist can still be mended after the close: who is on the list."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An edition as the page tells it. ``missing`` are the forms that are not written yet, ``troubles`` what was wrong."""

    edition: Edition
    listed: Signatories
    changes: Changes | None
    left_open: Sequence[str]
    files: Sequence[EditionFile]
    missing: Sequence[str]
    troubles: Sequence[EditionTrouble]


@bp.get("/<slug>/editions", endpoint="editions")
@access("campaign.view")
def editions(slug: str) -> str:
    """Every edition, the newest first."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        return campaign_page(
            session,
            campaign,
            "editions.html",
            shown=_shown(session, campaign),
            next=_next(session, campaign),
            late=undecided_late(session, campaign),
        )


@bp.get("/<slug>/editions/<int:number>/<form>")
@access("campaign.view")
def edition_download(slug: str, number: int, form: str) -> Response:
    """A file of an edition, as it was written once."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        found = select(Edition).where(Edition.campaign_id == campaign.id, Edition.number == number)
        edition = session.scalars(found).one_or_none()
        if edition is None or form not in forms_of(session, edition):
            abort(404)
    file = edition_file(database(), campaign.id, number, form, now=now())
    return attachment(file.data, file.filename, file.content_type)


@bp.get("/<slug>/editions/next", endpoint="next_edition")
@access("campaign.close")
def look_at_next(slug: str) -> str | Response:
    """Who would come and go with the next edition."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        shown = _next(session, campaign)
        if shown is None:
            return see_other("desk.editions", slug=slug)
        return _next_page(session, campaign, shown)


@bp.post("/<slug>/editions/next", endpoint="make_next_edition")
@access("campaign.close")
def press_next(slug: str) -> str | tuple[str, int] | Response:
    """Make it."""
    try:
        with database().write() as session:
            edition = make_next(
                session,
                campaign_at_desk(session, slug),
                seen=request.form.get("seen", ""),
                marked="marked" in request.form,
                by=actor(),
                now=now(),
            )
            number = edition.number
    except UserError as error:
        with database().read() as session:
            campaign = campaign_at_desk(session, slug)
            shown = _next(session, campaign)
            if shown is None:
                flash(error.sentence)
                return see_other("desk.editions", slug=slug)
            return _next_page(session, campaign, shown, error.sentence), 409
    flash(_("Edition %(number)d is made. Its files are being written.", number=number))
    return see_other("desk.editions", slug=slug)


def _next(session: Session, campaign: Campaign) -> Preview | None:
    """The next edition as it would be; None where there is none to come."""
    if campaign.state not in ENDED or edition_of(session, campaign) is None:
        return None
    return preview(session, campaign)


def _next_page(session: Session, campaign: Campaign, shown: Preview, refusal: str = "") -> str:
    return campaign_page(
        session,
        campaign,
        "edition_next.html",
        next=shown,
        points=[point for point in points(session, campaign, now(), glance=True) if point.open and point.check.key in _STILL],
        late=undecided_late(session, campaign),
        refusal=refusal,
    )


def _shown(session: Session, campaign: Campaign) -> list[Shown]:
    query = select(Edition).where(Edition.campaign_id == campaign.id).order_by(Edition.number)
    found: list[Shown] = []
    before: Edition | None = None
    for edition in session.scalars(query).all():
        files = files_of(session, edition)
        there = {file.form for file in files}
        listed = unpacked(edition.signatories)
        troubles = select(EditionTrouble).where(EditionTrouble.edition_id == edition.id).order_by(EditionTrouble.id)
        found.append(
            Shown(
                edition,
                listed,
                changes(unpacked(before.signatories), listed) if before is not None else None,
                remembered(edition.left_open),
                files,
                [form for form in forms_of(session, edition) if form not in there],
                session.scalars(troubles).all(),
            )
        )
        before = edition
    return found[::-1]


@bp.context_processor
def edition_words() -> dict[str, object]:
    """How the forms of files are called."""
    names = {form: form.upper() for form in FORMS} | {
        form: f"Addendum, {form.removeprefix('addendum-').upper()}" for form in ADDENDA
    }
    return {"form_names": names}
