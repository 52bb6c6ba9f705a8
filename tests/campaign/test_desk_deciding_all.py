"""Deciding about everything that a filter leaves, without ticking each, and about nothing that was not seen."""

from __future__ import annotations

import pytest

from campaign.desk.signatures import deciding, listing
from tests.tools.campaigns import Campaigns
from tests.tools.pages import parse, text_of
from tests.tools.signing import rows, set_signature

LIST = "/desk/harbor/signatures"
PENDING = f"{LIST}?show=pending"


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open(moderation="all")
    return made


@pytest.fixture
def desk(campaigns, signed_in):
    return signed_in("editor")


def waiting(campaigns, *names):
    return [campaigns.sign(name, f"{name.lower()}@x.example").id for name in names]


def box(page):
    """The box that means everything; None without one."""
    return next((one for one in parse(page).iter("input") if one.get("name") == "all"), None)


def statuses(campaigns):
    return {one.line: one.status for one in rows(campaigns.database)}


def test_one_tick_decides_about_every_page_of_the_list(campaigns, desk, monkeypatch):
    monkeypatch.setattr(deciding, "_AT_ONCE", 2)
    waiting(campaigns, "Alder", "Birch", "Cedar", "Dogwood", "Elm")
    held = waiting(campaigns, "Fir")[0]
    set_signature(campaigns.database, held, status="held", status_reason="so")
    page = desk.get(PENDING)
    assert "All 5: “waits for you”, on every page of the list" in text_of(page)
    answer = desk.send(PENDING, {"all": box(page).get("value"), "decision": "accept"})
    assert "5 signatures are accepted." in text_of(desk.get(answer.location))
    assert statuses(campaigns) == dict.fromkeys(("Alder", "Birch", "Cedar", "Dogwood", "Elm"), "accepted") | {"Fir": "held"}


def test_only_what_the_words_leave_is_meant(campaigns, desk):
    waiting(campaigns, "Alder", "Birch", "Birches")
    path = f"{PENDING}&q=birch"
    page = desk.get(path)
    assert "All 2: “waits for you”, with “birch”" in text_of(page)
    desk.send(path, {"all": box(page).get("value"), "decision": "accept"})
    assert statuses(campaigns) == {"Alder": "pending", "Birch": "accepted", "Birches": "accepted"}


def test_who_signed_meanwhile_is_not_decided_about_unseen(campaigns, desk):
    waiting(campaigns, "Alder", "Birch")
    mark = box(desk.get(PENDING)).get("value")
    waiting(campaigns, "Spam")
    answer = desk.send(PENDING, {"all": mark, "decision": "accept"})
    assert answer.status_code == 422
    assert "The list has changed since you opened it." in text_of(answer)
    assert box(answer).get("checked") is None
    assert not [one for one in parse(answer).iter("input") if one.get("name") == "number" and one.get("checked") is not None]
    assert set(statuses(campaigns).values()) == {"pending"}


def test_the_tick_is_kept_when_a_reason_is_missing(campaigns, desk):
    waiting(campaigns, "Alder", "Birch")
    answer = desk.send(PENDING, {"all": box(desk.get(PENDING)).get("value"), "decision": "refuse"})
    assert answer.status_code == 422
    assert "Say why" in text_of(answer)
    assert box(answer).get("checked") is not None


def test_one_or_too_many_are_not_offered_at_once(campaigns, desk, monkeypatch):
    waiting(campaigns, "Alder")
    assert box(desk.get(PENDING)) is None
    waiting(campaigns, "Birch", "Cedar")
    mark = box(desk.get(PENDING)).get("value")
    for module in (listing, deciding):
        monkeypatch.setattr(module, "MOST", 2)
    assert box(desk.get(PENDING)) is None
    assert desk.send(PENDING, {"all": mark, "decision": "accept"}).status_code == 422
    assert set(statuses(campaigns).values()) == {"pending"}
