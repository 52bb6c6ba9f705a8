"""How a campaign is called, printed and signed."""

from __future__ import annotations

from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from blame import blame
from campaign.deadlines import state_at
from campaign.desk.blueprint import bp
from campaign.desk.forms import SILENCES, RetentionForm, SettingsForm, lines_of, whole_number
from campaign.desk.frame import campaign_page
from campaign.models import Campaign
from campaign.operations import change_settings
from campaign.operations.letterhead import opened_by
from campaign.queries import campaign_at_desk
from coalition.access import actor
from errors import UserError
from signatories.questions import from_json, written
from web import access, database, now, see_other


@bp.get("/<slug>/settings")
@access("campaign.edit")
def settings(slug: str) -> str:
    """The settings as they are."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        return _settings_page(session, campaign, _filled(campaign))


@bp.post("/<slug>/settings")
@access("campaign.edit")
def save_settings(slug: str) -> tuple[str, int] | Response:
    """Change the settings. A page that was opened before the letter closed sends all of them, and is told."""
    form = SettingsForm() if "title" in request.form else RetentionForm()
    if "silence" in form and "silence" not in request.form:
        del form.silence  # the letter is open, and the page had it as a sentence
    if form.validate():
        try:
            with database().write() as session:
                change_settings(session, campaign_at_desk(session, slug), by=actor(), now=now(), **_sent(form))
            flash(_("Saved."))
            return see_other("desk.overview", slug=slug)
        except UserError as error:
            blame(form, error)
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        if "title" in form and state_at(campaign, now()) not in ("drafting", "circulating"):
            form = _filled(campaign)
            form.form_errors.append(
                _("The letter has closed since you opened the page, so nothing of that can be changed any more.")
            )
        return _settings_page(session, campaign, form), 422


def _filled(campaign: Campaign) -> RetentionForm:
    if state_at(campaign, now()) not in ("drafting", "circulating"):
        return RetentionForm(formdata=None, obj=campaign)
    form = SettingsForm(formdata=None, obj=campaign)
    form.hosts.data = "\n".join(campaign.hosts)
    form.types.data = "\n".join(campaign.types)
    form.questions.data = written(from_json(campaign.questions))
    return form


def _sent(form: RetentionForm) -> dict[str, Any]:
    """The fields of the form as :func:`~campaign.operations.change_settings` takes them."""
    fields = {name: value for name, value in form.data.items() if name != "csrf_token"}
    if "reply_to" not in request.form:
        del fields["reply_to"]  # a page from before the setting was there
    fields["retention_days"] = whole_number((fields["retention_days"] or "").strip()) or 0
    for name in ("hosts", "types", "questions"):
        if name in fields:
            fields[name] = lines_of(fields[name])
    return fields


def _settings_page(session: Session, campaign: Campaign, form: RetentionForm) -> str:
    rules = dict(SILENCES)
    return campaign_page(
        session, campaign, "settings.html", form=form, rule=rules[campaign.silence], answers=opened_by(session, campaign)
    )
