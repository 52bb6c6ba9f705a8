"""An edition of a closed letter as it was frozen, for whoever holds an earlier copy."""

from __future__ import annotations

from flask import abort
from markupsafe import Markup
from sqlalchemy import select

from campaign.models import Edition
from campaign.public.blueprint import bp
from campaign.public.moments import moment
from campaign.public.page import editions_shown
from campaign.queries import public_campaign
from campaign.renditions import final_of
from letters.document import html
from web import access, database, now, render


@bp.get("/letters/<slug>/editions/<int:number>", endpoint="edition")
@access("public")
def edition(slug: str, number: int) -> str:
    """The letter and its list as they stood in that edition. 404 where the letter's page shows no list."""
    with database().read() as session:
        campaign = public_campaign(session, slug, now())
        shown = editions_shown(session, campaign)
        if number not in shown:
            abort(404)
        found = session.scalars(select(Edition).where(Edition.campaign_id == campaign.id, Edition.number == number)).one()
        return render(
            "public/edition.html",
            campaign=campaign,
            edition=found,
            newest=number == shown[0],
            closed=moment(found.closed_at, campaign.timezone, now()),
            letter=Markup(html.write(final_of(found))),  # noqa: S704  (the writer escapes everything that a person typed)
        )
