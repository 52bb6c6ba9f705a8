"""How fast to go: a server that is away or busy is left alone for a while, and then asked with little at first."""

from __future__ import annotations

import time
from collections.abc import Callable

BATCH = 50
"""Messages claimed at a time: enough that claiming costs little, few enough to be sent soon."""


class Pace:
    """What a channel's server can take. ``first`` and ``longest`` are the rests, in seconds, after trouble."""

    def __init__(
        self, *, first: float = 5.0, longest: float = 300.0, batch: int = BATCH, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._first, self._longest, self._most = first, longest, batch
        self._monotonic = monotonic
        self._rest = 0.0
        self._until = float("-inf")
        self.batch = batch

    @property
    def resting(self) -> bool:
        """Whether nothing should be sent just now."""
        return self._monotonic() < self._until

    def trouble(self) -> None:
        """The server is away, or wants no more for now: rest, twice as long as the last time, and begin with one message."""
        self._rest = min(self._longest, self._rest * 2 or self._first)
        self._until = self._monotonic() + self._rest
        self.batch = 1

    def went(self) -> None:
        """A message went: all is well, and twice as many may be claimed next."""
        self._rest = 0.0
        self.batch = min(self._most, self.batch * 2)
