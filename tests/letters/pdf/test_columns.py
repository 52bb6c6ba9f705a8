"""Balanced columns: as short as can be, in order, and every entry in one of them."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.letters.pdf.typesetting import evaluated

GAP = 4.62
heights = st.lists(st.sampled_from([11.0, 11.0, 11.0, 24.2, 37.4, 18.03]), min_size=1, max_size=12)


def extent(high: list[float]) -> float:
    return sum(high) + (len(high) - 1) * GAP if high else 0


def shortest(high: list[float], columns: int) -> float:
    """By trying every way to part them."""
    ways = combinations(range(len(high) + 1), columns - 1)
    best = extent(high)
    for way in ways:
        ends = (0, *way, len(high))
        best = min(best, max(extent(high[first:last]) for first, last in pairwise(ends)))
    return best


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases=st.lists(st.tuples(heights, st.integers(1, 3)), min_size=30, max_size=60))
def test_columns_are_as_short_as_can_be(tmp_path: Path, cases: list[tuple[list[float], int]]) -> None:
    found = evaluated(f"given.map(((high, columns)) => balance(high, columns, {GAP}))", cases, tmp_path)
    for (high, columns), even in zip(cases, found, strict=True):
        ends = even["ends"]
        assert len(ends) == columns
        assert ends == sorted(ends)
        assert ends[-1] == len(high)
        parts = [high[first:last] for first, last in zip([0, *ends], ends, strict=False)]
        assert abs(max(map(extent, parts)) - shortest(high, columns)) < 0.01
        assert abs(even["height"] - shortest(high, columns)) < 0.01
        # What is left over is spread: no column could give its last entry to the next without making it the tallest.
        if len(set(high)) == 1:
            assert max(map(len, parts)) - min(map(len, parts)) <= 1


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases=st.lists(st.tuples(heights, st.integers(1, 3), st.floats(40, 200)), min_size=30, max_size=60))
def test_a_full_page_is_filled_column_by_column(tmp_path: Path, cases: list[tuple[list[float], int, float]]) -> None:
    found = evaluated(f"given.map(((high, columns, room)) => fill(high, columns, room, {GAP}))", cases, tmp_path)
    for (high, columns, room), ends in zip(cases, found, strict=True):
        place, expected = 0, []
        for _ in range(columns):
            first = place
            while place < len(high) and extent(high[first : place + 1]) <= room + 0.02:
                place += 1
            expected.append(place)
        assert ends == expected
