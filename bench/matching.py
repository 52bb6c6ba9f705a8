"""How fast doubles are found among many names, and how many of them: ``python -m bench.matching`` in a process of its own.

Beside it what rapidfuzz does with the same names. The two are not after the same thing: rapidfuzz tells how like letters are,
the matcher a verdict with its reasons. It shows what a list of that length costs when each name is held against each.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterable
from statistics import median
from typing import Any

from rapidfuzz import fuzz, process

from bench.serving import verdict
from bench.synthetic import names
from signatories.matching import REVIEW, NameIndex
from signatories.matching.comparing import scored
from signatories.matching.naming import Name, taken_apart

COUNT = 100_000
FEW = 2_000
SEARCHES = 300
SAMPLE = 40
CORES = 2

MOST_BUILD = 20.0
MOST_SEARCH = 0.005
MOST_PAIRS = 30.0
LEAST_RECALL = 0.98
"""The targets: seconds to build the index, for a search, for all pairs on two cores; and how many of the pairs are found that
comparing each with each finds."""


def search(index: NameIndex[int], listed: list[str]) -> tuple[float, float]:
    """Median seconds of one search, and of ``rapidfuzz.process.extract`` for the same names."""
    chosen = random.Random(1).sample(listed, SEARCHES)  # noqa: S311 - the same names in every run
    own = [_seconds(lambda name=name: index.search(name)) for name in chosen]
    beside = [
        _seconds(lambda name=name: process.extract(name, listed, scorer=fuzz.WRatio, limit=10)) for name in chosen[:SAMPLE]
    ]
    return median(own), median(beside)


def cdist(listed: list[str]) -> float | None:
    """Seconds that ``rapidfuzz.process.cdist`` would take for all pairs, from a sample of its rows; None without numpy."""
    try:
        import numpy  # noqa: F401
    except ImportError:
        return None
    chosen = random.Random(2).sample(listed, SAMPLE)  # noqa: S311
    seconds = _seconds(lambda: process.cdist(chosen, listed, scorer=fuzz.token_sort_ratio, score_cutoff=80, workers=CORES))
    return seconds * len(listed) / len(chosen) / 2  # each pair once


def recall(listed: list[str]) -> tuple[int, float, float]:
    """How many pairs there are to find among ``listed``, and which part of them the index finds by pairs and by searches."""
    global _brute  # what a forked process inherits need not be sent to it
    index: NameIndex[int] = NameIndex(listed)
    _brute = ([taken_apart(name) for name in listed], index.corpus)
    with multiprocessing.get_context("fork").Pool(CORES) as pool:
        parts = pool.map(_each_with_each, [range(start, len(listed), CORES) for start in range(CORES)])
    every = {pair for part in parts for pair in part}
    paired = {(one, other) for one, other, _ in index.pairs()}
    searched = {
        (min(number, key), max(number, key)) for number, name in enumerate(listed) for key, _ in index.search(name, limit=50)
    }
    return len(every), len(every & paired) / len(every), len(every & searched) / len(every)


def _each_with_each(numbers: Iterable[int]) -> list[tuple[int, int]]:
    taken, corpus = _brute
    return [
        (other, number) for number in numbers for other in range(number) if scored(taken[number], taken[other], corpus, REVIEW)
    ]


def _seconds(work: Any) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def child(few: int) -> None:
    """Measure all of it and print it as JSON."""
    listed = names(COUNT)
    index: NameIndex[int]
    start = time.perf_counter()
    index = NameIndex(listed)
    built = time.perf_counter() - start
    own, beside = search(index, listed)
    start = time.perf_counter()
    found = len(index.pairs(processes=CORES))
    paired = time.perf_counter() - start
    there, by_pairs, by_search = recall(names(few, seed=7))
    json.dump(
        {
            "built": built,
            "search": own,
            "extract": beside,
            "pairs": paired,
            "found": found,
            "cdist": cdist(listed),
            "there": there,
            "by_pairs": by_pairs,
            "by_search": by_search,
        },
        sys.stdout,
    )


def report(quick: bool) -> bool:
    """Measure and print; gives whether a target is missed."""
    done = subprocess.run(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", "bench.matching", str(FEW // 2 if quick else FEW)], capture_output=True, check=False, text=True
    )
    if done.returncode:
        raise SystemExit(done.stderr.strip()[-2000:])
    got = json.loads(done.stdout)
    busy = os.getloadavg()[0]
    print(f"\nDoubles among {COUNT:,} names (load {busy:.1f} on {os.cpu_count()} processors)")
    lines = [
        ("index", f"{got['built']:.1f} s", "", verdict(got["built"] <= MOST_BUILD, f"≤ {MOST_BUILD:.0f} s")),
        (
            "one search",
            f"{1e3 * got['search']:.2f} ms",
            f"extract {1e3 * got['extract']:.0f} ms, {got['extract'] / got['search']:.0f}×",
            verdict(got["search"] <= MOST_SEARCH, f"≤ {1e3 * MOST_SEARCH:.0f} ms median"),
        ),
        (
            f"all pairs, {CORES} cores",
            f"{got['pairs']:.1f} s",
            f"cdist {got['cdist']:.0f} s, {got['cdist'] / got['pairs']:.0f}× (from a sample)"
            if got["cdist"]
            else "cdist needs numpy",
            verdict(got["pairs"] <= MOST_PAIRS, f"≤ {MOST_PAIRS:.0f} s; {got['found']:,} found"),
        ),
        (
            "found of each with each",
            f"{got['by_pairs']:.3f}",
            f"by searches {got['by_search']:.3f}",
            verdict(min(got["by_pairs"], got["by_search"]) >= LEAST_RECALL, f"≥ {LEAST_RECALL} of {got['there']:,}"),
        ),
    ]
    for name, own, beside, said in lines:
        print(f"  {name:<24} {own:>10}  {beside:<34} {said}")
    return any("MISSED" in line[3] for line in lines)


_brute: tuple[list[Name], Any] = ([], None)

if __name__ == "__main__":
    child(int(sys.argv[1]))
