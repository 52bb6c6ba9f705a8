"""The step that makes the directory (0010), with signatures from before it, there and back."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect

import migrations
from tests.tools.campaigns import Campaigns
from tests.tools.directory import Directory
from tests.tools.signing import everything

BEFORE, ITSELF = "0009", "0010"
NEW = {"organization", "organization_name", "organization_contact", "organization_batch"}
LATER = {"reminder_rules", "reminder_step"}
"""What a later step adds, and fills for letters that are open."""


def tables(database):
    return set(inspect(database.engine).get_table_names())


def all_but_new(database):
    return {table: rows for table, rows in everything(database).items() if table not in NEW | LATER}


@pytest.fixture
def before(database, clock):
    """A database of the version before, with a signature; it is brought back to the newest, whatever happens here."""
    campaigns = Campaigns(database, clock)
    campaigns.open()
    campaigns.sign()
    # What later steps do not keep on the way back is gone before, and this test is about one step.
    migrations.downgrade(database.engine, ITSELF)
    migrations.upgrade(database.engine)
    kept = all_but_new(database)
    migrations.downgrade(database.engine, BEFORE)
    yield campaigns, kept
    migrations.upgrade(database.engine)


def test_there_nothing_that_was_kept_changes(before, database):
    assert not NEW & tables(database)
    migrations.upgrade(database.engine)
    assert tables(database) >= NEW
    assert all_but_new(database) == before[1]
    assert all(rows == [] for table, rows in everything(database).items() if table in NEW)


def test_and_back_with_a_directory(before, database, clock):
    campaigns, _kept = before
    migrations.upgrade(database.engine)
    with database.write() as session:
        directory = Directory(session, campaigns.get().coalition_id, clock.now)
        directory.add("Reef Circle", "RC", email="ada@reef.example")
        directory.bring("Organization,Aliases\nShore League,SL\n")
    # What later steps do not keep on the way back is gone before, and this test is about one step.
    migrations.downgrade(database.engine, ITSELF)
    migrations.upgrade(database.engine)
    kept = all_but_new(database)
    migrations.downgrade(database.engine, BEFORE)
    assert not NEW & tables(database)
    migrations.upgrade(database.engine)
    assert all_but_new(database) == kept
