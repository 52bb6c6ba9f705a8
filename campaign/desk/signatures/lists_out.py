"""The list out: as tables with the contacts, and as plain text to paste elsewhere."""

from __future__ import annotations

from campaign.desk.blueprint import bp
from campaign.desk.signatures.shown import page
from campaign.exports import plain_list
from campaign.queries import campaign_at_desk
from web import access, database


@bp.get("/<slug>/signatures/lists")
@access("signatures.export")
def lists_out(slug: str) -> str:
    """What can be taken out; the plain list stands on the page, to be copied."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        return page(session, campaign, "signatures_lists.html", plain=plain_list(session, campaign))
