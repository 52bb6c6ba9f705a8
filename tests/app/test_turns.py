"""The queue for writing: who comes first is served first, among threads and among processes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from bisect import bisect_left

import pytest

import turns
from turns import ProcessTurn, Turns


def start(work, *arguments):
    thread = threading.Thread(target=work, args=arguments)
    thread.start()
    return thread


def test_the_turn_goes_in_the_order_of_coming():
    queue, served, waiting = Turns(), [], []

    def stand(number):
        with queue.alone():
            served.append(number)

    with queue.alone():
        for number in range(20):
            waiting.append(start(stand, number))
            while len(queue) <= number:
                time.sleep(0.001)
    for thread in waiting:
        thread.join(5)
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

    threads = [start(work) for _ in range(8)]
    for thread in threads:
        thread.join(30)
    assert max(most) == 1
    assert len(most) == 1600


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

    start(enter).join(5)
    assert entered.is_set()


def test_no_turn_takes_more_than_its_share(monkeypatch):
    monkeypatch.setattr(turns, "MOST_TOGETHER", 4)
    queue, groups, waiting = Turns(), [], []
    with queue.alone():
        for number in range(10):
            waiting.append(start(queue.together, number, lambda own, others: groups.append([own, *others])))
            while len(queue) <= number:
                time.sleep(0.001)
    for thread in waiting:
        thread.join(5)
    assert groups == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]


class ImpatientError(Exception):
    """What Ctrl-C is in these tests."""


def test_who_gives_up_waiting_is_not_waited_for():
    """Somebody presses Ctrl-C while another thread has the turn, and a third stands behind."""
    queue, served, held, over = Turns(), [], threading.Event(), threading.Event()

    def hold():
        with queue.alone():
            held.set()
            over.wait(5)

    def stand_behind():
        while not len(queue):
            time.sleep(0.001)
        with queue.alone():
            served.append("behind")

    def lose_patience(*_):
        raise ImpatientError

    before = signal.signal(signal.SIGALRM, lose_patience)
    try:
        holder = start(hold)
        held.wait(5)
        behind = start(stand_behind)
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        with pytest.raises(ImpatientError), queue.alone():
            served.append("gone")
    finally:
        signal.signal(signal.SIGALRM, before)
    over.set()
    for thread in (holder, behind):
        thread.join(5)
    assert served == ["behind"]


# --- among processes ---------------------------------------------------------------------------------------------------------

TAKER = """
import json, sys, time
from contextlib import contextmanager
from pathlib import Path
import turns
from turns import ProcessTurn

@contextmanager
def one_lock():
    with open(sys.argv[1] + "-lock", "w") as file:
        assert turns._lock(file, time.monotonic() + 30)
        yield

turn = {"fair": ProcessTurn(Path(sys.argv[1])), "one lock": one_lock}[sys.argv[2]]
print("ready", flush=True)
sys.stdin.readline()
waits, until = [], time.monotonic() + float(sys.argv[3])
while time.monotonic() < until:
    began = time.monotonic_ns()
    with turn():
        waits.append((began, time.monotonic_ns()))
        time.sleep(0.002)
print(json.dumps(waits))
"""
"""Wants the turn again and again; tells of each time when it began to wait, and when it had it."""


def passed_over(tmp_path, kind, seconds):
    """Two processes want the turn all the time. Gives how many turns there were, and which part of them passed somebody over.

    That is a turn which one took while the other was waiting, and had been passed by two turns already since it began to wait.
    A process that the machine lets stand between two turns does not wait, and is not passed.
    """
    takers = [
        subprocess.Popen(
            [sys.executable, "-c", TAKER, str(tmp_path / "a.db"), kind, str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for taker in takers:
        assert taker.stdout.readline() == "ready\n"
    for taker in takers:
        taker.stdin.write("go\n")
        taker.stdin.flush()
    waits = [json.loads(taker.communicate(timeout=60)[0]) for taker in takers]
    passes = 0
    for own, others in (waits, reversed(waits)):
        taken = [had for _, had in others]
        passes += sum(max(0, bisect_left(taken, had) - bisect_left(taken, began) - 2) for began, had in own)
    turns_taken = sum(map(len, waits))
    return turns_taken, passes / turns_taken


def test_processes_take_turns(tmp_path):
    """Each wants the turn again at once, and still it goes round.

    Who has said that it waits and is stopped before it stands in line is passed over all the same. On a machine that has twice
    as much to do as it can, that is one turn in twenty; without a line it is four in five.
    """
    taken, passes = passed_over(tmp_path, "fair", 2)
    assert taken > 50
    assert passes < 0.25


def test_one_lock_does_not_go_round(tmp_path):
    """The control, measured in the same way: who lets go of a lock and wants it again is faster than who waits for it."""
    taken, passes = passed_over(tmp_path, "one lock", 1)
    assert taken > 25
    assert passes > 0.5


def test_the_turn_of_a_killed_process_is_free(tmp_path):
    held = "from pathlib import Path; from turns import ProcessTurn; import sys, time\n"
    held += "with ProcessTurn(Path(sys.argv[1]))(): print(1, flush=True); time.sleep(60)"
    holder = subprocess.Popen([sys.executable, "-c", held, str(tmp_path / "a.db")], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"1\n"
    turn, got = ProcessTurn(tmp_path / "a.db"), threading.Event()

    def take():
        with turn():
            got.set()

    taker = start(take)
    assert not got.wait(0.2), "the control: while it lives, it has the turn"
    holder.kill()
    holder.communicate()
    assert got.wait(5)
    taker.join(5)
    turn.close()


def test_a_process_that_stands_still_does_not_stop_the_others(tmp_path, monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 0.1)
    stopped, turn = ProcessTurn(tmp_path / "a.db"), ProcessTurn(tmp_path / "a.db")
    with stopped(), turn():
        pass
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
