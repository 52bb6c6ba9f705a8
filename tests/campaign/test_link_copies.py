"""Copies by archives: asked for by a person, looked after by the worker, kept or given up; at last by real connections."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select, update

from campaign.link_jobs import GIVE_UP, LEASE, archive_due, archiving, checking
from campaign.models import Campaign
from campaign.operations import links as ops
from campaign.operations.circulating import circulate
from campaign.operations.writing import change_library, save_letter
from campaign.queries import find, newest_version
from coalition.models import Coalition
from coalition.operations.settings import set_outgoing
from errors import UserError
from letters.document.nodes import Letter, Paragraph, Text
from letters.links.archive import Failed, Kept, Waiting, Wayback
from letters.links.fetch import Fetcher
from letters.models import ArchiveCopy
from tests.campaign.linked import SOURCES, TEXT, URLS, PowerCut, Shelf, do, rows
from tests.letters.links.archives import WaybackSite
from tests.letters.links.sites import Site, door, names, page
from tests.tools.campaigns import Campaigns


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.draft(text=TEXT, sources=SOURCES)
    return made


@pytest.fixture
def outgoing(database, clock):
    """Turn the coalition's requests on or off."""

    def turn(on=True):
        with database.write() as session:
            set_outgoing(session, session.scalars(select(Coalition)).one(), on, by="Ana", now=clock.now)

    return turn


def wanted(database, clock, url=URLS[2], service="wayback"):
    return do(database, ops.request_archive, url, service, by="Ana", now=clock.now)


# --- archives ---------------------------------------------------------------------------------------------------------

TEN = timedelta(seconds=10)
COPY = "https://web.archive.org/web/20260302150000/https://harbor.example/report.pdf"


def test_a_copy_is_asked_for_looked_after_and_kept(database, campaigns, clock, outgoing):
    outgoing()
    copy = wanted(database, clock)
    assert (copy.state, copy.asked_by, copy.due_at) == ("wanted", "Ana", clock.now)
    moment = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
    shelf = Shelf(Waiting("spn2-1", TEN), Waiting("spn2-1", TEN), Kept(COPY, moment))
    archive_pages = archiving([shelf])
    archive_pages(database, clock.now)
    archive_pages(database, clock.advance(seconds=5))  # too early
    assert shelf.calls == [("ask", URLS[2])]
    assert (rows(database, ArchiveCopy)[URLS[2]].state, rows(database, ArchiveCopy)[URLS[2]].job) == ("working", "spn2-1")
    archive_pages(database, clock.advance(seconds=10))
    archive_pages(database, clock.advance(seconds=15))
    assert shelf.calls == [("ask", URLS[2]), ("look", "spn2-1"), ("look", "spn2-1")]
    copy = rows(database, ArchiveCopy)[URLS[2]]
    assert (copy.state, copy.address, copy.kept_at, copy.due_at, copy.attempts) == ("kept", COPY, moment, None, 1)
    with database.read() as session:
        assert ops.facts(session, find(session, "harbor"))[URLS[2]].archived
    assert wanted(database, clock).address == COPY  # asking again gives what there is
    archive_pages(database, clock.advance(days=3))
    assert len(shelf.calls) == 3


def test_a_copy_is_not_asked_for_while_nothing_goes_out(database, campaigns, clock, outgoing):
    with pytest.raises(UserError, match="turned off"):
        wanted(database, clock)
    outgoing()
    wanted(database, clock)
    outgoing(False)
    shelf = Shelf(Waiting("j", TEN))
    archiving([shelf])(database, clock.now)
    assert shelf.calls == []
    outgoing()
    archiving([shelf])(database, clock.now)
    assert shelf.calls == [("ask", URLS[2])]


def test_what_must_not_be_asked_for_is_not(database, campaigns, clock, outgoing):
    outgoing()
    secret = "http://ana:secret@harbor.example/"
    do(database, change_library, lambda items: [{"id": "s", "type": "webpage", "URL": secret}], by="Ana", now=clock.now)
    with pytest.raises(UserError, match="user name"):
        wanted(database, clock, secret)
    with pytest.raises(UserError, match="no such archive"):
        wanted(database, clock, URLS[0], "stone tablets")
    with database.write() as session:
        session.execute(update(Campaign).values(state="archived"))
    with pytest.raises(UserError, match="archived"):
        wanted(database, clock, URLS[0])


def test_an_archive_without_a_key_lets_its_wishes_wait(database, campaigns, clock, outgoing):
    outgoing()
    wanted(database, clock, service="perma")
    shelf = Shelf(Waiting("j", TEN))
    archiving([shelf])(database, clock.now)
    archiving([])(database, clock.now)
    assert shelf.calls == []
    perma = Shelf(Waiting("AB12-CD34", TEN), name="perma")
    archiving([perma])(database, clock.now)
    assert perma.calls == [("ask", URLS[2])]


def test_an_archive_that_fails_is_asked_less_and_less_and_then_no_more(database, campaigns, clock, outgoing):
    outgoing()
    wanted(database, clock)
    begin = clock.now
    shelf = Shelf(Failed("Trouble.", again=True))
    asked = []
    while rows(database, ArchiveCopy)[URLS[2]].state == "wanted":
        before = len(shelf.calls)
        archive_due(database, {"wayback": shelf}, clock.now)
        asked += [clock.now - begin] * (len(shelf.calls) - before)
        clock.advance(minutes=5, seconds=1)
        assert clock.now - begin < GIVE_UP * 2.2
    pauses = [later - earlier for earlier, later in pairwise(asked)]
    assert 8 <= len(asked) <= 12
    assert pauses == sorted(pauses)
    copy = rows(database, ArchiveCopy)[URLS[2]]
    assert (copy.state, copy.reason, copy.due_at, copy.attempts) == ("failed", "Trouble.", None, len(asked))
    assert wanted(database, clock).state == "wanted"  # a person may try anew


def test_a_pause_that_an_archive_asks_for_is_kept(database, campaigns, clock, outgoing):
    outgoing()
    wanted(database, clock)
    shelf = Shelf(Failed("Too often.", again=True, pause=timedelta(hours=3)), Waiting("j", TEN))
    archive_due(database, {"wayback": shelf}, clock.now)
    archive_due(database, {"wayback": shelf}, clock.advance(hours=2, minutes=59))
    assert len(shelf.calls) == 1
    archive_due(database, {"wayback": shelf}, clock.advance(minutes=2))
    assert len(shelf.calls) == 2


def test_a_refusal_for_good_ends_it(database, campaigns, clock, outgoing):
    outgoing()
    for answer in (Failed("The page is not there.", again=False), Kept("javascript:alert(1)", None), KeyError("x")):
        wanted(database, clock)
        archive_due(database, {"wayback": Shelf(answer)}, clock.now)
        copy = rows(database, ArchiveCopy)[URLS[2]]
        assert (copy.state, copy.address, copy.due_at) == ("failed", "", None)
        assert copy.reason


def test_a_job_that_never_ends_is_given_up(database, campaigns, clock, outgoing):
    outgoing()
    wanted(database, clock)
    shelf = Shelf(Waiting("j", TEN))
    for _ in range(400):
        archive_due(database, {"wayback": shelf}, clock.advance(minutes=10))
    assert rows(database, ArchiveCopy)[URLS[2]].state == "failed"
    assert len(shelf.calls) < 60


def test_a_crash_while_asking_asks_again_after_the_lease(database, campaigns, clock, outgoing):
    outgoing()
    wanted(database, clock)
    with pytest.raises(PowerCut):
        archive_due(database, {"wayback": Shelf(PowerCut())}, clock.now)
    shelf = Shelf(Waiting("j", TEN))
    archive_due(database, {"wayback": shelf}, clock.now + LEASE - timedelta(seconds=10))
    assert shelf.calls == []
    archive_due(database, {"wayback": shelf}, clock.now + LEASE + timedelta(seconds=10))
    assert shelf.calls == [("ask", URLS[2])]


# --- all of it together -----------------------------------------------------------------------------------------------


def test_links_are_looked_at_and_archived_through_real_connections(database, clock, outgoing):
    sources = [
        {"id": "a", "type": "webpage", "title": "A", "URL": "http://page.example/a"},
        {"id": "b", "type": "webpage", "title": "B", "URL": "http://page.example/b"},
        {"id": "c", "type": "webpage", "title": "C", "URL": "http://inside.example/"},
    ]
    Campaigns(database, clock).draft(
        text=TEXT.split("[^a]")[0].replace("[stop](https://city.example/dumping)", "stop"), sources=sources
    )
    outgoing()
    table = {"page.example": ["127.0.0.1"], "inside.example": ["10.0.0.5"], "archive.example": ["127.0.0.1"]}
    with Site({"/a": page(b"<title>A</title>")}) as site:
        checking(door(site, table))(database, clock.now)
        assert sorted(site.asked) == ["/a", "/b"]
    assert {url: row.state for url, row in rows(database).items()} == {
        "http://page.example/a": "ok",
        "http://page.example/b": "dead",
        "http://inside.example/": "blocked",
    }
    wanted(database, clock, "http://page.example/a")
    success = {"status": "success", "timestamp": "20260302150005", "original_url": "http://page.example/a"}
    with WaybackSite({"status": "pending"}, success) as archive:
        archive_pages = archiving([Wayback(door(archive, table), "access:secret", base="http://archive.example")])
        for _ in range(3):
            archive_pages(database, clock.advance(seconds=12))
    copy = rows(database, ArchiveCopy)["http://page.example/a"]
    assert copy.address == "http://archive.example/web/20260302150005/http://page.example/a"


def test_with_the_programs_own_fetcher_a_letter_opens_nothing_inside(database, clock, outgoing):
    """No passage, as in production: every address of this letter leads inside, and none is opened."""
    with Site({"/": page(b"secret")}) as site:
        urls = [f"http://127.0.0.1:{site.port}/", "http://127.0.0.1/", "http://2130706433/", "http://inside.example/"]
        sources = [{"id": f"s{n}", "type": "webpage", "title": "S", "URL": url} for n, url in enumerate(urls)]
        Campaigns(database, clock).draft(
            text=TEXT.split("[^a]")[0].replace("[stop](https://city.example/dumping)", "stop"), sources=sources
        )
        outgoing()
        checking(Fetcher(resolve=names({"inside.example": ["127.0.0.1"]})))(database, clock.now)
        assert site.connections == 0
    assert {row.state for row in rows(database).values()} == {"blocked"}


# --- into the library -------------------------------------------------------------------------------------------------


def archives_of_report(database):
    with database.read() as session:
        sources = newest_version(session, find(session, "harbor")).sources
    return {item["id"]: item.get("custom", {}).get("archive") for item in sources}["report"]


def kept_now(database, clock):
    wanted(database, clock)
    archiving([Shelf(Kept(COPY, datetime(2026, 3, 2, 15, 0, tzinfo=UTC)))])(database, clock.now)
    assert rows(database, ArchiveCopy)[URLS[2]].state == "kept"


def test_a_kept_copy_is_written_into_its_source_while_the_letter_is_a_draft(database, campaigns, clock, outgoing):
    outgoing()
    kept_now(database, clock)
    assert archives_of_report(database) == [{"url": COPY, "service": "wayback", "date": "2026-03-02"}]
    with database.write() as session:
        campaign = find(session, "harbor")
        version = newest_version(session, campaign)
        assert (version.number, version.saved_by) == (2, "the Wayback Machine")
        # Somebody who had the text open since before saves it all the same.
        words = Letter((Paragraph((Text("Other words."),)),))
        save_letter(session, campaign, words, base=1, by="Ben", now=clock.now)
    assert archives_of_report(database) is not None


def test_the_same_copy_is_entered_once(database, campaigns, clock, outgoing):
    outgoing()
    kept_now(database, clock)
    with database.write() as session:
        copy = session.scalars(select(ArchiveCopy)).one()
        ops.enter_copy(session, copy, COPY, clock.now)
    assert len(archives_of_report(database)) == 1


def test_a_text_that_people_sign_grows_no_address_by_itself(database, campaigns, clock, outgoing):
    outgoing()
    with database.write() as session:
        circulate(session, find(session, "harbor"), by="Ana", now=clock.now)
    kept_now(database, clock)
    assert archives_of_report(database) is None
    with database.read() as session:
        assert ops.facts(session, find(session, "harbor"))[URLS[2]].archived
