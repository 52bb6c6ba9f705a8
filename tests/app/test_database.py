"""The database's two kinds of transaction, its moments, and the fair queue."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError, StatementError
from sqlalchemy.orm import Session

from coalition.models import Coalition
from database import Database, FairLock

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


def test_errors_do_not_quote_what_was_stored(database):
    with pytest.raises(StatementError) as caught:
        store(database, name="ana@rivers.example", created_at=MOMENT.replace(tzinfo=None))
    assert "ana@" not in str(caught.value)


def read_then_write(database, write, threads=8, rounds=10):
    """Every thread reads a number and writes it back plus one, as a signature is counted. Gives the sum and the failures."""
    with database.write() as session:
        session.execute(text("CREATE TABLE number (n INTEGER)"))
        session.execute(text("INSERT INTO number VALUES (0)"))
    failures, start = [], threading.Barrier(threads)

    def work():
        start.wait()
        for _ in range(rounds):
            try:
                with write(database) as session:
                    n = session.scalar(text("SELECT n FROM number"))
                    time.sleep(0.001)
                    session.execute(text("UPDATE number SET n = :n"), {"n": n + 1})
            except OperationalError as error:
                failures.append(error)

    running = [threading.Thread(target=work) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
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

    total, failures = read_then_write(sqlite, deferred)
    assert failures
    assert all("database is locked" in str(error) for error in failures)
    assert total < 80


def test_two_processes_worth_of_writers_share(tmp_path):
    """Two Database objects know nothing of each other's queue, like two processes; SQLite's own lock orders them."""
    first, second = (Database(f"sqlite:///{tmp_path}/bare.db") for _ in range(2))
    turns = iter([first, second] * 400)
    total, failures = read_then_write(first, lambda _: next(turns).write(), threads=4)
    assert (total, failures) == (40, [])
    first.dispose()
    second.dispose()


def test_durability_is_not_for_sale(sqlite):
    with sqlite.write() as session:
        assert session.scalar(text("PRAGMA synchronous")) == 2, "FULL"
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert session.scalar(text("PRAGMA foreign_keys")) == 1


def test_the_lock_serves_in_the_order_of_coming():
    lock, served = FairLock(), []

    def queue(number):
        with lock:
            served.append(number)

    waiting = []
    with lock:
        for number in range(20):
            thread = threading.Thread(target=queue, args=(number,))
            thread.start()
            while len(lock._queue) <= number:
                time.sleep(0.001)
            waiting.append(thread)
    for thread in waiting:
        thread.join(5)
    assert served == list(range(20))
    with lock:
        pass


def test_the_lock_lets_one_in_at_a_time():
    lock, inside, most = FairLock(), [], []

    def work():
        for _ in range(200):
            with lock:
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1
    assert len(most) == 1600


def test_the_lock_opens_after_an_error():
    lock = FairLock()
    with pytest.raises(RuntimeError), lock:
        raise RuntimeError
    entered = threading.Event()

    def enter():
        with lock:
            entered.set()

    threading.Thread(target=enter).start()
    assert entered.wait(5)
