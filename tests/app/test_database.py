"""The database's kinds of transaction, its moments, work done together, and a full disk."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import event, func, insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlalchemy.orm import Session

import database as database_module
from coalition.models import Coalition
from database import Base, Database, one_trip
from errors import StorageFullError
from tests.tools.waiting import PATIENCE, at_once, ended, started, until

MOMENT = datetime(2026, 3, 2, 15, 0, 0, 123456, tzinfo=UTC)


def store(database, *, name="Rivers", created_at=MOMENT, then=lambda: None):
    """Store a coalition, and do something in the same transaction."""
    with database.write() as session:
        session.add(Coalition(name=name, created_at=created_at))
        session.flush()
        then()


def count(database):
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(Coalition))


def test_a_naive_moment_is_refused(database):
    with pytest.raises(StatementError, match="without a time zone"):
        store(database, created_at=MOMENT.replace(tzinfo=None))
    assert count(database) == 0


def test_a_moment_comes_back_in_utc(database):
    eastern = MOMENT.astimezone(timezone(timedelta(hours=-5)))
    with database.write() as session:
        session.add(Coalition(name="Rivers", created_at=eastern))
    with database.read() as session:
        kept = session.scalars(select(Coalition.created_at)).one()
        assert session.scalar(select(func.count()).where(Coalition.created_at == eastern)) == 1
    assert kept == MOMENT
    assert kept.tzinfo is UTC or kept.utcoffset() == timedelta(0)


def test_reading_changes_nothing(database):
    with database.read() as session:
        session.add(Coalition(name="Rivers", created_at=MOMENT))
        session.flush()
    assert count(database) == 0


def test_what_was_read_stays_readable(database):
    with database.write() as session:
        session.add(Coalition(name="Rivers", created_at=MOMENT))
    with database.read() as session:
        row = session.scalars(select(Coalition)).one()
    assert row.name == "Rivers"


def test_writing_is_all_or_nothing(database):
    with pytest.raises(ZeroDivisionError):
        store(database, then=lambda: 1 / 0)
    assert count(database) == 0
    store(database)
    assert count(database) == 1


@pytest.mark.parametrize("rested", [True, False])
def test_a_connection_that_was_lost_while_it_rested_is_replaced(database, monkeypatch, rested):
    """The server was restarted meanwhile. The control: a connection that was used just now is not asked."""
    if database.is_sqlite:
        pytest.skip("SQLite has no server that could be restarted")
    monkeypatch.setattr(database_module, "RESTED", 0.0 if rested else 600.0)
    with database.read() as session:
        process = session.scalar(text("SELECT pg_backend_pid()"))
    other = Database(database.engine.url.render_as_string(hide_password=False))
    with other.read() as session:
        assert session.scalar(text("SELECT pg_terminate_backend(:process, 5000)"), {"process": process})
    other.dispose()
    if not rested:
        with pytest.raises(OperationalError):
            count(database)
    assert count(database) == 0


def test_errors_do_not_quote_what_was_stored(database):
    with pytest.raises(StatementError) as caught:
        store(database, name="ana@rivers.example", created_at=MOMENT.replace(tzinfo=None))
    assert "ana@" not in str(caught.value)


def a_moment():
    time.sleep(0.001)


def read_then_write(database, write, threads=8, rounds=10, between=a_moment):
    """Every thread reads a number and writes it back plus one, as a signature is counted. Gives the sum and the failures.

    ``between`` is what each does between reading and writing.
    """
    with database.write() as session:
        session.execute(text("CREATE TABLE number (n INTEGER)"))
        session.execute(text("INSERT INTO number VALUES (0)"))
    failures = []

    def work():
        for _ in range(rounds):
            try:
                with write(database) as session:
                    n = session.scalar(text("SELECT n FROM number"))
                    between()
                    session.execute(text("UPDATE number SET n = :n"), {"n": n + 1})
            except OperationalError as error:
                failures.append(error)

    at_once(*[work] * threads)
    with database.read() as session:
        return session.scalar(text("SELECT n FROM number")), failures


@pytest.fixture
def sqlite(tmp_path):
    made = Database(f"sqlite:///{tmp_path}/bare.db")
    yield made
    made.dispose()


def test_who_reads_and_then_writes_is_never_locked_out(sqlite):
    total, failures = read_then_write(sqlite, lambda database: database.write())
    assert not failures
    assert total == 80


def test_with_a_deferred_transaction_it_would_be(sqlite):
    """The control: BEGIN without IMMEDIATE. The lock is asked for too late, and waiting (30 seconds here) mends nothing."""

    @contextmanager
    def deferred(database):
        with Session(database.engine) as session, session.begin():
            yield session

    all_have_read = threading.Barrier(8, timeout=PATIENCE)
    total, failures = read_then_write(sqlite, deferred, rounds=1, between=all_have_read.wait)
    assert total == 1
    assert len(failures) == 7
    assert all("database is locked" in str(error) for error in failures)


def test_two_processes_worth_of_writers_share(tmp_path):
    """Two Database objects know nothing of each other's queue, like two processes; SQLite's own lock orders them."""
    first, second = (Database(f"sqlite:///{tmp_path}/bare.db") for _ in range(2))
    turns = iter([first, second] * 400)
    total, failures = read_then_write(first, lambda _: next(turns).write(), threads=4)
    assert (total, failures) == (40, [])
    first.dispose()
    second.dispose()


def test_durability_is_not_for_sale(in_service, sqlite):
    with sqlite.write() as session:
        assert session.scalar(text("PRAGMA synchronous")) == 2, "FULL"
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert session.scalar(text("PRAGMA foreign_keys")) == 1


# --- work done together --------------------------------------------------------------------------------------------------


def add(name, then=lambda: None):
    """A work that stores a coalition, does something more, and gives the row."""

    def work(session):
        row = Coalition(name=name, created_at=MOMENT)
        session.add(row)
        session.flush()
        then()
        return row

    return work


def names(database):
    with database.read() as session:
        return sorted(session.scalars(select(Coalition.name)))


def together(database, works, *, turn=None):
    """Hand in ``works``, each from a thread of its own and in order, while the turn is taken; gives result or error of each."""
    results = [None] * len(works)

    def hand_in(place):
        try:
            results[place] = database.together(works[place])
        except Exception as error:
            results[place] = error

    threads = [threading.Thread(target=hand_in, args=(place,)) for place in range(len(works))]
    with turn or database.write():
        for place, thread in enumerate(threads):
            thread.start()
            until(lambda place=place: not database.is_sqlite or len(database._turns) > place)
    ended(threads)
    return results


@pytest.fixture
def coalitions(sqlite):
    """A database in a file with a table of coalitions, and a list that gets a word for each commit."""
    Base.metadata.create_all(sqlite.engine, tables=[Coalition.__table__])
    sqlite.commits = []
    event.listen(sqlite.engine, "commit", lambda _: sqlite.commits.append(1))
    return sqlite


def test_what_was_done_together_is_there_and_readable(database):
    rows = together(database, [add(f"Rivers {number}") for number in range(5)])
    assert [row.name for row in rows] == [f"Rivers {number}" for number in range(5)]
    assert names(database) == [f"Rivers {number}" for number in range(5)]
    assert database.together(lambda session: session.get(Coalition, rows[3].id).name) == "Rivers 3"


def test_what_waits_is_committed_at_once(coalitions):
    together(coalitions, [add(f"Rivers {number}") for number in range(20)])
    assert len(coalitions.commits) == 2, "the one that had the turn, and all who waited"
    assert len(names(coalitions)) == 20


def test_what_one_raises_is_undone_and_comes_out_there_alone(database):
    results = together(database, [add("Rivers"), add("Hills", then=lambda: 1 / 0), add("Bays")])
    assert [type(result) for result in results] == [Coalition, ZeroDivisionError, Coalition]
    assert names(database) == ["Bays", "Rivers"]


def test_the_first_has_no_savepoint_and_takes_nobody_with_it(coalitions):
    """Who has the turn does the own work first: when that raises, those behind have a transaction of their own."""
    marks = []
    event.listen(coalitions.engine, "savepoint", lambda _, name: marks.append(name))
    results = together(coalitions, [add("Hills", then=lambda: 1 / 0), add("Rivers"), add("Bays")])
    assert [type(result) for result in results] == [ZeroDivisionError, Coalition, Coalition]
    assert names(coalitions) == ["Bays", "Rivers"]
    assert len(marks) == 2
    coalitions.together(add("Alone"))
    assert len(marks) == 2, "nobody was there whom it could have harmed"
    with pytest.raises(ZeroDivisionError):
        coalitions.together(add("Wrong", then=lambda: 1 / 0))
    assert names(coalitions) == ["Alone", "Bays", "Rivers"]


def test_a_double_is_refused_alone(database):
    store(database, name="Rivers")

    def double(session):
        session.execute(text("INSERT INTO coalition (id, name, created_at) SELECT id, name, created_at FROM coalition"))

    results = together(database, [add("Bays"), double, add("Hills")])
    assert [type(result) for result in results] == [Coalition, IntegrityError, Coalition]
    assert names(database) == ["Bays", "Hills", "Rivers"]


def test_a_commit_that_fails_fails_for_everybody_in_it(coalitions):
    def unkept_promise(session):
        """A foreign key that is only looked at when the transaction commits."""
        session.execute(text("INSERT INTO child VALUES (99)"))

    with coalitions.write() as session:
        session.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY)"))
        session.execute(text("CREATE TABLE child (n INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)"))
    results = together(coalitions, [add("Rivers"), unkept_promise, add("Hills")])
    assert [type(result) for result in results] == [IntegrityError] * 3
    assert names(coalitions) == []
    assert coalitions.together(add("Rivers")).name == "Rivers", "and the next is served"


def test_where_the_database_undid_everything_nobody_is_thanked(coalitions):
    """A full disk may make SQLite roll back by itself, also what others in the transaction had done already."""

    def rolled_back(session):
        session.connection().connection.dbapi_connection.execute("ROLLBACK")
        raise StorageFullError

    results = together(coalitions, [add("Rivers"), rolled_back, add("Hills")])
    assert [type(result) for result in results[:2]] == [StorageFullError] * 2
    assert names(coalitions) == ([results[2].name] if isinstance(results[2], Coalition) else [])


def test_a_work_that_ends_the_transaction_of_all_takes_nobodys_thanks(coalitions):
    def end_it(session):
        session.connection().connection.dbapi_connection.execute("ROLLBACK")

    results = together(coalitions, [add("Rivers"), end_it, add("Hills")])
    assert not isinstance(results[0], Coalition)
    assert not isinstance(results[2], Coalition) or names(coalitions) == ["Hills"]


def test_who_writes_alone_comes_between(coalitions):
    """One queue: work that came behind somebody who writes alone is not done before them."""
    order, threads = [], []

    def alone():
        with coalitions.write():
            order.append("alone")

    def note(word):
        return lambda _: order.append(word)

    with coalitions.write():
        for target in (
            lambda: coalitions.together(note("first")),
            lambda: coalitions.together(note("second")),
            alone,
            lambda: coalitions.together(note("third")),
        ):
            threads.append(started(target))
            until(lambda: len(coalitions._turns) == len(threads))
    ended(threads)
    assert order == ["first", "second", "alone", "third"]
    assert len(coalitions.commits) == 4


def test_writing_inside_writing_is_refused_and_hangs_nobody(coalitions):
    with coalitions.write(), pytest.raises(RuntimeError, match="inside writing"):
        coalitions.together(add("Rivers"))
    with pytest.raises(RuntimeError, match="inside writing"):
        coalitions.together(lambda _: coalitions.together(add("Rivers")))
    assert coalitions.together(add("Rivers")).name == "Rivers"


def test_many_count_together_without_losing_one(sqlite):
    with sqlite.write() as session:
        session.execute(text("CREATE TABLE number (n INTEGER)"))
        session.execute(text("INSERT INTO number VALUES (0)"))
    seen = []

    def count_up(session):
        session.execute(text("UPDATE number SET n = n + 1"))
        return session.scalar(text("SELECT n FROM number"))

    def work():
        for _ in range(50):
            seen.append(sqlite.together(count_up))

    ended([started(work) for _ in range(8)])
    assert sorted(seen) == list(range(1, 401))


# --- one trip for many ------------------------------------------------------------------------------------------------------


def coalition(name, number=None):
    row = {"name": name, "created_at": MOMENT} | ({"id": number} if number else {})
    return insert(Coalition.__table__).inline().values(row)


def test_what_goes_in_one_trip_is_there_with_the_rest(database):
    with database.write() as session:
        session.execute(coalition("Rivers"))
        with one_trip(session):
            session.execute(coalition("Hills"))
            session.execute(coalition("Bays"))
        assert session.scalar(select(func.count()).select_from(Coalition)) == 3
        session.execute(coalition("Coasts"))
    assert names(database) == ["Bays", "Coasts", "Hills", "Rivers"]


def test_what_is_refused_on_a_trip_undoes_everything(database):
    """And whoever comes next on that connection is served."""

    def double(session):
        session.execute(coalition("Rivers", 7))
        with one_trip(session):
            session.execute(coalition("Hills", 7))
            session.execute(coalition("Bays"))

    with pytest.raises(Exception, match=r"(?i)unique") as raised:
        database.together(double)
    assert not isinstance(raised.value, StorageFullError)
    assert names(database) == []
    assert database.together(add("Rivers")).name == "Rivers"


def test_a_disk_that_is_full_on_a_trip_has_its_name(database):
    """PostgreSQL says so itself here: its word for a full disk, raised by a statement."""
    if database.is_sqlite:
        pytest.skip("SQLite makes no trips")  # its full disk is below
    full = "DO $$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = '53100'; END $$"

    def fill(session):
        with one_trip(session):
            session.execute(coalition("Rivers"))
            session.execute(text(full))

    with pytest.raises(StorageFullError):
        database.together(fill)
    assert names(database) == []
    assert database.together(add("Rivers")).name == "Rivers"


# --- a full disk -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["write", "together"])
def test_a_full_disk_has_a_name_and_passes(coalitions, way):
    """SQLite's own bound on the size of the file stands in for the disk's."""

    def limit(pages):
        # For each connection, and it may not be set below the size.
        coalitions.dispose()
        event.listen(coalitions.engine, "connect", lambda raw, _: raw.execute(f"PRAGMA max_page_count={pages}"))

    def fill(name):
        if way == "together":
            return coalitions.together(add(name * 3_000))
        with coalitions.write() as session:
            return add(name * 3_000)(session)

    def fill_up():
        for number in range(100, 120):
            fill(str(number))
            kept.append(number)

    limit(20)
    kept = []
    with pytest.raises(StorageFullError):
        fill_up()
    assert [int(name[:3]) for name in names(coalitions)] == kept, "reading goes on, and nothing is lost"
    assert kept
    limit(1000)
    fill("999")
    assert [int(name[:3]) for name in names(coalitions)] == [*kept, 999]


def test_other_errors_keep_their_names(sqlite):
    with pytest.raises(OperationalError, match="no such table"), sqlite.write() as session:
        session.execute(text("SELECT * FROM elsewhere"))
