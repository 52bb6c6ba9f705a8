"""The deadline as an entry for a signer's calendar."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, abort
from flask_babel import gettext as _

from campaign.calendars import Entry, written
from campaign.deadlines import told
from campaign.public.blueprint import bp
from campaign.public.opening import doors_of
from campaign.queries import deadline_changed, public_campaign
from campaign.wording import long_moment
from languages import chosen
from web import access, attachment, database, now, settings


@bp.get("/letters/<slug>/deadline.ics")
@access("public")
def deadline_entry(slug: str) -> Response:
    """One event (RFC 5545, section 3.6.1) that ends at the date that people are told, with a reminder a day before.

    A deadline that was moved gives the same event with a higher sequence number: it replaces the one in the calendar.
    """
    with database().read() as session:
        campaign = public_campaign(session, slug, now())
        sequence, changed = deadline_changed(session, campaign)
        until, announced = told(campaign, now()), campaign.announced
        unnamed = announced is not None and announced < now() and not campaign.deadline_named
    if until is None or unnamed:
        abort(404)
    if announced is not None and announced < now():
        sequence, changed = sequence + 1, max(changed, announced)  # another date is told since
    entry = Entry(
        uid=f"letter-{campaign.id}",
        at=until,
        summary=_("Last moment to sign: %(title)s", title=campaign.title),
        description=long_moment(until, campaign.timezone, chosen()),
        url=doors_of(slug).letter,
        changed=changed,
        sequence=sequence,
        alarm=timedelta(days=1),
    )
    return attachment(written([entry], settings().host), f"{slug}.ics", "text/calendar; charset=utf-8")
