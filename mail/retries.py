"""When a message that did not go is tried again, and when it is given up. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
"""After the first attempts; from then on every hour. Greylisting (RFC 6647) lets a message in after minutes; RFC 5321, section
4.5.4.1, asks for half an hour at least once that is over."""

GIVE_UP = timedelta(hours=24)
"""After the first attempt. RFC 5321 has mail servers try for four or five days; our reader's letter closes meanwhile."""

LEAST = 6
"""Attempts before a message is given up, whatever the clock says: one that jumped a day ahead, or a machine that
slept, must not give up everything at once."""

MOST_CUT_OFF = 10
"""How often a message may go down together with its worker. Perhaps it is what takes them down; there must be an end to it."""


def next_try(now: datetime, first: datetime, attempts: int) -> datetime | None:
    """When to try again after ``attempts`` attempts, of which the last failed ``now`` and the first was at ``first``; None to
    give it up."""
    later = now + PAUSES[min(attempts, len(PAUSES)) - 1]
    return None if attempts >= LEAST and later > first + GIVE_UP else later
