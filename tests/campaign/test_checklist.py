"""The checklist before a letter closes: what it finds, what blocks, what an edition remembers of it."""

from __future__ import annotations

import os

import pytest
from click.testing import CliRunner
from flask import url_for
from hypothesis import given
from hypothesis import strategies as st

from app import main
from campaign import checklist
from campaign.checklist.check import MOST_EXAMPLES, Check, Found, in_order, judged
from campaign.models import Edition, TextChange
from campaign.operations.circulating import DEADLINE, NotReady, close, close_due
from campaign.queries import find, newest_version
from letters.models import Link
from signatories.models import Signature
from tests.tools.campaigns import TEXT
from tests.tools.invitations import Invitations
from tests.tools.pages import text_of
from tests.tools.signing import rows, set_signature


@pytest.fixture
def opened(campaigns):
    campaigns.open()
    return campaigns


def looked(campaigns, *, glance=False):
    with campaigns.database.read() as session:
        return checklist.points(session, find(session, "harbor"), campaigns.now, glance=glance)


def found(campaigns, *, glance=False):
    """What is open, by key."""
    return {point.check.key: point.count for point in looked(campaigns, glance=glance) if point.open}


# What each check finds.


def test_a_letter_that_nobody_signed_has_nothing_open(opened):
    assert found(opened) == {}


def test_whoever_is_waited_for_is_counted(opened):
    numbers = [opened.sign(f"Org {one}", f"o@org{one}.example").id for one in "abcd"]
    opened.sign("Org e", "o@orge.example", confirmed=False)
    set_signature(opened.database, numbers[0], status="pending")
    set_signature(opened.database, numbers[1], status="held", status_reason="who?")
    set_signature(opened.database, numbers[2], line_wanted="Org C")
    expected = {"pending": 1, "held": 1, "spellings": 1, "unconfirmed": 1, "galley never asked": 2}
    assert {key: count for key, count in found(opened).items() if key != "doubles"} == expected


def test_doubles_at_a_glance_and_at_leisure(opened):
    opened.sign("Friends of the Harbor", "a@a.example")
    opened.sign("The Friends of the Harbor, Inc.", "b@b.example")
    assert found(opened)["doubles"] == 1
    assert found(opened, glance=True)["doubles"] == 1


def test_the_galley_is_asked_or_answered(opened, clock):
    number = opened.sign().id
    assert "galley never asked" in found(opened)
    with opened.database.write() as session:
        find(session, "harbor").galley_until = clock.now
    set_signature(opened.database, number, galley="asked")
    assert found(opened) == {"galley unanswered": 1}
    set_signature(opened.database, number, galley="right")
    assert found(opened) == {}


def test_a_text_that_is_not_published(opened):
    from campaign.operations import save_letter
    from letters.document import markdown

    with opened.database.write() as session:
        campaign = find(session, "harbor")
        letter, _ = markdown.read(TEXT.replace("harms", "hurts"))
        base = newest_version(session, campaign).number
        save_letter(session, campaign, letter, base=base, by="Ana", now=opened.now)
    assert found(opened) == {"unpublished change": 1}


def test_a_count_of_a_kind_that_nobody_signed_as(campaigns):
    campaigns.open(text=TEXT.replace("We ask", "We, {organizations} organizations and {individuals} individuals, ask"))
    assert found(campaigns)["empty counts"] == 2
    campaigns.sign()
    point = next(one for one in looked(campaigns) if one.check.key == "empty counts")
    assert (point.verdict, point.count, list(point.examples)) == ("block", 1, ["{individuals}"])


def test_a_broken_reference_and_a_name_that_cannot_be_printed(opened):
    number = opened.sign().id
    set_signature(opened.database, number, line="Reef \ue000")
    with opened.database.write() as session:
        campaign = find(session, "harbor")
        version = newest_version(session, campaign)
        version.sources = []
    open_now = found(opened)
    assert (open_now["unprintable"], open_now["broken"]) == (1, 1)


def test_links_only_where_somebody_looks_after_them(opened, clock):
    text = TEXT.replace("We ask the city", "We ask the [city](https://city.example/)")
    opened.circulate_another_text(text)
    assert "links" not in found(opened)
    with opened.database.write() as session:
        campaign = find(session, "harbor")
        campaign.coalition.outgoing = True
    assert found(opened)["links"] == 1, "nobody has looked at it"
    with opened.database.write() as session:
        row = Link(letter_id=1, url="https://city.example/", due_at=clock.now, state="ok", checked_at=clock.now)
        session.add(row)
    assert "links" not in found(opened)


def test_boards_that_asked_for_time(opened, clock):
    Invitations(opened.database, clock).one(reviewing_at=clock.now, needs_until=clock.now.date())
    assert found(opened) == {"boards": 1}


# What becomes of it.


def asked(campaigns):
    """Somebody is asked about a changed text, as far as the checklist looks."""
    number = campaigns.sign().id
    with campaigns.database.write() as session:
        version = newest_version(session, find(session, "harbor"))
        change = TextChange(
            campaign_id=1,
            from_version_id=version.id,
            to_version_id=version.id,
            kind="substantive",
            silence="drop",
            reconfirm_local="2026-03-04T12:00",
            reconfirm_by=campaigns.now,
            published_at=campaigns.now,
            published_by="Ana",
        )
        session.add(change)
        session.flush()
        session.get_one(Signature, number).asked = change.id
    return number


def test_what_blocks_keeps_a_letter_from_closing_early_and_not_from_its_deadline(campaigns, clock, signed_in):
    campaigns.open(text=TEXT.replace("We ask", "We, {individuals} individuals, ask"))
    campaigns.sign()
    with campaigns.database.write() as session, pytest.raises(NotReady, match="it would print"):
        close(session, find(session, "harbor"), by="Ana", now=clock.now)
    desk = signed_in("owner")
    page = desk.get("/desk/harbor/close")
    assert "must be mended" in text_of(page)
    assert 'action="/desk/harbor/close"' not in page.text
    assert "At its deadline it closes by itself" in text_of(page)
    assert desk.send("/desk/harbor/close").status_code == 409
    clock.advance(days=4)
    with campaigns.database.write() as session:
        (edition,) = close_due(session, clock.now)
    assert edition.closed_by == DEADLINE
    assert {one["key"]: one["count"] for one in edition.left_open} == {"empty counts": 1, "galley never asked": 1}
    words = text_of(desk.get("/desk/harbor/editions"))
    assert "Closed with" in words
    assert "1 line stands as it was typed" in words


def test_who_is_asked_about_a_changed_text_blocks(opened):
    asked(opened)
    points = looked(opened)
    assert [point.check.key for point in checklist.blocks(points)] == ["asked"]
    assert points[0].check.key == "asked", "first what must be mended"


def test_an_early_close_remembers_what_was_only_to_be_looked_at(opened):
    opened.sign(confirmed=False)
    opened.close()
    (edition,) = rows(opened.database, Edition)
    assert edition.left_open == [{"key": "unconfirmed", "count": 1}]
    assert checklist.remembered(edition.left_open) == ["1 signer has not confirmed by mail."]
    assert checklist.remembered([{"key": "of another version", "count": 3}]) == ["of another version: 3"]


def test_near_the_deadline_the_next_step_is_the_list(opened, clock, signed_in):
    numbers = [opened.sign(f"Org {one}", f"o@org{one}.example").id for one in "ab"]
    set_signature(opened.database, numbers[0], status="held", status_reason="who?")
    opened.sign("Org e", "o@orge.example", confirmed=False)
    desk = signed_in("owner")
    assert "before it closes" not in text_of(desk.get("/desk/harbor/"))
    clock.advance(days=2)
    page = desk.get("/desk/harbor/")
    assert "3 things before it closes" in text_of(page)
    assert 'href="/desk/harbor/close"' in page.text
    assert "3 things before it closes" in text_of(desk.get("/desk/"))


def test_the_command_says_it_and_ends_with_1_where_something_blocks(opened, database_url, monkeypatch):
    for name in [name for name in os.environ if name.startswith("UNDERSIGNED_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("UNDERSIGNED_DATABASE_URL", database_url)
    monkeypatch.setenv("UNDERSIGNED_SECRET_KEY", "a secret for tests only, and long enough")
    opened.sign(confirmed=False)
    with opened.database.write() as session:
        find(session, "harbor").deadline_local = "2099-01-01T12:00"
        find(session, "harbor").deadline = opened.now.replace(year=2099)
    said = CliRunner().invoke(main, ["close", "harbor", "--check"])
    assert said.exit_code == 0, said.output
    assert "look at it: 1 signer has not confirmed by mail." in said.output
    assert "fine: " in said.output
    number = opened.sign("Reef", "ben@reef.example").id
    set_signature(opened.database, number, line="Reef \ue000")
    said = CliRunner().invoke(main, ["close", "harbor", "--check"])
    assert said.exit_code == 1
    assert said.output.startswith("must be mended: 1 place of the letter cannot be printed.\n  “Reef")
    refused = CliRunner().invoke(main, ["close", "harbor"])
    assert refused.exit_code == 2
    assert "cannot be printed" in refused.output
    set_signature(opened.database, number, line="Reef")
    done = CliRunner().invoke(main, ["close", "harbor"])
    assert (done.exit_code, done.output) == (0, "Edition 1: 1\n")


# Every check.


def test_every_check_has_a_key_of_its_own_and_leads_to_a_page(app):
    keys = [check.key for check in checklist.CHECKS]
    assert len(set(keys)) == len(keys)
    with app.test_request_context():
        for check in checklist.CHECKS:
            assert url_for(check.endpoint, slug="harbor", **check.values).startswith("/desk/harbor/")
            assert check.say(1).endswith(".")
            assert check.say(3).endswith(".")
            assert check.fine().endswith(".")
            assert not check.label().endswith(".")


CHECK = Check("x", "warn", lambda _look: Found(0), lambda n: f"{n} of them.", lambda: "None.", "desk.overview", lambda: "See")


FOUND = st.tuples(st.integers(-1, 9), st.booleans(), st.lists(st.text(max_size=3), max_size=9))


@given(st.lists(st.tuples(st.sampled_from(["block", "warn"]), FOUND)))
def test_a_list_has_what_blocks_first_and_nothing_that_does_not_arise(made):
    points = []
    for place, (weight, (count, fits, examples)) in enumerate(made):
        check = Check(str(place), weight, CHECK.look, CHECK.say, CHECK.fine, CHECK.endpoint, CHECK.label)
        point = judged(check, Found(count, examples, fits))
        assert (point is None) == (not fits)
        if point is not None:
            points.append(point)
            assert point.verdict == (weight if count > 0 else "fine")
            assert point.open == (count > 0)
            assert len(point.examples) <= MOST_EXAMPLES
    ordered = in_order(points)
    assert sorted(ordered, key=id) == sorted(points, key=id)
    verdicts = [point.verdict for point in ordered]
    assert verdicts == sorted(verdicts, key=["block", "warn", "fine"].index)
    for verdict in ("block", "warn", "fine"):
        places = [int(point.check.key) for point in ordered if point.verdict == verdict]
        assert places == sorted(places), "within each in the order of the checks"
    kept = checklist.left_open(ordered)
    assert len(kept) == sum(point.open for point in points)
