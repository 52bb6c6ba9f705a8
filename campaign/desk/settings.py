"""The deadline of a campaign, and how it is called and printed."""

from __future__ import annotations

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaign.desk.blueprint import bp
from campaign.desk.forms import DeadlineForm, SettingsForm, blame, lines_of
from campaign.desk.frame import campaign_page
from campaign.operations import change_settings, set_deadline
from campaign.queries import campaign_at_desk
from coalition.access import actor
from errors import UserError
from web import access, database, now, see_other


@bp.get("/<slug>/deadline")
@access("campaign.edit")
def deadline(slug: str) -> str:
    """The deadline as it is, to set or to move."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        form = DeadlineForm(formdata=None, deadline=campaign.deadline_local or "", timezone=campaign.timezone)
        return campaign_page(session, campaign, "deadline.html", form=form)


@bp.post("/<slug>/deadline")
@access("campaign.edit")
def save_deadline(slug: str) -> tuple[str, int] | Response:
    """Set or move the deadline."""
    form = DeadlineForm()
    if form.validate():
        try:
            with database().write() as session:
                campaign = campaign_at_desk(session, slug)
                set_deadline(session, campaign, form.deadline.data or "", form.timezone.data or "", by=actor(), now=now())
            flash(_("The deadline is set."))
            return see_other("desk.overview", slug=slug)
        except UserError as error:
            blame(form, error)
    with database().read() as session:
        return campaign_page(session, campaign_at_desk(session, slug), "deadline.html", form=form), 422


@bp.get("/<slug>/settings")
@access("campaign.edit")
def settings(slug: str) -> str:
    """The settings as they are."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        form = SettingsForm(formdata=None, obj=campaign)
        form.hosts.data = "\n".join(campaign.hosts)
        return campaign_page(session, campaign, "settings.html", form=form)


@bp.post("/<slug>/settings")
@access("campaign.edit")
def save_settings(slug: str) -> tuple[str, int] | Response:
    """Change the settings."""
    form = SettingsForm()
    if form.validate():
        try:
            with database().write() as session:
                change_settings(
                    session,
                    campaign_at_desk(session, slug),
                    by=actor(),
                    now=now(),
                    title=form.title.data or "",
                    hosts=lines_of(form.hosts.data),
                    show_signatories=form.show_signatories.data,
                    signature_order=form.signature_order.data,
                    ignore_the=form.ignore_the.data,
                    columns=form.columns.data,
                    group_by=form.group_by.data,
                )
            flash(_("Saved."))
            return see_other("desk.overview", slug=slug)
        except UserError as error:
            blame(form, error)
    with database().read() as session:
        return campaign_page(session, campaign_at_desk(session, slug), "settings.html", form=form), 422
