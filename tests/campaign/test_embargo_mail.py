"""While a letter is private, no mail promises a page that is not there, and behind an invitation is a way to one's links."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from campaign.models import Campaign
from campaign.operations import set_embargo
from campaign.operations.delivering import wording
from campaign.operations.inviting.wording import Words
from campaign.queries import find
from errors import UserError
from mail.compose import compose
from signatories.models import Invitation, Signature
from tests.campaign.test_delivering import BY, acting, send
from tests.campaign.test_delivering import closed as closed
from tests.tools.campaigns import Campaigns
from tests.tools.invitations import doors
from tests.tools.pages import parse, text_of
from tests.tools.reminding import Sent
from tests.tools.sending import send_due
from tests.tools.signing import PAGE, mails
from tests.tools.world import World

UNTIL = datetime(2026, 4, 1, 13, tzinfo=UTC)
"""Nine in the morning in New York."""


@pytest.fixture
def world(database, clock, client, signed_in):
    campaigns = Campaigns(database, clock)
    campaigns.open(allow_individuals=True)
    return World(campaigns, client, signed_in("owner"))


def private(database):
    with database.write() as session:
        campaign = session.scalars(select(Campaign)).one()
        campaign.embargo, campaign.embargo_local = UNTIL, "2026-04-01T09:00:00"


def open_to_anybody(app, text):
    """The addresses in a text that lead to a letter without a personal link."""
    found, routes = set(), app.url_map.bind("localhost")
    for path in re.findall(r"/letters/[^\s<>\"?]+", text):
        path = path.rstrip(".,)")
        if "token" not in routes.match(path)[1]:
            found.add(path)
    return found


def test_no_kind_of_message_names_a_page_that_is_not_there(world, app, database):
    world.everything_mailed()
    world.silence()
    world.delivered()
    public, seen = set(), set()
    for message in mails(database):
        if message.kind == "hook" or message.kind.startswith("delivery"):
            continue  # whose words are a coordinator's: see below
        for language in ("en", "es"):
            message.language = language
            hidden, plain = compose(message, private=True), compose(message)
            if message.kind == "invitation_test":  # to the coordinator, and it says so of its link
                said = ("opens nothing before the letter is public", "no abre nada antes de que la carta sea pública")
                assert any(one in " ".join(hidden.text.split()) for one in said)
                continue
            assert open_to_anybody(app, hidden.text + hidden.html) == set(), message.kind
            assert hidden.text.count("\n\n\n") <= plain.text.count("\n\n\n")
            assert not hidden.text.rstrip().endswith(":"), f"{message.kind} announces nothing"
            seen.add(message.kind)
            if open_to_anybody(app, plain.text):
                public.add(message.kind)
    assert public >= {"receipt", "confirm", "galley", "withdrawn", "dropped", "delivered", "late_declined", "my_links"}
    assert len(seen) >= 25


def test_the_worker_asks_when_it_sends(world, app, database, clock):
    """The receipt was written while the letter was public, and goes while it is private; later ones name the page again."""
    world.sign("Friends of the Harbor", "ada@friends.example")
    private(database)
    sender = Sent(clock)
    assert send_due(database, sender, clock.now).sent >= 1
    assert all(open_to_anybody(app, mail.text + mail.html) == set() for _, mail in sender.mails)
    with database.write() as session:
        set_embargo(session, find(session, "harbor"), "", by="x", now=clock.now)
    world.sign("Dune Trust", "dora@dune.example")
    sender = Sent(clock)
    send_due(database, sender, clock.now)
    assert {PAGE, f"{PAGE}/links"} <= open_to_anybody(app, "".join(mail.text for _, mail in sender.mails))


def test_it_ends_to_the_second(world, app, database, clock):
    private(database)
    clock.now = UNTIL
    with database.write() as session:
        find(session, "harbor").deadline_local = "2026-04-05T17:00:00"
        find(session, "harbor").deadline = datetime(2026, 4, 5, 21, tzinfo=UTC)
    world.sign("Friends of the Harbor", "ada@friends.example")
    sender = Sent(clock)
    send_due(database, sender, clock.now)
    assert PAGE in open_to_anybody(app, sender.mails[-1][1].text)


def test_the_letter_is_not_mailed_with_words_that_name_its_page(closed, database, clock):
    private(database)
    with pytest.raises(UserError, match="The letter is private until Wednesday, April 1, 2026"):
        send(database, clock)
    assert mails(database, "delivery") == []
    acting(database, wording.keep_words, Words("A letter", "{salutation}\n\nattached."), by=BY, now=clock.now)
    assert send(database, clock) == 2
    text = compose(mails(database, "delivery")[0], private=True).text
    assert "http" not in text
    assert "SHA-256" in text


# --- "E-mail me my links"


@pytest.fixture
def invited(world, database):
    made = world.invite("Invited Isle", "iris@isle.example")
    return doors().to("invited", made.id, 0)


def test_who_was_invited_and_signed_with_another_address_finds_their_links(world, database, client, invited):
    page = client.get(invited)
    answer = client.submit(
        page, invited, {"organization": "Isle", "contact_email": "bo@isle.example", "authorized": "y"}, action="/sign"
    )
    assert answer.status_code == 303
    private(database)
    with database.write() as session:
        signature = session.scalars(select(Signature)).one()
        signature.status, signature.confirmed_at, signature.confirmed_how = "accepted", signature.signed_at, "mail"
        session.scalars(select(Invitation)).one().signed_at = signature.signed_at
    over = client.get(invited)
    assert over.status_code == 410
    (way,) = [link.get("href") for link in parse(over).iter("a") if (link.get("href") or "").endswith("/links")]
    asking = client.get(way)
    assert "E-mail me my links" in text_of(asking)
    assert parse(asking).findtext("head/title") == "A private letter · Undersigned"
    wrong = client.submit(asking, way, {"email": "nobody"}, action="/links")
    assert wrong.status_code == 422
    sent = client.submit(asking, way, {"email": "bo@isle.example"}, action="/links")
    assert sent.status_code == 303
    there = client.get(sent.location)
    assert there.status_code == 200
    assert PAGE not in [link.get("href") for link in parse(there).iter("a")]
    (mail,) = mails(database, "my_links")
    assert mail.recipient == "bo@isle.example"
    (own,) = re.findall(r"http://localhost(\S+)", compose(mail, private=True).text)
    assert client.get(own).status_code == 200


def test_the_mail_to_ones_own_page_leads_to_a_page_that_is_there(world, database, client, invited):
    page = client.get(invited)
    client.submit(page, invited, {"organization": "Isle", "authorized": "y"}, action="/sign")
    private(database)
    over = client.get(invited)
    sent = client.submit(over, invited, {}, action="/page")
    assert sent.status_code == 303
    assert client.get(sent.location).status_code == 200


@pytest.mark.parametrize("rest", ["", "/sent"])
def test_a_link_that_was_taken_back_shows_a_stranger_nothing(world, database, client, invited, clock, rest):
    private(database)
    with database.write() as session:
        session.scalars(select(Invitation)).one().revoked_at = clock.now
    assert client.get(f"{invited}/links{rest}").status_code == 404
    assert client.get(f"{PAGE}/i/made-up/links{rest}").status_code == 404
