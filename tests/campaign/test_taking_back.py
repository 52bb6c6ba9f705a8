"""Decisions taken back after the text changed, after another line took a place, and while the list waits to be frozen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from campaign.models import Edition
from campaign.operations import circulate, close_due, letter_of, save_letter
from campaign.operations.answering import agree
from campaign.operations.confirming import confirm
from campaign.operations.own_page import withdraw
from campaign.operations.settling import settle_due
from campaign.queries import circulating_text, find, newest_version
from campaign.texts_agreed import ledger
from letters.models import Version
from mail.compose import compose
from mail.models import OutboxMessage
from mail.wanted import reason_to_skip
from signatories.models import Signature
from tests.tools.campaigns import Campaigns
from tests.tools.consenting import add, get, publish, write
from tests.tools.deciding import acts, word
from tests.tools.invitations import doors
from tests.tools.signing import mails

LINE = "Friends of the Harbor"


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open()
    return made


def agreements(campaigns):
    """How and by whom each later text was agreed to, of the only signer."""
    with campaigns.database.read() as session:
        (standing,) = ledger(session, find(session, "harbor"))
        return [(one.number, one.how, one.by) for one in standing.agreements[1:]]


def restore_first(campaigns):
    """Save the text again that the letter began with: another version, the same words."""
    with campaigns.database.write() as session:
        campaign = find(session, "harbor")
        newest = newest_version(session, campaign)
        query = select(Version).where(Version.letter_id == campaign.letter_id).order_by(Version.number).limit(1)
        first = session.scalars(query).one()
        save_letter(session, campaign, letter_of(first), base=newest.number, by="Ana", now=campaigns.now)


# --- the text changed meanwhile -----------------------------------------------------------------------------------------


def test_a_refusal_by_mistake_leaves_the_question_where_it_was(campaigns):
    number = add(campaigns)
    write(campaigns)
    change = publish(campaigns, "substantive")
    word(campaigns, [number], "refuse", reason="wrong row")
    assert word(campaigns, [number], "accept") == ([LINE], {})
    signature = get(campaigns, number)
    assert (signature.status, signature.asked, signature.prints) == ("accepted", change, False)
    assert agreements(campaigns) == [], "nobody has agreed for them"
    (mail,) = mails(campaigns.database, "reconfirm")
    with campaigns.database.read() as session:
        assert reason_to_skip(session, mail, campaigns.now) is None, "the mail that waits is wanted again, and is one"


def test_the_reason_for_taking_it_back_is_no_word_of_the_signers(campaigns):
    number = add(campaigns)
    write(campaigns)
    change = publish(campaigns, "substantive")
    word(campaigns, [number], "withdraw", reason="wrong row")
    assert word(campaigns, [number], "accept", reason="that was my mistake")[0] == [LINE]
    assert (get(campaigns, number).asked, agreements(campaigns)) == (change, [])


def test_who_was_off_when_all_others_were_asked_is_asked_now(campaigns, clock):
    number = add(campaigns)
    word(campaigns, [number], "refuse", reason="wrong row")
    add(campaigns, "Reef")
    write(campaigns, "A new demand.")
    change = publish(campaigns, "substantive", words="Please look.")
    assert len(mails(campaigns.database, "reconfirm")) == 1
    clock.advance(minutes=5)
    word(campaigns, [number], "accept")
    assert get(campaigns, number).asked == change
    first, second = mails(campaigns.database, "reconfirm")
    assert second.recipient == "ada@friendsoftheharbor.example"
    same = ("title", "words", "changes", "more", "agreed", "change", "until", "silence")
    assert {name: second.context[name] for name in same} == {name: first.context[name] for name in same}
    assert f"/changed/{doors().seal.token('changed', number, 0)}" in second.context["changed_url"]
    with campaigns.database.write() as session:
        campaign, signature = find(session, "harbor"), session.get_one(Signature, number)
        read = circulating_text(session, campaign).content_hash
        assert agree(session, campaign, signature, attestation="We agree.", read=read, now=campaigns.now)
    assert get(campaigns, number).prints


def test_a_mail_that_was_skipped_meanwhile_is_sent_again(campaigns, clock):
    number = add(campaigns)
    write(campaigns)
    publish(campaigns, "substantive")
    word(campaigns, [number], "refuse", reason="wrong row")
    with campaigns.database.write() as session:
        skipped = update(OutboxMessage).where(OutboxMessage.kind == "reconfirm")
        session.execute(skipped.values(status="skipped", sent_at=None, context={}))
    clock.advance(minutes=5)
    word(campaigns, [number], "accept")
    assert [mail.status for mail in mails(campaigns.database, "reconfirm")] == ["skipped", "waiting"]


def test_through_an_editorial_change_the_signature_goes_over_as_all_others_did(campaigns):
    number = add(campaigns)
    word(campaigns, [number], "refuse", reason="wrong row")
    write(campaigns, "One.")
    publish(campaigns)
    write(campaigns, "Two.")
    publish(campaigns)
    assert word(campaigns, [number], "accept") == ([LINE], {})
    assert get(campaigns, number).prints
    assert agreements(campaigns) == [(3, "later: editorial", "Ana")]


def test_what_was_brought_in_with_a_draft_goes_over_too(campaigns):
    campaigns.draft("listed")
    with campaigns.database.write() as session:
        campaign = find(session, "listed")
        version = newest_version(session, campaign)
        number = listed(session, campaign, version)
    write(campaigns, "The draft went on.", slug="listed")
    with campaigns.database.write() as session:
        circulate(session, find(session, "listed"), by="Ana", now=campaigns.now)
    word(campaigns, [number], "refuse", "listed", reason="wrong row")
    write(campaigns, "One.", slug="listed")
    publish(campaigns, slug="listed")
    assert word(campaigns, [number], "accept", "listed") == (["Mill Town"], {})
    assert get(campaigns, number).prints


def listed(session, campaign, version):
    """A signature that came with a list while the letter was a draft; gives its id."""
    signature = Signature(
        campaign_id=campaign.id,
        version_id=version.id,
        version_hash=version.content_hash,
        name_typed="Mill Town",
        line="Mill Town",
        origin="import",
        status="accepted",
        confirmed_at=campaign.created_at,
        confirmed_how="import",
        signed_at=campaign.created_at,
    )
    session.add(signature)
    session.flush()
    return signature.id


def test_a_text_that_went_back_is_the_one_that_was_signed(campaigns):
    number = add(campaigns)
    word(campaigns, [number], "refuse", reason="wrong row")
    write(campaigns, "One.")
    publish(campaigns, "substantive")
    restore_first(campaigns)
    publish(campaigns, "substantive")
    assert word(campaigns, [number], "accept") == ([LINE], {})
    assert get(campaigns, number).prints
    assert agreements(campaigns) == [(3, "later: confirmed", "Ada Okafor")]


def test_once_the_question_is_over_it_takes_a_word(campaigns, clock):
    number = add(campaigns)
    write(campaigns)
    publish(campaigns, "substantive")
    word(campaigns, [number], "refuse", reason="wrong row")
    clock.advance(days=2, hours=2, seconds=10)
    assert "earlier text" in word(campaigns, [number], "accept")[1][LINE], "the time is over, though nothing has settled it"
    clock.advance(minutes=5)
    with campaigns.database.write() as session:
        settle_due(session, clock.now, doors)
    assert "earlier text" in word(campaigns, [number], "accept")[1][LINE]
    assert word(campaigns, [number], "accept", reason="Ada telephoned")[0] == [LINE]
    assert agreements(campaigns) == [(2, "later: confirmed", "Rosa")]


# --- what nobody confirmed ----------------------------------------------------------------------------------------------


def test_a_signature_on_a_coordinators_word_is_told_to_nobody_and_its_first_link_dies(campaigns, client):
    number = add(campaigns, confirmed=False)
    (mail,) = mails(campaigns.database, "confirm")
    link = "/letters" + mail.context["confirm_url"].partition("/letters")[2]
    assert client.get(link).status_code == 200
    word(campaigns, [number], "accept", reason="Ada telephoned", tell=True)
    assert len(mails(campaigns.database)) == 1
    assert client.get(link).status_code == 404, "it would lead to the page of a signature that stands"
    word(campaigns, [number], "refuse", reason="it was another Ada", tell=True)
    assert len(mails(campaigns.database)) == 1


# --- another line in its place ------------------------------------------------------------------------------------------


def replaced(campaigns):
    """A line that its signer put another one in the place of; the ids of both."""
    first = campaigns.sign(LINE).id
    second = campaigns.sign("Friends of the Harbour", confirmed=False).id
    with campaigns.database.write() as session:
        signature = session.get_one(Signature, second)
        confirm(session, find(session, "harbor"), signature, choice="replace", doors=doors(), now=campaigns.now)
    assert (get(campaigns, first).status, get(campaigns, second).status) == ("replaced", "accepted")
    return first, second


def test_what_was_replaced_comes_back_when_the_other_one_was_refused(campaigns):
    first, second = replaced(campaigns)
    changed, passed_by = word(campaigns, [first], "accept", reason="please", beside=True)
    assert (changed, passed_by) == ([], {LINE: "another signature of the same signer took its place"})
    word(campaigns, [second], "refuse", reason="who is this?")
    assert word(campaigns, [first], "accept") == ([LINE], {})
    assert get(campaigns, first).prints
    assert acts(campaigns, first)[-1][:2] == ("accepted", "Rosa")
    assert "stands from the same mail address" in word(campaigns, [second], "accept")[1]["Friends of the Harbour"]


def test_what_was_replaced_stays_off_when_its_signer_withdrew_the_other_one(campaigns):
    first, second = replaced(campaigns)
    with campaigns.database.write() as session:
        withdraw(session, find(session, "harbor"), session.get_one(Signature, second), doors=doors(), now=campaigns.now)
    assert "only they can sign again" in word(campaigns, [first], "accept", reason="please")[1][LINE]


# --- between the deadline and the edition -------------------------------------------------------------------------------


@pytest.mark.parametrize(("decision", "kind"), [("withdraw", "taken_off"), ("refuse", "refused")])
def test_until_the_list_is_frozen_a_decision_reaches_it_and_says_so(campaigns, clock, signed_in, decision, kind):
    number = add(campaigns)
    clock.now = campaigns.get().deadline + timedelta(seconds=10)
    desk = signed_in("editor")
    assert "about to be frozen" in desk.get("/desk/harbor/signatures").text
    assert "counts for a later edition" not in desk.get(f"/desk/harbor/signatures/{number}").text
    word(campaigns, [number], decision, reason="as they wrote", tell=True)
    (mail,) = mails(campaigns.database, kind)
    assert mail.context["frozen"] is False
    clock.advance(minutes=5)  # the worker was down
    with campaigns.database.write() as session:
        (edition,) = close_due(session, clock.now)
        assert edition.count == 0
    assert "counts for a later edition" in desk.get("/desk/harbor/signatures").text


def test_what_is_accepted_before_the_freeze_is_in_the_edition_and_afterwards_not(campaigns, clock):
    number, late = add(campaigns), add(campaigns, "Reef")
    word(campaigns, [number, late], "hold", reason="who are they?")
    clock.now = campaigns.get().deadline + timedelta(seconds=10)
    word(campaigns, [number], "accept", tell=True)
    clock.advance(minutes=5)
    with campaigns.database.write() as session:
        close_due(session, clock.now)
    word(campaigns, [late], "accept", tell=True)
    assert [mail.context["frozen"] for mail in mails(campaigns.database, "accepted")] == [False, True]
    with campaigns.database.read() as session:
        assert session.scalars(select(Edition.count)).one() == 1


# --- taking off ---------------------------------------------------------------------------------------------------------


def test_taking_off_what_did_not_ask_for_it_needs_a_reason_and_says_that_it_was_not_asked_for(campaigns):
    number = add(campaigns)
    assert "write as the reason" in word(campaigns, [number], "withdraw")[1][LINE]
    word(campaigns, [number], "withdraw", reason="a double", tell=True)
    (mail,) = mails(campaigns.database, "taken_off")
    for language in ("en", "es"):
        mail.language = language
        text = compose(mail).text
        assert "a double" in text
        assert "as you asked" not in text
        assert "Como usted lo pidió" not in text


def test_taking_off_who_asked_for_it_says_so(campaigns, clock, signed_in):
    number = add(campaigns)
    clock.advance(days=4)
    with campaigns.database.write() as session:
        withdraw(session, find(session, "harbor"), session.get_one(Signature, number), doors=doors(), now=campaigns.now)
    assert word(campaigns, [number], "withdraw", tell=True)[0] == [LINE]
    (mail,) = mails(campaigns.database, "taken_off")
    assert "as you asked" in compose(mail).text
    assert "took it off, as its signer asked" in signed_in("editor").get(f"/desk/harbor/signatures/{number}").text
