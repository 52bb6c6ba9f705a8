"""Somebody signed through the link with another address than the invited one, and nobody has confirmed that yet."""

from __future__ import annotations

from functools import partial

import pytest

from campaign.operations import SignatureEntry, inviting, sign
from errors import UserError
from tests.campaign.asked import in_campaign, mails, note, signed, skips
from tests.tools.invitations import doors
from tests.tools.pages import text_of
from tests.tools.signing import door, rows


@pytest.fixture
def write(database, clock, invitations):
    """Write a note; gives what became of it."""
    return partial(note, database, clock, invitations.by)


def organizations(done):
    return [one.organization for one in done.recipients]


@pytest.fixture
def mistyped(database, clock, invitations, client):
    """Somebody signed through the link and mistyped their address."""
    one = invitations.one("Reef", "ben@reef.example")
    client.fill_in(invitations.path(one), {"authorized": "y", "contact_email": "typo@reef.example"}, action="/sign")
    assert invitations.status(one) == "confirming"
    clock.advance(hours=1)
    return one


def test_somebody_who_has_only_to_confirm_can_be_invited_again(database, clock, mistyped, signed_in, invitations, client):
    desk = signed_in("editor")
    desk.send(f"/desk/harbor/invitations/{mistyped.id}/again")
    assert [row.recipient for row in mails(database, "invitation")] == ["ben@reef.example"]
    assert skips(database, clock, "invitation") == [None]
    client.fill_in(invitations.path(mistyped), {"authorized": "y"}, action="/sign")
    assert invitations.status(mistyped) == "signed"


def test_the_desk_offers_to_send_again_to_somebody_who_has_only_to_confirm(mistyped, signed_in):
    page = signed_in("editor").get("/desk/harbor/invitations?status=confirming")
    assert "Send again" in text_of(page)
    assert "Write to this 1" in text_of(page)


def test_a_note_to_everybody_leaves_out_who_has_only_to_confirm_and_one_to_them_does_not(database, clock, mistyped, write):
    with pytest.raises(UserError, match="Nobody of those"):
        write()
    assert organizations(write(choice="confirming")) == ["Reef"]
    clock.advance(minutes=1)
    assert organizations(write([mistyped.id], choice=inviting.TICKED)) == ["Reef"]
    assert skips(database, clock, "invitation_note") == [None, None]


def test_a_note_that_waits_is_dropped_when_they_sign_with_another_address(database, clock, invitations, client, write):
    one = invitations.one("Reef", "ben@reef.example")
    write()
    clock.advance(seconds=30)
    client.fill_in(invitations.path(one), {"authorized": "y", "contact_email": "cy@reef.example"}, action="/sign")
    assert skips(database, clock, "invitation_note") == ["has signed, and has a mail to confirm it"]


@pytest.mark.parametrize(("answer", "status"), [("board", "reviewing"), ("decline", "declined")])
def test_what_is_said_after_a_mistyped_address_is_what_counts(client, invitations, mistyped, answer, status):
    client.fill_in(f"{invitations.path(mistyped)}/{answer}", {}, action=answer)
    assert invitations.status(mistyped) == status


def test_what_was_said_before_a_mistyped_address_is_over(database, clock, invitations, client):
    one = invitations.one("Reef", "ben@reef.example", declined_at=clock.now, reviewing_at=clock.now)
    clock.advance(hours=1)
    client.fill_in(invitations.path(one), {"authorized": "y", "contact_email": "typo@reef.example"}, action="/sign")
    assert invitations.status(one) == "confirming"


def test_the_question_which_line_is_meant_is_mailed_as_well(database, clock, campaigns, invitations, client):
    """Whoever signs through the link under a second name is asked on the next page, and may close it."""
    campaigns.sign("Reef", "ben@reef.example")
    fund = invitations.one("Reef Fund", "ben@reef.example")
    before = len(mails(database, "confirm"))
    client.fill_in(invitations.path(fund), {"authorized": "y"}, action="/sign")
    (message,) = mails(database, "confirm")[before:]
    client.fill_in(door(message), {"choice": "both"}, action="/confirm/")
    assert [row.line for row in rows(database) if row.confirmed_at] == ["Reef", "Reef Fund"]
    assert invitations.status(fund) == "signed"


def test_two_names_from_one_mailbox_are_signed_each_for_its_own(database, clock, campaigns, invitations):
    reef, fund = invitations.one("Reef", "ben@reef.example"), invitations.one("Reef Fund", "ben@reef.example")
    signed(database, reef, clock)

    def act(session, campaign):
        entry = SignatureEntry("Reef Fund", "Ben", "", "ben@reef.example", "I may.")
        return sign(session, campaign, entry, doors=doors(), now=clock.now)

    in_campaign(database, act)
    assert [invitations.status(one) for one in (reef, fund)] == ["signed", "invited"], "it is not confirmed yet"
