"""The deadline as an entry for a signer's calendar."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, abort
from flask_babel import gettext as _

from campaign.deadlines import told
from campaign.public.blueprint import bp
from campaign.public.opening import doors_of
from campaign.queries import deadlines_set, public_campaign
from campaign.wording import long_moment
from languages import chosen
from web import access, attachment, database, now, settings


@bp.get("/letters/<slug>/deadline.ics")
@access("public")
def deadline_entry(slug: str) -> Response:
    """One event (RFC 5545, section 3.6.1) that ends at the date that people are told, with a reminder a day before.

    A deadline that was moved gives the same event with a higher sequence number: it replaces the one in the calendar.
    """
    from icalendar import Alarm, Calendar, Event  # late: a process that hands out no entry saves 4 MB

    with database().read() as session:
        campaign = public_campaign(session, slug, now())
        circulated = max((one.opened_at for one in campaign.circulations), default=campaign.created_at)
        moved, moved_at = deadlines_set(session, campaign)
        changed = max(circulated, moved_at or circulated)
        until, announced = told(campaign, now()), campaign.announced
        unnamed = announced is not None and announced < now() and not campaign.deadline_named
    if until is None or unnamed:
        abort(404)
    if announced is not None and announced < now():
        moved, changed = moved + 1, max(changed, announced)  # another date is told since
    calendar, event, alarm = Calendar(), Event(), Alarm()
    calendar.add("prodid", "-//Undersigned//Letters that many sign//EN")
    calendar.add("version", "2.0")
    event.add("uid", f"letter-{campaign.id}@{settings().base_url.partition('//')[2]}")
    # The moment of the entry's making must not change from look to look: the same entry is the same bytes.
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", moved)  # section 3.8.7.4
    event.add("dtstart", until - timedelta(minutes=30))
    event.add("dtend", until)
    event.add("summary", _("Last moment to sign: %(title)s", title=campaign.title))
    event.add("description", long_moment(until, campaign.timezone, chosen()))
    event.add("url", doors_of(slug).letter)
    event.add("transp", "TRANSPARENT")
    alarm.add("action", "DISPLAY")
    alarm.add("description", campaign.title)
    alarm.add("trigger", timedelta(days=-1))
    event.add_component(alarm)
    calendar.add_component(event)
    return attachment(calendar.to_ical(), f"{slug}.ics", "text/calendar; charset=utf-8")
