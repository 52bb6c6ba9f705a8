"""The step to signing in two steps (0003), with signatures from before it, there and back, on either database."""

from __future__ import annotations

import pytest
from sqlalchemy import MetaData, Table, insert, select, text

import migrations
from campaign.queries import find, printing
from signatories.models import Consent, LateRequest, Signature, SignatureAct
from tests.tools.campaigns import Campaigns
from tests.tools.invitations import Invitations, doors
from tests.tools.pages import text_of
from tests.tools.signing import mails, rows

OLD = [
    {"origin": "form", "line": "Friends of the Harbor", "contact_email": "Ada@friends.example", "receipt_hash": "a" * 64},
    {"origin": "form", "line": "Friends of the Bay", "contact_email": "ada@Friends.example", "receipt_hash": "b" * 64},
    {"origin": "form", "line": "Friends of the Harbor", "contact_email": "ada@friends.example", "receipt_hash": "c" * 64},
    {"origin": "form", "line": "Shore League", "contact_email": "cy+news@shore.example", "receipt_hash": "d" * 64},
    {"origin": "import", "line": "Listed One", "contact_email": "ada@friends.example", "position": 1},
    {"origin": "import", "line": "Listed Two", "contact_email": "", "position": 2},
    {"origin": "import", "line": "Listed Three", "contact_email": "", "position": 3, "kind": "individual"},
]


def table(database, name):
    return Table(name, MetaData(), autoload_with=database.engine)


@pytest.fixture
def before(database, clock):
    """A database of the version before, with two open letters, their signatures, and somebody who came too late."""
    campaigns = Campaigns(database, clock)
    campaigns.open()
    campaigns.open("other")
    with database.read() as session:
        places = {slug: find(session, slug) for slug in ("harbor", "other")}
        versions = {slug: campaign.circulations[0].version_id for slug, campaign in places.items()}
    migrations.downgrade(database.engine, "0002")
    usual = {
        "kind": "organization",
        "sort_name": "",
        "title": "",
        "affiliation": "",
        "scope": "",
        "state": "",
        "website": "",
        "contact_name": "Ada Okafor",
        "contact_title": "",
        "attestation": "I am authorized.",
        "position": 0,
        "signed_at": clock.now,
        "version_hash": "f" * 64,
        "receipt_hash": None,
    }
    with database.engine.begin() as connection:
        for slug, old in [("harbor", one) for one in OLD] + [("other", OLD[3] | {"receipt_hash": "e" * 64})]:
            row = usual | old | {"campaign_id": places[slug].id, "version_id": versions[slug]}
            row |= {"name_typed": row["line"], "authorized": row["origin"] == "form"}
            connection.execute(insert(table(database, "signature")).values(row))
        late = {
            "campaign_id": places["harbor"].id,
            "name_typed": "Late League",
            "contact_name": "Di",
            "contact_title": "",
            "contact_email": "di@late.example",
            "received_at": clock.now,
        }
        connection.execute(insert(table(database, "late_request")).values(late))
    yield campaigns
    migrations.upgrade(database.engine)  # other tests find the tables as they should be, whatever happened here


def kept(database):
    """What the old version knew of each signature."""
    names = ("id", "line", "name_typed", "contact_email", "origin", "position", "version_hash", "attestation", "authorized")
    found = table(database, "signature")
    with database.engine.connect() as connection:
        return connection.execute(select(*(found.c[name] for name in names)).order_by(found.c.id)).all()


def test_whoever_stood_goes_on_standing(before, database, clock):
    old = kept(database)
    migrations.upgrade(database.engine)
    assert kept(database) == old
    found = rows(database)
    assert {(one.status, one.confirmed_at, one.prints) for one in found} == {("accepted", clock.now, True)}
    assert [one.confirmed_how for one in found] == ["earlier"] * 4 + ["import"] * 3 + ["earlier"]
    assert {(one.generation, one.language, one.trust, one.email_wanted, one.asked) for one in found} == {
        (0, "en", "", "", None)
    }
    assert [one.answers for one in found] == [[]] * len(found)
    with database.read() as session:
        lines = [one.line for one in printing(session, find(session, "harbor"))]
    assert sorted(lines) == sorted(one["line"] for one in OLD)
    assert [one.name_typed for one in rows(database, LateRequest)] == ["Late League"]


def test_of_one_address_the_first_stands_and_the_others_beside_it(before, database):
    migrations.upgrade(database.engine)
    found = rows(database)
    assert [one.address_key for one in found] == [
        "ada@friends.example",
        "ada@friends.example",
        "ada@friends.example",
        "cy@shore.example",
        None,
        None,
        None,
        "cy@shore.example",
    ]
    assert [one.stands_beside for one in found] == [False, True, True, False, False, False, False, False]


def test_campaigns_take_the_usual_settings(before, database):
    migrations.upgrade(database.engine)
    campaign = before.get()
    assert (campaign.moderation, campaign.silence, campaign.retention_days) == ("none", "drop", 180)
    assert (campaign.questions, campaign.invitation_subject, campaign.galley_until) == ([], "", None)


def test_the_letter_and_the_own_page_work_on_what_was_brought_over(before, database, client, clock):
    migrations.upgrade(database.engine)
    assert "Listed Two" in text_of(client.get("/letters/harbor"))
    client.send("/letters/harbor/links", {"email": "ada@friends.example"})
    (mail, *_) = mails(database, "my_links")
    assert [link["line"] for link in mail.context["links"]] == [one["line"] for one in OLD[:3]]
    own = doors().to("own", rows(database)[0].id)
    assert "You have signed" in text_of(client.get(own))
    client.fill_in(own, {}, action="/withdraw")
    assert rows(database)[0].status == "withdrawn"


def test_back_and_up_again_keeps_what_stands(before, database, clock):
    migrations.upgrade(database.engine)
    old = kept(database)
    with database.write() as session:
        session.get(Signature, old[0].id).status = "withdrawn"
    before.sign("Never Confirmed", "bo@never.example", confirmed=False)
    purged = before.sign("Purged", "di@purged.example")
    Invitations(database, clock).one()
    with database.write() as session:
        row = session.get(Signature, purged.id)
        row.contact_email, row.address_key, row.contact_purged_at = "", None, clock.now
        signed = {"version_id": row.version_id, "version_hash": row.version_hash, "signature_id": row.id}
        session.add(Consent(**signed, how="editorial", at=clock.now))
    migrations.downgrade(database.engine, "0002")
    back = kept(database)
    assert [one for one in back if one.line != "Purged"] == old[1:]
    assert [one.contact_email for one in back if one.line == "Purged"] == ["removed@invalid"]
    with database.engine.connect() as connection:
        with pytest.raises(Exception, match="signature_act"):
            connection.execute(text("SELECT * FROM signature_act"))
        connection.rollback()
    migrations.upgrade(database.engine)
    assert kept(database) == back
    assert {one.status for one in rows(database)} == {"accepted"}
    assert rows(database, SignatureAct) == []
    migrations.downgrade(database.engine, "0001")
    migrations.upgrade(database.engine)
    assert kept(database) == back


def test_the_constraints_hold_on_the_tables_that_were_brought_over(before, database):
    from sqlalchemy.exc import IntegrityError

    migrations.upgrade(database.engine)
    number = rows(database)[1].id
    for wrong in (
        "status = 'unheard of'",
        "status = 'pending', confirmed_at = NULL, confirmed_how = ''",
        "confirmed_how = ''",
        "status = 'held', status_reason = ''",
        "trust = 'blind'",
        "contact_email = ''",
        "stands_beside = (1 = 0)",
        "asked = 99",
        "invitation_id = 99",
    ):
        with database.engine.connect() as connection, pytest.raises(IntegrityError):
            connection.execute(text(f"UPDATE signature SET {wrong} WHERE id = {number}"))
