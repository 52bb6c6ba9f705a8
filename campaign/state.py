"""What state a campaign is in at a given moment. Pure: looks at the row, takes ``now``."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from campaign.models import Campaign

SETTLING = timedelta(seconds=30)
"""How long after the deadline the list is frozen. A request that arrived in time may still be on its way to the disk; freezing
at the very second would leave that organization off the letter. Longer than any request is allowed to take."""


class Timed(Protocol):
    """What tells its state at any moment: a campaign, or as much of one as signing needs."""

    @property
    def state(self) -> str:
        """The state as it is written down."""

    @property
    def deadline(self) -> datetime | None:
        """The moment after which nothing is taken."""


def state_at(campaign: Timed, now: datetime) -> str:
    """The state as everybody should see it: a circulating campaign is closed from the second after its deadline, whether or
    not anything has written that down yet."""
    if campaign.state == "circulating" and campaign.deadline is not None and now > campaign.deadline:
        return "closed"
    return campaign.state


def settled(campaign: Campaign, now: datetime) -> bool:
    """Whether nobody can be added any more: the campaign was closed, or its deadline is past and the last request in time is
    safely on disk."""
    if campaign.state == "circulating":
        return campaign.deadline is not None and now > campaign.deadline + SETTLING
    return campaign.state != "drafting"


def writable(campaign: Campaign) -> bool:
    """Whether the text may still be worked on.

    While the letter circulates, what is saved is the next text: it takes the place of the one that people sign only when a
    coordinator publishes the change.
    """
    return campaign.state in ("drafting", "circulating")
