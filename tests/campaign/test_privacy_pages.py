"""The desk's page of personal data."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from campaign.operations.retention import purge_due
from tests.tools.pages import parse, text_of
from tests.tools.personal import ADA, holding, letter_about_ada, rows


@pytest.fixture
def owner(signed_in):
    return signed_in("owner")


@pytest.fixture
def path(owner):
    return f"/desk/coalition/{owner.coalition_id}/privacy"


@pytest.fixture
def full(campaigns, database, owner):
    return letter_about_ada(campaigns, database)


def test_the_way_there_is_on_the_first_page_for_owners_only(owner, signed_in, path):
    assert f'href="{path}"' in owner.get("/desk/").text
    assert f'href="{path}"' not in signed_in("viewer").get("/desk/").text
    for role in ("viewer", "editor"):
        assert signed_in(role).get(path).status_code == 403


def test_it_says_when_contacts_go(full, campaigns, owner, path, clock, database):
    assert "that many days after its delivery, or else after it closes" in text_of(owner.get(path))
    campaigns.close()
    (row,) = parse(owner.get(path)).xpath("//tbody/tr[.//time]")
    assert row.xpath(".//time/@datetime") == [(clock.now + timedelta(days=180)).isoformat()]
    assert row.xpath("td[1]/text()") == ["180"]
    clock.advance(days=180)
    purge_due(database, clock.now)
    owner = owner_again(owner, clock, database)
    assert "gone" in text_of(owner.get(path))


def owner_again(owner, clock, database):
    """The session ended in the meantime: the same person with a new one."""
    from coalition.access import COOKIE_KEY
    from coalition.models import Person
    from coalition.operations import sessions

    with database.write() as session:
        token = sessions.start(session, session.get_one(Person, owner.person_id), now=clock.now, browser="test")
    with owner.session_transaction() as cookie:
        cookie[COOKIE_KEY] = token
    return owner


def test_looking_up_shows_what_goes_and_what_stays(full, owner, path, database):
    before = rows(database)
    page = owner.fill_in(path, {"email": " ADA@friends.example"}, action="privacy")
    assert page.status_code == 200
    text = text_of(page)
    assert "The line “Friends of the Harbor” and what was agreed to" in text
    assert "The invitation of 2026-03-02" in text
    assert "to sign after the deadline" in text
    assert rows(database) == before


def test_nothing_held_is_said_and_offers_nothing(owner, path):
    page = owner.fill_in(path, {"email": "nobody@reef.example"}, action="privacy")
    assert "holds nothing about this address" in text_of(page)
    assert not parse(page).xpath("//form[contains(@action, 'erase')]")


@pytest.mark.parametrize("typed", ["", "ada", "<b>@x", "a" * 400 + "@x.example"])
def test_what_is_no_address_comes_back_as_typed(owner, path, typed):
    for action in ("", "/export"):
        page = owner.send(path + action, {"email": typed})
        assert page.status_code == 422
        assert parse(page).xpath("//input[@name='email']")[0].get("value") == typed
        assert parse(page).xpath("//*[@id='errors']")


def test_everything_is_downloaded(full, owner, path):
    page = owner.fill_in(path, {"email": ADA}, action="privacy")
    answer = owner.submit(page, path, {}, action="export")
    assert answer.headers["Content-Disposition"] == "attachment; filename=personal-data.json"
    assert answer.headers["Cache-Control"] == "no-store"
    told = json.loads(answer.data)
    assert told["signatures"][0]["contact_name"] == "Ada Okafor"
    assert told["caught_mail"] == [], "caught mail may be another coalition's"


def test_erasing_asks_for_the_tick_first(full, owner, path, database):
    page = owner.fill_in(path, {"email": ADA}, action="privacy")
    before = rows(database)
    refused = owner.submit(page, path, {}, action="erase")
    assert refused.status_code == 422
    assert "Tick the box first" in text_of(refused)
    assert rows(database) == before
    done = owner.submit(refused, path, {"understood": "yes"}, action="erase")
    assert done.status_code == 303
    assert holding(database) == set()
    text = text_of(owner.get(path))
    assert (
        "Erased: 1 signatures, 1 invitations, 1 late requests, 0 contacts in the directory, 0 recipients, 2 messages." in text
    )
    assert ADA not in text


def test_the_record_says_who_erased_and_not_whose(full, owner, path):
    owner.send(path + "/erase", {"email": ADA, "understood": "yes"})
    record = text_of(owner.get(f"/desk/coalition/{owner.coalition_id}/audit"))
    assert "person.erased" in record
    assert "ada@" not in record.lower()


def test_another_coalitions_owner_finds_nothing(full, signed_in, path, database):
    stranger = signed_in("owner", "Hills")
    assert stranger.get(path).status_code == 404
    own = f"/desk/coalition/{stranger.coalition_id}/privacy"
    before = rows(database)
    for action in ("", "/export", "/erase"):
        data = {"email": ADA, "understood": "yes"}
        assert stranger.send(path + action, data).status_code == 404
    assert rows(database) == before
    text = text_of(stranger.send(own, {"email": ADA}))
    assert "Friends of the Harbor" not in text
