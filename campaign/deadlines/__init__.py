"""When: the life of a campaign, and wall time. Pure: ``now`` is always handed in, and nothing here knows a database.

:mod:`~campaign.deadlines.wall` has moments on the clocks of a zone, :mod:`~campaign.deadlines.life` tells in which state a
campaign is at a moment, :mod:`~campaign.deadlines.moves` how it comes from one state to another.
"""

from campaign.deadlines.life import SETTLING, Arrival, Timed, arrival, private_at, settled, state_at, told, writable
from campaign.deadlines.moves import MOVES, Cause, Move, NotNow, after, why_not
from campaign.deadlines.wall import Deadline, DeadlineError, deadline, happens_twice, parse_local, wall_time, zone

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
    "happens_twice",
    "parse_local",
    "private_at",
    "settled",
    "state_at",
    "told",
    "wall_time",
    "why_not",
    "writable",
    "zone",
]
