"""How much work something is, in processor seconds: what other programs do on the same machine meanwhile does not count.

How fast something is, `make bench` measures. A test only tells what grows with its input from what grows by squares, or what
takes a moment from what takes minutes; its limits are many times what is really taken.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

TIMES = 3
"""How often a measurement is tried before it counts."""


def seconds(work: Callable[[], object]) -> float:
    """The processor seconds that ``work`` takes, without those for the garbage of tests that ran before."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        began = time.process_time()
        work()
        return time.process_time() - began
    finally:
        if collecting:
            gc.enable()


def at_most(limit: float, work: Callable[[], object]) -> None:
    """Do ``work``, and assert that it took no more processor seconds than ``limit``."""
    taken = seconds(work)
    assert taken < limit, f"{taken:.1f} seconds"


def grows_at_most(times: float, small: Callable[[], object], large: Callable[[], object], *, free: float = 0.0) -> float:
    """Assert that ``large`` takes at most ``times`` as long as ``small``, or less than ``free`` seconds; one of three times.

    Gives the processor seconds that ``large`` took.
    """
    measured = []
    for _ in range(TIMES):
        measured.append((seconds(small), seconds(large)))
        few, many = measured[-1]
        if many < max(free, times * few):
            return many
    raise AssertionError(f"{measured}: it grows faster than {times} times")
