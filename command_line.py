"""What every command shares: how problems are said, and a database that is as this version needs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from sqlalchemy.exc import OperationalError

import migrations
from configuration import ConfigurationError, Settings, from_environment
from database import Database
from errors import ProblemsError, UserError


class Problem(click.ClickException):
    """What is wrong, one line for each problem, on standard error; the command ends with 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:  # noqa: ARG002
        """Print the problems."""
        click.echo(self.message, err=True)


class Commands(click.Group):
    """A group whose commands say in a sentence what is wrong, never in a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (ConfigurationError, ProblemsError) as error:
            raise Problem("\n".join(error.problems)) from None
        except UserError as error:
            raise Problem(error.sentence) from None
        except OperationalError as error:
            raise Problem(f"The database cannot be used: {str(error.orig).splitlines()[0]}.") from None
        except migrations.MigrationError as error:
            raise Problem(f"The database cannot be upgraded: {error}.") from None


def ready_database(settings: Settings) -> None:
    """See that the database is as this version needs it.

    A fresh SQLite file is set up on the spot; anything else is decided by whoever runs the program, with
    ``undersigned upgrade``. Raises :class:`Problem`.
    """
    database = Database(settings.database_url)
    try:
        if database.is_sqlite and migrations.is_empty(database.engine):
            migrations.upgrade(database.engine)
        state = migrations.current(database.engine)
    finally:
        database.dispose()
    if state != migrations.head():
        said = state or "no version at all"
        raise Problem(f"The database is at {said}, this program needs {migrations.head()}: run “undersigned upgrade”.")


@contextmanager
def open_database() -> Iterator[Database]:
    """The configured database, ready; closed when the block ends."""
    settings = from_environment()
    ready_database(settings)
    database = Database(settings.database_url)
    try:
        yield database
    finally:
        database.dispose()
