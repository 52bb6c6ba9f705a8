"""The step to groups by type (0008), with a letter and signatures from before it, there and back, on either database."""

from __future__ import annotations

import pytest
from sqlalchemy import MetaData, Table, inspect, select, text
from sqlalchemy.exc import IntegrityError

import migrations
from campaign.models import Campaign
from tests.tools.campaigns import Campaigns
from tests.tools.signing import rows, set_signature

NEW = {"signature": {"type"}, "campaign": {"types", "numerals"}}


def kept(database, name):
    """Every row of the table without the columns of this step."""
    table = Table(name, MetaData(), autoload_with=database.engine)
    old = [column for column in table.columns if column.name not in NEW[name]]
    with database.engine.connect() as connection:
        return connection.execute(select(*old).order_by(table.c.id)).mappings().all()


def columns(database, name):
    return {column["name"] for column in inspect(database.engine).get_columns(name)}


def regroup(database, by):
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE campaign SET group_by = :by").bindparams(by=by))


@pytest.fixture
def before(database, clock):
    """A database of the version before, with a letter grouped by state; it is brought back to the newest whatever happens."""
    campaigns = Campaigns(database, clock)
    campaigns.open()
    campaigns.sign()
    set_signature(database, 1, state="CA")
    migrations.downgrade(database.engine, "0007")
    regroup(database, "state")
    yield campaigns
    migrations.upgrade(database.engine)


def test_nothing_changes_but_what_is_new(before, database):
    assert not any(NEW[name] & columns(database, name) for name in NEW)
    old = {name: kept(database, name) for name in NEW}
    migrations.upgrade(database.engine, "0008")
    assert {name: kept(database, name) for name in NEW} == old
    migrations.upgrade(database.engine)
    campaign = before.get()
    assert (campaign.group_by, campaign.numerals, campaign.types) == ("state", "by value", [])
    assert [one.type for one in rows(database)] == [""]


def test_groups_by_type_are_refused_before_and_taken_afterwards(before, database):
    with pytest.raises(IntegrityError):
        regroup(database, "type")
    migrations.upgrade(database.engine)
    regroup(database, "type")
    for wrong in ("group_by = 'size'", "numerals = 'roman'"):
        with pytest.raises(IntegrityError), database.engine.begin() as connection:
            connection.execute(text(f"UPDATE campaign SET {wrong}"))


def test_back_and_up_again(before, database):
    migrations.upgrade(database.engine)
    set_signature(database, 1, type="Faith")
    with database.write() as session:
        for campaign in session.scalars(select(Campaign)):
            campaign.group_by, campaign.types, campaign.numerals = "type", ["Faith"], "as words"
    old = kept(database, "signature")
    migrations.downgrade(database.engine, "0007")
    assert not any(NEW[name] & columns(database, name) for name in NEW)
    with pytest.raises(IntegrityError):
        regroup(database, "type")
    migrations.upgrade(database.engine)
    assert kept(database, "signature") == old
    campaign = before.get()
    assert (campaign.group_by, campaign.numerals, campaign.types) == ("", "by value", [])
    assert [(one.state, one.type) for one in rows(database)] == [("CA", "")]
    if database.is_sqlite:
        with database.engine.connect() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
