"""Who is reminded by a step, and who is not, each for a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.operations.inviting.choosing import Chosen, reachable
from campaign.operations.inviting.status import Standing, standing
from campaign.operations.reminding.planning import is_last
from campaign.reminders import APART
from signatories.models import Invitation

JUST_INVITED = "was invited only just before"


def chosen(session: Session, campaign: Campaign, step: str, at: datetime) -> Chosen:
    """Who would be reminded by ``step`` at ``at`` (aware), as answers stand now: everybody who was invited, and has not
    answered. Who was invited only just before is left to the next step."""
    return among(session, campaign, standing(session, campaign), step, at)


def among(session: Session, campaign: Campaign, found: Iterable[Standing], step: str, at: datetime) -> Chosen:
    """As :func:`chosen`, among these."""
    who = reachable(session, campaign, found, last=is_last(step), now=at)
    recipients: list[Invitation] = []
    skipped = list(who.skipped)
    for one in who.recipients:
        if one.sent_at is not None and one.sent_at > at - APART:
            skipped.append((one, JUST_INVITED))
        else:
            recipients.append(one)
    return Chosen(recipients, skipped)


def by_reason(who: Chosen) -> dict[str, int]:
    """How many are left out for each reason, the commonest first."""
    return dict(Counter(reason for _, reason in who.skipped).most_common())
