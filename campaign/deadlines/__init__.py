"""When: the life of a campaign, and wall time. Pure: ``now`` is always handed in, and nothing here knows a database.

:mod:`~campaign.deadlines.wall` has moments on the clocks of a zone, :mod:`~campaign.deadlines.life` tells in which state a
campaign is at a moment, :mod:`~campaign.deadlines.moves` how it comes from one state to another.
"""

from campaign.deadlines.life import SETTLING, Arrival, Timed, arrival, settled, state_at, told, writable
from campaign.deadlines.moves import MOVES, Cause, Move, NotNow, after, why_not
from campaign.deadlines.wall import Deadline, DeadlineError, deadline, parse_local, zone

__all__ = [
    "MOVES",
    "SETTLING",
    "Arrival",
    "Cause",
    "Deadline",
    "DeadlineError",
    "Move",
    "NotNow",
    "Timed",
    "after",
    "arrival",
    "deadline",
    "parse_local",
    "settled",
    "state_at",
    "told",
    "why_not",
    "writable",
    "zone",
]
