"""Bringing a database to the shape that this program knows.

Each migration stands alone: it imports no model, because the models of the day it runs are not those of the day it was written.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration without an ini file; ``connection`` is the one the migrations run on."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def head() -> str:
    """The revision that this program knows."""
    revision = ScriptDirectory.from_config(configuration()).get_current_head()
    assert revision is not None
    return revision


def current(engine: Engine) -> str | None:
    """The revision that the database is at; None for one that was never set up."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_empty(engine: Engine) -> bool:
    """Whether there is no table at all: a database that may be set up without asking."""
    return not inspect(engine).get_table_names()


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run the migrations that are missing, all in one transaction: an upgrade that fails leaves the database as it was."""
    with engine.connect().execution_options(undersigned_write=True) as connection, connection.begin():
        command.upgrade(configuration(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Undo migrations down to ``revision`` ("base" for an empty database)."""
    with engine.connect().execution_options(undersigned_write=True) as connection, connection.begin():
        command.downgrade(configuration(connection), revision)
