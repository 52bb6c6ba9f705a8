"""The demo: a letter that lives, with something to see on each page of the desk."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import select

from campaign.delivery_queries import delivered_of, recipients_of
from campaign.demo import prepare
from campaign.doubtful import doubts_of
from campaign.operations import inviting, reminding
from campaign.operations.late import undecided_late
from campaign.queries import find
from mail.models import OutboxMessage
from signatories import directory
from signatories.models import Signature
from tests.tools.invitations import doors
from tests.tools.pages import text_of


def test_it_shows_signatures_and_invitations_in_every_state(database, clock):
    with database.write() as session:
        campaign, coordinator = prepare(session, doors=doors, now=clock.now)
    with database.read() as session:
        assert (campaign.state, coordinator.name) == ("circulating", "Imogen Castellane")
        assert campaign.deadline > clock.now
        here = (Signature.origin == "form", Signature.campaign_id == campaign.id)
        stands = Counter(session.scalars(select(Signature.status).where(*here)))
        assert stands == {"accepted": 7, "unconfirmed": 1}
        invited = [(one.invitation.organization, one.status) for one in inviting.standing(session, campaign)]
        assert dict(invited) == {
            "Heron Lake Tenants Union": "signed",
            "Northside Community Clinic": "opened",
            "Millrace Metalworkers Local 88": "reviewing",
            "Old Quarry Parents' Council": "declined",
            "Faith in Water": "invited",
            "Lower Basin Growers' League": "invited",
        }
        known = directory.known(session, campaign.coalition_id)
        assert len(known) == 11
        assert sum(len(one.names) > 1 for one in known) == 10
        assert "legal aid society" not in directory.known_as(session, campaign.coalition_id), "two go by it"
        kinds = Counter(session.scalars(select(OutboxMessage.kind)))
        assert kinds == {"invitation": 6, "reminder": 5, "confirm": 10, "receipt": 10}
        doubts = doubts_of(session, campaign)
        assert len(doubts.open) == 5, "three likely doubles, and two bodies that a chapter of theirs stands beside"
        assert doubts.likely == 2


@pytest.mark.parametrize("days", range(7))
def test_its_dates_fit_on_every_day_of_the_week(database, clock, days):
    clock.advance(days=days)
    with database.write() as session:
        campaign, _ = prepare(session, doors=doors, now=clock.now)
    with database.read() as session:
        steps = {row.step: row for row in reminding.steps_of(session, campaign)}
        first = steps["14-days"]
        assert (first.state, first.reached, first.left_out) == ("done", 5, {"has declined": 1})
        assert first.planned_for == first.done_at < clock.now
        hours = reminding.hours_for(session, campaign, first.step)
        assert hours.allow(first.done_at), "it went out when anybody may be written to"
        ahead = reminding.next_step(session, campaign)
        assert ahead.planned_for > clock.now
        standing = [one for one in recipients_of(session, campaign) if one.channels]
        assert len(standing) == 4


def test_an_earlier_letter_was_delivered_and_one_came_late(database, clock, client):
    with database.write() as session:
        prepare(session, doors=doors, now=clock.now)
    with database.read() as session:
        earlier = find(session, "heron-lake-ramp")
        assert earlier.state == "delivered"
        (edition,) = earlier.editions
        assert edition.count == 3
        assert edition.closed_at == earlier.deadline
        assert undecided_late(session, earlier) == 1
        (said,) = delivered_of(session, earlier)
        assert said.delivered_at < clock.now
    page = text_of(client.get("/letters/heron-lake-ramp"))
    assert "The ramp is on the council’s agenda next month." in page
    assert "Calloway" not in page
