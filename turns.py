"""Waiting for the turn to write: one fair queue for the threads of a process, and a fair hand-over between processes.

SQLite lets one connection write at a time, and its own waiting polls: whoever asks again at the right moment wins. Under load
some signers waited for most of a second while others passed them. Here who comes first is served first, and work that may
share a transaction is taken along by the thread whose turn it is, so that one trip to the disk makes many signatures durable.

Nothing here knows a database.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Generic, TypeVar

Work = TypeVar("Work")

MOST_TOGETHER = 64
"""Works that share one turn at most: who came in while a long turn ran must not wait for all who come after."""

PATIENCE = 30.0
"""Seconds to wait for another process before going on without its leave: a stopped one must not stop everybody."""


class _Place(Generic[Work]):
    """One thread's place in the queue. ``work`` is None for who needs the turn alone."""

    __slots__ = ("done", "turn", "work")

    def __init__(self, work: Work | None) -> None:
        self.work = work
        self.done = False
        """Set by the thread that did the work for this one; else a rung bell means: it is your turn."""
        # A bare lock as the bell: an Event needs a second lock and a list, and this is rung for every signature.
        self.turn = threading.Lock()
        self.turn.acquire()


class Turns(Generic[Work]):
    """A queue in which one thread at a time has the turn, or ``at_once`` of them, in the order of their coming."""

    def __init__(self, at_once: int = 1) -> None:
        self._guard = threading.Lock()
        self._free = at_once
        self._holders: set[int] = set()
        self._queue: deque[_Place[Work]] = deque()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Wait for a turn, and have it for the length of the block. Raises RuntimeError for who has one already."""
        self._wait(None)
        try:
            yield
        finally:
            self._pass_on()

    def together(self, work: Work, run: Callable[[Work, Iterator[Work]], None]) -> None:
        """Have ``work`` done; come back when it is.

        The thread whose turn it is calls ``run(own, others)`` with its own work and an iterator over works that wait right
        behind: each one taken from it must be done when ``run`` returns, and the threads they belong to come back then too.
        ``run`` has works of other threads in its hands, and so must not raise what belongs to one of them. Raises RuntimeError
        for a thread that has the turn already.
        """
        if not self._wait(work):
            return
        taken: list[_Place[Work]] = []
        try:
            run(work, self._others(taken))
        finally:
            for place in taken:
                place.done = True
                place.turn.release()
            self._pass_on()

    def __len__(self) -> int:
        """How many wait."""
        return len(self._queue)

    def _others(self, taken: list[_Place[Work]]) -> Iterator[Work]:
        while len(taken) < MOST_TOGETHER - 1:
            with self._guard:
                # Up to the first who needs the turn alone: that one came before those behind it.
                if not self._queue or self._queue[0].work is None:
                    return
                place = self._queue.popleft()
                taken.append(place)
            assert place.work is not None
            yield place.work

    def _wait(self, work: Work | None) -> bool:
        """Wait. True: this thread has the turn now. False: its work was done by the one that had it."""
        me = threading.get_ident()
        with self._guard:
            if me in self._holders:
                raise RuntimeError("writing inside writing: this thread would wait for itself")
            if self._free:
                self._free -= 1
                self._holders.add(me)
                return True
            place = _Place(work)
            self._queue.append(place)
        try:
            place.turn.acquire()
        except BaseException:  # Ctrl-C while waiting: nobody must hand the turn to a thread that is gone
            self._leave(place)
            raise
        if place.done:
            return False
        with self._guard:
            self._holders.add(me)
        return True

    def _leave(self, place: _Place[Work]) -> None:
        with self._guard:
            if place in self._queue:
                self._queue.remove(place)
                return
        place.turn.acquire()  # it was just called up: by now it is either done or has the turn
        if not place.done:
            self._pass_on()

    def _pass_on(self) -> None:
        with self._guard:
            self._holders.discard(threading.get_ident())
            if self._queue:
                self._queue.popleft().turn.release()
            else:
                self._free += 1


class ProcessTurn:
    """The turn among processes that write to one database file, kept by two lock files beside it.

    One lock would not be fair: who lets go and wants it again is faster than who must be woken for it. So whoever wants the
    turn holds the place of the next one first, and a process that has just had its turn has to queue behind it. The kernel
    lets go of both when a process dies, however it dies. This orders writers and shortens their waiting; that only one writes
    at a time is SQLite's own affair, so where the files cannot be made or locked, writing goes on without them.
    """

    def __init__(self, database: Path) -> None:
        self._paths = (database.with_name(database.name + "-next"), database.with_name(database.name + "-turn"))
        self._files: tuple[int, int] | None = None
        self._opened_by = 0

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Have the turn for the length of the block. One thread of a process at a time."""
        with ExitStack() as stack:
            with suppress(OSError):
                place, turn = self._opened()
                until = time.monotonic() + PATIENCE
                if _lock(place, until):
                    try:
                        if _lock(turn, until):
                            stack.callback(fcntl.flock, turn, fcntl.LOCK_UN)
                    finally:
                        fcntl.flock(place, fcntl.LOCK_UN)
            yield

    def close(self) -> None:
        """Put the files away; they are opened again when needed."""
        files, self._files = self._files, None
        for file in files or ():
            os.close(file)

    def _opened(self) -> tuple[int, int]:
        # A child made by fork shares the lock with its parent and would not be ordered: it opens its own.
        if self._files is None or self._opened_by != os.getpid():
            place, turn = (os.open(path, os.O_RDWR | os.O_CREAT, 0o600) for path in self._paths)
            self._files, self._opened_by = (place, turn), os.getpid()
        return self._files


def _lock(file: int, until: float) -> bool:
    """Lock ``file``; False when that is not to be had before ``until`` (a monotonic moment)."""
    pause = 0.0001
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() > until:
                return False
            time.sleep(pause)
            pause = min(0.002, pause * 1.5)
