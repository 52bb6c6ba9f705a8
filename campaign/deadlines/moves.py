"""How a campaign comes from one state to another: one table. Every operation asks it, and nothing else changes a state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from campaign.deadlines.life import Phase, State, Timed, phase_at
from errors import UserError

Cause = Literal["person", "clock", "program"]
"""Who makes a move: somebody who may (:mod:`coalition.permissions`), the worker because the time has come, or a part of the
program because of something else that a person did, as an import sets an earlier draft aside."""

Name = Literal[
    "open", "move deadline", "ask galley", "close early", "close at deadline", "reopen", "deliver", "archive", "take back"
]


class NotNow(UserError):  # noqa: N818
    """The campaign is in no state for that."""


@dataclass(frozen=True, slots=True)
class Move:
    """One move. ``to`` is "" where the state stays, "before" where it is the one that the archive took the campaign from.

    ``why_not`` has the sentence for each phase in which it cannot be made, ``otherwise`` the one for all others. ``permission``
    is what a person needs for it.
    """

    of: frozenset[Phase]
    to: State | Literal["", "before"]
    by: frozenset[Cause]
    permission: str
    otherwise: str
    why_not: Mapping[Phase, str] = field(default_factory=dict)


_PERSON = frozenset[Cause]({"person"})
_SENT = "The letter was delivered as it stands. Who comes later goes into its next edition."
_PUT_AWAY = "The campaign is in the archive. Take it back first."
_LAST_REQUESTS = (
    "The deadline has passed, and the last requests that were in time are being taken in. In a minute it is closed."
)

MOVES: Mapping[Name, Move] = {
    "open": Move(
        of=frozenset({"drafting"}),
        to="circulating",
        by=_PERSON,
        permission="campaign.edit",
        otherwise="This letter has been opened for signature already.",
    ),
    "move deadline": Move(
        of=frozenset({"drafting", "circulating"}),
        to="",
        by=_PERSON,
        permission="campaign.edit",
        otherwise="The campaign is closed; its deadline cannot be moved any more.",
        why_not={"closed": "The campaign is closed. To take signatures again, reopen it with a new deadline."},
    ),
    "ask galley": Move(
        of=frozenset({"circulating"}),
        to="",
        by=_PERSON,
        permission="signatures.moderate",
        otherwise="The letter has closed, and its list stands as it is.",
        why_not={"drafting": "Open the letter for signature first: nobody stands on it yet."},
    ),
    "close early": Move(
        of=frozenset({"circulating"}),
        to="closed",
        by=_PERSON,
        permission="campaign.close",
        otherwise="Only a letter that is open for signature can be closed.",
        why_not={"ending": _LAST_REQUESTS, "due": _LAST_REQUESTS},
    ),
    # Also by a person: where no worker runs, somebody must be able to end what has ended.
    "close at deadline": Move(
        of=frozenset({"due"}),
        to="closed",
        by=frozenset({"clock", "person"}),
        permission="campaign.close",
        otherwise="Only a letter whose deadline has passed is closed by it.",
        why_not={"ending": _LAST_REQUESTS},
    ),
    "reopen": Move(
        of=frozenset({"closed"}),
        to="circulating",
        by=_PERSON,
        permission="campaign.close",
        otherwise="Only a letter that is closed can be reopened.",
        why_not={"ending": _LAST_REQUESTS, "due": _LAST_REQUESTS, "delivered": _SENT, "archived": _PUT_AWAY},
    ),
    "deliver": Move(
        of=frozenset({"closed"}),
        to="delivered",
        by=_PERSON,
        permission="campaign.close",
        otherwise="Close the letter before you deliver it: its list can still grow.",
        why_not={
            "ending": _LAST_REQUESTS,
            "due": _LAST_REQUESTS,
            "delivered": "The letter was delivered already.",
            "archived": _PUT_AWAY,
        },
    ),
    "archive": Move(
        of=frozenset({"drafting", "closed", "delivered"}),
        to="archived",
        by=frozenset({"person", "program"}),
        permission="campaign.close",
        otherwise="Close the letter before you put it into the archive: people are signing it.",
        why_not={"ending": _LAST_REQUESTS, "due": _LAST_REQUESTS, "archived": "It is in the archive already."},
    ),
    "take back": Move(
        of=frozenset({"archived"}),
        to="before",
        by=_PERSON,
        permission="campaign.close",
        otherwise="It is not in the archive.",
    ),
}
"""Every move there is. A delivered letter never circulates again: whoever comes late goes into the next edition."""


class Moved(Timed, Protocol):
    """What moves, and remembers from which state it was put into the archive."""

    @property
    def archived_from(self) -> str:
        """That state; empty for what is not in the archive."""


def why_not(name: Name, campaign: Timed, now: datetime) -> str | None:
    """Why the move cannot be made at ``now`` (aware), a sentence; None when it can."""
    move = MOVES[name]
    phase = phase_at(campaign, now)
    return None if phase in move.of else move.why_not.get(phase, move.otherwise)


def after(name: Name, campaign: Moved, now: datetime, *, by: Cause = "person", field: str = "") -> str:
    """The state of the campaign once the move is made at ``now`` (aware); the caller writes it down.

    Raises :class:`NotNow` with the reason (for ``field`` of a form) when it cannot be made, and ValueError for a cause that
    never makes it: that is a mistake of ours and not of a person.
    """
    move = MOVES[name]
    if by not in move.by:
        raise ValueError(f"{by} does not {name}")
    refusal = why_not(name, campaign, now)
    if refusal is not None:
        raise NotNow(refusal, field=field)
    if move.to == "before":
        return campaign.archived_from or "closed"
    return move.to or campaign.state
