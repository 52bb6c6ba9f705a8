"""Who was invited and signs, whatever way, has answered; and that is taken back only when nothing of theirs stands any more."""

from __future__ import annotations

from functools import partial

import pytest

from campaign.operations import inviting
from campaign.operations.erasing import erase
from campaign.operations.invited import follow
from campaign.operations.moderating import decide
from campaign.operations.own_page import withdraw
from campaign.operations.settling import settle_due
from errors import UserError
from signatories.models import Invitation, Signature
from tests.campaign.asked import all_of, in_campaign, mails, note, send, skips
from tests.tools import consenting
from tests.tools.invitations import doors
from tests.tools.pages import text_of
from tests.tools.signing import door, rows, set_signature


@pytest.fixture
def write(database, clock, invitations):
    """Write a note; gives what became of it."""
    return partial(note, database, clock, invitations.by)


@pytest.fixture
def take_back(database, clock):
    def act(number, reason="we changed our mind"):
        in_campaign(
            database,
            lambda session, campaign: withdraw(
                session, campaign, session.get_one(Signature, number), reason=reason, doors=doors(), now=clock.now
            ),
        )

    return act


def organizations(done):
    return [one.organization for one in done.recipients]


# --- signing without the link --------------------------------------------------------------------------------------------


def test_who_was_invited_and_signs_on_the_open_page_has_answered(database, clock, campaigns, invitations, write):
    reef = invitations.one("Reef", "ben@reef.example")
    invitations.one("Mills", "cy@mills.example")
    assert organizations(write()) == ["Reef", "Mills"]
    campaigns.sign("REEF", "Ben+letters@reef.example")
    assert invitations.status(reef) == "signed"
    assert skips(database, clock, "invitation_note") == ["has signed", None], "also the note that waited to be sent"
    clock.advance(minutes=1)
    done = write()
    assert organizations(done) == ["Mills"]
    assert [(one.organization, why) for one, why in done.skipped] == [("Reef", "has signed")]


def test_an_unconfirmed_signature_on_the_open_page_answers_for_nobody(campaigns, invitations):
    reef = invitations.one("Reef", "ben@reef.example")
    campaigns.sign("Reef", "ben@reef.example", confirmed=False)
    assert invitations.status(reef) == "invited"


def test_who_signs_before_the_list_is_sent_gets_no_invitation(database, clock, campaigns, invitations):
    invitations.one("Reef", "ben@reef.example", sent=False)
    invitations.one("Mills", "cy@mills.example", sent=False)
    with database.read():
        stale = all_of(database)
    campaigns.sign("Reef", "ben@reef.example")
    by = invitations.by
    count = in_campaign(
        database, lambda session, campaign: inviting.send(session, campaign, stale, doors=doors(), by=by, now=clock.now)
    )
    assert count == 1
    assert [row.recipient for row in mails(database, "invitation")] == ["cy@mills.example"]


def test_an_invitation_that_waits_in_the_outbox_is_dropped(database, clock, campaigns, invitations):
    invitations.one("Reef", "ben@reef.example", sent=False)
    send(database, clock, invitations.by)
    campaigns.sign("Reef", "ben@reef.example")
    assert skips(database, clock, "invitation") == ["has signed"]


def test_a_signature_that_no_invitation_was_put_to_still_keeps_mail_away(database, clock, campaigns, invitations, write):
    """As one does that was taken before invitations followed signatures."""
    campaigns.sign("Reef", "ben@reef.example")
    reef = invitations.one("Other", "ben@reef.example")
    write([reef.id])
    with database.write() as session:
        one = session.get_one(Invitation, reef.id)
        one.organization, one.organization_key = "Reef", "reef"
    assert invitations.status(reef) == "invited"
    with pytest.raises(UserError, match="Nobody of those"):
        write()
    assert skips(database, clock, "invitation_note") == ["has signed"]


def test_the_only_invitation_of_a_mailbox_is_answered_under_any_name(campaigns, invitations):
    reef = invitations.one("Reef", "ben@reef.example")
    campaigns.sign("The Reef Alliance of the Coast", "ben@reef.example")
    assert invitations.status(reef) == "signed"


def test_of_two_for_one_mailbox_the_one_of_that_name_is_answered(campaigns, invitations):
    reef, fund = invitations.one("Reef", "ben@reef.example"), invitations.one("Reef Fund", "ben@reef.example")
    campaigns.sign("Reef Fund", "ben@reef.example")
    assert [invitations.status(one) for one in (reef, fund)] == ["invited", "signed"]


def test_of_two_for_one_mailbox_none_is_answered_under_a_third_name(campaigns, invitations):
    both = invitations.one("Reef", "ben@reef.example"), invitations.one("Reef Fund", "ben@reef.example")
    campaigns.sign("The Coast", "ben@reef.example")
    assert [invitations.status(one) for one in both] == ["invited", "invited"]


def test_one_that_names_no_organization_is_answered_by_any(campaigns, invitations):
    nameless, fund = invitations.one("", "ben@reef.example"), invitations.one("Reef Fund", "ben@reef.example")
    campaigns.sign("The Coast", "ben@reef.example")
    assert [invitations.status(one) for one in (nameless, fund)] == ["signed", "invited"]


def test_a_person_in_their_own_name_does_not_answer_for_an_organization(database, campaigns, invitations):
    with database.write() as session:
        session.merge(campaigns.get()).allow_individuals = True
    reef = invitations.one("Reef", "ben@reef.example")
    campaigns.sign("Ben Li", "ben@reef.example", kind="individual")
    assert invitations.status(reef) == "invited"


def test_a_revoked_invitation_is_answered_by_nobody_and_its_successor_is(database, clock, campaigns, invitations):
    first = invitations.one("Reef", "ben@reef.example", revoked_at=clock.now)
    second = invitations.one("Reef", "ben@reef.example")
    campaigns.sign("Reef", "ben@reef.example")
    assert [invitations.status(one) for one in (first, second)] == ["revoked", "signed"]


def test_signing_again_through_the_link_says_that_the_invitation_is_answered(database, clock, campaigns, invitations, client):
    """Ben signed on the page for an organization that he calls otherwise than the list does."""
    campaigns.sign("Reef Alliance", "ben@reef.example")
    reef = invitations.one("Reef", "ben@reef.example")
    assert invitations.status(reef) == "invited"
    client.fill_in(invitations.path(reef), {"organization": "Reef Alliance", "authorized": "y"}, action="/sign")
    # Something of that mailbox stands already: the link may have been forwarded, and its owner is asked by mail.
    client.fill_in(door(mails(database, "confirm")[-1]), {}, action="/confirm/")
    assert [row.status for row in rows(database)] == ["accepted", "replaced"]
    assert invitations.status(reef) == "signed"


def test_signing_again_through_a_colleagues_link_answers_that_one_too(database, campaigns, invitations, client, take_back):
    campaigns.sign("Reef", "ben@reef.example")
    boss = invitations.one("Reef Alliance", "boss@reef.example")
    entry = {"organization": "Reef", "contact_email": "ben@reef.example", "authorized": "y"}
    client.fill_in(invitations.path(boss), entry, action="/sign")
    client.fill_in(door(mails(database, "confirm")[-1]), {}, action="/confirm/")
    assert [row.status for row in rows(database)] == ["accepted", "replaced"]
    assert invitations.status(boss) == "signed"
    take_back(rows(database)[0].id)
    assert invitations.status(boss) == "invited"


def test_signing_through_a_colleagues_link_answers_ones_own_invitation_too(database, invitations, client, take_back):
    ben, boss = invitations.one("Reef", "ben@reef.example"), invitations.one("Reef", "boss@reef.example")
    client.fill_in(invitations.path(boss), {"contact_email": "ben@reef.example", "authorized": "y"}, action="/sign")
    client.fill_in(door(mails(database, "confirm")[-1]), {}, action="/confirm/")
    assert [invitations.status(one) for one in (ben, boss)] == ["signed", "signed"]
    take_back(rows(database)[0].id)
    assert [invitations.status(one) for one in (ben, boss)] == ["declined", "declined"], "whoever withdrew is not reminded"


# --- a namesake ----------------------------------------------------------------------------------------------------------


def test_a_namesakes_signature_leaves_an_invitation_out_until_a_person_says_otherwise(
    database, clock, campaigns, invitations, write
):
    reef = invitations.one("Reef", "ben@reef.example")
    campaigns.sign("Reef", "somebody@elsewhere.example")
    assert invitations.status(reef) == "invited", "a stranger may type any name"
    with pytest.raises(UserError, match="Nobody of those"):
        write()
    done = write([reef.id], choice=inviting.TICKED)
    assert organizations(done) == ["Reef"]
    assert skips(database, clock, "invitation_note") == [None]


def test_a_namesakes_invitation_waits_for_a_tick(database, clock, campaigns, invitations, signed_in):
    reef = invitations.one("Reef", "ben@reef.example", sent=False)
    invitations.one("Mills", "cy@mills.example", sent=False)
    campaigns.sign("Reef", "somebody@elsewhere.example")
    desk = signed_in("editor")
    page = desk.get("/desk/harbor/invitations/send")
    assert "Send 1 invitation" in text_of(page)
    assert "an organization of this name has signed" in text_of(page)
    desk.send("/desk/harbor/invitations/send")
    assert [row.recipient for row in mails(database, "invitation")] == ["cy@mills.example"]
    assert "Send those ticked" in text_of(desk.get("/desk/harbor/invitations/send"))
    desk.send("/desk/harbor/invitations/send")
    assert len(mails(database, "invitation")) == 1, "without the tick it still waits"
    desk.send("/desk/harbor/invitations/send", {"number": str(reef.id)})
    assert [row.recipient for row in mails(database, "invitation")] == ["cy@mills.example", "ben@reef.example"]


# --- two through one link ------------------------------------------------------------------------------------------------


@pytest.fixture
def two(database, clock, invitations, client):
    """A colleague signed through Ben's link, with her own address, and Ben did so himself. Both stand."""
    one = invitations.one("Reef", "ben@reef.example")
    hers = {"contact_email": "cy@reef.example", "authorized": "y"}
    client.fill_in(invitations.path(one), hers, action="/sign")
    client.fill_in(invitations.path(one), {"authorized": "y"}, action="/sign")
    client.fill_in(door(mails(database, "confirm")[0]), {}, action="/confirm/")
    assert [row.status for row in rows(database)] == ["accepted", "accepted"]
    return one


def test_one_of_two_who_withdraws_takes_nothing_back_for_the_other(database, invitations, two, take_back):
    hers, his = rows(database)
    take_back(hers.id, "my director signed already")
    assert invitations.status(two) == "signed"
    assert invitations.get(two).declined_at is None
    take_back(his.id)
    assert invitations.status(two) == "declined"
    assert invitations.get(two).decline_reason == "we changed our mind"


def test_a_coordinator_who_takes_one_of_two_off_takes_nothing_back_for_the_other(database, clock, invitations, two):
    by = invitations.by

    def off(number):
        in_campaign(
            database,
            lambda session, campaign: decide(
                session, campaign, [number], "withdraw", reason="double", doors=doors(), by=by, now=clock.now
            ),
        )

    hers, his = rows(database)
    off(hers.id)
    assert invitations.status(two) == "signed"
    off(his.id)
    assert invitations.status(two) == "invited", "the control: whoever was taken off may sign again, and is asked again"


def test_a_confirmed_signature_that_was_refused_is_an_answer_and_an_unconfirmed_one_is_none(
    database, clock, invitations, client
):
    by = invitations.by
    reef, mills = invitations.one("Reef", "ben@reef.example"), invitations.one("Mills", "cy@mills.example")
    client.fill_in(invitations.path(reef), {"authorized": "y"}, action="/sign")
    client.fill_in(invitations.path(mills), {"authorized": "y", "contact_email": "c@mills.example"}, action="/sign")
    numbers = [row.id for row in rows(database)]
    in_campaign(
        database,
        lambda session, campaign: decide(
            session, campaign, numbers, "refuse", reason="no", doors=doors(), by=by, now=clock.now
        ),
    )
    assert [invitations.status(one) for one in (reef, mills)] == ["signed", "invited"]


def test_erasing_one_of_two_takes_nothing_back_for_the_other(database, clock, campaigns, invitations):
    with database.write() as session:
        session.merge(campaigns.get()).allow_individuals = True
    nameless = invitations.one("", "ben@reef.example")
    campaigns.sign("Ben Li", "ben@reef.example", kind="individual")
    assert invitations.status(nameless) == "signed"
    hers = campaigns.sign("Reef", "cy@reef.example")
    set_signature(database, hers.id, invitation_id=nameless.id)
    by = invitations.by

    def forget(address):
        with database.write() as session:
            erase(session, address, None, by=by, now=clock.now)
        return [row.status for row in rows(database)], invitations.get(nameless).signed_at is not None

    assert forget("ben@reef.example") == (["withdrawn", "accepted"], True)


def test_a_withdrawn_mistake_leaves_what_stands(database, clock, invitations, client, take_back):
    one = invitations.one("Reef", "ben@reef.example")
    client.fill_in(invitations.path(one), {"authorized": "y", "contact_email": "typo@reef.example"}, action="/sign")
    client.fill_in(invitations.path(one), {"authorized": "y"}, action="/sign")
    take_back(rows(database)[0].id)
    assert invitations.status(one) == "signed"


def test_whoever_withdraws_what_nobody_confirmed_has_answered_as_well(database, clock, invitations, client, take_back):
    one = invitations.one("Reef", "ben@reef.example")
    client.fill_in(invitations.path(one), {"authorized": "y", "contact_email": "typo@reef.example"}, action="/sign")
    take_back(rows(database)[0].id)
    assert invitations.status(one) == "declined"


# --- one in the place of another -----------------------------------------------------------------------------------------


def test_a_line_replaced_through_another_invitation_leaves_the_first_one_unsigned(database, campaigns, invitations, client):
    first, second = invitations.one("Reef", "ben@reef.example"), invitations.one("Reef Fund", "ben@reef.example")
    client.fill_in(invitations.path(first), {"authorized": "y"}, action="/sign")
    client.fill_in(invitations.path(second), {"organization": "Reef Fund", "authorized": "y"}, action="/sign")
    client.fill_in(door(mails(database, "confirm")[-1]), {"choice": "replace"}, action="/confirm/")
    assert [(row.line, row.status) for row in rows(database)] == [("Reef", "replaced"), ("Reef Fund", "accepted")]
    assert [invitations.status(one) for one in (first, second)] == ["declined", "signed"]
    assert invitations.get(first).decline_reason == "“Reef Fund” stands instead"


def test_a_line_replaced_on_the_open_page_answers_the_same_invitation(database, clock, campaigns, invitations, client):
    one = invitations.one("Reef", "ben@reef.example")
    client.fill_in(invitations.path(one), {"authorized": "y"}, action="/sign")
    entry = {"organization": "Reef Alliance", "contact_name": "Ben", "contact_title": "", "contact_email": "ben@reef.example"}
    client.fill_in("/letters/harbor", entry | {"authorized": "y"})
    client.fill_in(door(mails(database, "confirm")[-1]), {"choice": "replace"}, action="/confirm/")
    assert [(row.line, row.status) for row in rows(database)] == [("Reef", "replaced"), ("Reef Alliance", "accepted")]
    assert invitations.status(one) == "signed"


def test_whoever_is_dropped_for_silence_about_a_changed_text_may_sign_again(
    campaigns, invitations, database, clock, two, client
):
    """Two signed through the link. One agrees to the new text, the other says nothing."""
    other = invitations.one("Mills", "cy@mills.example")
    client.fill_in(invitations.path(other), {"authorized": "y"}, action="/sign")
    consenting.write(campaigns)
    consenting.publish(campaigns, "substantive", words="more")
    hers = rows(database)[0]
    set_signature(database, hers.id, asked=None)
    clock.advance(days=2, hours=3)
    with database.write() as session:
        settle_due(session, clock.now, doors)
    assert [row.status for row in rows(database)] == ["accepted", "dropped", "dropped"]
    assert [invitations.status(one) for one in (two, other)] == ["signed", "invited"]


def test_signing_takes_back_that_somebody_declined(database, clock, invitations, client, take_back):
    one = invitations.one("Reef", "ben@reef.example", declined_at=clock.now, decline_reason="not now")
    client.fill_in(invitations.path(one), {"authorized": "y"}, action="/sign")
    by = invitations.by
    in_campaign(
        database,
        lambda session, campaign: decide(
            session, campaign, [rows(database)[0].id], "withdraw", reason="asked", doors=doors(), by=by, now=clock.now
        ),
    )
    assert invitations.status(one) == "invited"


def test_following_nothing_does_nothing(database, clock):
    with database.write() as session:
        follow(session, [], now=clock.now)
