"""The step to stored files of editions (0014), with an edition and a late request from before it, on either database."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

import migrations
from campaign.models import Edition
from signatories.models import LateRequest
from tests.tools.campaigns import ENTRY, Campaigns
from tests.tools.signing import rows

NEW = {"edition": {"closed_by", "left_open", "mark"}, "late_request": {"status", "reason", "signature_id", "invitation_id"}}


@pytest.fixture
def before(database, clock, client):
    """A database of the version before, with a closed letter; it is brought back to the newest whatever happens here."""
    campaigns = Campaigns(database, clock)
    campaigns.open()
    campaigns.sign()
    campaigns.close()
    client.send("/letters/harbor/sign", ENTRY)
    migrations.downgrade(database.engine, "0012")
    yield campaigns
    migrations.upgrade(database.engine)


def columns(database, name):
    return {column["name"] for column in inspect(database.engine).get_columns(name)}


def test_an_edition_and_a_late_request_of_before_are_kept(before, database):
    assert not {"edition_file", "edition_trouble"} & set(inspect(database.engine).get_table_names())
    assert not any(NEW[name] & columns(database, name) for name in NEW)
    migrations.upgrade(database.engine)
    (edition,) = rows(database, Edition)
    assert (edition.number, edition.count, edition.closed_by, edition.left_open, edition.mark) == (1, 1, "", [], "")
    (late,) = rows(database, LateRequest)
    assert (late.name_typed, late.status, late.decided_at, late.signature_id) == ("Friends of the Harbor", "new", None, None)
    for wrong in ("status = 'perhaps'", "status = 'accepted'", "status = 'declined'", "signature_id = 99"):
        with pytest.raises(IntegrityError), database.engine.begin() as connection:
            connection.execute(text(f"UPDATE late_request SET {wrong}"))


def test_back_and_up_again(before, database):
    migrations.upgrade(database.engine)
    with database.engine.begin() as connection:
        connection.execute(
            text("UPDATE late_request SET status = 'accepted', signature_id = 1, decided_at = '2026-03-09 12:00:00'")
        )
    migrations.downgrade(database.engine, "0012")
    migrations.upgrade(database.engine)
    (late,) = rows(database, LateRequest)
    assert (late.status, late.typed["kind"], late.contact_email) == ("new", "organization", "ada@friends.example")
    if database.is_sqlite:
        with database.engine.connect() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
