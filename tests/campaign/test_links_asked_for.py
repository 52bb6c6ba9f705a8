"""A link of one's own, asked for on the letter's page: who gets which, and what a stranger can do with it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from errors import UserError
from mail.compose import compose
from mail.wanted import reason_to_skip
from signatories.models import Invitation
from tests.campaign.asked import LIST, all_of, ask, mails, send, signed, skips
from tests.tools.invitations import doors
from tests.tools.signing import door


def test_somebody_new_gets_an_invitation_of_their_own(database, clock, invitations):
    ask(database, clock, "cy@mills.example")
    (one,) = all_of(database)
    assert (one.origin, one.organization, one.contact_email) == ("self", "Mills", "cy@mills.example")
    (message,) = mails(database, "personal_link")
    text = compose(message).text
    assert doors(base_url="https://l.example").to("invited", one.id) in text
    assert doors(base_url="https://l.example").to("review", one.id) in text
    assert signed(database, one, clock).confirmed


def test_somebody_who_was_invited_gets_that_link_at_the_address_we_have(database, clock, invitations):
    one = invitations.one("Mills", "cy@mills.example")
    ask(database, clock, "CY+elsewhere@mills.example", organization="mills")
    assert len(all_of(database)) == 1
    (message,) = mails(database, "personal_link")
    assert message.recipient == "cy@mills.example"
    assert message.about == f"invitation:{one.id}"


def test_a_mailbox_gets_at_most_three_links_a_day_whatever_is_typed(database, clock, invitations):
    for organization in ("A", "B", "C", "D", "A"):
        ask(database, clock, "cy@mills.example", organization=organization)
        clock.advance(hours=1)
    assert len(mails(database, "personal_link")) == 3
    clock.advance(hours=20)
    ask(database, clock, "cy+new@mills.example", organization="D")
    assert len(mails(database, "personal_link")) == 4


@pytest.mark.parametrize("columns", [{"declined_at": True}, {"reviewing_at": True}, {"bounced_at": True}])
def test_a_link_that_was_asked_for_is_mailed_whatever_was_answered_before(database, clock, invitations, columns):
    """The page promised it; whoever declined may think better of it."""
    invitations.one("Mills", "cy@mills.example", **dict.fromkeys(columns, clock.now))
    ask(database, clock, "cy@mills.example")
    assert skips(database, clock, "personal_link") == [None]


def test_a_link_that_was_asked_for_is_not_mailed_once_it_is_dead(database, clock, invitations):
    one = invitations.one("Mills", "cy@mills.example")
    ask(database, clock, "cy@mills.example")
    with database.write() as session:
        session.get_one(Invitation, one.id).revoked_at = clock.now
    assert skips(database, clock, "personal_link") == ["the link was revoked"]
    clock.advance(days=4)
    assert skips(database, clock, "personal_link") == ["the letter has closed"]


@pytest.mark.parametrize("way", ["link", "page"])
def test_who_has_signed_is_mailed_the_way_to_their_own_page(database, clock, campaigns, invitations, way):
    if way == "link":
        signed(database, invitations.one("Mills", "cy@mills.example"), clock)
    else:
        campaigns.sign("Mills", "cy@mills.example")
    before = len(all_of(database))
    ask(database, clock, "cy@mills.example")
    assert mails(database, "personal_link") == []
    (message,) = mails(database, "my_links")
    assert [link["line"] for link in message.context["links"]] == ["Mills"]
    assert "/mine/" in message.context["links"][0]["url"]
    assert len(all_of(database)) == before, "nobody is invited who stands on the letter"


def test_whose_colleague_signed_still_gets_the_mail_that_was_promised(database, clock, invitations, client):
    one = invitations.one("Mills", "cy@mills.example")
    client.fill_in(invitations.path(one), {"authorized": "y", "contact_email": "dee@mills.example"}, action="/sign")
    with database.read() as session:
        (confirm,) = mails(database, "confirm")
        assert reason_to_skip(session, confirm, clock.now) is None
    client.fill_in(door(confirm), {}, action="/confirm/")
    assert invitations.status(one) == "signed"
    ask(database, clock, "cy@mills.example")
    assert skips(database, clock, "personal_link") == [None]


def test_a_link_for_nobody_in_particular_reads_well(database, clock, invitations):
    invitations.one("", "cy@mills.example", contact_name="", contact_title="")
    ask(database, clock, "cy@mills.example")
    (message,) = mails(database, "personal_link")
    assert "“Keep the harbor clean”. The letter" in " ".join(compose(message).text.split())
    message.language = "es"
    assert "«Keep the harbor clean». La carta" in " ".join(compose(message).text.split())


# --- whom a stranger may name --------------------------------------------------------------------------------------------


def test_a_link_that_a_stranger_asked_for_keeps_nobody_from_being_invited(database, clock, invitations):
    ask(database, clock, "ben@reef.example", organization="Some Prankster")
    ask(database, clock, "cy@mills.example", organization="Mills")
    batch = invitations.listed(LIST)
    rows = all_of(database)
    assert [(one.organization, one.contact_name, one.origin, one.batch_id) for one in rows] == [
        ("Reef", "Ben", "list", batch.id),
        ("Mills", "Cy", "list", batch.id),
        ("Hills", "Dee", "list", batch.id),
    ]
    assert [invitations.status(one) for one in rows] == ["not sent"] * 3
    assert send(database, clock, invitations.by) == 3
    assert skips(database, clock, "personal_link") == [None, None], "and whoever asked still gets the link"


def test_one_by_hand_takes_over_what_a_stranger_asked_for(database, clock, invitations):
    ask(database, clock, "ben@reef.example", organization="Some Prankster")
    ask(database, clock, "ben@reef.example", organization="Reef")
    invitations.one("Reef", "ben@reef.example")
    assert [(one.organization, one.origin) for one in all_of(database)] == [("Some Prankster", "self"), ("Reef", "hand")]


@pytest.mark.parametrize("answer", ["opened_at", "reviewing_at", "declined_at"])
def test_a_link_that_its_owner_used_is_an_invitation(database, clock, invitations, answer):
    ask(database, clock, "ben@reef.example", organization="Reef")
    with database.write() as session:
        setattr(session.scalars(select(Invitation)).one(), answer, clock.now)
    with pytest.raises(UserError, match="invited already"):
        invitations.one("Reef", "ben@reef.example")


@pytest.mark.parametrize(
    ("email", "organization", "field"),
    [("nobody", "Mills", "email"), ("cy@x.example", "Mi\ufffdlls", "organization"), ("cy@x.example", "\u200b", "organization")],
)
def test_what_cannot_be_mailed_or_printed_is_refused(database, clock, invitations, email, organization, field):
    with pytest.raises(UserError) as caught:
        ask(database, clock, email, organization=organization)
    assert caught.value.field == field
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Invitation)) == 0
