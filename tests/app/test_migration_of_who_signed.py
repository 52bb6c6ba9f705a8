"""The step that keeps who signed apart from the contact (0005), with signatures from before it, there and back."""

from __future__ import annotations

import pytest
from sqlalchemy import MetaData, Table, inspect, select

import migrations
from tests.tools.campaigns import Campaigns
from tests.tools.signing import rows, set_signature

NEW = {"signed_by", "signed_title", "line_wanted"}
LATER = {"type"}
"""What later steps added."""


def columns(database):
    return {column["name"] for column in inspect(database.engine).get_columns("signature")}


def everything_but_new(database):
    """Every row of the table without the columns of this step."""
    table = Table("signature", MetaData(), autoload_with=database.engine)
    kept = [column for column in table.columns if column.name not in NEW | LATER]
    with database.engine.connect() as connection:
        return connection.execute(select(*kept).order_by(table.c.id)).mappings().all()


@pytest.fixture
def before(database, clock):
    """A database of the version before, with signatures; it is brought back to the newest, whatever happens here."""
    campaigns = Campaigns(database, clock)
    campaigns.open()
    campaigns.sign()
    second = campaigns.sign("Shore League", "cy@shore.example", contact_name="Cy", contact_title="").id
    gone = campaigns.sign("Purged", "di@purged.example", confirmed=False).id
    set_signature(database, second, contact_name="Bo Li", contact_title="Treasurer", email_wanted="bo@shore.example")
    set_signature(database, gone, contact_name="", contact_title="", contact_email="", contact_purged_at=clock.now)
    migrations.downgrade(database.engine, "0004")
    yield campaigns
    migrations.upgrade(database.engine)


def test_the_contact_stands_for_who_signed_and_nothing_else_changes(before, database):
    assert not NEW & columns(database)
    old = everything_but_new(database)
    migrations.upgrade(database.engine, "0005")
    assert everything_but_new(database) == old
    migrations.upgrade(database.engine)
    assert [(one.signed_by, one.signed_title, one.line_wanted) for one in rows(database)] == [
        ("Ada Okafor", "Director", ""),
        ("Bo Li", "Treasurer", ""),
        ("", "", ""),
    ]


def test_back_and_up_again_keeps_everything_else(before, database):
    migrations.upgrade(database.engine)
    old = everything_but_new(database)
    set_signature(database, 1, line_wanted="Friends of the Harbour")
    migrations.downgrade(database.engine, "0004")
    assert not NEW & columns(database)
    migrations.upgrade(database.engine)
    assert everything_but_new(database) == old
    assert {one.line_wanted for one in rows(database)} == {""}


def test_whoever_signs_afterwards_is_kept_by_name(before, database):
    migrations.upgrade(database.engine)
    number = before.sign("Mill Workers", "mia@mills.example", contact_name="Mia Moss").id
    (signature,) = (one for one in rows(database) if one.id == number)
    assert (signature.signed_by, signature.signed_title, signature.contact_name) == ("Mia Moss", "Director", "Mia Moss")
