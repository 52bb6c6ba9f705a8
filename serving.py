"""Running the web server: gunicorn, a process with threads or several of them, and the workers beside it."""

from __future__ import annotations

import ctypes
import fcntl
import gc
import socket
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from flask import Flask, Response
from gunicorn.app.base import BaseApplication

from mail.background import Worker

LARGE = 128 * 1024
"""Bytes from which a piece of memory is one that goes back to the system when it is freed; glibc begins with this, too."""

THREADS = 16
"""Requests that a process serves at once. Writing is done one at a time anyway; the threads are for slow readers and slow
exports. Python runs one thread at a time: to use more processors, there are more processes."""


MakeWorkers = Callable[[Flask], Sequence[Worker]]


class Duty:
    """Who of several processes runs the workers: the one that has the lock on a file. The kernel gives it to the next one when
    that process ends, however it ends. Made before they are forked."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  (open until the process ends)
        self._guard = threading.Lock()
        self._workers: Sequence[Worker] = ()
        self._ended = False

    def begin(self, make: Callable[[], Sequence[Worker]]) -> None:
        """Start the workers that ``make`` gives as soon as it is this process's turn."""
        # A daemon: who waits for the lock all the time must not keep the program from ending.
        threading.Thread(target=self._wait, args=(make,), name="undersigned-duty", daemon=True).start()

    def wake(self) -> None:
        """Have them work now, if they are here. Elsewhere they come round within seconds."""
        for worker in self._workers:
            worker.wake()

    def end(self) -> None:
        """Stop them, start none any more, and leave the turn to another process."""
        with self._guard:
            self._ended = True
        for worker in self._workers:
            worker.stop()
        self._file.close()

    def _wait(self, make: Callable[[], Sequence[Worker]]) -> None:
        # lockf and not flock: such a lock is one process's own, also of processes that share the open file.
        fcntl.lockf(self._file, fcntl.LOCK_EX)
        with self._guard:
            if not self._ended:
                self._workers = make()
                for worker in self._workers:
                    worker.start()


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn around one application. The threads of a process queue fairly for SQLite's only write lock, and so do the
    processes (:mod:`turns`)."""

    def __init__(self, make_app: Callable[[], Flask], make_workers: MakeWorkers | None, bind: str, processes: int) -> None:
        self._make_app = make_app
        self._make_workers = make_workers
        self._bind = bind
        self._processes = processes
        self._duty = Duty()
        super().__init__()

    def load_config(self) -> None:
        """Settings that differ from gunicorn's own."""
        settings: dict[str, Any] = {
            "bind": self._bind,
            "workers": self._processes,
            "worker_class": "gthread",
            "threads": THREADS,
            "graceful_timeout": 20,
            # No access log: addresses of pages hold tokens, and who read which letter when is nobody's business.
            "accesslog": None,
            "errorlog": "-",
            "loglevel": "warning",
            # Forwarded headers are believed in one place only, by the number of proxies in our own settings.
            "forwarded_allow_ips": "",
            "control_socket_disable": True,
            "proc_name": "undersigned",
            "post_worker_init": self._begin,
            "worker_exit": self._end,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application, made in the serving process: connections and threads must not be inherited."""
        app = self._make_app()
        # What is there now stays until the end. Looking through it for garbage, which Python does now and then, held up all
        # requests at once for a tenth of a second.
        gc.collect()
        gc.freeze()
        return app

    def _begin(self, process: Any) -> None:
        if self._make_workers is None:
            return
        app: Flask = process.app.wsgi()

        @app.after_request
        def wake(response: Response) -> Response:
            if response.status_code == 303:  # a form was accepted: a sign-in link should not wait for the next round
                self._duty.wake()
            return response

        self._duty.begin(partial(self._make_workers, app))

    def _end(self, _arbiter: Any, _process: Any) -> None:
        self._duty.end()


def why_not_free(host: str, port: int) -> str:
    """Why the address cannot be served on, in the system's words; "" when it can."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        return error.strerror or str(error)
    return ""


_M_TRIM_THRESHOLD, _M_TOP_PAD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -2, -3, -8
"""Names of glibc's settings: mallopt(3)."""


def spare_memory() -> None:
    """Have this process give memory back that it does not use. Before any thread is begun.

    Where C libraries come from GNU, each thread keeps a store of its own, and what a large export has freed in it stays there:
    sixteen threads held 7 MB that nobody used, and more after exports. Python runs one thread at a time, so they can share one
    store. Elsewhere nothing happens.
    """
    with suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_M_ARENA_MAX, 1)
        for threshold in (_M_MMAP_THRESHOLD, _M_TRIM_THRESHOLD):
            mallopt(threshold, LARGE)  # named once, it does not grow with what is freed
        mallopt(_M_TOP_PAD, 0)


def serve(make_app: Callable[[], Flask], make_workers: MakeWorkers | None, host: str, port: int, *, processes: int = 1) -> None:
    """Serve until told to stop, with so many ``processes``. ``make_workers`` None leaves the workers to another program."""
    Server(make_app, make_workers, f"[{host}]:{port}" if ":" in host else f"{host}:{port}", processes).run()
