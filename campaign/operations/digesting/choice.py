"""Who gets the digest of a campaign: owners and editors, unless they said otherwise; viewers when they ask for it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.reminder_models import DigestChoice
from coalition.models import Coordinator, Person
from coalition.queries import coordinators_of

BY_ITSELF = ("owner", "editor")
"""The roles that get it without asking."""


def recipients(session: Session, campaign: Campaign) -> list[Person]:
    """The coordinators who get it."""
    query = select(DigestChoice.person_id, DigestChoice.wanted).where(DigestChoice.campaign_id == campaign.id)
    choices: dict[int, bool] = {row[0]: row[1] for row in session.execute(query)}
    return [
        one.person
        for one in coordinators_of(session, campaign.coalition_id)
        if choices.get(one.person_id, one.role in BY_ITSELF)
    ]


def wants(session: Session, campaign: Campaign, person_id: int) -> bool:
    """Whether this person gets it."""
    choice = session.get(DigestChoice, (campaign.id, person_id))
    role = session.scalar(
        select(Coordinator.role).where(Coordinator.coalition_id == campaign.coalition_id, Coordinator.person_id == person_id)
    )
    return role is not None and (choice.wanted if choice is not None else role in BY_ITSELF)


def choose(session: Session, campaign: Campaign, person_id: int, *, wanted: bool) -> None:
    """Remember what a coordinator said. Saying it twice is saying it once."""
    choice = session.get(DigestChoice, (campaign.id, person_id))
    if choice is None:
        session.add(DigestChoice(campaign_id=campaign.id, person_id=person_id, wanted=wanted))
    else:
        choice.wanted = wanted
    session.flush()
