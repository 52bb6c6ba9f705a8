"""One's own daily digest of a campaign, to be turned on and off."""

from __future__ import annotations

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaign.desk.blueprint import bp
from campaign.operations import digesting
from campaign.queries import campaign_at_desk
from coalition.access import actor
from web import access, database, see_other


@bp.post("/<slug>/digest")
@access("campaign.view")
def choose_digest(slug: str) -> Response:
    """Get the digest, or do without."""
    wanted = request.form.get("wanted") == "yes"
    with database().write() as session:
        digesting.choose(session, campaign_at_desk(session, slug), actor().person_id, wanted=wanted)
    flash(_("You get the daily digest.") if wanted else _("You do not get the daily digest any more."))
    return see_other("desk.reminders", slug=slug)
