"""Who was to be asked about their line and never was: the mail did not leave, could not arrive, or has nobody to go to."""

from __future__ import annotations

import pytest

from campaign.operations.answering import agree
from campaign.operations.galley import answers, default_until, to_ask
from campaign.operations.galley import ask as ask_signers
from campaign.queries import circulating_text, find
from mail.sender import PermanentError
from signatories.models import Signature
from tests.tools.campaigns import Campaigns
from tests.tools.consenting import add, get, publish, write
from tests.tools.deciding import word
from tests.tools.invitations import doors
from tests.tools.pages import text_of
from tests.tools.sending import send_due
from tests.tools.signing import mails

DESK = "/desk/harbor/galley"


class Post:
    """A mail server that knows some addresses; ``unknown`` it refuses for good."""

    def __init__(self, *unknown):
        self.unknown = unknown
        self.sent = []

    def send(self, outgoing):
        if outgoing.recipient in self.unknown:
            raise PermanentError("550 no such user")
        self.sent.append(outgoing.recipient)

    def close(self):
        pass


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open()
    return made


def ask(campaigns):
    """Ask everybody who is to be asked; gives how many that were."""
    with campaigns.database.write() as session:
        campaign = find(session, "harbor")
        until = default_until(campaign, campaigns.now)
        waiting = to_ask(session, campaign)
        return ask_signers(session, campaign, waiting, until, doors=doors(), by="Rosa", now=campaigns.now)


def kinds(campaigns):
    with campaigns.database.read() as session:
        return {answer.number: answer.kind for answer in answers(session, find(session, "harbor"))}


def agreed(campaigns, number):
    with campaigns.database.write() as session:
        campaign, signature = find(session, "harbor"), session.get_one(Signature, number)
        read = circulating_text(session, campaign).content_hash
        agree(session, campaign, signature, attestation="We agree.", read=read, now=campaigns.now)


def test_whose_mail_was_skipped_for_a_changed_text_is_asked_once_it_prints_again(campaigns, database, clock):
    number, other = add(campaigns), add(campaigns, "Reef")
    ask(campaigns)
    write(campaigns)
    publish(campaigns, "substantive")
    send_due(database, Post(), clock.now)
    assert kinds(campaigns) == {number: "unsent", other: "unsent"}
    assert ask(campaigns) == 0, "whose line does not print is not asked about it"
    agreed(campaigns, number)
    clock.advance(hours=1)
    assert ask(campaigns) == 1
    assert kinds(campaigns) == {number: "silent", other: "unsent"}
    post = Post()
    send_due(database, post, clock.now)
    assert "ada@friendsoftheharbor.example" in post.sent
    assert ask(campaigns) == 0


def test_who_was_held_for_a_while_is_asked_too(campaigns, database, clock):
    number = add(campaigns)
    ask(campaigns)
    word(campaigns, [number], "hold", reason="who are they?")
    send_due(database, Post(), clock.now)
    word(campaigns, [number], "accept")
    clock.advance(minutes=1)
    assert ask(campaigns) == 1


def test_a_mail_that_still_waits_is_not_sent_twice(campaigns, clock):
    add(campaigns)
    assert ask(campaigns) == 1
    clock.advance(minutes=1)
    assert ask(campaigns) == 0


def test_who_could_not_be_reached_is_shown_and_can_be_asked_again(campaigns, database, clock, signed_in):
    number, other = add(campaigns), add(campaigns, "Reef")
    ask(campaigns)
    send_due(database, Post("ada@reef.example"), clock.now)
    assert kinds(campaigns) == {number: "silent", other: "unreached"}
    words = text_of(signed_in("editor").get(f"{DESK}?show=unreached"))
    assert "could not be reached 1" in words
    assert "ada@reef.example" in words
    clock.advance(hours=1)
    assert ask(campaigns) == 1, "the mailbox may have been full"
    assert get(campaigns, other).galley == "asked"
    send_due(database, Post(), clock.now)
    assert kinds(campaigns) == {number: "silent", other: "silent"}


def test_who_answered_is_not_unreached_by_an_older_mail(campaigns, database, clock, client):
    number = add(campaigns)
    ask(campaigns)
    client.fill_in(doors().to("galley", number), {}, action="/right")
    send_due(database, Post("ada@friendsoftheharbor.example"), clock.now)
    assert kinds(campaigns) == {number: "right"}


def test_nobody_is_asked_at_an_address_that_a_coordinator_vouched_for(campaigns, database):
    number = add(campaigns, confirmed=False)
    word(campaigns, [number], "accept", reason="Ada telephoned")
    assert ask(campaigns) == 0
    assert mails(database, "galley") == []
