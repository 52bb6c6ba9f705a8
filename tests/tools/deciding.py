"""Deciding about signatures, as a coordinator called Rosa."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from campaign.operations.moderating import Decision, decide
from campaign.queries import find
from signatories.models import SignatureAct
from tests.tools.campaigns import Campaigns
from tests.tools.invitations import doors


def word(
    campaigns: Campaigns, numbers: Sequence[int], decision: Decision, slug: str = "harbor", **more: Any
) -> tuple[list[str], dict[str, str]]:
    """Decide; gives the lines that changed, and those passed by with their reason."""
    with campaigns.database.write() as session:
        campaign = find(session, slug)
        assert campaign is not None
        decided = decide(session, campaign, numbers, decision, doors=doors(slug), by="Rosa", now=campaigns.now, **more)
        return [one.line for one in decided.changed], {one.signature.line: one.why for one in decided.passed_by}


def acts(campaigns: Campaigns, number: int) -> list[tuple[str, str, str]]:
    """What was done to a signature: the act, who did it and why."""
    with campaigns.database.read() as session:
        query = select(SignatureAct).where(SignatureAct.signature_id == number).order_by(SignatureAct.id)
        return [(one.act, one.by, one.reason) for one in session.scalars(query)]
