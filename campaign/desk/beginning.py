"""Beginning a campaign: by a form, or from a bundle."""

from __future__ import annotations

import re
import unicodedata

from flask import abort, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from blame import blame
from campaign.bundles import BundleError, read_zip
from campaign.bundles.bundle import check_slug
from campaign.desk.blueprint import bp
from campaign.desk.forms import NewCampaignForm, UploadForm, lines_of
from campaign.operations import create_campaign, import_bundle
from coalition.access import actor, authorize, may
from coalition.queries import coalitions_of
from errors import UserError
from web import access, database, now, render, see_other


@bp.get("/campaigns/new")
@access("campaign.create")
def new() -> str:
    """Both forms."""
    return _page(NewCampaignForm(formdata=None, timezone="America/New_York"), UploadForm(formdata=None))


@bp.post("/campaigns/new")
@access("campaign.create")
def create() -> Response | tuple[str, int]:
    """Begin a campaign as the form says."""
    form = NewCampaignForm()
    authorize(form.coalition.data)
    if not (form.slug.data or "").strip():
        form.slug.data = proposed_slug(form.title.data or "")
    if form.validate():
        try:
            with database().write() as session:
                campaign = create_campaign(
                    session,
                    by=actor(),
                    coalition_id=form.coalition.data,
                    title=form.title.data or "",
                    slug=(form.slug.data or "").strip(),
                    timezone=form.timezone.data or "",
                    deadline_local=form.deadline.data or "",
                    hosts=lines_of(form.hosts.data),
                    now=now(),
                )
            return see_other("desk.overview", slug=campaign.slug)
        except UserError as error:
            blame(form, error)
    return _page(form, UploadForm(formdata=None)), 422


@bp.post("/campaigns/upload")
@access("campaign.create")
def upload() -> Response | tuple[str, int]:
    """Begin a campaign from a bundle. What of it cannot be kept is shown first, and left out only with the person's word."""
    form = UploadForm()
    authorize(form.coalition.data)
    losses: tuple[str, ...] = ()
    if form.validate():
        try:
            reading = read_zip(form.bundle.data.read(), form.bundle.data.filename or "bundle.zip")
            losses = reading.losses
            if not losses or form.accepted.data:
                with database().write() as session:
                    campaign = import_bundle(
                        session, form.coalition.data, reading.bundle, replace=bool(form.replace.data), by=actor(), now=now()
                    )
                flash(_("Imported as a draft."))
                return see_other("desk.overview", slug=campaign.slug)
        except BundleError as error:
            form.form_errors.extend(error.problems)
        except UserError as error:
            blame(form, error)
    return _page(NewCampaignForm(formdata=None, timezone="America/New_York"), form, losses), 422


def proposed_slug(title: str) -> str:
    """An address made from a title: "Café & Co.: a letter" gives "cafe-co-a-letter"; empty when nothing of it can be used."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", letters)[:60].strip("-")
    return f"{slug}-letter" if slug and check_slug(slug) else slug


def _coalitions() -> list[tuple[int, str]]:
    """Where the person may begin a campaign. Ends the request with 403 when that is nowhere."""
    with database().read() as session:
        found = [(coalition.id, coalition.name) for coalition in coalitions_of(session, actor())]
    allowed = [(number, name) for number, name in found if may(number, "campaign.create")]
    if not allowed:
        abort(403)
    return allowed


def _page(form: NewCampaignForm, uploading: UploadForm, losses: tuple[str, ...] = ()) -> str:
    form.coalition.choices = uploading.coalition.choices = _coalitions()
    active = uploading if request.endpoint == "desk.upload" else form
    return render("desk/new.html", form=form, uploading=uploading, losses=losses, active=active)
