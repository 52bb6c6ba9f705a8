"""The step that brings lists of signatures (0009), with signatures from before it, there and back."""

from __future__ import annotations

import pytest
from sqlalchemy import MetaData, Table, inspect, select, text

import migrations
from signatories.models import SignatureAct
from tests.tools.campaigns import Campaigns
from tests.tools.signing import rows, set_signature

STEP, BEFORE = "0009", "0008"
TABLES = {"signature_batch", "list_mapping"}


def columns(database):
    return {column["name"] for column in inspect(database.engine).get_columns("signature")}


def everything_but_new(database):
    """Every row of the table without the column of this step."""
    table = Table("signature", MetaData(), autoload_with=database.engine)
    kept = [column for column in table.columns if column.name != "batch_id"]
    with database.engine.connect() as connection:
        return connection.execute(select(*kept).order_by(table.c.id)).mappings().all()


@pytest.fixture
def before(database, clock):
    """A database of the version before, with signatures and their acts; it is brought back to the newest, whatever happens."""
    campaigns = Campaigns(database, clock)
    campaigns.open()
    campaigns.sign()
    campaigns.sign("Shore League", "cy@shore.example", contact_name="Cy")
    migrations.downgrade(database.engine, BEFORE)
    yield campaigns
    migrations.upgrade(database.engine)


def test_what_was_signed_before_came_with_no_list_and_nothing_else_changes(before, database):
    assert "batch_id" not in columns(database)
    assert not TABLES & set(inspect(database.engine).get_table_names())
    old = everything_but_new(database)
    migrations.upgrade(database.engine, STEP)
    assert set(inspect(database.engine).get_table_names()) >= TABLES
    assert everything_but_new(database) == old
    migrations.upgrade(database.engine)
    assert [one.batch_id for one in rows(database)] == [None, None]


def test_back_and_up_again_keeps_the_signatures_and_forgets_the_list(before, database):
    migrations.upgrade(database.engine)
    with database.engine.begin() as connection:
        made = "INSERT INTO signature_batch (id, campaign_id, source, mapping, made_by, made_at)"
        connection.execute(text(f"{made} VALUES (1, 1, 'form.csv', '{{}}', 'Ana', '2026-03-02 15:00:00+00:00')"))
    set_signature(database, 1, batch_id=1)
    old, acts = everything_but_new(database), len(rows(database, SignatureAct))
    assert acts == 2
    migrations.downgrade(database.engine, BEFORE)
    migrations.upgrade(database.engine)
    assert everything_but_new(database) == old
    assert len(rows(database, SignatureAct)) == acts
    assert [one.batch_id for one in rows(database)] == [None, None]


def test_a_signature_cannot_name_a_list_that_there_is_not(before, database):
    migrations.upgrade(database.engine)
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        set_signature(database, 1, batch_id=77)
