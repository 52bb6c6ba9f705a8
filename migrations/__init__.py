"""Bringing a database to the shape that this program knows.

Each migration stands alone: it imports no model, because the models of the day it runs are not those of the day it was written.

Alembic is imported where something is migrated: every command looks whether the database is ready, and a server that only looks
saves 12 MB.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config


class MigrationError(Exception):
    """The database cannot be brought to that revision; the text says why."""


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration without an ini file; ``connection`` is the one the migrations run on."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def head() -> str:
    """The revision that this program knows: the last of the files, whose names begin with their revisions."""
    return max(path.name.partition("_")[0] for path in (Path(__file__).parent / "versions").glob("[0-9]*_*.py"))


def current(engine: Engine) -> str | None:
    """The revision that the database is at; None for one that was never set up."""
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        return connection.scalars(text("SELECT version_num FROM alembic_version")).one_or_none()


def is_empty(engine: Engine) -> bool:
    """Whether there is no table at all: a database that may be set up without asking."""
    return not inspect(engine).get_table_names()


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run the migrations that are missing, all in one transaction: an upgrade that fails leaves the database as it was.

    Raises :class:`MigrationError` when that cannot be done.
    """
    from alembic import command
    from alembic.util import CommandError

    try:
        with engine.connect().execution_options(undersigned_write=True) as connection, connection.begin():
            command.upgrade(configuration(connection), revision)
    except CommandError as error:
        raise MigrationError(str(error)) from error


def downgrade(engine: Engine, revision: str) -> None:
    """Undo migrations down to ``revision`` ("base" for an empty database)."""
    from alembic import command

    with engine.connect().execution_options(undersigned_write=True) as connection, connection.begin():
        command.downgrade(configuration(connection), revision)
