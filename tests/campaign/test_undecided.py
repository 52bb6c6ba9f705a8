"""Nobody disappears from a letter undecided: time is left to decide, and the desk counts who waits for it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from campaign.operations import galley, set_deadline
from campaign.operations.settling import settle_due
from campaign.operations.writing import change_library
from campaign.queries import find
from errors import UserError
from tests.tools.consenting import UNTIL, add, bring, get, publish, write
from tests.tools.invitations import doors
from tests.tools.pages import parse, text_of
from tests.tools.signing import set_signature

DESK = "/desk/harbor/"
CLOSE = "/desk/harbor/close"


def move_deadline(campaigns, local):
    with campaigns.database.write() as session:
        set_deadline(session, find(session, "harbor"), local, "America/New_York", by="Ana", now=campaigns.now)


# --- time to decide ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["keep", "drop"])
def test_those_without_an_address_are_not_held_in_the_moment_that_freezes_the_list(campaigns, rule):
    campaigns.open(silence=rule)
    bring(campaigns, "Old Member")
    write(campaigns)
    for until in ("2026-03-05T17:00", "2026-03-05T14:01"):
        with pytest.raises(UserError, match="cannot be asked by mail") as caught:
            publish(campaigns, "substantive", until=until)
        assert caught.value.field == "reconfirm_local"
    publish(campaigns, "substantive", until="2026-03-05T14:00")
    move_deadline(campaigns, "2026-03-05T17:00")
    with pytest.raises(UserError, match="leave three hours"):
        move_deadline(campaigns, "2026-03-05T16:59")


def test_where_everybody_can_be_asked_the_time_to_answer_may_end_with_the_letter(campaigns):
    campaigns.open()
    add(campaigns)
    bring(campaigns, "Gone")
    set_signature(campaigns.database, 2, status="withdrawn")
    write(campaigns)
    publish(campaigns, "substantive", until="2026-03-05T17:00")
    with pytest.raises(UserError, match="told that they may answer"):
        move_deadline(campaigns, "2026-03-05T16:59")
    move_deadline(campaigns, "2026-03-05T17:00")


def test_once_those_without_an_address_are_decided_about_the_deadline_is_free(campaigns):
    campaigns.open()
    number = bring(campaigns, "Old Member")
    add(campaigns)
    write(campaigns)
    publish(campaigns, "substantive")
    with pytest.raises(UserError, match="leave three hours"):
        move_deadline(campaigns, UNTIL)
    set_signature(campaigns.database, number, asked=None)
    move_deadline(campaigns, UNTIL)


def test_the_deadline_does_not_move_before_the_time_to_answer_about_a_line(campaigns, clock):
    campaigns.open()
    add(campaigns)
    with campaigns.database.write() as session:
        campaign = find(session, "harbor")
        more = {"doors": doors(), "by": "Ana", "now": clock.now}
        galley.ask(session, campaign, galley.to_ask(session, campaign), UNTIL, **more)
    for local in ("2026-03-03T09:00", UNTIL):
        with pytest.raises(UserError, match="answer about their line until Wednesday, March 4") as caught:
            move_deadline(campaigns, local)
        assert caught.value.field == "deadline"
    move_deadline(campaigns, "2026-03-04T12:01")


# --- what the desk counts ------------------------------------------------------------------------------------------------


def primary(page):
    return [link.get("href") for link in parse(page).iter("a") if "primary" in (link.get("class") or "")]


def test_who_is_held_is_the_next_step_while_the_letter_is_open(campaigns, signed_in, clock):
    campaigns.open()
    number = bring(campaigns, "Old Member")
    write(campaigns)
    publish(campaigns, "substantive")
    clock.now = datetime(2026, 3, 4, 17, 1, tzinfo=UTC)
    with campaigns.database.write() as session:
        assert settle_due(session, clock.now, doors)
    assert get(campaigns, number).status == "held"
    desk = signed_in("editor")
    page = desk.get(DESK)
    assert "1 signature is held: decide about it before the letter closes" in text_of(page)
    assert primary(page) == ["/desk/harbor/signatures?show=held"]
    assert "1 is held" in text_of(desk.get("/desk/"))
    set_signature(campaigns.database, add(campaigns), status="pending")
    page = desk.get(DESK)
    assert primary(page) == ["/desk/harbor/signatures?show=pending"]
    assert "1 is held: decide about it before the letter closes." in text_of(page), "beside what comes first"


def test_before_closing_it_is_said_who_would_not_be_on_the_letter(campaigns, signed_in):
    campaigns.open(moderation="all")
    one, two = add(campaigns), add(campaigns, "Mill Town")
    add(campaigns, "Reef")
    desk = signed_in("owner")
    page = desk.get(CLOSE)
    assert "The list is frozen with 0 signatures" in text_of(page)
    assert "3 signatures wait for your decision and would not be on the letter." in text_of(page)
    assert 'href="/desk/harbor/signatures?show=pending"' in page.text
    set_signature(campaigns.database, one, status="held", status_reason="who are they?")
    set_signature(campaigns.database, two, status="accepted")
    words = text_of(desk.get(CLOSE))
    assert "The list is frozen with 1 signature," in words
    assert "1 signature waits for your decision and would not be on the letter." in words
    assert "1 signature is held and would not be on the letter." in words
    campaigns.close()
    words = text_of(desk.get(DESK))
    assert "One has signed. 2 signatures wait for your decision and are not on the frozen letter." in words


def test_where_only_undecided_ones_signed_it_is_not_said_that_nobody_did(campaigns, signed_in):
    campaigns.open(moderation="all")
    add(campaigns)
    campaigns.close()
    words = text_of(signed_in("editor").get(DESK))
    assert "Nobody is on the letter. 1 signature waits for your decision and is not on the frozen letter." in words
    assert "Nobody has signed" not in words


def test_where_nothing_waits_nothing_is_said_of_it(campaigns, signed_in):
    campaigns.open()
    desk = signed_in("owner")
    assert "decision" not in text_of(desk.get(CLOSE))
    campaigns.close()
    words = text_of(desk.get(DESK))
    assert "Nobody has signed." in words
    assert "decision" not in words


def test_before_closing_it_is_said_who_is_asked(campaigns, signed_in):
    campaigns.open()
    add(campaigns)
    write(campaigns)
    publish(campaigns, "substantive")
    words = text_of(signed_in("owner").get(CLOSE))
    assert "1 is asked about the changed text and has not answered. The letter cannot be closed before that" in words


def test_a_change_of_nothing_that_prints_is_said_to_be_one(campaigns, signed_in, clock):
    campaigns.open()
    with campaigns.database.write() as session:
        campaign = find(session, "harbor")
        change_library(
            session, campaign, lambda sources: [{**one, "abstract": "More."} for one in sources], by="Ana", now=clock.now
        )
    desk = signed_in("editor")
    assert "Nothing that prints changed" in text_of(desk.get("/desk/harbor/change"))
    write(campaigns)
    assert "Nothing that prints changed" not in text_of(desk.get("/desk/harbor/change"))
