"""Asking organizations to sign: lists, how an invitation stands, and what the invited answer."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from campaign.operations import inviting
from campaign.operations.own_page import withdraw
from campaign.printing import PRINTING
from campaign.queries import find
from coalition.models import AuditEntry
from errors import UserError
from signatories.models import Invitation, Signature
from signatories.reading import guess, map_rows, read_list
from tests.campaign.asked import LIST, all_of, ask, in_campaign, mails, signed
from tests.tools.invitations import Invitations, doors

# --- lists ---------------------------------------------------------------------------------------------------------------


def test_a_list_is_written_down_and_nothing_is_mailed(database, invitations):
    batch = invitations.listed(LIST, "contacts.csv")
    assert [(one.organization, one.contact_email, one.origin, one.batch_id) for one in all_of(database)] == [
        ("Reef", "ben@reef.example", "list", batch.id),
        ("Mills", "cy@mills.example", "list", batch.id),
        ("Hills", "dee@hills.example", "list", batch.id),
    ]
    assert all(invitations.status(one) == "not sent" for one in all_of(database))
    assert mails(database, "invitation") == []


def test_whoever_is_invited_or_on_the_letter_is_not_invited_again(database, clock, invitations):
    reef = invitations.one("Reef", "ben@reef.example")
    signed(database, reef, clock)
    invitations.one("Mills", "cy@mills.example")
    with database.read() as session:
        campaign = find(session, "harbor")
        read = read_list(LIST)
        rows = map_rows(read, guess(read), inviting.known(session, campaign), printing=PRINTING)
    assert [row.sentence for row in rows[1:]] == ["Has signed already.", "Is invited already.", ""]


def test_two_lists_at_once_invite_nobody_twice(database, clock, invitations):
    by = invitations.by
    read = read_list(LIST)
    with database.read() as session:
        nobody = inviting.known(session, find(session, "harbor"))
    stale = map_rows(read, guess(read), nobody, printing=PRINTING)
    invitations.listed("Organization,Email\nReef,ben@reef.example\n")
    brought = in_campaign(
        database, lambda session, campaign: inviting.bring(session, campaign, stale, source="late", by=by, now=clock.now)
    )
    assert brought.count == 2
    assert len(all_of(database)) == 3
    with pytest.raises(UserError, match="No row of this list is new"):
        in_campaign(
            database, lambda session, campaign: inviting.bring(session, campaign, stale, source="late", by=by, now=clock.now)
        )


def test_a_list_taken_back_leaves_those_who_answered(database, clock, invitations):
    batch = invitations.listed(LIST)
    reef, mills, hills = all_of(database)
    signed(database, reef, clock)
    with database.write() as session:
        session.get_one(Invitation, mills.id).sent_at = clock.now
    by = invitations.by
    undone = in_campaign(database, lambda session, campaign: inviting.undo(session, campaign, batch, by=by, now=clock.now))
    assert (undone.revoked, undone.mailed, undone.kept) == (2, 1, 1)
    assert [invitations.status(one) for one in (reef, mills, hills)] == ["signed", "revoked", "revoked"]
    again = in_campaign(database, lambda session, campaign: inviting.undo(session, campaign, batch, by=by, now=clock.now))
    assert (again.revoked, again.kept) == (0, 1)
    assert len(all_of(database)) == 3, "nothing is deleted"


@pytest.mark.parametrize("answer", ["declined_at", "reviewing_at", "signed_at"])
def test_every_answer_keeps_an_invitation_from_being_taken_back(database, clock, invitations, answer):
    batch = invitations.listed("Organization,Email\nReef,ben@reef.example\n")
    (reef,) = all_of(database)
    with database.write() as session:
        setattr(session.get_one(Invitation, reef.id), answer, clock.now)
    by = invitations.by
    undone = in_campaign(database, lambda session, campaign: inviting.undo(session, campaign, batch, by=by, now=clock.now))
    assert (undone.revoked, undone.kept) == (0, 1)


def test_a_list_taken_back_may_be_brought_again(database, clock, invitations):
    batch = invitations.listed(LIST)
    by = invitations.by
    in_campaign(database, lambda session, campaign: inviting.undo(session, campaign, batch, by=by, now=clock.now))
    invitations.listed(LIST)
    assert len(all_of(database)) == 6


def test_one_by_hand_gets_the_same_answers_as_a_row(database, invitations):
    one = invitations.one("Reef", "ben@reef.example", sent=False)
    assert (one.origin, one.organization_key, one.address_key) == ("hand", "reef", "ben@reef.example")
    for organization, email, word in (
        ("REEF", "Ben+x@reef.example", "invited already"),
        ("Hills", "nobody", "not an e-mail address"),
        ("H" * 301, "dee@hills.example", "more than 300 characters"),
        ("", "", "Write an e-mail address"),
    ):
        with pytest.raises(UserError, match=word):
            invitations.one(organization, email, contact_name="", contact_title="")


def test_a_closed_letter_invites_nobody(database, clock, campaigns, invitations):
    clock.advance(days=4)
    with pytest.raises(UserError, match="has closed"):
        invitations.one()
    with pytest.raises(UserError, match="has closed"):
        invitations.listed(LIST)


def test_a_spanish_letter_writes_spanish_invitations(database, clock, campaigns):
    from tests.tools.campaigns import TEXT

    campaigns.open(text=TEXT.replace("subject:", "language: es-US\nsubject:"))
    assert Invitations(database, clock).one().language == "es"


# --- status --------------------------------------------------------------------------------------------------------------


def test_the_status_follows_what_happened(database, clock, invitations):
    one = invitations.one(sent=False)
    expected = [
        ("sent_at", "invited"),
        ("opened_at", "opened"),
        ("bounced_at", "bounced"),
        ("reviewing_at", "reviewing"),
        ("revoked_at", "revoked"),
        ("declined_at", "declined"),
        ("signed_at", "signed"),
    ]
    assert invitations.status(one) == "not sent"
    for column, status in expected:
        with database.write() as session:
            setattr(session.get_one(Invitation, one.id), column, clock.now)
        assert invitations.status(one) == status


def test_signing_through_the_link_is_a_status_and_with_another_address_waits_for_its_mail(database, clock, invitations):
    reef, mills = invitations.one("Reef", "ben@reef.example"), invitations.one("Mills", "cy@mills.example")
    assert signed(database, reef, clock).confirmed
    assert not signed(database, mills, clock, email="other@mills.example").confirmed
    assert [invitations.status(one) for one in (reef, mills)] == ["signed", "confirming"]


def test_finding_by_status_and_words(database, clock, invitations):
    invitations.one("Friends of the Reef", "ben@reef.example")
    invitations.one("Mill_Workers 100%", "cy@mills.example", opened_at=clock.now)
    invitations.one("Hills", "dee@hills.example", sent=False)
    with database.read() as session:
        campaign = find(session, "harbor")

        def names(**wanted):
            return [row.invitation.organization for row in inviting.find(session, campaign, **wanted).rows]

        assert names(status="opened") == ["Mill_Workers 100%"]
        assert names(status="waiting") == ["Friends of the Reef", "Mill_Workers 100%"]
        assert names(words="reef friends") == ["Friends of the Reef"]
        assert names(words="%") == names(words="_") == ["Mill_Workers 100%"]
        assert names(words="dee@hills") == ["Hills"]
        found = inviting.find(session, campaign, status="opened")
        assert (found.counts["invited"], found.counts["opened"], found.counts["not sent"], found.total) == (1, 1, 1, 1)
        assert inviting.find(session, campaign, page=99).page == 1


# --- answers -------------------------------------------------------------------------------------------------------------


def answer(database, act, one, **more):
    with database.write() as session:
        return act(session, find(session, "harbor"), session.get_one(Invitation, one.id), **more)


def test_needing_the_board_is_kept_with_leaning_and_day(database, clock, invitations):
    one = invitations.one(declined_at=clock.now, decline_reason="no")
    answer(
        database, inviting.needs_time, one, leaning="likely", until="2026-03-05", remark=" after\u202e lunch ", now=clock.now
    )
    kept = invitations.get(one)
    assert (kept.leaning, kept.needs_until, kept.review_note) == ("likely", date(2026, 3, 5), "after lunch")
    assert (kept.declined_at, kept.decline_reason) == (None, "")
    assert kept.opened_at == clock.now
    assert invitations.status(one) == "reviewing"


@pytest.mark.parametrize(
    ("until", "word"),
    [("2026-03-01", "has passed"), ("2026-03-06", "after the letter closes"), ("Thursday", "Write the day like")],
)
def test_a_day_that_cannot_be_waited_for_is_refused(database, clock, invitations, until, word):
    one = invitations.one()
    with pytest.raises(UserError, match=word) as caught:
        answer(database, inviting.needs_time, one, leaning="", until=until, remark="", now=clock.now)
    assert caught.value.field == "until"
    assert invitations.get(one).reviewing_at is None


def test_declining_is_told_and_may_be_taken_back_by_signing(database, clock, invitations):
    one = invitations.one()
    answer(database, inviting.decline, one, reason="not ours", now=clock.now)
    assert invitations.status(one) == "declined"
    assert invitations.get(one).decline_reason == "not ours"
    assert signed(database, one, clock).confirmed
    assert invitations.status(one) == "signed"
    with pytest.raises(UserError, match="signed already"):
        answer(database, inviting.decline, one, reason="", now=clock.now)
    with pytest.raises(UserError, match="signed already"):
        answer(database, inviting.needs_time, one, leaning="", until="", remark="", now=clock.now)


def test_answers_after_the_deadline_are_refused(database, clock, invitations):
    one = invitations.one()
    clock.advance(days=4)
    with pytest.raises(UserError, match="has closed"):
        answer(database, inviting.decline, one, reason="", now=clock.now)
    with pytest.raises(UserError, match="has closed"):
        answer(database, inviting.needs_time, one, leaning="", until="", remark="", now=clock.now)


def test_the_audit_log_names_no_address(database, clock, invitations):
    one = invitations.one()
    answer(database, inviting.decline, one, reason="write to me@reef.example", now=clock.now)
    ask(database, clock, "new@x.example")
    with database.read() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.act.like("invitation%"))).all()
        assert {entry.act for entry in entries} == {"invitation.added", "invitation.declined", "invitation.asked_for"}
        assert not any("@" in repr(entry.detail) or "@" in entry.actor for entry in entries)


def test_whoever_withdraws_has_answered_and_may_sign_again(database, invitations, clock):
    invitation = invitations.one()
    outcome = signed(database, invitation, clock)

    def take_back(session, campaign):
        signature = session.get(Signature, outcome.number)
        withdraw(session, campaign, signature, reason="the board said no", doors=doors(), now=clock.now)

    in_campaign(database, take_back)
    assert invitations.status(invitation) == "declined"
    assert invitations.get(invitation).decline_reason == "the board said no"
    signed(database, invitation, clock)
    assert invitations.status(invitation) == "signed"
