"""The database: engine, transactions, and what every table shares.

Two kinds of transaction, and the caller says which. :meth:`Database.read` never locks anyone out. :meth:`Database.write` takes
SQLite's write lock at once (``BEGIN IMMEDIATE``): a transaction that reads first and asks for the lock later fails with
"database is locked" as soon as another one wrote in between, and no waiting mends that.

We keep our own two dozen lines instead of an extension that ties sessions to a request, because operations, the command line
and the worker run without one.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, Dialect, Engine, MetaData, TypeDecorator, create_engine, event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

BUSY_TIMEOUT = 30.0
"""Seconds that a writer waits for another process. Longer than any transaction of ours, shorter than a person's patience."""


class Base(DeclarativeBase):
    """The common base of all tables; constraints are named so that migrations can speak of them."""

    metadata = MetaData(naming_convention=NAMES)


class UTCDateTime(TypeDecorator[datetime]):
    """A moment. Takes only aware datetimes and gives them back in UTC; a naive one is a mistake of ours and raises."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into what the column keeps; raises ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the kept moment back as an aware datetime in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class FairLock:
    """A lock that serves its waiters in the order of their coming.

    SQLite's own busy handler polls, and whoever polls at the right moment wins: under load some signers waited for most of a
    second while others passed them. Threads of one process queue here instead.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held = False
        self._queue: deque[threading.Event] = deque()

    def __enter__(self) -> None:
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = threading.Event()
            self._queue.append(turn)
        turn.wait()

    def __exit__(self, *_: object) -> None:
        with self._guard:
            if self._queue:
                self._queue.popleft().set()
            else:
                self._held = False


class Database:
    """One database, and the two ways into it."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        # hide_parameters: an error's text goes into the log, and the values of a statement are names and addresses.
        if self.is_sqlite and parsed.database:
            Path(parsed.database).absolute().parent.mkdir(parents=True, exist_ok=True)
            self.engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT}, hide_parameters=True)
            _prepare_sqlite(self.engine)
        else:
            self.engine = create_engine(url, pool_pre_ping=True, hide_parameters=True)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        self._turn = FairLock()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for looking only; whatever it changed is rolled back. What was loaded stays readable afterwards."""
        with self._sessions() as session:
            try:
                yield session
            finally:
                session.expunge_all()  # a rollback would empty the loaded rows, and a page is often written after reading
                session.rollback()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose changes are committed together when the block ends, or not at all when it raises."""
        if not self.is_sqlite:
            with self._sessions.begin() as session:
                yield session
            return
        with self._turn, self._sessions() as session:
            session.connection(execution_options={"undersigned_write": True})
            with _committing(session):
                yield session

    def dispose(self) -> None:
        """Close every connection of the pool."""
        self.engine.dispose()


@contextmanager
def _committing(session: Session) -> Iterator[None]:
    try:
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None  # the driver must not open transactions of its own accord
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        # FULL: NORMAL lost acknowledged signatures when the power went, and costs hardly less.
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("undersigned_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
