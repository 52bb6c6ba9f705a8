"""Saving where a line stands on the list."""

from __future__ import annotations

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from blame import blame
from campaign.desk.blueprint import bp
from campaign.desk.signatures.one import detail
from campaign.desk.signatures.place_form import place_form
from campaign.desk.signatures.shown import found
from campaign.operations.moderating import place
from campaign.queries import campaign_at_desk
from coalition.access import actor
from errors import UserError
from web import access, database, now, see_other


@bp.post("/<slug>/place/<int:number>")
@access("signatures.moderate")
def place_signature(slug: str, number: int) -> tuple[str, int] | Response:
    """Change the scope, the state, the type and what the line is sorted as."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        form = place_form(found(session, campaign, number), sent=True)
    if form.validate():
        fields = {name: value or "" for name, value in form.data.items() if name != "csrf_token"}
        try:
            with database().write() as session:
                campaign = campaign_at_desk(session, slug)
                done = place(session, campaign, found(session, campaign, number), by=actor(), now=now(), **fields)
            flash(_("Saved.") if done else _("Nothing was changed."))
            return see_other("desk.signature", slug=slug, number=number)
        except UserError as error:
            blame(form, error)
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        return detail(session, campaign, found(session, campaign, number), placed=form), 422
