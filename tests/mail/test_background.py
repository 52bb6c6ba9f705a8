"""The worker's thread: it goes on whatever happens, and ends when it is told to."""

from __future__ import annotations

import logging
import threading

import pytest

from mail.background import Worker
from tests.tools.waiting import PATIENCE


@pytest.fixture
def made(database, clock):
    workers = []

    def make(*jobs, pause=0.01):
        workers.append(Worker(database, jobs, clock, pause=pause))
        return workers[-1]

    yield make
    for worker in workers:
        worker.stop()


def test_jobs_get_the_database_and_the_moment(database, clock, made):
    seen, done = [], threading.Event()

    def job(*given):
        seen.append(given)
        done.set()

    made(job).start()
    assert done.wait(PATIENCE)
    assert seen[0] == (database, clock.now)


def test_it_survives_what_its_jobs_raise_and_keeps_addresses_out_of_the_log(made, caplog):
    rounds, enough = [], threading.Event()

    def broken(_database, _now):
        raise ValueError("could not mail ana@rivers.example")

    def sound(_database, _now):
        rounds.append(1)
        if len(rounds) == 3:
            enough.set()

    with caplog.at_level(logging.INFO):
        worker = made(broken, sound)
        worker.start()
        assert enough.wait(PATIENCE)
        assert worker.stop()
    assert "broken failed: ValueError at broken:" in caplog.text
    assert "ana@" not in caplog.text


def test_it_can_be_woken(made):
    rounds = threading.Semaphore(0)
    worker = made(lambda *_: rounds.release(), pause=10 * PATIENCE)
    worker.start()
    assert rounds.acquire(timeout=PATIENCE)
    worker.wake()
    assert rounds.acquire(timeout=PATIENCE)


def test_it_stops_while_it_pauses(made):
    worker = made(pause=10 * PATIENCE)
    worker.start()
    assert worker.stop(PATIENCE)


def test_it_does_not_begin_another_job_when_told_to_stop(made):
    begun, go = threading.Event(), threading.Event()
    second = []

    def slow(*_):
        begun.set()
        go.wait(PATIENCE)

    worker = made(slow, lambda *_: second.append(1))
    worker.start()
    assert begun.wait(PATIENCE)
    assert not worker.stop(timeout=0.05), "it is at work"
    go.set()
    assert worker.stop()
    assert not second
