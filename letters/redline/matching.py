"""The longest common subsequence of two sequences, within a budget."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

LONGEST = 1000
"""Differences in one comparison. The work grows with their square: this many take about a quarter of a second."""

STEPS = 1_500_000
"""The work that one redline may cost, in steps of a third of a microsecond. What people edit takes a hundredth of it."""

Pair = tuple[int, int]


class Budget:
    """The steps that are left. It counts work and not time, so that the same letters always give the same redline."""

    def __init__(self, steps: int = STEPS) -> None:
        self._left = steps

    def take(self, steps: int) -> bool:
        """Take ``steps`` if there are as many; else take none and say no."""
        if steps > self._left:
            return False
        self._left -= steps
        return True


def common(old: Sequence[Hashable], new: Sequence[Hashable], budget: Budget) -> list[Pair] | None:
    """The places of equal elements, in order in both, as many as there can be. None when they differ too much to find out.

    E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1 (1986), with the ends cut off that are
    equal, and without the elements that the other sequence does not have at all.
    """
    shorter = min(len(old), len(new))
    head = 0
    while head < shorter and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    left, right = old[head : len(old) - tail], new[head : len(new) - tail]
    shared = {element: number for number, element in enumerate(set(left) & set(right))}
    lefts = [place for place, element in enumerate(left) if element in shared]
    rights = [place for place, element in enumerate(right) if element in shared]
    middle = _common([shared[left[place]] for place in lefts], [shared[right[place]] for place in rights], budget)
    if middle is None:
        return None
    pairs = [(place, place) for place in range(head)]
    pairs += [(head + lefts[one], head + rights[other]) for one, other in middle]
    pairs += [(len(old) - place, len(new) - place) for place in range(tail, 0, -1)]
    return pairs


def _common(old: list[int], new: list[int], budget: Budget) -> list[Pair] | None:
    if not old or not new:
        return []
    furthest = {1: 0}
    """By diagonal (place in old minus place in new) how far in ``old`` one can come with the differences so far."""
    trace: list[dict[int, int]] = []
    for differences in range(min(len(old) + len(new), LONGEST) + 1):
        if not budget.take(differences + 1):
            return None
        reached: dict[int, int] = {}
        for diagonal in range(-differences, differences + 1, 2):
            down = furthest.get(diagonal + 1, -1)
            across = furthest.get(diagonal - 1, -1) + 1
            x = across if across > down else down
            y = x - diagonal
            while x < len(old) and y < len(new) and old[x] == new[y]:
                x += 1
                y += 1
            reached[diagonal] = x
            if x >= len(old) and y >= len(new):
                trace.append(reached)
                return _walked_back(trace, len(old), len(new))
        trace.append(reached)
        furthest = reached
    return None


def _walked_back(trace: list[dict[int, int]], x: int, y: int) -> list[Pair]:
    pairs: list[Pair] = []
    for differences in range(len(trace) - 1, -1, -1):
        before = trace[differences - 1] if differences else {1: 0}
        diagonal = x - y
        down = before.get(diagonal + 1, -1)
        across = before.get(diagonal - 1, -1) + 1
        came_from = max(down, across)
        while x > came_from:
            x -= 1
            y -= 1
            pairs.append((x, y))
        if down >= across:
            y -= 1
        else:
            x -= 1
    pairs.reverse()
    return pairs
