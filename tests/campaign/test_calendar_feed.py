"""The dates of a coordinator's letters, in their own calendar: an address that is asked for, and that ends."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from icalendar import Calendar
from sqlalchemy import select

from campaign.operations import close, set_deadline
from campaign.queries import find
from campaign.reminder_models import ReminderStep
from coalition.models import Coordinator
from coalition.operations import people
from tests.tools.campaigns import Campaigns
from tests.tools.pages import parse, text_of

DESK = "/desk/calendar"


@pytest.fixture
def campaigns(database, clock):
    return Campaigns(database, clock)


@pytest.fixture
def desk(signed_in, campaigns):
    campaigns.open()
    return signed_in("viewer")


def address(desk):
    found = [part for part in text_of(desk.get(DESK)).split() if part.endswith(".ics")]
    return found[0].removeprefix("http://localhost") if found else ""


def events(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    return {str(event["uid"]).partition("@")[0]: event for event in Calendar.from_ical(answer.data).walk("VEVENT")}


@pytest.fixture
def feed(desk):
    assert address(desk) == ""
    desk.fill_in(DESK, {}, action="/renew")
    return address(desk)


def test_there_is_none_until_somebody_asks_for_it(desk):
    page = desk.get(DESK)
    assert "Thursday, March 5, 2026 at 5:00 PM Eastern Time" in text_of(page)
    assert "Make an address" in text_of(page)
    assert address(desk) == ""


def test_a_calendar_reads_it_without_signing_in_and_keeps_it_nowhere(feed, app, campaigns):
    event = events(app.test_client(), feed)["closing-1"]
    assert event.decoded("dtend") == campaigns.get().deadline
    assert str(event["summary"]) == "The letter closes: Keep the harbor clean"
    assert str(event["url"]).endswith("/desk/harbor/")
    headers = app.test_client().get(feed).headers
    assert (headers["Cache-Control"], headers["X-Robots-Tag"]) == ("no-store", "noindex")


def test_the_same_dates_are_the_same_bytes_whenever_they_are_read(feed, client, clock):
    before = client.get(feed).data
    clock.advance(hours=7)
    assert client.get(feed).data == before


def test_a_moved_deadline_takes_the_place_of_the_old_one(feed, client, database, clock):
    before = events(client, feed)["closing-1"]
    clock.advance(hours=1)
    with database.write() as session:
        set_deadline(session, find(session, "harbor"), "2026-03-09T17:00", "America/New_York", by="the tests", now=clock.now)
    after = events(client, feed)["closing-1"]
    assert after["sequence"] > before["sequence"]
    assert after.decoded("dtend") == datetime(2026, 3, 9, 21, 0, tzinfo=UTC)


def test_questions_to_signers_have_their_own_dates(feed, client, database, campaigns, clock):
    until = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
    with database.write() as session:
        find(session, "harbor").galley_until = until
    found = events(client, feed)
    assert {name.split("-")[0] for name in found} == {"closing", "galley", "reminder"}
    galley = next(event for name, event in found.items() if name.startswith("galley"))
    assert galley.decoded("dtend") == until


def test_reminders_are_foreseen_and_move_with_the_deadline(feed, client, database, campaigns, clock):
    def foreseen():
        return {name: event.decoded("dtend") for name, event in events(client, feed).items() if name.startswith("reminder")}

    with database.read() as session:
        planned = {f"reminder-1-{step.step}": step.planned_for for step in session.scalars(select(ReminderStep))
                   if step.state == "planned"}  # fmt: skip
    before = foreseen()
    assert before == planned
    assert before
    with database.write() as session:
        set_deadline(session, find(session, "harbor"), "2026-03-20T17:00", "America/New_York", by="the tests", now=clock.now)
    assert before.keys() <= foreseen().keys()
    assert all(foreseen()[name] > at for name, at in before.items())


def test_a_closed_letter_rings_no_more(feed, client, database, clock):
    with database.write() as session:
        close(session, find(session, "harbor"), by="the tests", now=clock.now)
    (event,) = events(client, feed).values()
    assert str(event["summary"]) == "Closed: Keep the harbor clean"
    assert event.walk("VALARM") == []


def test_a_new_address_ends_the_old_one_and_taking_it_away_ends_both(desk, feed, client):
    desk.fill_in(DESK, {}, action="/renew")
    second = address(desk)
    assert second != feed
    assert client.get(feed).status_code == 404
    assert client.get(second).status_code == 200
    desk.fill_in(DESK, {}, action="/end")
    assert client.get(second).status_code == 404
    desk.fill_in(DESK, {}, action="/renew")
    assert client.get(second).status_code == 404, "what was taken away stays away"
    assert client.get(address(desk)).status_code == 200


@pytest.mark.parametrize("token", ["x", "A" * 30, "../desk"])
def test_what_is_no_address_of_ours_gives_nothing(feed, client, token):
    assert client.get(f"/calendar/{token}.ics").status_code == 404


def test_a_link_for_something_else_opens_no_calendar(feed, client):
    from campaign.public.opening import seal

    with client.application.test_request_context():
        stolen = seal().token("own", 1, 1)
    assert client.get(f"/calendar/{stolen}.ics").status_code == 404


def test_who_left_the_coalition_reads_nothing_of_it_any_more(feed, client, campaigns, database, clock):
    campaigns.open("forest", coalition="Woods", title="Keep the woods")
    assert all("harbor" in str(event["summary"]) for event in events(client, feed).values()), "not another coalition's"
    with database.write() as session:
        people.remove(session, session.scalars(select(Coordinator)).one(), by="the tests", now=clock.now)
    assert events(client, feed) == {}


def test_reading_it_changes_nothing(feed, client, database):
    from tests.tools.signing import everything

    before = everything(database)
    for method in ("GET", "HEAD", "OPTIONS", "GET"):
        client.open(feed, method=method)
    assert everything(database) == before


def test_the_page_has_a_title_and_a_table(desk):
    page = parse(desk.get(DESK))
    assert page.findtext("head/title").startswith("Dates")
    assert len(list(page.iter("table"))) == 1
