"""Writing down what was done to a campaign."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.queries import LetterToSign, subject
from coalition import audit
from coalition.permissions import Actor


def note(
    session: Session, campaign: Campaign | LetterToSign, act: str, *, by: Actor | str, now: datetime, **detail: Any
) -> None:
    """One line in the audit log of the campaign's coalition, in the transaction of the act itself.

    ``act`` is the dotted verb ("letter.saved"); ``detail`` must be JSON and must not hold a signer's address: every coordinator
    can read it.
    """
    audit.record(session, act, by=by, coalition_id=campaign.coalition_id, subject=subject(campaign), now=now, **detail)
