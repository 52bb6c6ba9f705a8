"""How a campaign has its list, as ``signatories`` takes it."""

from __future__ import annotations

from typing import cast

from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.queries import current_version
from letters.document.schema import language_in
from signatories.ordering.placing import Arrangement, Grouping, Numerals, Order


def letter_language(session: Session, campaign: Campaign) -> str:
    """The language of the text that counts, as a BCP 47 tag."""
    return language_in(current_version(session, campaign).tree)


def arrangement_of(session: Session, campaign: Campaign) -> Arrangement:
    """The campaign's settings. The text is looked at only where numbers are sorted as words: in its language."""
    words = campaign.numerals == "as words"
    return Arrangement(
        hosts=tuple(campaign.hosts),
        order=cast(Order, campaign.signature_order),
        ignore_the=campaign.ignore_the,
        numerals=cast(Numerals, campaign.numerals),
        by=cast(Grouping, campaign.group_by),
        types=tuple(campaign.types),
        language=letter_language(session, campaign) if words else "",
    )
