""" "E-mail me my links": the same answer for everybody, and mail to nobody but the owner of the address."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import update

from mail.compose import compose
from signatories.models import Signature
from tests.tools.campaigns import ENTRY, Campaigns
from tests.tools.invitations import Invitations, doors
from tests.tools.pages import parse
from tests.tools.signing import PAGE, ask, rows
from tests.tools.signing import mails as messages

LINKS, SENT = f"{PAGE}/links", f"{PAGE}/links/sent"


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open()
    return made


def mails(database, kind=""):
    """What goes out: for an address that has nothing a message is written down and skipped."""
    return [one for one in messages(database, kind) if one.status != "skipped"]


def urls(mail):
    return [(link["line"], link["url"].removeprefix("http://localhost"), link["waiting"]) for link in mail.context["links"]]


def test_one_mail_holds_every_link_of_the_address(client, campaigns, database, clock):
    standing = campaigns.sign("Friends of the Harbor", "ada@friends.example")
    campaigns.sign("Friends of the Bay", "ada@friends.example", confirmed=False)
    campaigns.sign("Shore League", "cy@shore.example")
    invitation = Invitations(database, clock).one("Reef", "ada@friends.example")
    answer = client.fill_in(LINKS, {"email": " Ada@Friends.example "}, action="/links")
    assert (answer.status_code, answer.location) == (303, SENT)
    (mail,) = mails(database, "my_links")
    assert mail.recipient == "ada@friends.example"
    assert urls(mail) == [
        ("Friends of the Bay", doors().to("confirm", 2), True),
        ("Friends of the Harbor", doors().to("own", standing.id), False),
        ("Reef", doors().to("invited", invitation.id), True),
    ]
    for _, path, _ in urls(mail):
        assert client.get(path).status_code == 200


def test_an_invitation_is_called_one_also_where_nobody_knows_a_name(client, campaigns, database, clock):
    invitations = Invitations(database, clock)
    invitations.one("", "ada@friends.example", contact_name="", contact_title="")
    invitations.one("Reef", "ada@friends.example")
    client.fill_in(LINKS, {"email": "ada@friends.example"}, action="/links")
    (mail,) = mails(database, "my_links")
    said = compose(mail).text
    assert "Reef (invitation, not signed yet)\n" in said
    assert "Your invitation, not signed yet\n" in said
    assert "confirmed" not in said
    assert "can answer for you" in " ".join(said.split())
    mail.language = "es"
    said = compose(mail).text
    assert "Reef (invitación, aún sin firmar)\n" in said
    assert "Su invitación, aún sin firmar\n" in said
    for link in mail.context["links"]:
        del link["invited"]
    assert "Reef (aún sin confirmar)" in compose(mail).text, "one that waited in the outbox since before"


@pytest.mark.parametrize(
    ("given", "asked", "known"),
    [
        ("ada@friends.example", "ADA@Friends.Example", True),
        ("ada@friends.example", "ada+letters@friends.example", True),
        ("ada+letters@friends.example", "ada@friends.example", True),
        ("a.da@gmail.com", "ada@googlemail.com", True),
        ("a.da@friends.example", "ada@friends.example", False),
        ("ada@friends.example", "ada@other.example", False),
        ("ada@friends.example", "bo@friends.example", False),
    ],
)
def test_two_spellings_of_one_mailbox_are_one_and_mail_goes_to_the_first(client, campaigns, database, given, asked, known):
    campaigns.sign(email=given)
    assert client.fill_in(LINKS, {"email": asked}, action="/links").location == SENT
    assert [mail.recipient for mail in mails(database, "my_links")] == ([given] if known else [])


def test_an_address_that_only_looks_alike_never_gets_the_others_link(client, campaigns, database):
    """At some services "ada+eve" is not Ada's but Eve's own mailbox."""
    campaigns.sign("Eve's Front", "ada+eve@friends.example", confirmed=False)
    campaigns.sign("Friends of the Harbor", "ada@friends.example")
    client.fill_in(LINKS, {"email": "ada+eve@friends.example"}, action="/links")
    assert {mail.recipient: [line for line, _, _ in urls(mail)] for mail in mails(database, "my_links")} == {
        "ada+eve@friends.example": ["Eve's Front"],
        "ada@friends.example": ["Friends of the Harbor"],
    }


def test_the_answer_is_the_same_for_every_address(client, app, campaigns, database):
    campaigns.sign()
    seen = set()
    for email in ("ada@friends.example", "nobody@else.example"):
        answer = app.test_client().fill_in(LINKS, {"email": email}, action="/links")
        page = app.test_client().get(answer.location)
        body = re.sub(r'value="[^"]+"', "", page.text)
        seen.add((answer.status_code, answer.location, answer.data, page.status_code, body))
        assert email not in page.text
    assert len(seen) == 1
    assert len(mails(database, "my_links")) == 1, "the control: the two are not the same to us"


@pytest.mark.parametrize("typed", ["", "nonsense", "a@b", "one@x.example,two@x.example", "x\r\nBcc: y@z.example"])
def test_what_is_no_address_is_said_and_kept(client, campaigns, database, typed):
    page = client.fill_in(LINKS, {"email": typed}, action="/links")
    assert page.status_code == 422
    (control,) = (element for element in parse(page).iter("input") if element.get("name") == "email")
    assert control.get("value") == typed.replace("\r\n", "\n")
    assert mails(database) == []


def test_a_mailbox_gets_five_an_hour(client, campaigns, database, clock):
    campaigns.sign()
    for number in range(8):
        clock.advance(minutes=1)
        client.fill_in(LINKS, {"email": f"ada+{number}@friends.example"}, action="/links")
    assert len(mails(database, "my_links")) == 5
    clock.advance(hours=1)
    client.fill_in(LINKS, {"email": "ada@friends.example"}, action="/links")
    assert len(mails(database, "my_links")) == 6


def test_replaced_purged_and_foreign_signatures_are_not_told(client, campaigns, database):
    campaigns.open("other")
    campaigns.sign(slug="other")
    purged = campaigns.sign()
    with database.write() as session:
        gone = {"contact_email": "", "contact_purged_at": campaigns.now, "address_key": None}
        session.execute(update(Signature).where(Signature.id == purged.id).values(gone))
    client.fill_in(LINKS, {"email": "ada@friends.example"}, action="/links")
    assert mails(database, "my_links") == []


def test_of_very_many_links_the_newest_come(client, campaigns, database, clock):
    for number in range(22):
        campaigns.sign(f"Chapter {number}", confirmed=False)
    client.fill_in(LINKS, {"email": "ada@friends.example"}, action="/links")
    assert [line for line, _, _ in urls(mails(database, "my_links")[0])] == [f"Chapter {number}" for number in range(21, 1, -1)]


def test_looking_mails_nothing(client, campaigns, database):
    ask(client, database)
    before = len(mails(database))
    for method in ("GET", "HEAD", "OPTIONS"):
        for path in (LINKS, SENT):
            client.open(path, method=method, query_string={"email": ENTRY["contact_email"]})
    assert len(mails(database)) == before


def test_the_mail_is_in_the_language_of_who_asks(client, campaigns, database):
    campaigns.sign()
    client.fill_in(f"{LINKS}?lang=es", {"email": "ada@friends.example"}, action="/links")
    (mail,) = mails(database, "my_links")
    assert mail.language == "es"
    assert [row.language for row in rows(database)] == ["en"]
