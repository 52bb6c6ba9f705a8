"""Writing entries for calendars (RFC 5545): for a signer's own, and for the coordinators' feed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

BEFORE = timedelta(minutes=30)
"""How long an entry is that stands for a moment: it ends at that moment, so that nobody reads its beginning as the deadline."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One moment that must not be missed.

    ``uid`` names it for good: a moved moment keeps it, with a higher ``sequence``, and takes the place of the old one in the
    reader's calendar (section 3.8.7.4). ``changed`` is when it last became what it is; all moments are aware.
    """

    uid: str
    at: datetime
    summary: str
    description: str
    url: str
    changed: datetime
    sequence: int = 0
    alarm: timedelta | None = None
    """How long before the moment to ring; None for never."""


def written(entries: Iterable[Entry], host: str, *, name: str = "") -> bytes:
    """The entries as a calendar file. ``host`` completes each uid, as section 3.8.4.7 has it; ``name`` is for a feed.

    The same entries give the same bytes: nothing in it is the moment of its making.
    """
    from icalendar import Alarm, Calendar, Event  # late: a process that hands out no entry saves 4 MB

    calendar = Calendar()
    calendar.add("prodid", "-//Undersigned//Letters that many sign//EN")
    calendar.add("version", "2.0")
    if name:
        calendar.add("name", name)  # RFC 7986, section 5.1
        calendar.add("x-wr-calname", name)  # what was used before that, and still is
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})  # the same, section 5.7
        calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.uid}@{host}")
        event.add("dtstamp", entry.changed)
        event.add("last-modified", entry.changed)
        event.add("sequence", entry.sequence)
        event.add("dtstart", entry.at - BEFORE)
        event.add("dtend", entry.at)
        event.add("summary", entry.summary)
        event.add("description", entry.description)
        event.add("url", entry.url)
        event.add("transp", "TRANSPARENT")
        if entry.alarm is not None:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", entry.summary)
            alarm.add("trigger", -entry.alarm)
            event.add_component(alarm)
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written
