"""The dates of one's letters in one's own calendar: the address that it reads, and the file behind it."""

from __future__ import annotations

from flask import Response, abort, flash
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from campaign.calendars import Entry, written
from campaign.dates import dates_of
from campaign.desk.blueprint import bp
from campaign.public.blueprint import bp as public
from campaign.public.opening import seal
from campaign.queries import campaigns_of
from coalition.access import actor
from coalition.models import Person
from coalition.operations import calendar_feed
from coalition.queries import coalitions_with
from web import access, database, external_url, now, render, see_other, settings

_PURPOSE = "calendar"


@bp.get("/calendar")
@access("self")
def calendar() -> str:
    """What a calendar can read, and from where; without an address, the button that makes one."""
    with database().read() as session:
        person = session.get_one(Person, actor().person_id)
        address = _address(person) if person.calendar_on else ""
        coming = [entry for entry in _dates(session, person) if entry.at >= now()]
        return render("desk/calendar.html", address=address, coming=coming)


@bp.post("/calendar/renew")
@access("self")
def renew_calendar() -> AnyResponse:
    """Make an address; one that was handed out before ends."""
    with database().write() as session:
        calendar_feed.renew(session, actor().person_id)
    flash(_("The address is ready. An earlier one does not work any more."))
    return see_other("desk.calendar")


@bp.post("/calendar/end")
@access("self")
def end_calendar() -> AnyResponse:
    """Take the address away."""
    with database().write() as session:
        calendar_feed.end(session, actor().person_id)
    flash(_("The address does not work any more."))
    return see_other("desk.calendar")


@public.get("/calendar/<token>.ics")
@access("public")
def calendar_feed_file(token: str) -> Response:
    """The dates, for whoever has the address (RFC 5545). 404 for one that is not genuine, and for one that has ended."""
    opened = seal().read(_PURPOSE, token)
    with database().read() as session:
        person = calendar_feed.reader(session, opened.number, opened.generation) if opened else None
        if person is None:
            abort(404)
        entries = _dates(session, person)
    return Response(written(entries, settings().host, name="Undersigned"), content_type="text/calendar; charset=utf-8")


def _dates(session: Session, person: Person) -> list[Entry]:
    """The moments of every letter that the person may see now, the next ones first."""
    campaigns = campaigns_of(session, coalitions_with(session, person))
    entries = [
        entry
        for campaign in campaigns
        for entry in dates_of(session, campaign, desk=lambda slug: external_url("desk.overview", slug=slug), now=now())
    ]
    return sorted(entries, key=lambda entry: (entry.at, entry.uid))


def _address(person: Person) -> str:
    return external_url("public.calendar_feed_file", token=seal().token(_PURPOSE, person.id, person.calendar_generation))
