"""Migrations: they lead to exactly the tables that the models describe, and back."""

from __future__ import annotations

import json

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import JSON, inspect, text

import migrations
import signatories.models
import signatories.organizations  # noqa: F401
from campaign import delivery_models, models, reminder_models  # noqa: F401
from campaign.hooks import models as hook_models  # noqa: F401
from coalition import models as coalition_models  # noqa: F401
from database import Base, Database
from mail import models as mail_models  # noqa: F401


@pytest.fixture
def empty(tmp_path):
    made = Database(f"sqlite:///{tmp_path}/empty.db")
    yield made
    made.dispose()


def constraints(engine):
    """Every check, unique and foreign key constraint with its text, and for which rows an index is: alembic's own comparison
    does not look at these."""
    inspector = inspect(engine)
    found = set()
    for table in inspector.get_table_names():
        if table == "alembic_version":
            continue
        found |= {(table, "check", check["name"], check["sqltext"]) for check in inspector.get_check_constraints(table)}
        found |= {(table, "unique", key["name"], tuple(key["column_names"])) for key in inspector.get_unique_constraints(table)}
        # By their columns: SQLite tells no name of a key that was added with its column.
        keys = inspector.get_foreign_keys(table)
        found |= {(table, "foreign", tuple(key["constrained_columns"]), key["referred_table"]) for key in keys}
        for key in inspector.get_indexes(table):
            options = {name: str(value) for name, value in key.get("dialect_options", {}).items()}
            found.add((table, "index", key["name"], json.dumps(options, sort_keys=True)))
    return found


def other_default(context, inspected, column, inspected_default, default, rendered):
    """Whether a column's default differs. Alembic would ask PostgreSQL with "=", which json has not: texts are compared."""
    if isinstance(column.type, JSON):
        return (inspected_default or "").removesuffix("::json").strip("'") != (rendered or "").strip("'")
    return None  # alembic's own way


def test_the_schema_is_what_the_models_say(database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": other_default})
        assert compare_metadata(context, Base.metadata) == []


def test_so_are_its_constraints(database, tmp_path):
    if not database.is_sqlite:
        pytest.skip("the comparison needs a second, empty database")
    straight = Database(f"sqlite:///{tmp_path}/straight.db")
    Base.metadata.create_all(straight.engine)
    assert constraints(database.engine) == constraints(straight.engine)
    straight.dispose()


def test_the_comparison_can_fail(empty):
    """The control for the one above: a table that is one column short is noticed."""
    migrations.upgrade(empty.engine)
    with empty.engine.begin() as connection:
        connection.execute(text("ALTER TABLE person DROP COLUMN name"))
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) != []


def test_up_and_down_and_up(empty):
    assert migrations.is_empty(empty.engine)
    assert migrations.current(empty.engine) is None
    migrations.upgrade(empty.engine)
    assert migrations.current(empty.engine) == migrations.head()
    assert not migrations.is_empty(empty.engine)
    migrations.downgrade(empty.engine, "base")
    assert inspect(empty.engine).get_table_names() == ["alembic_version"]
    migrations.upgrade(empty.engine)
    assert migrations.current(empty.engine) == migrations.head()


def test_upgrading_twice_changes_nothing(empty):
    migrations.upgrade(empty.engine)
    migrations.upgrade(empty.engine)
    assert migrations.current(empty.engine) == migrations.head()


def test_an_upgrade_that_fails_leaves_everything_as_it_was(empty):
    with empty.engine.begin() as connection:
        connection.execute(text("CREATE TABLE signature (id INTEGER)"))
    with pytest.raises(Exception, match="already exists"):
        migrations.upgrade(empty.engine)
    assert inspect(empty.engine).get_table_names() == ["signature"]


def test_a_letter_from_before_styles_and_links_is_kept_and_takes_the_usual_style(empty):
    migrations.upgrade(empty.engine, "0001")
    with empty.engine.begin() as connection:
        connection.execute(text("INSERT INTO coalition (id, name, created_at) VALUES (1, 'Water', '2026-01-01 00:00:00')"))
        connection.execute(text("INSERT INTO letter (id, coalition_id, created_at) VALUES (1, 1, '2026-01-01 00:00:00')"))
        connection.execute(
            text(
                "INSERT INTO version (id, letter_id, number, content_hash, tree, sources, saved_at, saved_by)"
                " VALUES (1, 1, 1, :hash, '{}', '[{\"id\": \"a\"}]', '2026-01-01 00:00:00', 'x')"
            ).bindparams(hash="0" * 64)
        )
    migrations.upgrade(empty.engine, "0002")
    with empty.engine.begin() as connection:
        assert connection.execute(text("SELECT sources, style FROM version")).one() == ('[{"id": "a"}]', "{}")
        assert connection.execute(text("SELECT outgoing FROM coalition")).scalar() == 0
    migrations.downgrade(empty.engine, "0001")
    with empty.engine.begin() as connection:
        assert connection.execute(text("SELECT sources FROM version")).scalar() == '[{"id": "a"}]'
