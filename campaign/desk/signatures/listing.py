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
from campaign.texts_agreed import texts_under
from web import access, database

LONGEST_SEARCH = 200
FIRST = "accepted"

MOST = 1_000
"""Signatures that are decided about with one form: ten times what a page shows."""


@bp.get("/<slug>/signatures")
@access("signatures.view")
def signatures(slug: str) -> str:
    """The list: ``show`` chooses how they stand (what is on the letter, in its order, when nothing is chosen), ``q`` words."""
    with database().read() as session:
        return listed(session, campaign_at_desk(session, slug))


def asked_for() -> tuple[str, str]:
    """Which signatures the address asks for: how they stand, and words. Ends the request with 404 for what there is not."""
    show = request.args.get("show", FIRST)
    if show not in SHOWS:
        abort(404)
    return show, request.args.get("q", "").strip()[:LONGEST_SEARCH]


def listed(session: Session, campaign: Campaign, form: DecisionForm | None = None, chosen: frozenset[int] = frozenset()) -> str:
    """The page as the address asks for it; with a ``form`` that came back, and what was ticked in it."""
    show, words = asked_for()
    found = find(session, campaign, show=show, words=words, page=whole_number(request.args.get("page")) or 1)
    circulation = circulation_of(session, campaign)
    late = late_requests_of(session, campaign)
    return page(
        session,
        campaign,
        "signatures.html",
        listed=found,
        show=show,
        words=words,
        form=form or decision_form(show),
        chosen=chosen,
        all_at_once=1 < found.total <= MOST,
        late=len(late),
        late_new=sum(one.status == "new" for one in late),
        circulated=circulation.version.content_hash if circulation else None,
        under=texts_under(session, [row.signature for row in found.rows]),
        numbers={version.id: version.number for version in versions_of(session, campaign)},
    )
