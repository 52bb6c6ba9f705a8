"""Waiting in tests: as long as it takes on a machine that is busy with other things, and not for good.

Where time is not what is tested, nothing here is a measurement: what comes, comes at once on an idle machine.
"""

from __future__ import annotations

import os
import random
import re
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import cycle
from typing import Any

PATIENCE = 60.0
"""Seconds after which what should have come counts as not coming."""


def until(condition: Callable[[], Any], what: str = "it did not happen") -> None:
    """Wait until ``condition()`` holds; ``what`` says in the failure what did not come."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.001)


def started(work: Callable[..., Any], *arguments: Any) -> threading.Thread:
    """A thread that does ``work``, and does not keep the whole run from ending when it hangs."""
    thread = threading.Thread(target=work, args=arguments, daemon=True)
    thread.start()
    return thread


def ended(threads: Iterable[threading.Thread]) -> None:
    """Wait for all of these to end."""
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive(), "a thread hangs"


def at_once(*works: Callable[[], Any]) -> None:
    """Do all of these, each in a thread of its own, begun at the same moment and ended when this returns."""
    start = threading.Barrier(len(works), timeout=PATIENCE)

    def begin(work: Callable[[], Any]) -> None:
        start.wait()
        work()

    ended([started(begin, work) for work in works])


def free_port() -> int:
    """A port of this machine for a server that is started elsewhere.

    Not one that the system gives: what it gave back it may give to somebody else before our server stands there. These are
    below those that it gives, each process that tests has a range of its own, and none comes twice before all have come.
    """
    for port in _PORTS:
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError("this never ends")


def _ports() -> Iterator[int]:
    number = int(re.sub(r"\D", "", os.environ.get("PYTEST_XDIST_WORKER", "")) or "0")
    ports = [10_000 + 1_000 * (number % 20) + one for one in range(1_000)]
    # Two runs beside each other begin in two places.
    random.shuffle(ports)
    return cycle(ports)


_PORTS = _ports()
