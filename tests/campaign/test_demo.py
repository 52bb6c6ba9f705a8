"""The demo: a letter that lives, with something to see on each page of the desk."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from campaign.demo import prepare
from campaign.doubtful import doubts_of
from campaign.operations import inviting
from mail.models import OutboxMessage
from signatories import directory
from signatories.models import Signature
from tests.tools.invitations import doors


def test_it_shows_signatures_and_invitations_in_every_state(database, clock):
    with database.write() as session:
        campaign, coordinator = prepare(session, doors=doors, now=clock.now)
    with database.read() as session:
        assert (campaign.state, coordinator.name) == ("circulating", "Imogen Castellane")
        assert campaign.deadline > clock.now
        stands = Counter(session.scalars(select(Signature.status).where(Signature.origin == "form")))
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
        assert kinds == {"invitation": 6, "confirm": 7, "receipt": 7}
        doubts = doubts_of(session, campaign)
        assert len(doubts.open) == 5, "three likely doubles, and two bodies that a chapter of theirs stands beside"
        assert doubts.likely == 2
