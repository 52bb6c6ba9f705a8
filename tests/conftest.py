"""What the tests share: a fresh database, a clock to be set, an application, clients, and programs that may be missing."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.engine import make_url

import database as database_module
import migrations
from configuration import MailSettings, Settings
from database import Database
from tests.tools import quick

quick.hurry()

POSTGRESQL = os.environ.get("UNDERSIGNED_TEST_POSTGRESQL", "")
"""Where this is set, the whole suite runs on that PostgreSQL database, which is emptied between tests."""

# A machine that is busy with something else must not fail a property: speed is measured by `make bench`, not here.
# How many examples a property is tried on, unless it says so itself: enough for each run, more where somebody asks for more.
EXAMPLES = int(os.environ.get("UNDERSIGNED_EXAMPLES", "60"))
# Where a change is judged (CI=true) they are the same each time: what fails there, the change has done. Elsewhere they differ.
hypothesis_settings.register_profile(
    "steady",
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("CI") == "true",
)
hypothesis_settings.load_profile("steady")

PROGRAMS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "soffice": ("soffice", "libreoffice"),
    "java": ("java",),
    "pdftotext": ("pdftotext",),
    "pdftoppm": ("pdftoppm",),
    "node": ("node",),
    "postgresql": (),
    "loop": ("mkfs.ext4",),
    "tmpfs": ("mount",),
    "collation": (),
}
"""What a test may need, and the programs that give it: one of them is enough."""
ALLKEYS = sorted(Path("/usr/share/perl").glob("5*/Unicode/Collate/allkeys.txt"))
"""Unicode's table of collation, as Perl ships it."""
MOUNTED = ("loop", "tmpfs")
"""What also needs the right to mount: a file system in a file, and one in memory."""


@cache
def _can_mount(kind: str) -> bool:
    """Whether this machine lets us mount what we made: that takes rights, and in a container more than being root."""
    with tempfile.TemporaryDirectory() as made:
        folder, image = Path(made, "folder"), Path(made, "image")
        folder.mkdir()
        with open(image, "wb") as file:
            file.truncate(8 << 20)
        commands: dict[str, list[list[str | Path]]] = {
            "loop": [["mkfs.ext4", "-q", "-F", image], ["mount", "-o", "loop", image, folder]],
            "tmpfs": [["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]],
        }
        try:
            for command in commands[kind]:
                subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            return False
        subprocess.run(["umount", folder], check=True)
    return True


def _missing(program: str) -> bool:
    if program == "postgresql":
        return not POSTGRESQL
    if program == "collation":
        return not any(ALLKEYS)
    if not any(shutil.which(name) for name in PROGRAMS[program]):
        return True
    return program in MOUNTED and not _can_mount(program)


def pytest_collection_finish() -> None:
    """What is there before the first test stays until the last one: Python need not look through it for garbage every time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test whose program is missing is skipped, loudly; where everything should be there (CI=true) it fails."""
    for marker in item.iter_markers("needs"):
        for program in marker.args:
            if program not in PROGRAMS:
                pytest.fail(f"needs({program!r}): known are {', '.join(PROGRAMS)}", pytrace=False)
            if _missing(program):
                if os.environ.get("CI") == "true":
                    pytest.fail(f"{program} is missing", pytrace=False)
                pytest.skip(f"{program} is missing")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say at the end what was not tested. The reports tell it, wherever a test ran: there may be several processes."""
    reasons = (str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", ()))
    missed = Counter(program for reason in reasons for program in PROGRAMS if reason.endswith(f"{program} is missing"))
    for program, count in sorted(missed.items()):
        terminalreporter.write_line(f"NOT TESTED: {count} tests need {program}, which is missing here", yellow=True, bold=True)


@dataclass
class Clock:
    """A clock that stands until it is moved. Give it to whatever asks for the present moment."""

    now: datetime = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **duration: float) -> datetime:
        """Move on by a duration, in the words of timedelta."""
        self.now += timedelta(**duration)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and no rows, made once and copied for each test."""
    path = tmp_path_factory.mktemp("template") / "migrated.db"
    database = Database(f"sqlite:///{path}")
    migrations.upgrade(database.engine)
    database.dispose()
    return path


def own_postgresql(address: str) -> str:
    """The address of a PostgreSQL database for this process alone: where several test at once, each has its own beside it."""
    url = make_url(address).set(drivername="postgresql+psycopg")
    assert "test" in (url.database or ""), "the tests empty the database: its name must contain “test”"
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        url = url.set(database=f"{url.database}_{worker}")
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{url.database}" WITH (FORCE)'))
            connection.execute(text(f'CREATE DATABASE "{url.database}"'))
        engine.dispose()
    return url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Database | None]:
    """The PostgreSQL database to test on, set up from nothing; None when the tests run on SQLite."""
    if not POSTGRESQL:
        yield None
        return
    database = Database(own_postgresql(POSTGRESQL))
    with database.engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    migrations.upgrade(database.engine)
    yield database
    database.dispose()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path, postgresql: Database | None) -> str:
    """The address of a database with all tables and no rows, of this test alone."""
    return fresh_database(request, tmp_path, postgresql)


@cache
def emptying(database: Database) -> tuple[str, ...]:
    """The statements that leave PostgreSQL's tables as they were made. TRUNCATE does it too, and takes nine times as long."""
    inspector = inspect(database.engine)
    in_order = [name for name, _ in inspector.get_sorted_table_and_fkc_names() if name and name != "alembic_version"]
    counted = "SELECT schemaname || '.' || quote_ident(sequencename) FROM pg_sequences WHERE schemaname = 'public'"
    with database.engine.connect() as connection:
        sequences = connection.scalars(text(counted)).all()
    deleting = "; ".join(f'DELETE FROM "{name}"' for name in reversed(in_order))
    return (deleting, "SELECT " + ", ".join(f"setval('{sequence}', 1, false)" for sequence in sequences))


def fresh_database(request: pytest.FixtureRequest, folder: Path, postgresql: Database | None) -> str:
    """The address of a database with all tables and no rows: a file in ``folder``, or the PostgreSQL one, emptied."""
    if postgresql is None:
        path = folder / "undersigned.db"
        shutil.copy(request.getfixturevalue("migrated"), path)
        return f"sqlite:///{path}"
    with postgresql.engine.begin() as connection:
        for statement in emptying(postgresql):
            connection.execute(text(statement))
    return postgresql.engine.url.render_as_string(hide_password=False)


@pytest.fixture
def in_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """Databases that are made after this wait for the disk, as they do in service."""
    monkeypatch.setattr(database_module, "_prepare_sqlite", quick.IN_SERVICE)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh database; the application of the ``app`` fixture uses the same."""
    made = Database(database_url)
    yield made
    made.dispose()


@pytest.fixture
def settings(database_url: str) -> Settings:
    """Settings of a small installation on this machine, without a mail server.

    Limits are off: a property sends hundreds of forms from one address. tests/app/test_throttle.py turns them on.
    """
    return Settings(database_url, "a-secret-for-tests-only", "http://localhost", MailSettings(), limits=False)


@pytest.fixture
def make_app(clock: Clock) -> Iterator[Callable[..., Flask]]:
    """Make an application from settings; it is put away after the test."""
    import web
    from app import create_app
    from tests.tools.pages import Client

    made: list[Flask] = []

    def make(settings: Settings) -> Flask:
        app = create_app(settings, clock=clock)
        app.testing = True
        app.test_client_class = Client
        made.append(app)
        return app

    yield make
    for app in made:
        web.surroundings(app).database.dispose()


@pytest.fixture
def app(settings: Settings, make_app: Callable[..., Flask]) -> Flask:
    return make_app(settings)


@pytest.fixture
def client(app: Flask) -> Any:
    """Somebody who is not signed in. Every page they fetch is checked (tests/tools/pages.py)."""
    return app.test_client()


@pytest.fixture
def signed_in(app: Flask, database: Database, clock: Clock) -> Callable[..., Any]:
    """``signed_in(role, coalition)``: a client signed in as a coordinator with that role in the coalition of that name.

    Coalition and person are made when new: "owner" of "Rivers" is owner@rivers.example. The client knows its ``coalition_id``
    and ``person_id``. A role of "" is somebody without any coalition.
    """
    from coalition.access import COOKIE_KEY
    from coalition.models import Coalition, Coordinator
    from coalition.operations import people, sessions

    def sign_in(role: str = "owner", coalition: str = "Rivers", *, email: str = "") -> Any:
        client = app.test_client()
        with database.write() as session:
            address = email or f"{role or 'nobody'}@{coalition.lower().replace(' ', '-')}.example"
            person = people.person_at(session, address, now=clock.now)
            client.person_id = person.id
            if role:
                row = session.scalars(select(Coalition).where(Coalition.name == coalition)).one_or_none()
                row = row or people.create_coalition(session, coalition, by="the tests", now=clock.now)
                client.coalition_id = row.id
                held = session.scalars(
                    select(Coordinator).where(Coordinator.coalition_id == row.id, Coordinator.person_id == person.id)
                ).one_or_none()
                if held is None:
                    people.add_person(session, row, address, role, by="the tests", now=clock.now)
                else:
                    held.role = role
            token = sessions.start(session, person, now=clock.now, browser="test")
        with client.session_transaction() as cookie:
            cookie[COOKIE_KEY] = token
            cookie.permanent = True
        return client

    return sign_in
