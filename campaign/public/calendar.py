"""The deadline as an entry for a signer's calendar."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, abort
from flask_babel import gettext as _

from campaign.calendars import Entry, written
from campaign.public.blueprint import bp
from campaign.public.opening import doors_of
from campaign.queries import deadline_changed, public_campaign
from campaign.wording import long_moment
from languages import chosen
from web import access, attachment, database, settings


@bp.get("/letters/<slug>/deadline.ics")
@access("public")
def deadline_entry(slug: str) -> Response:
    """One event (RFC 5545, section 3.6.1) that ends when the letter closes, with a reminder a day before.

    A deadline that was moved gives the same event with a higher sequence number: it replaces the one in the calendar.
    """
    with database().read() as session:
        campaign = public_campaign(session, slug)
        sequence, changed = deadline_changed(session, campaign)
    if campaign.deadline is None:
        abort(404)
    entry = Entry(
        uid=f"letter-{campaign.id}",
        at=campaign.deadline,
        summary=_("Last moment to sign: %(title)s", title=campaign.title),
        description=long_moment(campaign.deadline, campaign.timezone, chosen()),
        url=doors_of(slug).letter,
        changed=changed,
        sequence=sequence,
        alarm=timedelta(days=1),
    )
    return attachment(written([entry], settings().host), f"{slug}.ics", "text/calendar; charset=utf-8")
