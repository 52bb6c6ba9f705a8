"""Asking organizations to sign: what is mailed to whom, in which words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from campaign.operations import inviting
from campaign.operations.acts import row_behind
from campaign.operations.inviting import Words
from campaign.operations.inviting.posted import unwanted
from campaign.queries import find
from errors import ProblemsError, UserError
from mail.compose import compose
from mail.models import OutboxMessage
from mail.sender import MailboxError, PermanentError, UnreachableError
from mail.undeliverable import Trouble, follow_up
from mail.wanted import reason_to_skip
from mail.worker import Report
from signatories.links import Opened
from signatories.models import Invitation
from tests.campaign.asked import LIST, all_of, in_campaign, mails, note, send
from tests.tools.invitations import Invitations, doors
from tests.tools.sending import send_due

# --- mail ----------------------------------------------------------------------------------------------------------------


def test_each_gets_one_mail_with_their_own_link_and_pressing_twice_sends_once(database, clock, invitations):
    invitations.listed(LIST)
    by = invitations.by
    with database.read() as session:
        stale = inviting.standing(session, find(session, "harbor"), status="not sent")
    assert send(database, clock, by) == 3
    assert send(database, clock, by) == 0
    late = in_campaign(
        database,
        lambda session, campaign: inviting.send(
            session, campaign, [one.invitation for one in stale], doors=doors(), by=by, now=clock.now
        ),
    )
    assert late == 0, "two who pressed at once, from pages that both showed three"
    sent = mails(database, "invitation")
    assert [row.recipient for row in sent] == ["ben@reef.example", "cy@mills.example", "dee@hills.example"]
    texts = [compose(row).text for row in sent]
    for one, text in zip(all_of(database), texts, strict=True):
        assert doors(base_url="https://l.example").to("invited", one.id) in text
        assert f"Dear {one.contact_name}," in text
        assert one.organization in text
    assert "March 5, 2026" in compose(sent[0]).subject
    assert all(invitations.status(one) == "invited" for one in all_of(database))


def test_nothing_is_mailed_before_the_letter_is_open(database, clock, campaigns):
    campaigns.draft()
    made = Invitations(database, clock)
    made.listed(LIST)
    with pytest.raises(UserError, match="Open the letter"):
        send(database, clock, made.by)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"revoked_at": True}, "revoked"),
        ({"signed_at": True}, "has signed"),
        ({"declined_at": True}, "declined"),
        ({}, None),
    ],
)
def test_a_mail_that_waits_is_dropped_when_it_is_not_wanted_any_more(database, clock, invitations, change, reason):
    invitations.listed("Organization,Email\nReef,ben@reef.example\n")
    send(database, clock, invitations.by)
    (message,) = mails(database, "invitation")
    with database.write() as session:
        for column in change:
            setattr(session.scalars(select(Invitation)).one(), column, clock.now)
    with database.read() as session:
        said = reason_to_skip(session, message, clock.now)
        assert (said is None) if reason is None else reason in said


def test_no_mail_goes_out_after_the_deadline(database, clock, invitations):
    one = invitations.one()
    by = invitations.by
    in_campaign(
        database,
        lambda session, campaign: inviting.send_again(
            session, campaign, session.get_one(Invitation, one.id), doors=doors(), by=by, now=clock.now
        ),
    )
    (message,) = mails(database, "invitation")
    with database.read() as session:
        assert unwanted(session, message, clock.now) is None
        assert unwanted(session, message, clock.now + timedelta(days=4)) == "the letter has closed"
        message.about = "invitation:999"
        assert unwanted(session, message, clock.now) == "there is no such invitation any more"


def test_sending_again_forgets_the_bounce_and_is_refused_where_it_is_no_use(database, clock, invitations):
    by = invitations.by
    one = invitations.one(bounced_at=clock.now, bounce_reason="no such user")
    clock.advance(hours=1)

    def again(session, campaign):
        mine = session.get_one(Invitation, one.id)
        inviting.send_again(session, campaign, mine, doors=doors(), by=by, now=clock.now)

    in_campaign(database, again)
    assert invitations.status(one) == "invited"
    assert len(mails(database, "invitation")) == 1
    with database.write() as session:
        session.get_one(Invitation, one.id).declined_at = clock.now
    with pytest.raises(UserError, match="has declined"):
        in_campaign(database, again)


def test_a_note_goes_only_to_those_without_an_answer_and_says_why_others_are_left_out(database, clock, invitations):
    by = invitations.by
    invitations.one("Invited", "a@x.example")
    invitations.one("Opened", "b@x.example", opened_at=clock.now)
    invitations.one("Board", "c@x.example", reviewing_at=clock.now, needs_until=date(2026, 3, 1))
    invitations.one("Signed", "d@x.example", signed_at=clock.now)
    invitations.one("Declined", "e@x.example", declined_at=clock.now)
    invitations.one("Bounced", "f@x.example", bounced_at=clock.now)
    invitations.one("Revoked", "g@x.example", revoked_at=clock.now)
    invitations.one("Fresh", "h@x.example", sent=False)
    done = note(database, clock, by)
    assert [one.organization for one in done.recipients] == ["Invited", "Opened", "Board"]
    assert {one.organization: reason for one, reason in done.skipped} == {
        "Signed": "has signed",
        "Declined": "has declined",
        "Bounced": "the last mail came back",
        "Revoked": "the link was revoked",
        "Fresh": "has no invitation yet",
    }
    assert [row.recipient for row in mails(database, "invitation_note")] == ["a@x.example", "b@x.example", "c@x.example"]


def test_the_button_of_one_page_writes_once(database, clock, invitations):
    by = invitations.by
    one = invitations.one()
    opened = clock.now
    clock.advance(minutes=1)
    note(database, clock, by, [one.id], written_at=opened)
    clock.advance(seconds=2)
    note(database, clock, by, [one.id], written_at=opened)
    assert len(mails(database, "invitation_note")) == 1
    note(database, clock, by, [one.id], written_at=clock.now)
    assert len(mails(database, "invitation_note")) == 2, "the control: another page is another note"


def test_a_note_to_nobody_is_refused(database, clock, invitations):
    one = invitations.one(declined_at=clock.now)
    with pytest.raises(UserError, match="Nobody of those"):
        note(database, clock, invitations.by, [one.id])


def test_rows_of_another_campaign_are_passed_over(database, clock, campaigns, invitations):
    campaigns.open("other", title="Other")
    theirs = Invitations(database, clock, "other").one("Theirs", "z@x.example")
    with database.read() as session:
        campaign = find(session, "harbor")
        assert inviting.standing(session, campaign, numbers=[theirs.id]) == []
        assert inviting.invitation_at(session, campaign, theirs.id) is None
        assert row_behind(session, campaign, Invitation, Opened(theirs.id, 0)) is None


def test_an_invitation_that_the_server_will_never_take_is_shown_as_bounced(database, invitations, clock):
    """And one whose server is only busy is not."""
    wrong, busy = (
        invitations.one("Reef", "ben@reef.example", sent_at=None),
        invitations.one("Mills", "cy@m.example", sent_at=None),
    )
    by = invitations.by

    def send(session, campaign):
        inviting.send(session, campaign, [wrong, busy], doors=doors(base_url="https://l.example"), by=by, now=clock.now)

    in_campaign(database, send)

    class Refusing:
        def send(self, message):
            raise MailboxError("550 no such mailbox") if message.recipient == "ben@reef.example" else OSError("busy")

        def close(self):
            pass

    assert send_due(database, Refusing(), clock.now) == Report(failed=1, postponed=1)
    assert invitations.status(wrong) == "bounced"
    assert invitations.get(wrong).bounce_reason == "550 no such mailbox"
    assert invitations.status(busy) == "invited"


@pytest.mark.parametrize("trouble", [UnreachableError("refused"), PermanentError("554 5.7.1 policy"), OSError("busy")])
def test_where_the_mailbox_is_not_to_blame_an_invitation_waits_to_be_sent_again(database, invitations, clock, trouble):
    """A mail server was down for a day, or ours is not trusted: that says nothing of the address."""
    one = invitations.one(sent=False)
    send(database, clock, invitations.by)

    class Down:
        def send(self, message):
            raise trouble

        def close(self):
            pass

    for _ in range(7):
        send_due(database, Down(), clock.now)
        clock.advance(hours=8, minutes=1)
    assert [row.status for row in mails(database, "invitation")] == ["failed"]
    assert invitations.status(one) == "not sent"
    assert invitations.get(one).bounced_at is None
    assert send(database, clock, invitations.by) == 1, "“Send them” takes it again"


def test_a_failure_of_an_earlier_mail_takes_a_later_one_not_back(database, invitations, clock):
    one = invitations.one(sent=False)
    send(database, clock, invitations.by)
    (first,) = mails(database, "invitation")
    later = clock.advance(hours=1)
    with database.write() as session:
        session.get_one(Invitation, one.id).sent_at = later
        follow_up(session, first, Trouble("busy", mailbox=False), clock.now)
        note_to = OutboxMessage(kind="invitation_note", about=first.about, recipient=first.recipient, created_at=later)
        follow_up(session, note_to, Trouble("busy", mailbox=False), clock.now)
    assert invitations.get(one).sent_at == later


# --- words ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subject", "text", "word"),
    [
        ("", "{link}", "Write a subject"),
        ("S", "", "Write the text"),
        ("S", "no link", "Put {link}"),
        ("S {link}", "{link}", "belongs into the text"),
        ("S", "{link} {organisation}", "{organisation} stands for nothing"),
        ("S" * 201, "{link}", "more than 200"),
        ("S", "{link}" + "x" * 8000, "more than 8,000"),
        ("S\nBcc: x@y.example", "{link}", "must be one line"),
    ],
)
def test_words_that_cannot_be_sent_are_refused_with_a_sentence(subject, text, word):
    with pytest.raises(ProblemsError) as caught:
        inviting.check(Words(subject, text))
    assert any(word in problem for problem in caught.value.problems)


def test_places_are_filled_once_and_what_is_missing_has_a_word(database, clock, campaigns, invitations):
    named = invitations.one("{link}", "a@x.example", contact_name="{deadline}")
    bare = invitations.one("", "b@x.example", contact_name="", contact_title="")
    campaign = campaigns.get()
    words = Words("{title} for {organization}", "{contact}: {link} {braces}")
    assert inviting.filled(words, campaign, named, "LINK", {}, now=campaign.created_at) == Words(
        "Keep the harbor clean for {link}", "{deadline}: LINK {braces}"
    )
    assert inviting.filled(words, campaign, bare, "LINK", {}, now=campaign.created_at) == Words(
        "Keep the harbor clean for your organization", "colleague: LINK {braces}"
    )


def test_the_campaigns_own_words_are_sent_and_ours_kept_unchanged_are_kept_as_none(database, clock, campaigns, invitations):
    by = invitations.by
    invitations.listed("Organization,Email\nReef,ben@reef.example\n")
    ours = inviting.words_of(campaigns.get(), "en")
    keep = lambda words: in_campaign(  # noqa: E731
        database, lambda session, campaign: inviting.keep_words(session, campaign, words, by=by, now=clock.now)
    )
    keep(ours)
    assert campaigns.get().invitation_text == ""
    keep(Words("Sign, {organization}", "Here: {link}"))
    send(database, clock, by)
    (message,) = mails(database, "invitation")
    assert compose(message).subject == "Sign, Reef"
    assert "Here: https://l.example/letters/harbor/i/" in compose(message).text


def test_a_test_goes_to_oneself_without_anybodys_link(database, clock, invitations):
    one = invitations.one()
    by = invitations.by
    in_campaign(
        database,
        lambda session, campaign: inviting.send_test(
            session, campaign, one, Words("S", "Dear {contact}, {link}"), doors=doors(), by=by, now=clock.now
        ),
    )
    (message,) = mails(database, "invitation_test")
    assert message.recipient == "coordinator@rivers.example"
    text = compose(message).text
    assert "Dear Ben Li, /letters/harbor" in text
    assert "/i/" not in text
