"""What is known of the letter's links, for its warnings."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.operations.links import facts
from letters.citations import LinkFact


def facts_for(session: Session, campaign: Campaign) -> Mapping[str, LinkFact] | None:
    """The facts by web address; None while the coalition lets nothing look after links: then none is missed."""
    return facts(session, campaign) if campaign.coalition.outgoing else None
