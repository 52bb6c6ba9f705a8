"""The queue for writing: who comes first is served first, among threads and among processes."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from types import SimpleNamespace

import pytest

import turns
from tests.tools.waiting import PATIENCE, ended, started, until
from turns import ProcessTurn, Turns


def test_the_turn_goes_in_the_order_of_coming():
    queue, served, waiting = Turns(), [], []

    def stand(number):
        with queue.alone():
            served.append(number)

    with queue.alone():
        for number in range(20):
            waiting.append(started(stand, number))
            until(lambda number=number: len(queue) > number)
    ended(waiting)
    assert served == list(range(20))
    with queue.alone():
        pass


def test_one_has_the_turn_at_a_time():
    queue, inside, most = Turns(), [], []

    def run(own, others):
        for _ in (own, *others):
            inside.append(1)
            most.append(len(inside))
            inside.pop()

    def work():
        for turn in range(200):
            if turn % 2:
                queue.together("work", run)
            else:
                with queue.alone():
                    run("alone", iter(()))

    ended([started(work) for _ in range(8)])
    assert max(most) == 1
    assert len(most) == 1600


def test_a_few_may_have_the_turn_at_once():
    queue, inside, over, served, waiting = Turns(at_once=3), [], threading.Semaphore(0), [], []

    def work(number):
        with queue.alone():
            served.append(number)
            inside.append(number)
            assert over.acquire(timeout=PATIENCE)
            inside.remove(number)

    for number in range(8):
        waiting.append(started(work, number))
        until(lambda number=number: len(served) + len(queue) > number)
    assert (inside, len(queue)) == ([0, 1, 2], 5)
    for number in range(8):
        over.release()
        until(lambda number=number: len(served) == min(8, number + 4) and len(inside) == min(3, 7 - number))
    ended(waiting)
    assert served == list(range(8)), "in the order of coming"
    with queue.alone(), pytest.raises(RuntimeError, match="inside writing"):
        queue.together("work", lambda own, others: None)


def test_the_turn_is_passed_on_after_an_error():
    queue = Turns()
    with pytest.raises(RuntimeError), queue.alone():
        raise RuntimeError

    def fail(own, others):
        raise LookupError

    with pytest.raises(LookupError):
        queue.together("work", fail)
    entered = threading.Event()

    def enter():
        with queue.alone():
            entered.set()

    ended([started(enter)])
    assert entered.is_set()


def test_no_turn_takes_more_than_its_share(monkeypatch):
    monkeypatch.setattr(turns, "MOST_TOGETHER", 4)
    queue, groups, waiting = Turns(), [], []
    with queue.alone():
        for number in range(10):
            waiting.append(started(queue.together, number, lambda own, others: groups.append([own, *others])))
            until(lambda number=number: len(queue) > number)
    ended(waiting)
    assert groups == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]


class ImpatientError(Exception):
    """What Ctrl-C is in these tests."""


def test_who_gives_up_waiting_is_not_waited_for():
    """Somebody presses Ctrl-C while another thread has the turn, and a third stands behind."""
    queue, served, held, over = Turns(), [], threading.Event(), threading.Event()

    def hold():
        with queue.alone():
            held.set()
            over.wait(PATIENCE)

    def stand_behind():
        until(lambda: len(queue))
        with queue.alone():
            served.append("behind")

    def lose_patience(*_):
        if len(queue) == 2:
            raise ImpatientError
        signal.setitimer(signal.ITIMER_REAL, 0.05)  # not yet: the third does not stand behind

    before = signal.signal(signal.SIGALRM, lose_patience)
    try:
        holder = started(hold)
        assert held.wait(PATIENCE)
        behind = started(stand_behind)
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with pytest.raises(ImpatientError), queue.alone():
            served.append("gone")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        over.set()
    ended([holder, behind])
    assert served == ["behind"]


# --- among processes ---------------------------------------------------------------------------------------------------------

TURNS = 20

TAKER = """
import fcntl, os, sys, time
from contextlib import contextmanager
from pathlib import Path
import turns

path, kind, own, count = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
other = "b" if own == "a" else "a"
turns.PATIENCE = 600.0

@contextmanager
def one_lock():
    with open(path + "-lock", "w") as file:
        Path(path + "-wants-" + own).touch()
        assert turns._lock(file, time.monotonic() + turns.PATIENCE)
        Path(path + "-wants-" + own).unlink()
        yield

def other_waits_for_the_lock():
    return Path(path + "-wants-" + other).exists()

def other_stands_in_line():
    file = os.open(path + "-next", os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return False
    except BlockingIOError:
        return True
    finally:
        os.close(file)

turn, waits = {
    "fair": (turns.ProcessTurn(Path(path)), other_stands_in_line),
    "one lock": (one_lock, other_waits_for_the_lock),
}[kind]
until = time.monotonic() + float(sys.argv[5])
for _ in range(count):
    with turn():
        with open(path + "-order", "a") as order:
            order.write(own)
        while not waits() and Path(path + "-order").read_text().count(other) < count:
            assert time.monotonic() < until, "the other one does not come"
            time.sleep(0.001)
"""
"""Wants the turn again and again, and writes its name down each time; lets go when the other one waits, or is through."""


def order_of_turns(tmp_path, kind):
    """Two processes want the turn all the time, and each lets go of it only while the other is waiting. Gives their order."""
    path = tmp_path / "a.db"
    command = [sys.executable, "-c", TAKER, str(path), kind]
    takers = [subprocess.Popen([*command, name, str(TURNS), str(PATIENCE)]) for name in "ab"]
    try:
        assert [taker.wait(2 * PATIENCE) for taker in takers] == [0, 0]
    finally:
        for taker in takers:
            taker.kill()
            taker.wait()
    order = path.with_name("a.db-order").read_text()
    assert len(order) == 2 * TURNS
    return order


def test_processes_take_turns(tmp_path):
    """Each wants the turn again at once, and still it goes round."""
    assert order_of_turns(tmp_path, "fair") in ("ab" * TURNS, "ba" * TURNS)


def test_one_lock_does_not_go_round(tmp_path):
    """The control: who lets go of a lock and wants it again is faster than who waits for it.

    To go round all the same, the one that waits would have to look at the right moment each time.
    """
    assert order_of_turns(tmp_path, "one lock") not in ("ab" * TURNS, "ba" * TURNS)


def test_the_turn_of_a_killed_process_is_free(tmp_path, monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 10 * PATIENCE)  # so that nobody has the turn because the other took too long
    held = "from pathlib import Path; from turns import ProcessTurn; import sys, time\n"
    held += "with ProcessTurn(Path(sys.argv[1]))(): print(1, flush=True); time.sleep(600)"
    holder = subprocess.Popen([sys.executable, "-c", held, str(tmp_path / "a.db")], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"1\n"
    turn, got = ProcessTurn(tmp_path / "a.db"), threading.Event()

    def take():
        with turn():
            got.set()

    taker = started(take)
    assert not got.wait(0.2), "the control: while it lives, it has the turn"
    holder.kill()
    holder.communicate()
    assert got.wait(PATIENCE)
    ended([taker])
    turn.close()


class Hourglass:
    """Time that goes by only in sleeping."""

    def __init__(self):
        self.now = 0.0

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds
        assert self.now < 1000, "it waits for good"


def test_a_process_that_stands_still_does_not_stop_the_others(tmp_path, monkeypatch):
    glass = Hourglass()
    monkeypatch.setattr(turns, "time", SimpleNamespace(monotonic=glass.monotonic, sleep=glass.sleep))
    stopped, turn = ProcessTurn(tmp_path / "a.db"), ProcessTurn(tmp_path / "a.db")
    with stopped():
        with turn():
            waited = glass.now
        assert waited == pytest.approx(30, abs=0.01)
    with turn():
        assert glass.now == waited, "the control: nobody has the turn, nobody waits"
    stopped.close()
    turn.close()


def test_where_no_lock_can_be_kept_writing_goes_on(tmp_path):
    entered = False
    with ProcessTurn(tmp_path / "no folder" / "a.db")():
        entered = True
    assert entered


def test_what_fails_in_the_turn_comes_out_and_frees_it(tmp_path):
    """An error of the system inside the turn is the caller's affair, and not taken for one of locking."""
    turn = ProcessTurn(tmp_path / "a.db")
    for _ in range(2):
        with pytest.raises(OSError, match="disk"), turn():
            raise OSError("the disk")
    turn.close()
