"""The worker's thread: every few seconds it does what is due."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime

from database import Database

Job = Callable[[Database, datetime], None]

log = logging.getLogger("undersigned.worker")


class Worker:
    """Runs its jobs one after the other, again and again, until it is stopped.

    A job takes the database and the moment; whatever it raises is logged, and the next job and round come all the same.
    ``stopping`` is set when the worker is told to stop: a long job can look at it.
    """

    def __init__(
        self,
        database: Database,
        jobs: Sequence[Job],
        clock: Callable[[], datetime],
        *,
        name: str = "undersigned-worker",
        pause: float = 2.0,
        stopping: threading.Event | None = None,
    ) -> None:
        self._database = database
        self._jobs = tuple(jobs)
        self._clock = clock
        self._pause = pause
        self.name = name
        self._bell = threading.Event()
        self._stopping = stopping or threading.Event()
        # A daemon: a mail server that takes its time must not keep the program from ending. The lease covers what was cut off.
        self._thread = threading.Thread(target=self.run, name=name, daemon=True)

    def start(self) -> None:
        """Begin working, in a thread of its own."""
        self._thread.start()

    def wake(self) -> None:
        """Work now instead of after the pause: somebody just did something that sends mail."""
        self._bell.set()

    def stop(self, timeout: float = 10.0) -> bool:
        """Finish the job at hand and end; gives whether it ended within ``timeout`` seconds."""
        self._stopping.set()
        self._bell.set()
        if self._thread.is_alive():
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def run(self) -> None:
        """Work in this thread until :meth:`stop` is called from another one or from a signal."""
        while not self._stopping.is_set():
            self._bell.clear()
            self.once()
            if not self._stopping.is_set():
                self._bell.wait(self._pause)

    def once(self) -> None:
        """One round: each job once, in this thread."""
        for job in self._jobs:
            if self._stopping.is_set():
                return
            self._do(job)

    def _do(self, job: Job) -> None:
        try:
            job(self._database, self._clock())
        except Exception as error:
            # Where and what kind, not the error's own words: a database quotes addresses in them.
            where = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(traceback.extract_tb(error.__traceback__)))
            log.error("%s failed: %s at %s", getattr(job, "__name__", "a job"), type(error).__name__, where)
