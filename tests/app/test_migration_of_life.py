"""The step to the life of a campaign (0012), with letters and a late request from before it, there and back."""

from __future__ import annotations

import pytest
from sqlalchemy import MetaData, Table, inspect, select, text
from sqlalchemy.exc import IntegrityError

import migrations
from tests.tools.campaigns import ENTRY, Campaigns
from tests.tools.signing import PAGE

NEW = {
    "campaign": {"announced", "announced_local", "deadline_named", "embargo", "embargo_local", "archived_from"},
    "circulation": {"reason"},
    "late_request": {"in_time"},
}
BEFORE = "0011"


def kept(database, name):
    """Every row of the table without the columns of this step."""
    table = Table(name, MetaData(), autoload_with=database.engine)
    old = [column for column in table.columns if column.name not in NEW[name]]
    with database.engine.connect() as connection:
        return connection.execute(select(*old).order_by(table.c.id)).mappings().all()


def columns(database, name):
    return {column["name"] for column in inspect(database.engine).get_columns(name)}


def run(database, statement):
    with database.engine.begin() as connection:
        return (
            [tuple(row) for row in connection.execute(text(statement)).all()]
            if "SELECT" in statement
            else connection.execute(text(statement))
        )


@pytest.fixture
def before(database, clock, client):
    """A database of the version before: an open letter, one that closed with a late request, a draft that an import set aside
    and a letter that somebody put away after it had closed; it is brought back to the newest whatever happens."""
    campaigns = Campaigns(database, clock)
    for slug in ("shut", "away"):
        campaigns.open(slug)
        campaigns.close(slug)
    campaigns.open("harbor")
    campaigns.close("harbor")
    assert client.send(f"{PAGE}/sign", ENTRY).status_code == 409
    campaigns.draft("aside")
    campaigns.open("running")
    migrations.downgrade(database.engine, BEFORE)
    run(database, "UPDATE campaign SET state = 'archived' WHERE slug IN ('away', 'aside')")
    yield campaigns
    migrations.upgrade(database.engine)


def test_nothing_changes_but_what_is_new(before, database):
    assert not any(NEW[name] & columns(database, name) for name in NEW)
    old = {name: kept(database, name) for name in NEW}
    migrations.upgrade(database.engine, "0012")
    assert {name: kept(database, name) for name in NEW} == old
    migrations.upgrade(database.engine)
    one = before.get("running")
    assert (one.announced, one.embargo, one.deadline_named, one.archived_from) == (None, None, True, "")
    assert [tuple(row) for row in run(database, "SELECT reason FROM circulation WHERE reason <> ''")] == []
    assert [bool(row[0]) for row in run(database, "SELECT in_time FROM late_request")] == [False]


def test_the_archive_knows_where_each_came_from(before, database):
    migrations.upgrade(database.engine)
    found = run(database, "SELECT slug, archived_from FROM campaign WHERE state = 'archived' ORDER BY slug")
    assert found == [("aside", "drafting"), ("away", "closed")]


def test_an_embargo_and_an_announced_date_are_gone_on_the_way_back(before, database):
    migrations.upgrade(database.engine)
    run(
        database,
        "UPDATE campaign SET embargo = deadline, embargo_local = deadline_local, announced = deadline,"
        " announced_local = deadline_local WHERE slug = 'running'",
    )
    migrations.downgrade(database.engine, BEFORE)
    migrations.upgrade(database.engine)
    assert before.get("running").embargo is None


@pytest.mark.parametrize(
    "wrong",
    [
        "announced_local = '2026-03-01T10:00:00'",
        "embargo = deadline",
        "announced = '2030-01-01 00:00:00+00', announced_local = '2030-01-01T00:00:00'",
        "archived_from = 'closed'",
        "archived_from = 'nowhere', state = 'archived'",
    ],
)
def test_what_makes_no_sense_is_refused_from_then_on(before, database, wrong):
    migrations.upgrade(database.engine)
    with pytest.raises(IntegrityError):
        run(database, f"UPDATE campaign SET {wrong} WHERE slug = 'running'")
