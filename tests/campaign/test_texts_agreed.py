"""Whose act a signature is, in the ledger: whoever signed, whoever the contact is later, and who vouched for it."""

from __future__ import annotations

import pytest

from campaign.operations.confirming import confirm
from campaign.operations.moderating import decide
from campaign.operations.own_page import change_contact
from campaign.operations.settling import settle_due
from campaign.queries import find
from campaign.texts_agreed import HEADER, ledger, rows
from signatories.models import Signature
from tests.tools.campaigns import Campaigns
from tests.tools.consenting import add, bring, get, publish, write
from tests.tools.invitations import doors
from tests.tools.pages import text_of
from tests.tools.signing import mails


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open()
    return made


def table(campaigns):
    """The ledger's rows, each by the names of its columns."""
    with campaigns.database.read() as session:
        return [dict(zip(HEADER, row, strict=True)) for row in rows(ledger(session, find(session, "harbor")))]


def new_contact(campaigns, number, name="Ben Newcomer", title="Intern", email="ada@friendsoftheharbor.example"):
    with campaigns.database.write() as session:
        campaign, signature = find(session, "harbor"), session.get_one(Signature, number)
        change_contact(session, campaign, signature, name=name, title=title, email=email, doors=doors(), now=campaigns.now)


def test_another_contact_did_not_sign(campaigns, clock, signed_in):
    number = add(campaigns)
    clock.advance(days=1)
    new_contact(campaigns, number)
    (row,) = table(campaigns)
    assert (row["by"], row["title"]) == ("Ada Okafor", "Director")
    signature = get(campaigns, number)
    assert (signature.signed_by, signature.contact_name) == ("Ada Okafor", "Ben Newcomer")
    words = text_of(signed_in("editor").get(f"/desk/harbor/signatures/{number}"))
    assert "Signed byAda Okafor, Director" in words
    assert "Ben Newcomer, Intern" in words


def test_a_text_that_comes_back_was_agreed_to_by_whoever_signed_it(campaigns, clock):
    add(campaigns)
    write(campaigns, "First.")
    publish(campaigns)
    number = add(campaigns, "Mill Town")
    new_contact(campaigns, number, email="ada@milltown.example")
    write(campaigns, "Second.")
    publish(campaigns)
    write(campaigns, "First.")
    publish(campaigns)
    assert [row["by"] for row in table(campaigns) if row["printed line"] == "Mill Town"] == [
        "Ada Okafor",
        "Ana",
        "Ada Okafor",
    ], "who signed, who published an editorial change, and who had signed this very text"


def test_no_operation_changes_who_signed(campaigns):
    number = add(campaigns)
    for name in ("signed_by", "signed_title"):
        with pytest.raises(ValueError, match=name), campaigns.database.write() as session:
            setattr(session.get_one(Signature, number), name, "Somebody Else")


def test_the_moment_of_confirming_and_who_did_it_stand_beside_the_moment_of_signing(campaigns, clock):
    number = add(campaigns, confirmed=False)
    clock.advance(hours=2)
    with campaigns.database.write() as session:
        confirm(session, find(session, "harbor"), session.get_one(Signature, number), doors=doors(), now=clock.now)
    write(campaigns)
    publish(campaigns)
    first, later = table(campaigns)
    assert first["when (UTC)"] < first["confirmed (UTC)"]
    assert first["confirmed (UTC)"] == clock.now.strftime("%Y-%m-%d %H:%M:%S")
    assert first["confirmed by"] == "the signer"
    assert (later["confirmed (UTC)"], later["confirmed by"]) == ("", "")


def test_what_a_coordinator_vouched_for_names_them_and_how_they_knew(campaigns, clock, signed_in):
    number = add(campaigns, confirmed=False)
    bring(campaigns, "Mill Town")
    clock.advance(hours=2)
    with campaigns.database.write() as session:
        campaign = find(session, "harbor")
        for decision, reason in (("accept", "Ada telephoned"), ("hold", "wait"), ("accept", "yes")):
            decide(session, campaign, [number], decision, reason=reason, doors=doors(), by="Rosa", now=clock.now)
            clock.advance(minutes=5)
    vouched, listed = table(campaigns)
    assert (vouched["by"], vouched["confirmed by"]) == ("Ada Okafor", "Rosa: Ada telephoned")
    assert (listed["by"], listed["confirmed by"]) == ("", "")
    words = text_of(signed_in("editor").get("/desk/harbor/consent"))
    assert "confirmed by Rosa: “Ada telephoned”" in words


def test_nobody_at_an_address_that_a_coordinator_vouched_for_is_asked_about_a_changed_text(campaigns, database, clock):
    number = add(campaigns, confirmed=False)
    with campaigns.database.write() as session:
        decide(
            session,
            find(session, "harbor"),
            [number],
            "accept",
            reason="Ada telephoned",
            tell=True,
            doors=doors(),
            by="Rosa",
            now=campaigns.now,
        )
    write(campaigns, "One.")
    publish(campaigns)
    write(campaigns, "Two.")
    publish(campaigns, "substantive")
    assert get(campaigns, number).asked is not None
    assert {mail.kind for mail in mails(database)} == {"confirm"}, "nobody has shown that the address is theirs"
    clock.advance(days=2, hours=2, minutes=5)
    with campaigns.database.write() as session:
        settle_due(session, clock.now, doors)
    signature = get(campaigns, number)
    assert (signature.status, signature.asked) == ("held", None), "whom nobody asked was not silent"
    assert signature.status_reason == "the text changed in substance, and it stands on a coordinator’s word"
