"""The links of a letter: watched, looked at with care, archived on demand, and nothing at all while the coalition says no."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from campaign.link_jobs import LEASE, archiving, check_due, checking
from campaign.models import Campaign
from campaign.operations import links as ops
from campaign.operations.writing import change_library, letter_of, resolution_of, save_letter
from campaign.queries import find, newest_version
from coalition.models import AuditEntry, Coalition
from coalition.operations.settings import set_outgoing
from database import Database
from errors import UserError
from letters.citations import LinkFact
from letters.document import markdown
from letters.links.archive import Waiting
from letters.links.outcomes import Answer, Failure, Hop
from letters.models import Link
from tests.campaign.linked import SOURCES, TEXT, URLS, PowerCut, Shelf, Web, do, rows
from tests.tools.campaigns import Campaigns
from tests.tools.waiting import PATIENCE, at_once, started


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


# --- which addresses there are ----------------------------------------------------------------------------------------


def test_every_address_of_the_letter_and_its_library_is_named_once(database, campaigns):
    with database.read() as session:
        assert ops.urls_of(newest_version(session, find(session, "harbor"))) == URLS


def test_watching_makes_a_row_for_each_and_no_second_one(database, campaigns, clock):
    assert do(database, ops.watch, clock.now) == 4
    assert do(database, ops.watch, clock.advance(days=1)) == 0
    found = rows(database)
    assert tuple(found) == URLS
    assert {(row.state, row.due_at) for row in found.values()} == {("unchecked", clock.now - timedelta(days=1))}


def test_an_address_that_is_taken_out_rests_and_one_that_comes_back_is_looked_at(database, campaigns, clock, outgoing):
    outgoing()
    check_links = checking(Web())
    check_links(database, clock.now)
    kept = rows(database)[URLS[2]]
    do(database, change_library, lambda items: items[1:], by="Ana", now=clock.now)
    web = Web()
    checking(web)(database, clock.advance(days=30))
    assert URLS[2] not in web.asked
    assert set(web.asked) == set(URLS) - {URLS[2]}
    assert rows(database)[URLS[2]].checked_at == kept.checked_at  # the row and what is known stay
    do(database, change_library, lambda items: [SOURCES[0], *items], by="Ana", now=clock.now)
    checking(web)(database, clock.now)
    assert web.asked.count(URLS[2]) == 1


def test_the_job_notices_a_new_version_by_itself(database, campaigns, clock, outgoing):
    outgoing()
    web = Web()
    check_links = checking(web)
    check_links(database, clock.now)
    letter, _ = markdown.read(TEXT.replace("city.example/dumping", "city.example/new"))
    with database.read() as session:
        assert letter != letter_of(newest_version(session, find(session, "harbor")))
    do(database, save_letter, letter, base=1, by="Ana", now=clock.now)
    check_links(database, clock.now)
    assert Counter(web.asked) == Counter([*URLS, "https://city.example/new"])


# --- nothing goes out unless it may -----------------------------------------------------------------------------------


def test_nothing_goes_out_until_the_coalition_wants_it(database, campaigns, clock, outgoing):
    web = Web()
    do(database, ops.watch, clock.now)
    checking(web)(database, clock.now)
    assert web.asked == []
    outgoing()
    checking(web)(database, clock.now)
    assert sorted(web.asked) == sorted(URLS)


def test_turning_requests_off_holds_from_the_next_one_on(database, campaigns, clock, outgoing):
    outgoing()
    web = Web(meanwhile=lambda url: outgoing(False))
    checking(web)(database, clock.now)
    assert len(web.asked) == 1


def test_an_archived_campaign_is_left_alone(database, campaigns, clock, outgoing):
    outgoing()
    do(database, ops.watch, clock.now)
    do(database, ops.request_archive, URLS[2], "wayback", by="Ana", now=clock.now)
    with database.write() as session:
        session.execute(update(Campaign).values(state="archived"))
    web, shelf = Web(), Shelf(Waiting("j", timedelta(seconds=10)))
    checking(web)(database, clock.now)
    archiving([shelf])(database, clock.now)
    assert (web.asked, shelf.calls) == ([], [])


def test_another_coalitions_wish_is_not_ours(database, campaigns, clock, outgoing):
    outgoing()
    campaigns.draft("mills", coalition="Mills", text=TEXT, sources=[])
    do(database, ops.watch, clock.now, slug="mills")
    web = Web()
    checking(web)(database, clock.now)
    assert len(web.asked) == 4  # the two addresses that both letters have were asked for once, for the coalition that wants it


# --- looking ----------------------------------------------------------------------------------------------------------


def test_what_was_found_is_written_down(database, campaigns, clock, outgoing):
    outgoing()
    table = {
        URLS[0]: Answer(URLS[0], 404),
        URLS[1]: Answer("https://city.example/lists/all", 200, {}, b"x", (Hop(URLS[1], 301),)),
        URLS[2]: Answer(URLS[2], 202, {"x-amzn-waf-action": "challenge"}),
        URLS[3]: Failure("refused", "It leads inside.", "http://10.0.0.1/", (Hop(URLS[3], 302),)),
    }
    checking(Web(table))(database, clock.now)
    found = rows(database)
    assert [(row.state, row.status) for row in found.values()] == [
        ("dead", 404),
        ("moved", 200),
        ("bot-wall", 202),
        ("blocked", None),
    ]
    assert found[URLS[1]].final_url == "https://city.example/lists/all"
    for row in found.values():
        assert (row.attempts, row.claimed_until) == (1, None)
        assert row.reason
        assert clock.now <= row.checked_at < clock.now + timedelta(minutes=1)
        assert abs(row.due_at - clock.now - timedelta(days=1)) < timedelta(minutes=1)


def test_silence_is_borne_for_a_while_and_one_answer_ends_it(database, campaigns, clock, outgoing):
    outgoing()
    do(database, ops.watch, clock.now)
    web = Web({url: Failure("connection", "Closed.", url) for url in URLS})
    states = []
    for pause in (0, 6, 31, 121, 60 * 24 + 1):
        check_due(database, web, clock.advance(minutes=pause - 1) if pause else clock.now)
        if pause:
            assert len(web.asked) == 4 * len(states)  # a minute before its time nothing is looked at
            check_due(database, web, clock.advance(minutes=1))
        states.append(rows(database)[URLS[0]].state)
    assert states == ["retry", "retry", "retry", "unreachable", "unreachable"]
    assert rows(database)[URLS[0]].attempts == 5
    check_due(database, Web(), clock.advance(days=2))
    row = rows(database)[URLS[0]]
    assert (row.state, row.attempts, row.reason) == ("ok", 1, "")
    check_due(database, Web({URLS[0]: Answer(URLS[0], 503)}), clock.advance(days=8))
    assert rows(database)[URLS[0]].state == "retry"


def test_a_round_has_an_end(database, campaigns, clock, outgoing):
    outgoing()
    do(database, ops.watch, clock.now)
    web = Web()
    assert check_due(database, web, clock.now, most=3) == 3
    assert check_due(database, web, clock.now, most=3) == 1
    assert sorted(web.asked) == sorted(URLS)


def test_a_round_ends_by_time_too(database, campaigns, clock, outgoing, monkeypatch):
    outgoing()
    do(database, ops.watch, clock.now)
    seconds = iter(range(0, 100_000, 9))
    monkeypatch.setattr("campaign.link_jobs.time.monotonic", lambda: float(next(seconds)))
    web = Web()
    check_due(database, web, clock.now)
    assert len(web.asked) == 1


def test_a_site_is_asked_outside_any_transaction(database, campaigns, clock, outgoing):
    """Signing must not wait for somebody else's slow site."""
    waited = []

    def sign_meanwhile(_):
        def write():
            with database.write() as session:
                session.execute(update(Coalition).values(name=f"Rivers {len(waited)}"))

        thread = started(write)
        thread.join(PATIENCE)
        waited.append(thread.is_alive())

    outgoing()
    checking(Web(meanwhile=sign_meanwhile))(database, clock.now)
    assert waited == [False] * 4


def test_a_fault_of_ours_stops_no_other_link(database, campaigns, clock, outgoing):
    def fault(url):
        if url == URLS[0]:
            raise KeyError(url)

    outgoing()
    checking(Web(meanwhile=fault))(database, clock.now)
    assert [row.state for row in rows(database).values()] == ["uncertain", "ok", "ok", "ok"]


def test_a_crash_leaves_a_lease_and_the_link_is_looked_at_when_it_ends(database, campaigns, clock, outgoing):
    def crash(_):
        raise PowerCut

    outgoing()
    do(database, ops.watch, clock.now)
    with pytest.raises(PowerCut):
        check_due(database, Web(meanwhile=crash), clock.now)
    web = Web()
    check_due(database, web, clock.now + LEASE - timedelta(seconds=10))
    assert URLS[0] not in web.asked
    check_due(database, web, clock.now + LEASE + timedelta(seconds=10))
    assert web.asked[-1] == URLS[0]
    assert rows(database)[URLS[0]].state == "ok"


def test_a_worker_that_comes_late_does_not_overwrite(database, campaigns, clock, outgoing):
    outgoing()
    do(database, ops.watch, clock.now)

    def overtaken(url):
        check_due(database, Web(), clock.now + LEASE + timedelta(seconds=10), most=1)

    check_due(database, Web({URLS[0]: Answer(URLS[0], 404)}, overtaken), clock.now, most=1)
    assert rows(database)[URLS[0]].state == "ok"


def test_an_address_that_was_taken_out_during_the_look_rests(database, campaigns, clock, outgoing):
    outgoing()
    do(database, ops.watch, clock.now)

    def taken_out(_):
        do(database, change_library, lambda items: [], by="Ana", now=clock.now)
        letter, _losses = markdown.read(TEXT.replace("https://city.example/dumping", "https://city.example/other"))
        do(database, save_letter, letter, base=1, by="Ana", now=clock.now)
        do(database, ops.watch, clock.now)

    check_due(database, Web(meanwhile=taken_out), clock.now, most=1)
    row = rows(database)[URLS[0]]
    assert (row.state, row.due_at, row.claimed_until) == ("ok", None, None)


def together(url, work):
    """The work done by two workers at once that share nothing but the database."""

    def go():
        database = Database(url)
        work(database)
        database.dispose()

    at_once(go, go)


@pytest.fixture
def many(database, campaigns, clock, outgoing):
    outgoing()
    with database.write() as session:
        letter_id = find(session, "harbor").letter_id
        session.add_all(Link(letter_id=letter_id, url=f"https://n.example/{n}", due_at=clock.now) for n in range(40))


def test_two_workers_look_at_nothing_twice(database_url, clock, many):
    web = Web()
    together(database_url, lambda database: check_due(database, web, clock.now, most=40))
    assert len(web.asked) == 40
    assert set(Counter(web.asked).values()) == {1}


def test_without_a_claim_two_workers_look_twice(database_url, clock, many):
    """The control: select, fetch, update, as one would write it first."""
    web, looked = Web(), threading.Barrier(2, timeout=PATIENCE)

    def naive(database):
        with database.read() as session:
            due = session.scalars(select(Link).where(Link.due_at <= clock.now)).all()
        looked.wait()
        for link in due:
            web.fetch(link.url)
            with database.write() as session:
                session.execute(update(Link).where(Link.id == link.id).values(due_at=None))

    together(database_url, naive)
    assert max(Counter(web.asked).values()) == 2


def test_look_again_makes_a_link_due(database, campaigns, clock, outgoing):
    outgoing()
    checking(Web())(database, clock.now)
    web = Web()
    check_due(database, web, clock.advance(hours=1))
    assert web.asked == []
    do(database, ops.look_again, [URLS[1], "https://elsewhere.example/"], now=clock.now)
    check_due(database, web, clock.now)
    assert web.asked == [URLS[1]]


# --- a person's word --------------------------------------------------------------------------------------------------


def test_a_person_who_saw_it_working_outweighs_a_machine(database, campaigns, clock, outgoing):
    outgoing()
    checking(Web({URLS[2]: Answer(URLS[2], 404)}))(database, clock.now)
    with database.read() as session:
        assert ops.facts(session, find(session, "harbor"))[URLS[2]].state == "dead"
    link = do(database, ops.mark_seen_working, URLS[2], on=date(2026, 3, 2), by="Ana", now=clock.now)
    assert (link.state, link.seen_on, link.seen_by) == ("dead", date(2026, 3, 2), "Ana")  # what the machine found stays
    with database.read() as session:
        assert ops.facts(session, find(session, "harbor"))[URLS[2]] == LinkFact("ok", URLS[2], False)
        entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "link.seen_working")).one()
        assert (entry.actor, entry.detail) == ("Ana", {"url": URLS[2], "on": "2026-03-02"})


def test_a_persons_word_does_not_hold_for_ever(database, campaigns, clock, outgoing):
    outgoing()
    do(database, ops.mark_seen_working, URLS[2], on=date(2026, 3, 2), by="Ana", now=clock.now)
    gone = Web({URLS[2]: Answer(URLS[2], 404)})
    for days, state in ((89, "ok"), (8, "dead")):
        checking(gone)(database, clock.advance(days=days))
        with database.read() as session:
            assert ops.facts(session, find(session, "harbor"))[URLS[2]].state == state


def test_a_day_is_a_day_in_the_campaigns_zone(database, campaigns, clock):
    clock.now = datetime(2026, 3, 3, 3, 0, tzinfo=UTC)  # still the evening of March 2 in New York
    with pytest.raises(UserError, match="yet to come"):
        do(database, ops.mark_seen_working, URLS[2], on=date(2026, 3, 3), by="Ana", now=clock.now)
    assert do(database, ops.mark_seen_working, URLS[2], on=date(2026, 3, 2), by="Ana", now=clock.now).seen_by == "Ana"


def test_an_address_that_the_letter_does_not_name_is_nobodys(database, campaigns, clock, outgoing):
    outgoing()
    for verb, more in ((ops.mark_seen_working, {"on": date(2026, 3, 1)}), (ops.request_archive, {"service": "wayback"})):
        with pytest.raises(UserError, match="does not name"):
            do(database, verb, "https://elsewhere.example/", by="Ana", now=clock.now, **more)


def test_the_facts_reach_the_resolvers_warnings(database, campaigns, clock, outgoing):
    outgoing()
    checking(Web({URLS[2]: Answer(URLS[2], 404)}))(database, clock.now)
    with database.read() as session:
        campaign = find(session, "harbor")
        warnings = resolution_of(newest_version(session, campaign), ops.facts(session, campaign)).warnings
    assert {(warning.kind, warning.source) for warning in warnings} >= {("link", "report"), ("unarchived", "report")}
