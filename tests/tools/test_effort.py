"""The control for what is said about work: growth by squares is noticed."""

from __future__ import annotations

import pytest

from tests.tools.effort import at_most, grows_at_most


def spend(count: int) -> None:
    for _ in range(count):
        pass


def test_growth_by_squares_is_noticed() -> None:
    grows_at_most(8, lambda: spend(1_000_000), lambda: spend(4_000_000))
    with pytest.raises(AssertionError, match="grows faster"):
        grows_at_most(8, lambda: spend(300_000), lambda: spend(300_000 * 16))


def test_what_takes_long_is_noticed() -> None:
    with pytest.raises(AssertionError, match="seconds"):
        at_most(0.001, lambda: spend(1_000_000))
