"""A text changes while it circulates: who is told, who is asked, what answers and silence do."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from campaign.listing import signatories_of
from campaign.models import Circulation, TextChange
from campaign.operations import close, close_due, save_letter, set_deadline
from campaign.operations.acts import TooLate, row_behind
from campaign.operations.answering import AnswerTooLate, agree, agreed_elsewhere
from campaign.operations.changing import NotAsSeen, NothingChanged, publish_change
from campaign.operations.circulating import NotReady
from campaign.operations.own_page import withdraw
from campaign.operations.settling import StillAsking, open_question, settle_due, unsettled
from campaign.operations.signing import TextChanged
from campaign.queries import asked_again, circulating_text, find, newest_version
from campaign.renditions import final_edition
from campaign.texts_agreed import ledger, rows
from coalition.models import AuditEntry
from errors import UserError
from letters.document.nodes import Letter
from mail.compose import compose
from mail.models import OutboxMessage
from mail.wanted import reason_to_skip
from signatories.links import Opened
from signatories.models import Consent, Signature, SignatureAct
from tests.tools.consenting import UNTIL, add, bring, get, publish, write
from tests.tools.invitations import doors


def answer(campaigns, number, read=None):
    with campaigns.database.write() as session:
        campaign = find(session, "harbor")
        generation = session.get_one(Signature, number).generation
        signature = row_behind(session, campaign, Signature, Opened(number, generation), lock=True)
        read = circulating_text(session, campaign).content_hash if read is None else read
        return agree(session, campaign, signature, attestation="We agree.", read=read, now=campaigns.now)


def settle(campaigns):
    """Settle until nothing is left; gives in how many steps."""
    steps = 0
    while True:
        with campaigns.database.write() as session:
            if not settle_due(session, campaigns.now, doors):
                return steps
        steps += 1


def consents(campaigns, number):
    with campaigns.database.read() as session:
        query = select(Consent).where(Consent.signature_id == number).order_by(Consent.id)
        return [(consent.version_id, consent.how) for consent in session.scalars(query)]


def mails(campaigns, kind):
    with campaigns.database.read() as session:
        return session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)).all()


def printed(campaigns):
    with campaigns.database.read() as session:
        return [line.name for group in signatories_of(session, find(session, "harbor")).groups for line in group.lines]


def circulating(campaigns):
    with campaigns.database.read() as session:
        return circulating_text(session, find(session, "harbor"))


# --- publishing ----------------------------------------------------------------------------------------------------


def test_an_editorial_change_takes_everybody_over_and_tells_them(campaigns):
    campaigns.open()
    ada = add(campaigns)
    add(campaigns, "Not Yet", confirmed=False)
    before = circulating(campaigns)
    write(campaigns)
    assert circulating(campaigns) == before, "what is saved is a draft of the next text"
    publish(campaigns, words="A sentence was split.")
    text = circulating(campaigns)
    assert text.number == before.number + 1
    assert consents(campaigns, ada) == [(text.id, "editorial")]
    assert get(campaigns, ada).prints
    (mail,) = mails(campaigns, "text_changed")
    assert mail.recipient == "ada@friendsoftheharbor.example"
    sent = compose(mail).text
    assert "A sentence was split." in sent
    assert "{+We ask the city to end the dumping of waste.+}" in sent
    assert mails(campaigns, "reconfirm") == []


def test_one_circulation_is_open_and_the_one_before_is_closed(campaigns):
    campaigns.open()
    write(campaigns)
    publish(campaigns)
    with campaigns.database.read() as session:
        opened = session.scalars(select(Circulation).order_by(Circulation.id)).all()
        assert [circulation.closed_at for circulation in opened] == [campaigns.now, None]


def test_a_change_in_substance_asks_and_takes_off_the_list_until_answered(campaigns):
    campaigns.open(silence="keep")
    ada, ben = add(campaigns), add(campaigns, "Mill Town")
    write(campaigns)
    change = publish(campaigns, "substantive")
    assert printed(campaigns) == []
    assert get(campaigns, ada).asked == change
    with campaigns.database.read() as session:
        assert asked_again(session, find(session, "harbor")) == 2
    sent = compose(mails(campaigns, "reconfirm")[0])
    assert "Wednesday, March 4, 2026 at 12:00 PM Eastern Time" in " ".join(sent.subject.split())
    assert "stays on the letter" in " ".join(sent.text.split()), "the rule is said again"
    assert answer(campaigns, ada)
    assert printed(campaigns) == ["Friends of the Harbor"]
    assert consents(campaigns, ada) == [(circulating(campaigns).id, "reconfirmed")]
    assert consents(campaigns, ben) == []


@pytest.mark.parametrize(
    ("more", "error", "words"),
    [
        ({"until": ""}, UserError, "until when"),
        ({"until": "2026-03-02T10:30"}, UserError, "hour"),
        ({"until": "2026-03-06T12:00"}, UserError, "closes before"),
        ({"words": "x" * 2001}, UserError, "2000"),
        ({"seen": ("old", "new")}, NotAsSeen, "once more"),
    ],
)
def test_what_is_refused_leaves_everything_as_it_was(campaigns, more, error, words):
    campaigns.open()
    ada = add(campaigns)
    write(campaigns)
    before = circulating(campaigns)
    with pytest.raises(error, match=words):
        publish(campaigns, "substantive", **more)
    assert circulating(campaigns) == before
    assert get(campaigns, ada).prints


def test_there_must_be_a_change_that_can_go_out_on_an_open_letter(campaigns):
    campaigns.draft()
    with pytest.raises(UserError, match="open for signature"):
        publish(campaigns)
    campaigns.open("other")
    campaigns.open("harbor2")
    with campaigns.database.write() as session:
        campaign = find(session, "other")
        with pytest.raises(NothingChanged):
            publish_change(session, campaign, kind="editorial", words="", doors=doors(), by="Ana", now=campaigns.now)
        newest = newest_version(session, campaign)
        save_letter(session, campaign, Letter(()), base=newest.number, by="Ana", now=campaigns.now)
        with pytest.raises(NotReady, match="no text"):
            publish_change(session, campaign, kind="editorial", words="", doors=doors(), by="Ana", now=campaigns.now)


def test_what_stands_but_does_not_print_is_asked_too_and_what_ended_is_not(campaigns):
    campaigns.open(moderation="all")
    waiting, gone = add(campaigns), add(campaigns, "Mill Town")
    with campaigns.database.write() as session:
        withdraw(session, find(session, "harbor"), session.get_one(Signature, gone), doors=doors(), now=campaigns.now)
    write(campaigns)
    publish(campaigns, "substantive")
    assert get(campaigns, waiting).status == "pending"
    assert get(campaigns, waiting).asked is not None
    assert get(campaigns, gone).asked is None
    assert len(mails(campaigns, "reconfirm")) == 1


# --- one question at a time ----------------------------------------------------------------------------------------


def test_a_second_change_asks_those_still_asked_about_the_newest_text_only(campaigns, clock):
    campaigns.open()
    ada, ben = add(campaigns), add(campaigns, "Mill Town")
    write(campaigns, "First.")
    first = publish(campaigns, "substantive")
    assert answer(campaigns, ada)
    clock.advance(minutes=5)
    write(campaigns, "Second.")
    second = publish(campaigns, "substantive")
    assert (get(campaigns, ada).asked, get(campaigns, ben).asked) == (second, second)
    with campaigns.database.read() as session:
        skipped = [reason_to_skip(session, mail, campaigns.now) for mail in mails(campaigns, "reconfirm")]
        assert skipped == ["a newer text is asked about", "a newer text is asked about", None, None]
        assert session.get_one(TextChange, first).settled_at == campaigns.now, "nobody is asked about the first any more"
    assert answer(campaigns, ben)
    assert answer(campaigns, ben) is False, "one answer suffices"
    text = circulating(campaigns)
    assert consents(campaigns, ben) == [(text.id, "reconfirmed")]


def test_an_editorial_change_lets_an_open_question_stand(campaigns, clock):
    campaigns.open()
    ada = add(campaigns)
    write(campaigns, "First.")
    first = publish(campaigns, "substantive")
    seen = circulating(campaigns).content_hash
    clock.advance(minutes=5)
    write(campaigns, "First!")
    publish(campaigns, "editorial")
    assert get(campaigns, ada).asked == first
    assert mails(campaigns, "text_changed") == [], "they are asked, and the page behind that question shows the newest text"
    with pytest.raises(TextChanged):
        answer(campaigns, ada, read=seen)
    assert answer(campaigns, ada)
    assert consents(campaigns, ada) == [(circulating(campaigns).id, "reconfirmed")]


def test_nobody_is_asked_about_words_that_they_agreed_to_before(campaigns, clock):
    campaigns.open()
    ada, ben = add(campaigns), add(campaigns, "Mill Town")
    write(campaigns, "First.")
    publish(campaigns, "substantive")
    assert answer(campaigns, ada)
    clock.advance(minutes=5)
    write(campaigns, "")
    publish(campaigns, "substantive")
    assert (get(campaigns, ada).asked, get(campaigns, ben).asked) == (None, None)
    assert sorted(printed(campaigns)) == ["Friends of the Harbor", "Mill Town"]
    text = circulating(campaigns)
    assert consents(campaigns, ben) == [(text.id, "confirmed")]
    assert get(campaigns, ben).version_hash == text.content_hash
    told = [compose(mail).text for mail in mails(campaigns, "text_changed")]
    assert len(told) == 2
    assert all("agreed to before" in " ".join(text.split()) for text in told)
    with campaigns.database.read() as session:
        assert open_question(session, find(session, "harbor")) is None


# --- answers -------------------------------------------------------------------------------------------------------


def test_an_answer_names_the_text_that_was_read(campaigns):
    campaigns.open()
    ada = add(campaigns)
    write(campaigns)
    publish(campaigns, "substantive")
    for read in ("", "0" * 64):
        with pytest.raises(TextChanged):
            answer(campaigns, ada, read=read)
    assert get(campaigns, ada).asked is not None


def test_withdrawing_is_an_answer_too(campaigns):
    campaigns.open()
    ada = add(campaigns)
    write(campaigns)
    publish(campaigns, "substantive")
    with campaigns.database.write() as session:
        withdraw(session, find(session, "harbor"), session.get_one(Signature, ada), doors=doors(), now=campaigns.now)
    with campaigns.database.read() as session:
        assert open_question(session, find(session, "harbor")) is None
    assert answer(campaigns, ada) is False


def test_a_coordinator_writes_down_an_answer_that_came_by_telephone(campaigns):
    campaigns.open()
    ada, ben = add(campaigns), add(campaigns, "Mill Town")
    write(campaigns)
    publish(campaigns, "substantive")
    with campaigns.database.write() as session:
        campaign = find(session, "harbor")
        with pytest.raises(UserError, match="how you know"):
            agreed_elsewhere(session, campaign, [ada], " ", by="Ana", now=campaigns.now)
        found = agreed_elsewhere(session, campaign, [ada, ada, 999], "by telephone", by="Ana", now=campaigns.now)
        assert [signature.id for signature in found] == [ada]
    assert get(campaigns, ada).prints
    assert not get(campaigns, ben).prints
    with campaigns.database.read() as session:
        assert session.scalars(select(Consent.attestation)).all() == ["by telephone"]


# --- silence -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["keep", "drop"])
def test_silence_is_taken_as_it_was_announced(campaigns, clock, rule):
    campaigns.open(silence=rule)
    ada, ben = add(campaigns), add(campaigns, "Mill Town")
    write(campaigns)
    publish(campaigns, "substantive")
    assert answer(campaigns, ada)
    clock.now = datetime(2026, 3, 4, 17, 0, 20, tzinfo=UTC)
    assert settle(campaigns) == 0, "an answer in time may still be on its way"
    clock.advance(minutes=1)
    assert settle(campaigns) == 1
    assert settle(campaigns) == 0
    text = circulating(campaigns)
    if rule == "keep":
        assert printed(campaigns) == ["Friends of the Harbor", "Mill Town"]
        assert consents(campaigns, ben) == [(text.id, "silence")]
        assert mails(campaigns, "dropped") == []
    else:
        assert printed(campaigns) == ["Friends of the Harbor"]
        assert get(campaigns, ben).status == "dropped"
        (mail,) = mails(campaigns, "dropped")
        sent = compose(mail).text
        assert "/letters/harbor" in sent, "it says how to come back"
        with campaigns.database.read() as session:
            acts = session.scalars(select(SignatureAct.act).where(SignatureAct.signature_id == ben)).all()
        assert acts[-1] == "dropped"
    assert consents(campaigns, ada) == [(text.id, "reconfirmed")]


def test_many_are_settled_in_several_steps_so_that_nobody_waits_long_to_sign(campaigns, clock, monkeypatch):
    monkeypatch.setattr("campaign.operations.settling.AT_ONCE", 2)
    campaigns.open()
    for number in range(5):
        add(campaigns, f"Mill Town {number}")
    write(campaigns)
    change = publish(campaigns, "substantive")
    clock.now = datetime(2026, 3, 4, 17, 1, tzinfo=UTC)
    assert settle(campaigns) == 3
    assert len(mails(campaigns, "dropped")) == 5
    with campaigns.database.read() as session:
        assert session.get_one(TextChange, change).settled_at == campaigns.now


def test_whoever_was_dropped_may_sign_again(campaigns, clock):
    campaigns.open()
    ada = add(campaigns)
    write(campaigns)
    publish(campaigns, "substantive")
    clock.now = datetime(2026, 3, 4, 17, 1, tzinfo=UTC)
    settle(campaigns)
    assert printed(campaigns) == []
    with pytest.raises(AnswerTooLate):
        answer(campaigns, ada)
    add(campaigns)
    assert printed(campaigns) == ["Friends of the Harbor"]


def test_an_answer_counts_until_the_moment_named_and_with_the_rule_drop_no_longer(campaigns, clock):
    campaigns.open()
    ada, ben = add(campaigns), add(campaigns, "Mill Town")
    write(campaigns)
    publish(campaigns, "substantive")
    clock.now = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
    assert answer(campaigns, ada)
    clock.advance(seconds=1)
    with pytest.raises(AnswerTooLate):
        answer(campaigns, ben)


def test_whom_no_mail_could_reach_is_held_and_not_dropped(campaigns, clock):
    campaigns.open()
    ada = bring(campaigns, "Mill Town")
    write(campaigns)
    publish(campaigns, "substantive")
    assert mails(campaigns, "reconfirm") == []
    clock.now = datetime(2026, 3, 4, 17, 1, tzinfo=UTC)
    settle(campaigns)
    found = get(campaigns, ada)
    assert (found.status, found.asked) == ("held", None)
    assert "no mail address" in found.status_reason


# --- the deadline --------------------------------------------------------------------------------------------------


def test_a_letter_is_not_closed_over_the_heads_of_those_who_are_asked(campaigns):
    campaigns.open()
    ada = add(campaigns)
    write(campaigns)
    publish(campaigns, "substantive")
    with pytest.raises(StillAsking, match="may answer until Wednesday"):
        campaigns.close()
    assert answer(campaigns, ada)
    campaigns.close()
    assert campaigns.get().state == "closed"


def test_at_the_deadline_silence_is_settled_before_the_list_is_frozen(campaigns, clock):
    campaigns.open(silence="keep")
    add(campaigns)
    write(campaigns)
    publish(campaigns, "substantive", until="2026-03-05T17:00")
    clock.now = datetime(2026, 3, 5, 22, 0, 31, tzinfo=UTC)
    with campaigns.database.write() as session:
        campaign = find(session, "harbor")
        assert final_edition(session, campaign, campaigns.now) is None, "nobody knows yet who is on it"
        with pytest.raises(StillAsking):
            close(session, campaign, by="the deadline", now=campaigns.now)
        assert settle_due(session, campaigns.now, doors)
        (edition,) = close_due(session, campaigns.now)
        assert edition.count == 1


def test_after_the_deadline_no_answer_counts(campaigns, clock):
    campaigns.open(silence="keep")
    ada = add(campaigns)
    write(campaigns)
    publish(campaigns, "substantive", until="2026-03-05T17:00")
    clock.now = datetime(2026, 3, 5, 22, 0, 1, tzinfo=UTC)
    with pytest.raises(TooLate):
        answer(campaigns, ada)


def test_the_deadline_does_not_move_before_the_time_to_answer(campaigns):
    campaigns.open()
    add(campaigns)
    write(campaigns)
    publish(campaigns, "substantive")
    with campaigns.database.write() as session:
        campaign = find(session, "harbor")
        with pytest.raises(UserError, match="told that they may answer"):
            set_deadline(session, campaign, "2026-03-04T11:59", "America/New_York", by="Ana", now=campaigns.now)
        set_deadline(session, campaign, UNTIL, "America/New_York", by="Ana", now=campaigns.now)


def test_nothing_is_looked_for_where_nothing_is_asked(campaigns, clock):
    campaigns.open()
    add(campaigns)
    write(campaigns)
    publish(campaigns, "editorial")
    clock.advance(days=30)
    with campaigns.database.read() as session:
        assert unsettled(session, campaigns.now) == []


# --- the ledger ----------------------------------------------------------------------------------------------------


def test_the_ledger_says_which_text_when_by_whom_and_how(campaigns, clock):
    campaigns.open()
    add(campaigns)
    write(campaigns, "First.")
    publish(campaigns)
    clock.advance(minutes=5)
    write(campaigns, "Second.")
    publish(campaigns, "substantive")
    number = add(campaigns, "Mill Town")
    with campaigns.database.read() as session:
        found = ledger(session, find(session, "harbor"))
        assert [(one.line, one.asked) for one in found] == [("Friends of the Harbor", True), ("Mill Town", False)]
        assert [(one.number, one.how, one.by) for one in found[0].agreements] == [
            (1, "mail", "Ada Okafor"),
            (2, "later: editorial", "Ana"),
        ]
        assert found[1].id == number
        assert found[1].latest.number == 3
        table = rows(found)
        assert [row[8] for row in table] == ["form, confirmed by mail", "editorial notice", "form, confirmed by mail"]
        assert not any("@" in cell for row in table for cell in row)


def test_the_audit_log_has_a_line_for_each(campaigns, clock):
    campaigns.open()
    add(campaigns)
    write(campaigns)
    publish(campaigns, "substantive")
    clock.now = datetime(2026, 3, 4, 17, 1, tzinfo=UTC)
    settle(campaigns)
    with campaigns.database.read() as session:
        entries = {entry.act: entry.detail for entry in session.scalars(select(AuditEntry))}
    assert entries["text.changed"]["asked"] == 1
    assert entries["text.settled"]["dropped"] == 1
    assert "signature.dropped" in entries
