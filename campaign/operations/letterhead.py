"""On whose behalf a campaign's mail goes: the coalition's name, and answers to the coordinator.

A message says ``scope=subject(campaign)``, and everything else follows when it is sent.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.queries import subject
from coalition.models import AuditEntry, Coalition, Coordinator, Person
from mail.letterheads import Letterhead, letterhead


def coalition_scope(coalition_id: int) -> str:
    """All campaigns of a coalition."""
    return f"coalition:{coalition_id}"


def answers_to(session: Session, campaign: Campaign) -> str:
    """The address to which answers go: what the campaign's settings say, or the coordinator who opened the letter, as long as
    they are one. "" where nobody is known."""
    return campaign.reply_to or opened_by(session, campaign)


def opened_by(session: Session, campaign: Campaign) -> str:
    """The address of the coordinator who opened the letter, as long as they are one; "" before that, and once they are none."""
    opened = (
        select(Person.email)
        .join(AuditEntry, AuditEntry.person_id == Person.id)
        .join(Coordinator, Coordinator.person_id == Person.id)
        .where(
            AuditEntry.subject == subject(campaign),
            AuditEntry.act == "campaign.circulated",
            Coordinator.coalition_id == campaign.coalition_id,
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    return session.scalar(opened) or ""


@letterhead("campaign")
def _of_campaign(session: Session, number: int) -> Letterhead | None:
    campaign = session.get(Campaign, number)
    if campaign is None:
        return None
    coalition = session.get_one(Coalition, campaign.coalition_id)
    return Letterhead(coalition.name, answers_to(session, campaign), coalition_scope(coalition.id), campaign.embargo)
