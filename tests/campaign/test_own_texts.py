"""What the signer's own page, and the desk, say of the texts behind a signature; and of a signature that coordinators ended."""

from __future__ import annotations

import pytest

from campaign.operations.answering import agree
from campaign.operations.own_page import withdraw
from campaign.queries import circulating_text, find
from signatories.models import Signature
from tests.tools.campaigns import TEXT, Campaigns
from tests.tools.consenting import add, publish, write
from tests.tools.deciding import word
from tests.tools.invitations import doors
from tests.tools.pages import text_of

LIST = "/desk/harbor/signatures"


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open()
    return made


@pytest.fixture
def number(campaigns):
    return add(campaigns)


def own(client, number, more=""):
    return text_of(client.get(doors().to("own", number) + more))


def agreed(campaigns, number):
    with campaigns.database.write() as session:
        campaign, signature = find(session, "harbor"), session.get_one(Signature, number)
        read = circulating_text(session, campaign).content_hash
        agree(session, campaign, signature, attestation="We agree.", read=read, now=campaigns.now)


# --- which text ---------------------------------------------------------------------------------------------------------


def test_one_text_is_shown_as_the_one_that_was_signed(campaigns, number, client):
    words = own(client, number)
    assert "The text you signed" in words
    assert "the one on the letter’s page" in words
    assert "stand under" not in words


def test_both_texts_can_be_read_each_by_its_name(campaigns, number, client, clock):
    write(campaigns, "A wholly new demand.")
    publish(campaigns, "substantive")
    clock.advance(hours=1)
    agreed(campaigns, number)
    page = own(client, number)
    assert "The text you stand under now" in page
    assert "you agreed to the change" in page
    assert page.count("the one on the letter’s page") == 1
    signed, latest = own(client, number, "/text"), own(client, number, "/text?latest=1")
    assert "wholly new demand" not in signed
    assert "The letter has been changed since." in signed
    assert "wholly new demand" in latest
    assert "The text you stand under" in latest
    assert "It is the one on the letter’s page." in latest


def test_a_text_that_one_was_only_told_of_is_not_called_agreed_to(campaigns, number, client):
    write(campaigns, "A comma, more.")
    publish(campaigns)
    words = own(client, number)
    assert "an editorial change, which asked nothing of you" in words
    assert "you agreed" not in words.replace("you agreed to it in the words below", "")


def test_what_coordinators_wrote_down_is_said_as_that(campaigns, number, client):
    word(campaigns, [number], "refuse", reason="x")
    campaigns.circulate_another_text(TEXT.replace("the mills", "the old mills"))
    word(campaigns, [number], "accept", reason="Ada telephoned")
    words = own(client, number)
    assert "the coordinators wrote down that you agree" in words
    assert "Ada telephoned" not in words


def test_the_desk_marks_only_who_stands_under_another_text(campaigns, number, signed_in):
    other = add(campaigns, "Reef")
    write(campaigns)
    publish(campaigns, "substantive")
    agreed(campaigns, number)
    desk = signed_in("editor")
    assert text_of(desk.get(LIST)).count("not the circulated one") == 1
    assert "not the circulated one" not in text_of(desk.get(f"{LIST}/{number}"))
    assert "not the circulated one" in text_of(desk.get(f"{LIST}/{other}"))
    assert "version 2" in text_of(desk.get(f"{LIST}?q=harbor"))


# --- what coordinators ended --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize(
    ("decision", "said"),
    [("refuse", "decided not to take this line"), ("withdraw", "have taken this line off the letter")],
)
def test_the_signer_reads_what_happened_and_the_reason_only_if_they_were_told(campaigns, number, client, decision, said, told):
    word(campaigns, [number], decision, reason="you are a double", tell=told)
    words = own(client, number)
    assert said in words
    assert "please write to the coordinators" in words
    assert ("you are a double" in words) == told
    assert "You have withdrawn" not in words


def test_who_withdrew_is_told_nothing_about_coordinators(campaigns, number, client):
    word(campaigns, [number], "withdraw", reason="by mistake", tell=True)
    word(campaigns, [number], "accept")
    assert "mistake" not in own(client, number)
    with campaigns.database.write() as session:
        withdraw(session, find(session, "harbor"), session.get_one(Signature, number), doors=doors(), now=campaigns.now)
    words = own(client, number)
    assert "You have withdrawn" in words
    assert "please write to the coordinators" not in words
