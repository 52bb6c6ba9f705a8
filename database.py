"""The database: engine, transactions, and what every table shares.

Two kinds of transaction, and the caller says which. :meth:`Database.read` never locks anyone out. :meth:`Database.write` takes
SQLite's write lock at once (``BEGIN IMMEDIATE``): a transaction that reads first and asks for the lock later fails with
"database is locked" as soon as another one wrote in between, and no waiting mends that. :meth:`Database.together` is for what
many people do at the same moment: it writes too, and shares the trip to the disk with others.

We keep our own two dozen lines instead of an extension that ties sessions to a request, because operations, the command line
and the worker run without one.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

from sqlalchemy import DateTime, Dialect, Engine, MetaData, TypeDecorator, create_engine, event, text
from sqlalchemy.engine import Connection, ExceptionContext, make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from errors import StorageFullError
from turns import ProcessTurn, Turns

Result = TypeVar("Result")

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

AT_ONCE = 4
"""Works of :meth:`Database.together` that a process does at the same moment on PostgreSQL: enough to share the wait for the
disk. Python runs one thread at a time, and a work stops at every statement: begun all at once, each would wait for all others
at each of its stops."""

RESTED = 1.0
"""Seconds after which a connection to PostgreSQL is asked whether it still answers before it is used again. Asking takes as
long as a statement, and where many sign at once each gets a connection that was used just now."""

_NORMAL = 1
"""SQLite's word for "write, and go on": https://www.sqlite.org/pragma.html#pragma_synchronous. In WAL mode the file is never
damaged by it."""

_SOON = text("SET LOCAL synchronous_commit = off")

CACHE = 512
"""Kibibytes of the file that each connection to SQLite remembers; it would take up to 2,000."""

BUSY_TIMEOUT = 30.0
"""Seconds that a writer waits for another process. Longer than any transaction of ours, shorter than a person's patience."""


class Base(DeclarativeBase):
    """The common base of all tables; constraints are named so that migrations can speak of them."""

    metadata = MetaData(naming_convention=NAMES)


WHERE = "where"
"""The key in an index's ``info`` under which it says for which rows it is.

``postgresql_where=…`` says it too, and has SQLAlchemy load all that it knows of PostgreSQL, 2 MB, in a process that works on
SQLite. So each :class:`Database` hands it on to its own kind.
"""


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


class _Job(Generic[Result]):
    """A work that somebody waits for, and what came of it."""

    __slots__ = ("_error", "_result", "_work")

    def __init__(self, work: Callable[[Session], Result]) -> None:
        self._work = work
        self._error: BaseException | None = None
        self._result: Result

    def run(self, session: Session) -> bool:
        """Do the work in ``session``, which can undo it; what it raised is kept instead of raised.

        Gives False when the transaction around it is not fit to go on: the work failed and could not be undone alone.
        """
        try:
            with session:
                try:
                    self._result = self._work(session)
                    session.commit()
                except BaseException as error:
                    self._error = error
                    session.rollback()
        except BaseException as error:
            self._error = self._error or error
            return False
        return True

    def fail(self, error: BaseException) -> None:
        """The transaction that held the work has failed: whatever the work had said does not count."""
        self._error = error

    @property
    def failed(self) -> bool:
        """Whether the work raised, or the transaction that held it failed."""
        return self._error is not None

    def result(self) -> Result:
        """What the work gave; raises what it raised."""
        if self._error is not None:
            raise self._error
        return self._result


class Database:
    """One database, and the ways into it."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self._among_processes: ProcessTurn | None = None
        # hide_parameters: an error's text goes into the log, and the values of a statement are names and addresses.
        if self.is_sqlite and parsed.database:
            path = Path(parsed.database).absolute()
            path.parent.mkdir(parents=True, exist_ok=True)
            self.engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT}, hide_parameters=True)
            self._among_processes = ProcessTurn(path)
            _prepare_sqlite(self.engine)
        else:
            self.engine = create_engine(url, hide_parameters=True)
            _ask_rested(self.engine)
        _say_where(self.engine.dialect.name)
        event.listen(self.engine, "handle_error", _name_full_disk)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        self._turns: Turns[_Job[Any]] = Turns(1 if self.is_sqlite else AT_ONCE)

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
    def write_soon(self) -> Iterator[Connection]:
        """As :meth:`write`, without waiting for the disk: what is written outlives any process of ours, and is lost only when
        the power goes (or PostgreSQL itself dies) before the next transaction that does wait.

        For records that come one after the other, and cost little when they are lost: that a mail was sent. So it is a mere
        connection, which takes half the time of a session.
        """
        if not self.is_sqlite:
            with self.engine.begin() as connection:
                connection.execute(_SOON)
                yield connection
            return
        with self._turns.alone(), self._process_turn(), self.engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert isinstance(raw, sqlite3.Connection)
            (usual,) = raw.execute("PRAGMA synchronous").fetchone()
            raw.execute(f"PRAGMA synchronous={min(usual, _NORMAL)}")  # it cannot be changed inside a transaction
            try:
                connection = connection.execution_options(undersigned_write=True)
                with connection.begin():
                    yield connection
            finally:
                raw.execute(f"PRAGMA synchronous={usual}")

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose changes are committed together when the block ends, or not at all when it raises.

        Raises :class:`~errors.StorageFullError` when the disk is full, and RuntimeError when the thread is writing already.
        """
        if not self.is_sqlite:
            with self._sessions.begin() as session:
                yield session
            return
        with self._turns.alone(), self._process_turn(), self._sessions() as session:
            session.connection(execution_options={"undersigned_write": True})
            with _committing(session):
                yield session

    def together(self, work: Callable[[Session], Result]) -> Result:
        """Do ``work`` in a transaction that others' works may share; gives what it gave once that is durable.

        For what many people do at the same moment: the thread whose turn it is does all that waits, in the order of coming, and
        goes to the disk once. Each work has a session of its own, and all but the first a savepoint: what one raises comes out
        of its own call, undoes it, and leaves the others standing. If the commit fails, every work in it raises that.

        ``work`` may run in another caller's thread. So it must not touch what belongs to the caller's (Flask's ``request``,
        ``g``, ``url_for``, the language of the page): take that beforehand, as plain values. And it should only write, because
        everybody waits for it: build what can be built before. What it loads stays readable afterwards.

        Raises what ``work`` raised, :class:`~errors.StorageFullError`, and RuntimeError when the thread is writing already.
        """
        if not self.is_sqlite:
            # PostgreSQL groups commits itself, and its connections work side by side: one after the other was a third slower.
            with self._turns.alone(), self._sessions.begin() as session:
                return work(session)
        job = _Job(work)
        self._turns.together(job, self._do)
        return job.result()

    def dispose(self) -> None:
        """Close every connection of the pool."""
        self.engine.dispose()
        if self._among_processes is not None:
            self._among_processes.close()

    def _process_turn(self) -> AbstractContextManager[None]:
        return self._among_processes() if self._among_processes is not None else nullcontext()

    def _do(self, own: _Job[Any], others: Iterator[_Job[Any]]) -> None:
        """Do ``own`` and ``others`` in one transaction. Whatever goes wrong with it is kept in the jobs."""
        done = [own]
        try:
            with self._process_turn(), self.engine.connect() as connection:
                connection = connection.execution_options(undersigned_write=True)
                with connection.begin():
                    # Nothing is there yet that it could undo, so it needs no savepoint. Nearly always it is the only one.
                    self._do_one(own, connection, first=True)
                    if not own.failed:
                        self._do_rest(others, done, connection)
                if own.failed:
                    with connection.begin():
                        self._do_rest(others, done, connection)
        except BaseException as error:
            for job in done:
                job.fail(error)

    def _do_rest(self, others: Iterator[_Job[Any]], done: list[_Job[Any]], connection: Connection) -> None:
        for job in others:
            done.append(job)
            self._do_one(job, connection)

    def _do_one(self, job: _Job[Any], connection: Connection, *, first: bool = False) -> None:
        mode: Literal["rollback_only", "create_savepoint"] = "rollback_only" if first else "create_savepoint"
        whole = job.run(self._sessions(bind=connection, join_transaction_mode=mode))
        if first and job.failed and whole:
            return  # it has undone the transaction, in which there was nothing else
        if not whole or not connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]
            # SQLite answers some errors (a full disk) by undoing the whole transaction, the works of the others with it. The
            # next savepoint would quietly begin a new one, and those would be thanked for what is gone.
            job.result()
            raise RuntimeError("a work ended the transaction that it shared")


@contextmanager
def one_trip(session: Session) -> Iterator[None]:
    """Let what the block writes travel to PostgreSQL together, instead of waiting for an answer to each statement.

    Only for statements whose answer nobody reads: in the block one that asks for rows gets none, and what one of them is
    refused for comes out at the end of the block, as the driver says it. SQLite has no way to go.
    """
    driver = session.connection().connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        yield
        return
    assert driver is not None
    try:
        with driver.pipeline():
            yield
    except Exception as error:
        if _is_full(error):
            raise StorageFullError from error
        raise


def _say_where(dialect: str) -> None:
    """Tell SQLAlchemy for which rows our indexes are, in the way of ``dialect``: it asks when it makes or compares tables."""
    for table in Base.metadata.tables.values():
        for index in table.indexes:
            if WHERE in index.info:
                index.dialect_options[dialect]["where"] = index.info[WHERE]


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
        # Pages that a connection remembers. The system remembers the file as well, and there is a connection for every thread.
        cursor.execute(f"PRAGMA cache_size=-{CACHE}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("undersigned_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _ask_rested(engine: Engine) -> None:
    """Replace connections that rested and do not answer any more, as after a restart of the server."""

    @event.listens_for(engine, "checkin")
    def rest(_: Any, record: ConnectionPoolEntry) -> None:
        record.info["rests since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def ask(connection: Any, record: ConnectionPoolEntry, _: Any) -> None:
        since = record.info.get("rests since")
        if since is None or time.monotonic() - since < RESTED:
            return
        try:
            engine.dialect.do_ping(connection)
        except Exception as error:
            raise InvalidatePoolError from error


def _name_full_disk(context: ExceptionContext) -> None:
    """Raise :class:`~errors.StorageFullError` for what the databases say when nothing more can be written."""
    error = context.original_exception
    if _is_full(error):
        raise StorageFullError from error


def _is_full(error: BaseException) -> bool:
    """Whether a driver's error says that nothing more can be written."""
    if isinstance(error, sqlite3.OperationalError):
        # Primary codes, https://www.sqlite.org/rescode.html: a full disk is SQLITE_FULL, or an input/output error where the
        # file system reports it late (the shared-memory file cannot grow).
        return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
    return getattr(error, "sqlstate", None) == "53100"  # PostgreSQL's disk_full
