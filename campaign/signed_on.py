"""Which letters of a coalition an organization of its directory stands on."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.queries import STANDS
from signatories.folding import name_key
from signatories.models import Signature


def signed_on(session: Session, coalition_id: int, keys: Collection[str]) -> Sequence[tuple[Campaign, Signature]]:
    """The signatures of organizations that stand under a name of one of these keys, each with its letter, the newest first."""
    mine = Campaign.coalition_id == coalition_id, Signature.kind == "organization", STANDS
    # From before an upgrade there are some whose key nobody has worked out yet.
    likely = select(Signature.id, Signature.line).join(Campaign, Campaign.id == Signature.campaign_id)
    likely = likely.where(*mine, or_(Signature.name_key.in_(keys), Signature.name_key.is_(None)))
    ids = [number for number, line in session.execute(likely) if name_key(line) in keys]
    found: list[tuple[Campaign, Signature]] = []
    for start in range(0, len(ids), 500):
        query = select(Campaign, Signature).join(Signature, Signature.campaign_id == Campaign.id)
        found += [(campaign, one) for campaign, one in session.execute(query.where(Signature.id.in_(ids[start : start + 500])))]
    return sorted(found, key=lambda pair: (pair[1].signed_at, pair[1].id), reverse=True)
