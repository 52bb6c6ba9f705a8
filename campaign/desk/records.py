"""Who signed, and what was done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from campaign.desk.blueprint import bp
from campaign.desk.frame import campaign_page
from campaign.listing import groups_of
from campaign.queries import (
    activity_of,
    campaign_at_desk,
    circulation_of,
    late_requests_of,
    signatures_of,
    versions_of,
)
from signatories.lines import Group
from signatories.models import Signature
from web import access, database


@bp.get("/<slug>/signatures")
@access("signatures.view")
def signatures(slug: str) -> str:
    """Every signature in the order of the letter, and who came too late."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        circulation = circulation_of(session, campaign)
        return campaign_page(
            session,
            campaign,
            "signatures.html",
            rows=_in_order(signatures_of(session, campaign), groups_of(session, campaign)),
            late=late_requests_of(session, campaign),
            circulated=circulation.version_id if circulation else None,
            numbers={version.id: version.number for version in versions_of(session, campaign)},
        )


def _in_order(signatures: Iterable[Signature], groups: Iterable[Group]) -> Sequence[tuple[Signature, bool]]:
    """Signatures as the letter lists them, each with whether it prints; those that only repeat another one's line come last."""
    waiting = {signature.id: signature for signature in signatures}
    printed = [(waiting.pop(entry.number), True) for group in groups for entry in group.entries]
    return [*printed, *((signature, False) for signature in waiting.values())]


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
