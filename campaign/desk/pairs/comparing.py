"""Looking for the signature that another one is the same as."""

from __future__ import annotations

from flask import request
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.desk.blueprint import bp
from campaign.desk.forms import whole_number
from campaign.desk.pairs.shown import page
from campaign.desk.signatures.finding import fitting
from campaign.desk.signatures.listing import LONGEST_SEARCH
from campaign.desk.signatures.shown import found
from campaign.models import Campaign
from campaign.queries import STANDS, campaign_at_desk
from signatories.models import Signature
from web import access, database

_MOST = 20
_NEAR = 0.3
"""Who searches by a name wants to see what is only a little like it, too."""


@bp.get("/<slug>/doubles/compare")
@access("signatures.view")
def compare_names(slug: str) -> str:
    """Signatures that have the words ``q``, or a name like it, each to be put beside the signature ``one``."""
    words = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        one = found(session, campaign, whole_number(request.args.get("one")) or 0)
        others = _found(session, campaign, one, words or one.line)
        return page(session, campaign, "doubles_compare.html", one=one, others=others, words=words)


def _found(session: Session, campaign: Campaign, one: Signature, words: str) -> list[Signature]:
    """Those that stand: with these words, then with names like them."""
    query = select(Signature.id, Signature.line).where(Signature.campaign_id == campaign.id, STANDS, Signature.kind == one.kind)
    names = {number: line for number, line in session.execute(query) if number != one.id}
    numbers = [number for number in fitting(session, campaign, show="all", words=words) if number in names]
    if one.kind == "organization":
        from signatories.matching import NameIndex  # late: most processes compare no names

        numbers += [number for number, _ in NameIndex(names).search(words, _MOST, _NEAR)]
    chosen = list(dict.fromkeys(numbers))[:_MOST]
    rows = {row.id: row for row in session.scalars(select(Signature).where(Signature.id.in_(chosen)))}
    return [rows[number] for number in chosen]
