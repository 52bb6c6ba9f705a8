"""Who shares a line: whatever was judged apart never does, in whatever order it comes."""

from __future__ import annotations

from itertools import combinations, permutations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from signatories.clusters import Pair, clusters

MEMBERS = st.integers(1, 7)
PAIRS = st.lists(st.tuples(MEMBERS, MEMBERS), max_size=12)


def test_what_hangs_together_shares_a_line() -> None:
    found = clusters([(2, 1), (3, 2), (5, 6)], [])
    assert found.of == {1: (1, 2, 3), 2: (1, 2, 3), 3: (1, 2, 3), 5: (5, 6), 6: (5, 6)}
    assert found.together(1, 3)
    assert not found.together(1, 5)
    assert found.together(9, 9)


def test_apart_beats_the_same() -> None:
    assert clusters([(1, 2)], [(2, 1)]).of == {}


def test_only_the_way_between_two_that_are_apart_is_set_aside() -> None:
    """1 and 3 are apart, and both were said to be 2. With which of them 4, 5 and 6 belong is not in doubt."""
    found = clusters([(1, 2), (2, 3), (2, 4), (1, 5), (5, 6)], [(1, 3)])
    assert found.set_aside == {(1, 2), (2, 3)}
    assert found.of == {1: (1, 5, 6), 5: (1, 5, 6), 6: (1, 5, 6), 2: (2, 4), 4: (2, 4)}


def test_every_way_between_them_is() -> None:
    assert clusters([(1, 2), (2, 3), (1, 4), (4, 3), (2, 4), (4, 9)], [(1, 3)]).of == {4: (4, 9), 9: (4, 9)}


@given(PAIRS, PAIRS)
def test_nothing_apart_shares_a_line(same: list[Pair], apart: list[Pair]) -> None:
    found = clusters(same, apart)
    assert all(not found.together(one, other) for one, other in apart if one != other)


@given(PAIRS, PAIRS, st.randoms())
def test_the_order_does_not_matter(same: list[Pair], apart: list[Pair], chance: Random) -> None:
    turned = [(other, one) for one, other in same]
    chance.shuffle(turned)
    assert clusters(turned, list(reversed(apart))) == clusters(same, apart)


@given(PAIRS, PAIRS, st.permutations(range(1, 8)))
def test_nor_do_the_numbers(same: list[Pair], apart: list[Pair], names: list[int]) -> None:
    def renamed(pairs: list[Pair]) -> list[Pair]:
        return [(names[one - 1], names[other - 1]) for one, other in pairs]

    found, other = clusters(same, apart), clusters(renamed(same), renamed(apart))
    assert {frozenset(members) for members in other.of.values()} == {
        frozenset(names[member - 1] for member in members) for members in found.of.values()
    }


@given(PAIRS, PAIRS)
def test_exactly_the_ways_between_are_set_aside(same: list[Pair], apart: list[Pair]) -> None:
    """Beside a slow search that walks every way."""
    edges = {(min(pair), max(pair)) for pair in same if pair[0] != pair[1]}
    wanted = {step for one, other in apart if one != other for way in _ways(edges, one, other) for step in way}
    assert clusters(same, apart).set_aside == wanted


def _ways(edges: set[Pair], start: int, end: int) -> list[list[Pair]]:
    found = []
    between = sorted({member for edge in edges for member in edge} - {start, end})
    for length in range(len(between) + 1):
        for stops in permutations(between, length):
            way = [(min(a, b), max(a, b)) for a, b in zip((start, *stops), (*stops, end), strict=True)]
            if edges.issuperset(way):
                found.append(way)
    return found


def test_a_long_chain_needs_no_recursion() -> None:
    chain = [(number, number + 1) for number in range(20_000)]
    found = clusters(chain, [(0, 20_000)])
    assert found.of == {}
    assert len(clusters(chain, []).of) == 20_001
    assert not any(found.together(*pair) for pair in combinations((0, 1, 2, 20_000), 2))
