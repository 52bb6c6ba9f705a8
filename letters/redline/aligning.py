"""Which paragraph of the new letter is which of the old one: the same, or one that was worked on."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from letters.redline.matching import Budget, Pair, common

RELATED = 0.4
"""The share of words in common from which a paragraph counts as worked on; below it one went and another came."""

MANY = 60_000
"""Paragraphs times paragraphs, between two that are the same, that are looked at in pairs."""

_STEPS = 5
"""What looking at one pair costs of the budget."""

Placed = tuple[int | None, int | None]
"""Places in the old and in the new sequence; None where there is none."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is needed of a block to find its fellow: equal ``key``, the same text; equal ``shape``, comparable at all."""

    key: Hashable
    shape: Hashable
    words: frozenset[Hashable]


def aligned(old: Sequence[Look], new: Sequence[Look], budget: Budget) -> list[Placed]:
    """Every place of both, in order: those that belong together in pairs, the others alone, what went before what came."""
    same = common([look.key for look in old], [look.key for look in new], budget) or []
    placed: list[Placed] = []
    at, to = 0, 0
    for one, other in [*same, (len(old), len(new))]:
        placed += _gap(old, new, range(at, one), range(to, other), budget)
        if one < len(old) and other < len(new):
            placed.append((one, other))
        at, to = one + 1, other + 1
    return placed


def _gap(old: Sequence[Look], new: Sequence[Look], olds: range, news: range, budget: Budget) -> list[Placed]:
    pairs: list[Pair] = []
    work = len(olds) * len(news)
    if work and work <= MANY and budget.take(work * _STEPS):
        pairs = _related([old[place] for place in olds], [new[place] for place in news])
    placed: list[Placed] = []
    at, to = olds.start, news.start
    for one, other in [*((olds[a], news[b]) for a, b in pairs), (olds.stop, news.stop)]:
        placed += [(place, None) for place in range(at, one)]
        placed += [(None, place) for place in range(to, other)]
        if one < olds.stop and other < news.stop:
            placed.append((one, other))
        at, to = one + 1, other + 1
    return placed


def _related(old: list[Look], new: list[Look]) -> list[Pair]:
    """The pairs, in order in both, that have the most in common all together (Needleman and Wunsch, 1970)."""
    alike = [[_alike(one, other) for other in new] for one in old]
    best = [[0.0] * (len(new) + 1)]
    for row in alike:
        above, line = best[-1], [0.0]
        for place, share in enumerate(row):
            line.append(max(above[place] + share if share else 0.0, above[place + 1], line[place]))
        best.append(line)
    pairs: list[Pair] = []
    one, other = len(old), len(new)
    while one and other:
        if best[one][other] == best[one - 1][other]:
            one -= 1
        elif best[one][other] == best[one][other - 1]:
            other -= 1
        else:
            one, other = one - 1, other - 1
            pairs.append((one, other))
    return pairs[::-1]


def _alike(old: Look, new: Look) -> float:
    if old.shape != new.shape:
        return 0.0
    size = len(old.words) + len(new.words)
    share = 2 * len(old.words & new.words) / size if size else 1.0
    return share if share >= RELATED else 0.0
