"""In which state a campaign is at a given moment, and whether what arrived then was in time. Pure: ``now`` is handed in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal, Protocol, get_args

State = Literal["drafting", "circulating", "closed", "delivered", "archived"]
"""What is written down. The galley is no state of its own: it is a question that signers are asked while the letter circulates
(``galley_until``)."""

STATES: tuple[State, ...] = get_args(State)

Phase = Literal["drafting", "circulating", "ending", "due", "closed", "delivered", "archived"]
"""What holds at a moment. "ending": the deadline is past, and requests that were in time may be on their way to the disk.
"due": those are over, and nothing has written down yet that the letter is closed."""

PHASES: tuple[Phase, ...] = get_args(Phase)

SETTLING = timedelta(seconds=30)
"""How long after the deadline the list is frozen. A request that arrived in time may still be on its way to the disk; freezing
at the very second would leave that organization off the letter. Whoever is slower is not lost either, see :func:`arrival`."""

Arrival = Literal["open", "in time", "late"]


class Timed(Protocol):
    """What tells its state at any moment: a campaign, or as much of one as signing needs."""

    @property
    def state(self) -> str:
        """The state as it is written down."""

    @property
    def deadline(self) -> datetime | None:
        """The moment after which nothing is taken."""


class Announcing(Timed, Protocol):
    """What may ask people to sign before it closes."""

    @property
    def announced(self) -> datetime | None:
        """The moment by which people are asked to sign; None when that is the deadline."""


class Embargoed(Protocol):
    """What may be private until a moment."""

    @property
    def embargo(self) -> datetime | None:
        """That moment; None for what anybody may read."""


def private_at(campaign: Embargoed, now: datetime) -> bool:
    """Whether only personal links show the letter at ``now``. From the moment of the embargo on it is public."""
    return campaign.embargo is not None and now < campaign.embargo


def phase_at(campaign: Timed, now: datetime) -> Phase:
    """What holds at ``now``. What is written down as closed stays so, whatever the clock says: a clock that goes back must not
    open a letter again whose list is frozen."""
    if campaign.state == "circulating" and campaign.deadline is not None and now > campaign.deadline:
        return "due" if settled(campaign, now) else "ending"
    return campaign.state  # type: ignore[return-value]  # the database knows no other words


def state_at(campaign: Timed, now: datetime) -> str:
    """The state as everybody should see it: a circulating campaign is closed from the second after its deadline, whether or
    not anything has written that down yet."""
    phase = phase_at(campaign, now)
    return "closed" if phase in ("ending", "due") else phase


def settled(campaign: Timed, now: datetime) -> bool:
    """Whether nobody can be added any more: the campaign was closed, or its deadline is past and the last request in time is
    safely on disk."""
    if campaign.state == "circulating":
        return campaign.deadline is not None and now > campaign.deadline + SETTLING
    return campaign.state != "drafting"


def arrival(campaign: Timed, arrived: datetime, written: datetime, closed_at: datetime | None = None) -> Arrival:
    """What becomes of a request that arrived at ``arrived`` and comes to be written at ``written`` (both aware).

    Asked while the campaign is held, so that its list cannot be frozen in between. "open": it is taken. "late": it arrived
    after the letter had closed (at ``closed_at`` when it is written down as closed). "in time": it arrived before that, and the
    list was frozen while it was on its way, which took longer than :data:`SETTLING`, or a coordinator closed the letter by
    hand: it is kept, marked so, and a coordinator decides.
    """
    if campaign.state == "circulating":
        if state_at(campaign, arrived) != "circulating":
            return "late"
        return "in time" if settled(campaign, written) else "open"
    ended = closed_at if closed_at is not None else campaign.deadline
    return "in time" if campaign.state == "closed" and ended is not None and arrived <= ended else "late"


def writable(campaign: Timed) -> bool:
    """Whether the text may still be worked on.

    While the letter circulates, what is saved is the next text: it takes the place of the one that people sign only when a
    coordinator publishes the change.
    """
    return campaign.state in ("drafting", "circulating")


def told(campaign: Announcing, now: datetime) -> datetime | None:
    """The date that people are told: the announced one until it is past, then the deadline. None without any.

    Reminders count back from ``campaign.announced or campaign.deadline``, which is what this gives while there is time.
    """
    if campaign.announced is not None and now <= campaign.announced:
        return campaign.announced
    return campaign.deadline
