"""Somebody who stands on the letter signs once more: nothing that prints goes before what replaces it prints."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from campaign.models import Edition
from campaign.operations.confirming import Confirmed, confirm, replaces
from campaign.operations.moderating import decide
from campaign.operations.own_page import withdraw
from campaign.operations.settling import settle_due
from campaign.queries import circulating_text, find, printing
from campaign.texts_agreed import ledger
from mail.compose import compose
from signatories.models import Consent, Signature, SignatureAct
from tests.tools.campaigns import ENTRY
from tests.tools.consenting import get, publish, write
from tests.tools.invitations import doors
from tests.tools.pages import text_of
from tests.tools.signing import ask, mails, rows, sign_on

BAY = ENTRY | {"organization": "Friends of the Bay"}


def chosen(campaigns, number, choice="replace"):
    """Confirm as the page behind the mail does, with a choice."""
    with campaigns.database.write() as session:
        campaign, signature = find(session, "harbor"), session.get_one(Signature, number)
        done = confirm(session, campaign, signature, choice=choice, doors=doors(), now=campaigns.now)
        assert isinstance(done, Confirmed)
        return done.signature


def word(campaigns, number, decision, **more):
    with campaigns.database.write() as session:
        campaign = find(session, "harbor")
        decided = decide(session, campaign, [number], decision, doors=doors(), by="Rosa", now=campaigns.now, **more)
        return [one.why for one in decided.passed_by]


def printed(campaigns):
    with campaigns.database.read() as session:
        return [signature.line for signature in printing(session, find(session, "harbor"))]


def standing(campaigns):
    with campaigns.database.read() as session:
        return [(one.line, one.status) for one in session.scalars(select(Signature).order_by(Signature.id))]


def acts(campaigns, number):
    with campaigns.database.read() as session:
        query = select(SignatureAct).where(SignatureAct.signature_id == number).order_by(SignatureAct.id)
        return [(one.act, one.by) for one in session.scalars(query)]


def two_lines(campaigns, choice="replace"):
    """A line that stands, and another one of the same address that was confirmed with a choice."""
    one = campaigns.sign("Friends of the Harbor").id
    two = campaigns.sign("Friends of the Bay", confirmed=False).id
    chosen(campaigns, two, choice)
    return one, two


# --- a line that must wait replaces nothing yet --------------------------------------------------------------------------


def test_after_the_deadline_the_line_that_stands_is_on_the_frozen_letter(client, campaigns, database, clock):
    campaigns.open()
    sign_on(client, database)
    path = ask(client, database, BAY)
    clock.now = campaigns.get().deadline + timedelta(seconds=5)
    assert "Until they accept it, “Friends of the Harbor” stays as it is." in text_of(client.get(path))
    own = client.fill_in(path, {"choice": "replace"}, action="/confirm/").location
    assert standing(campaigns) == [("Friends of the Harbor", "accepted"), ("Friends of the Bay", "pending")]
    new = get(campaigns, 2)
    assert new.status_reason == "it is meant to replace “Friends of the Harbor”, and it was confirmed after the deadline"
    assert "before it takes the place of “Friends of the Harbor”" in text_of(client.get(own))
    receipt = " ".join(compose(mails(database, "receipt")[-1]).text.split())
    assert "had closed when you confirmed" in receipt
    assert "the place of “Friends of the Harbor”, which stays as it is" in receipt
    clock.advance(minutes=1)
    campaigns.close()
    assert [edition.count for edition in rows(database, Edition)] == [1]
    assert printed(campaigns) == ["Friends of the Harbor"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_receipt_of_a_line_that_waits_to_replace_one_says_so(campaigns, database, language):
    campaigns.open(moderation="all")
    campaigns.sign()
    two = campaigns.sign("Friends of the Bay", confirmed=False, language=language).id
    chosen(campaigns, two)
    receipt = " ".join(compose(mails(database, "receipt")[-1]).text.split())
    assert ("the place of “Friends of the Harbor”" if language == "en" else "el lugar de «Friends of the Harbor»") in receipt


def test_the_word_of_a_coordinator_lets_it_take_the_place(campaigns):
    campaigns.open(moderation="all")
    one = campaigns.sign("Friends of the Harbor").id
    word(campaigns, one, "accept")
    two = campaigns.sign("Friends of the Bay", confirmed=False).id
    chosen(campaigns, two)
    assert printed(campaigns) == ["Friends of the Harbor"], "nothing is on the letter that nobody looked at"
    assert get(campaigns, two).status_reason.startswith("it is meant to replace “Friends of the Harbor”, and every signature")
    assert word(campaigns, two, "accept") == []
    assert printed(campaigns) == ["Friends of the Bay"]
    assert get(campaigns, one).status == "replaced"
    assert get(campaigns, two).stands_beside is False
    assert acts(campaigns, one)[-1] == ("replaced", "Rosa")


def test_refusing_it_leaves_the_earlier_one_on_the_letter(campaigns):
    campaigns.open(moderation="all")
    one = campaigns.sign("Friends of the Harbor").id
    word(campaigns, one, "accept")
    two = campaigns.sign("Friends of the Bay", confirmed=False).id
    chosen(campaigns, two)
    word(campaigns, two, "refuse", reason="who is this?")
    assert printed(campaigns) == ["Friends of the Harbor"]
    assert word(campaigns, two, "accept") == [], "and that can be undone"
    assert printed(campaigns) == ["Friends of the Bay"]


def test_a_coordinator_may_let_both_stand_instead(campaigns):
    campaigns.open(moderation="all")
    one, two = two_lines(campaigns)
    word(campaigns, one, "accept")
    word(campaigns, two, "accept", beside=True)
    assert printed(campaigns) == ["Friends of the Harbor", "Friends of the Bay"]


def test_what_it_was_to_replace_is_gone_and_it_stands_by_itself(campaigns, clock):
    campaigns.open(moderation="all")
    one, two = two_lines(campaigns)
    with campaigns.database.write() as session:
        withdraw(session, find(session, "harbor"), session.get_one(Signature, one), doors=doors(), now=clock.now)
        assert replaces(session, session.get_one(Signature, two)) is None
    word(campaigns, two, "accept")
    assert (printed(campaigns), get(campaigns, two).stands_beside) == (["Friends of the Bay"], False)
    assert get(campaigns, one).status == "withdrawn"


def test_of_two_that_wait_for_one_place_the_later_is_never_replaced_by_the_earlier(campaigns):
    campaigns.open(moderation="all")
    one, two = two_lines(campaigns)
    three = campaigns.sign("Friends of the Reef", confirmed=False).id
    chosen(campaigns, three)
    assert word(campaigns, three, "accept") == []
    (why,) = word(campaigns, two, "accept")
    assert "“Friends of the Reef” stands from the same mail address" in why
    assert [get(campaigns, number).status for number in (one, two, three)] == ["replaced", "pending", "accepted"]


def test_of_two_that_wait_for_one_place_the_later_replaces_the_earlier(campaigns):
    campaigns.open(moderation="all")
    one, two = two_lines(campaigns)
    three = campaigns.sign("Friends of the Reef", confirmed=False).id
    chosen(campaigns, three)
    assert [word(campaigns, number, "accept") for number in (two, three)] == [[], []]
    assert [get(campaigns, number).status for number in (one, two, three)] == ["replaced", "replaced", "accepted"]


def test_the_line_that_waits_is_not_kept_twice(campaigns):
    campaigns.open(moderation="all")
    _, two = two_lines(campaigns)
    again = campaigns.sign("Friends of the Bay", confirmed=False).id
    assert chosen(campaigns, again, "").id == two
    assert get(campaigns, again).status == "replaced"


def test_where_nothing_waits_it_is_replaced_at_once(campaigns):
    campaigns.open()
    one, two = two_lines(campaigns)
    assert (get(campaigns, one).status, printed(campaigns)) == ("replaced", ["Friends of the Bay"])
    assert (get(campaigns, two).stands_beside, acts(campaigns, one)[-1]) == (False, ("replaced", "the signer"))


def test_the_name_of_a_person_is_in_no_reason(campaigns):
    campaigns.open(moderation="all", allow_individuals=True)
    campaigns.sign("Ada Okafor", kind="individual")
    two = campaigns.sign("Ada O. Okafor", kind="individual", confirmed=False).id
    chosen(campaigns, two)
    assert "Okafor" not in get(campaigns, two).status_reason
    assert "the earlier line of the same person" in get(campaigns, two).status_reason


# --- signing again while asked about a changed text ----------------------------------------------------------------------


def asked(campaigns, **more):
    """A signer who is asked about a changed text, an hour later."""
    campaigns.open(**more)
    number = campaigns.sign().id
    write(campaigns)
    publish(campaigns, "substantive")
    campaigns.clock.advance(hours=1)
    return number


def later(campaigns):
    """The time to answer is over, and silence was taken."""
    campaigns.clock.advance(days=2, hours=3)
    with campaigns.database.write() as session:
        settle_due(session, campaigns.now, doors)


def test_signing_the_changed_text_again_is_an_answer(campaigns, clock):
    number = asked(campaigns)
    assert campaigns.sign(attestation="I am still authorized.").id == number, "the first one stands"
    assert printed(campaigns) == ["Friends of the Harbor"]
    with campaigns.database.read() as session:
        (kept,) = session.scalars(select(Consent)).all()
        text = circulating_text(session, find(session, "harbor"))
    assert (kept.signature_id, kept.version_id, kept.how) == (number, text.id, "reconfirmed")
    assert (kept.attestation, kept.by, kept.at) == ("I am still authorized.", "Ada Okafor", clock.now)
    assert ("reconfirmed", "the signer") in acts(campaigns, number)
    later(campaigns)
    assert printed(campaigns) == ["Friends of the Harbor"]


def test_after_the_deadline_signing_again_answers_nothing(campaigns, clock):
    campaigns.open()
    number = campaigns.sign().id
    write(campaigns)
    change = publish(campaigns, "substantive", until="2026-03-05T17:00")
    again = campaigns.sign(confirmed=False).id
    clock.now = campaigns.get().deadline + timedelta(seconds=1)
    chosen(campaigns, again, "")
    assert get(campaigns, number).asked == change


def test_who_was_replaced_is_not_asked_any_more(campaigns):
    number = asked(campaigns)
    two = campaigns.sign("Friends of the Bay", confirmed=False).id
    chosen(campaigns, two)
    assert (get(campaigns, number).status, get(campaigns, number).asked) == ("replaced", None)
    with campaigns.database.read() as session:
        assert [one.line for one in ledger(session, find(session, "harbor")) if one.asked] == []


def test_whoever_signs_the_changed_text_under_another_name_is_not_dropped_while_that_name_waits(campaigns):
    number = asked(campaigns, moderation="all")
    word(campaigns, number, "accept")
    two = campaigns.sign("Friends of the Bay", confirmed=False).id
    chosen(campaigns, two)
    assert printed(campaigns) == ["Friends of the Harbor"]
    later(campaigns)
    assert standing(campaigns) == [("Friends of the Harbor", "accepted"), ("Friends of the Bay", "pending")]


def test_signing_for_another_organization_answers_for_that_one_alone(campaigns):
    number = asked(campaigns)
    two = campaigns.sign("Friends of the Bay", confirmed=False).id
    chosen(campaigns, two, "both")
    assert get(campaigns, number).asked is not None


# --- what a coordinator decided about the same address -------------------------------------------------------------------


@pytest.mark.parametrize("line", ["Friends of the Harbor", "Friends of the Harbour"])
def test_whoever_was_refused_does_not_print_by_typing_the_line_again(campaigns, line):
    campaigns.open()
    word(campaigns, campaigns.sign().id, "refuse", reason="not an organization")
    again = campaigns.sign(line, "Ada+more@friends.example")
    assert (again.status, printed(campaigns)) == ("pending", [])
    assert again.status_reason == "a coordinator refused an earlier signature of this address"


def test_whoever_is_held_does_not_print_under_another_spelling(campaigns):
    campaigns.open()
    one = campaigns.sign().id
    word(campaigns, one, "hold", reason="who are they?")
    two = campaigns.sign("Friends of the Harbour", confirmed=False).id
    new = chosen(campaigns, two)
    assert [status for _, status in standing(campaigns)] == ["held", "pending"]
    assert new.status_reason.endswith("and a coordinator holds an earlier signature of this address")
    word(campaigns, two, "accept")
    assert printed(campaigns) == ["Friends of the Harbour"]


def test_what_its_owner_disowned_stands_in_nobodys_way(client, campaigns, database):
    campaigns.open()
    client.send(ask(client, database), {"not_me": "1"})
    sign_on(client, database, BAY)
    assert printed(campaigns) == ["Friends of the Bay"]


def test_another_address_is_looked_at_as_ever(campaigns):
    campaigns.open()
    word(campaigns, campaigns.sign().id, "refuse", reason="not an organization")
    campaigns.open("other")
    assert campaigns.sign("Mill Town", "cy@mill.example").status == "accepted"
    assert campaigns.sign(slug="other").status == "accepted", "and so is the same one on another letter"


def test_what_was_held_because_nobody_could_ask_stands_again_once_it_is_signed(campaigns):
    campaigns.open()
    number = campaigns.sign().id
    write(campaigns)
    publish(campaigns, "substantive", arrives=False)
    later(campaigns)
    assert get(campaigns, number).status == "held"
    assert campaigns.sign().id == number
    assert printed(campaigns) == ["Friends of the Harbor"]
