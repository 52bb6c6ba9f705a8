"""Not asking the same site more than once a second, however many links lead there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

FORGET = 1_000
"""How many hosts are remembered before those whose pause is over are forgotten."""


class Throttle:
    """Turns at a host, ``pause`` seconds apart. Threads may share it. ``clock`` gives seconds that never go back."""

    def __init__(
        self,
        pause: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._pause = pause
        self._clock = clock
        self._sleep = sleep
        self._guard = threading.Lock()
        self._free: dict[str, float] = {}

    def wait(self, host: str, at_most: float) -> bool:
        """Wait for the next turn at ``host``; False at once, without a turn, if that would take over ``at_most`` seconds."""
        with self._guard:
            now = self._clock()
            if len(self._free) > FORGET:
                self._free = {name: free for name, free in self._free.items() if free > now}
            turn = max(now, self._free.get(host, now))
            if turn - now > at_most:
                return False
            self._free[host] = turn + self._pause
        if turn > now:
            self._sleep(turn - now)
        return True
