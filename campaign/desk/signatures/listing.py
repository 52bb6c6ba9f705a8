"""Everybody who signed, by how the signature stands, and who came too late."""

from __future__ import annotations

from flask import abort, request
from sqlalchemy.orm import Session

from campaign.desk.blueprint import bp
from campaign.desk.forms import whole_number
from campaign.desk.signatures.decision_form import DecisionForm, decision_form
from campaign.desk.signatures.finding import SHOWS, find
from campaign.desk.signatures.shown import page
from campaign.models import Campaign
from campaign.queries import campaign_at_desk, circulation_of, late_requests_of, versions_of
from web import access, database

LONGEST_SEARCH = 200
FIRST = "accepted"


@bp.get("/<slug>/signatures")
@access("signatures.view")
def signatures(slug: str) -> str:
    """The list: ``show`` chooses how they stand (what is on the letter, in its order, when nothing is chosen), ``q`` words."""
    with database().read() as session:
        return listed(session, campaign_at_desk(session, slug))


def listed(session: Session, campaign: Campaign, form: DecisionForm | None = None, chosen: frozenset[int] = frozenset()) -> str:
    """The page as the address asks for it; with a ``form`` that came back, and what was ticked in it."""
    show, words = request.args.get("show", FIRST), request.args.get("q", "").strip()[:LONGEST_SEARCH]
    if show not in SHOWS:
        abort(404)
    found = find(session, campaign, show=show, words=words, page=whole_number(request.args.get("page")) or 1)
    circulation = circulation_of(session, campaign)
    return page(
        session,
        campaign,
        "signatures.html",
        listed=found,
        show=show,
        words=words,
        form=form or decision_form(show),
        chosen=chosen,
        late=late_requests_of(session, campaign),
        circulated=circulation.version_id if circulation else None,
        numbers={version.id: version.number for version in versions_of(session, campaign)},
    )
