"""The overview says how a letter's affairs stand, and leads to each of them."""

from __future__ import annotations

from typing import Any

import pytest

from campaign.editions.writing import writing_files
from tests.campaign.test_delivering import closed as closed
from tests.tools.campaigns import ENTRY, Campaigns
from tests.tools.invitations import Invitations
from tests.tools.pages import text_of
from tests.tools.recipients import Recipients

HOME = "/desk/harbor/"


@pytest.fixture
def desk(signed_in: Any) -> Any:
    return signed_in("owner")


def test_the_next_reminder_is_named_and_led_to(campaigns: Campaigns, desk: Any, database: Any, clock: Any) -> None:
    campaigns.open()
    assert "Next reminder" not in text_of(desk.get(HOME)), "nobody is invited"
    Invitations(database, clock).one()
    page = desk.get(HOME)
    assert "Next reminderWed, Mar 4, 5:00 PM Eastern Time (the day before)" in text_of(page)
    assert 'href="/desk/harbor/reminders"' in page.text
    clock.advance(days=4)
    assert "Next reminder" not in text_of(desk.get(HOME)), "the letter has closed"


def test_late_requests_editions_and_delivery(closed: Recipients, desk: Any, client: Any, clock: Any) -> None:
    page = text_of(desk.get(HOME))
    assert "Editionsedition 1 of March 2, 2026" in page
    assert "Delivery0 of 2 reached" in page
    assert "Late requests" not in page
    clock.advance(minutes=2)
    client.send("/letters/harbor/sign", ENTRY | {"organization": "Fen Society", "contact_email": "fay@fens.example"})
    page = desk.get(HOME)
    assert "Late requests1, 1 waits for you" in text_of(page)
    for path in ("late", "editions", "delivery", "reopen", "archive"):
        assert f'href="/desk/harbor/{path}"' in page.text


def test_the_history_has_the_files_and_the_overview_what_people_did(
    campaigns: Campaigns, desk: Any, database: Any, clock: Any
) -> None:
    campaigns.open()
    campaigns.sign()
    campaigns.close()
    clock.advance(minutes=1)
    writing_files()(database, clock.now)
    assert "wrote edition 1 as pdf" in text_of(desk.get("/desk/harbor/history"))
    assert "wrote edition 1" not in text_of(desk.get(HOME))


def test_the_delivery_page_says_what_comes_next(campaigns: Campaigns, desk: Any) -> None:
    campaigns.open()
    assert "The letter goes out once it is closed." in text_of(desk.get("/desk/harbor/delivery"))
    campaigns.close()
    assert "The letter goes out once it is closed." not in text_of(desk.get("/desk/harbor/delivery"))


def test_a_newer_edition_need_not_be_delivered(closed: Recipients, desk: Any, client: Any, clock: Any) -> None:
    for one in closed.all():
        desk.send(f"/desk/harbor/delivery/{one.id}/record", {"channel": "hand", "at": "2026-03-02T10:00", "attempt_hand": "1"})
    assert desk.send("/desk/harbor/delivery/delivered").status_code == 303
    desk.send("/desk/harbor/delivery/no-thanks")
    clock.advance(minutes=2)
    client.send("/letters/harbor/sign", ENTRY | {"organization": "Fen Society", "contact_email": "fay@fens.example"})
    desk.fill_in("/desk/harbor/late", {"act": "vouch", "reason": "They called."}, action="/late/1")
    clock.advance(minutes=2)
    desk.fill_in("/desk/harbor/editions/next", {}, action="/editions/next")
    page = text_of(desk.get(HOME))
    assert "Edition 2 is made, and delivered to nobody" in page
    assert "Deliveryedition 1 is delivered, the newest is not" in page
    page = desk.get("/desk/harbor/delivery")
    assert "Edition 1 is delivered. Whether the newer one goes out as well is yours to decide." in text_of(page)
    assert "The log of delivery" in text_of(page)
