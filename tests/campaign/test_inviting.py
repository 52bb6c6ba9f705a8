"""Asking organizations to sign: what may be done to invitations, and what may not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from campaign.operations import inviting
from campaign.operations.inviting import Words
from campaign.operations.inviting.sending import unwanted
from campaign.operations.own_page import withdraw
from campaign.operations.signing import SignatureEntry, sign
from campaign.queries import find
from coalition.models import AuditEntry
from errors import ProblemsError, UserError
from mail.compose import compose
from mail.models import OutboxMessage
from mail.sender import PermanentError
from mail.wanted import reason_to_skip
from mail.worker import Report, send_due
from signatories.links import Opened
from signatories.models import Invitation, Signature
from signatories.reading import guess, map_rows, read_list
from tests.tools.campaigns import Campaigns
from tests.tools.invitations import Invitations, doors

LIST = "Organization,Name,Email\nReef,Ben,ben@reef.example\nMills,Cy,cy@mills.example\nHills,Dee,dee@hills.example\n"


@pytest.fixture
def campaigns(database, clock):
    return Campaigns(database, clock)


@pytest.fixture
def invitations(database, clock, campaigns):
    campaigns.open()
    return Invitations(database, clock)


def mails(database, *kinds):
    with database.read() as session:
        query = select(OutboxMessage).where(OutboxMessage.kind.in_(kinds)).order_by(OutboxMessage.id)
        return list(session.scalars(query))


def all_of(database):
    with database.read() as session:
        return list(session.scalars(select(Invitation).order_by(Invitation.id)))


def in_campaign(database, act, slug="harbor"):
    """``act(session, campaign)`` in a transaction of its own."""
    with database.write() as session:
        return act(session, find(session, slug))


def signed(database, invitation, clock, email=None):
    """Sign through a personal link, with the invited address or another one."""
    entry = SignatureEntry(
        name=invitation.organization,
        contact_name="Ben Li",
        contact_title="",
        contact_email=email or invitation.contact_email,
        attestation="I may.",
        invitation=Opened(invitation.id, invitation.generation),
    )
    return in_campaign(database, lambda session, campaign: sign(session, campaign, entry, doors=doors(), now=clock.now))


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
        rows = map_rows(read, guess(read), inviting.known(session, campaign), printing=inviting.PRINTING)
    assert [row.sentence for row in rows[1:]] == ["Has signed already.", "Is invited already.", ""]


def test_two_lists_at_once_invite_nobody_twice(database, clock, invitations):
    by = invitations.by
    read = read_list(LIST)
    with database.read() as session:
        nobody = inviting.known(session, find(session, "harbor"))
    stale = map_rows(read, guess(read), nobody, printing=inviting.PRINTING)
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


# --- mail ----------------------------------------------------------------------------------------------------------------


def send(database, clock, by):
    def act(session, campaign):
        waiting = inviting.sendable(inviting.standing(session, campaign, status="not sent"))
        return inviting.send(session, campaign, waiting, doors=doors(base_url="https://l.example"), by=by, now=clock.now)

    return in_campaign(database, act)


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
    invitations.one()
    with database.read() as session:
        assert unwanted(session, "invitation:1", clock.now) is None
        assert unwanted(session, "invitation:1", clock.now + timedelta(days=4)) == "the letter has closed"
        assert unwanted(session, "invitation:999", clock.now) == "there is no such invitation any more"


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


def note(database, clock, by, numbers=None, words=None, **more):
    words = words or Words("Still time: {title}", "Dear {contact}, {link}")

    def act(session, campaign):
        found = inviting.standing(session, campaign, numbers=numbers)
        return inviting.write(session, campaign, found, words, doors=doors(), by=by, now=clock.now, **more)

    return in_campaign(database, act)


def test_a_note_goes_only_to_those_without_an_answer_and_says_why_others_are_left_out(database, clock, invitations):
    by = invitations.by
    invitations.one("Invited", "a@x.example")
    invitations.one("Opened", "b@x.example", opened_at=clock.now)
    invitations.one("Board", "c@x.example", reviewing_at=clock.now)
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
        assert inviting.invitation_of(session, campaign, Opened(theirs.id, 0)) is None


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
    assert inviting.filled(words, campaign, named, "LINK", {}) == Words(
        "Keep the harbor clean for {link}", "{deadline}: LINK {braces}"
    )
    assert inviting.filled(words, campaign, bare, "LINK", {}) == Words(
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


# --- a link of one's own -------------------------------------------------------------------------------------------------


def ask(database, clock, email, organization="Mills", name="Cy"):
    def act(session, campaign):
        inviting.ask_for_link(
            session,
            campaign,
            organization=organization,
            contact_name=name,
            email=email,
            doors=doors(base_url="https://l.example"),
            language="en",
            now=clock.now,
        )

    in_campaign(database, act)


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
            raise PermanentError("550 no such mailbox") if message.recipient == "ben@reef.example" else OSError("busy")

        def close(self):
            pass

    assert send_due(database, Refusing(), clock.now) == Report(failed=1, postponed=1)
    assert invitations.status(wrong) == "bounced"
    assert invitations.get(wrong).bounce_reason == "550 no such mailbox"
    assert invitations.status(busy) == "invited"


def test_whoever_withdraws_has_answered_and_may_sign_again(database, invitations, clock):
    invitation = invitations.one()
    outcome = signed(database, invitation, clock)

    def take_back(session, campaign):
        signature = session.get(Signature, outcome.signature.id)
        withdraw(session, campaign, signature, reason="the board said no", doors=doors(), now=clock.now)

    in_campaign(database, take_back)
    assert invitations.status(invitation) == "declined"
    assert invitations.get(invitation).decline_reason == "the board said no"
    signed(database, invitation, clock)
    assert invitations.status(invitation) == "signed"
