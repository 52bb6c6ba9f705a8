"""What was written, and what was done."""

from __future__ import annotations

from campaign.desk.blueprint import bp
from campaign.desk.frame import campaign_page
from campaign.queries import activity_of, campaign_at_desk, circulation_of, versions_of
from web import access, database


@bp.get("/<slug>/history")
@access("audit.view")
def history(slug: str) -> str:
    """Every saved text, and everything that was done to the campaign."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        circulation = circulation_of(session, campaign)
        return campaign_page(
            session,
            campaign,
            "history.html",
            versions=versions_of(session, campaign),
            circulated=circulation.version_id if circulation else None,
            activity=activity_of(session, campaign, 500),
        )
