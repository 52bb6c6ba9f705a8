"""Labelled pairs of names: how many that are the same are found, and how many that are not are taken for the same.

A part of each set is held out by a hash of the pair, and no rule was made for it. See docs/matching.md.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from signatories.matching import ASK, REVIEW, compare

ROOT = Path(__file__).resolve().parents[3]
OWN = Path(__file__).with_name("pairs.tsv")
SHARED = ROOT.parent / "shared" / "data" / "organization_pairs.tsv"

LEAST = {ASK: (0.995, 0.75), REVIEW: (0.90, 0.93)}
"""Of each line: the least precision and the least recall."""


@dataclass(frozen=True)
class Pair:
    a: str
    b: str
    same: bool
    kind: str

    @property
    def held_out(self) -> bool:
        digest = hashlib.sha256("\0".join(sorted((self.a, self.b))).encode()).digest()
        return int.from_bytes(digest[:4], "big") % 10 < 3


def read(path: Path) -> list[Pair]:
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [Pair(row["name_a"], row["name_b"], row["same"] == "1", row["kind"]) for row in rows]


@dataclass(frozen=True)
class Figures:
    precision: float
    recall: float
    wrong: list[str]
    missed: list[str]


def figures(pairs: list[Pair], line: float) -> Figures:
    scores = {pair: compare(pair.a, pair.b).score for pair in pairs}
    found = [pair for pair in pairs if scores[pair] >= line]
    right = [pair for pair in found if pair.same]
    return Figures(
        len(right) / len(found),
        len(right) / sum(pair.same for pair in pairs),
        [f"{pair.a} | {pair.b}" for pair in found if not pair.same],
        [f"{pair.a} | {pair.b}" for pair in pairs if pair.same and scores[pair] < line],
    )


def check(pairs: list[Pair], line: float) -> None:
    found = figures(pairs, line)
    precision, recall = LEAST[line]
    assert found.precision >= precision, found.wrong
    assert found.recall >= recall, found.missed


@pytest.mark.parametrize("line", LEAST)
@pytest.mark.parametrize("held_out", [False, True])
def test_the_own_pairs(line: float, held_out: bool) -> None:
    pairs = read(OWN)
    assert len(pairs) >= 400
    check([pair for pair in pairs if pair.held_out == held_out], line)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared pairs are not here")
@pytest.mark.parametrize("line", LEAST)
@pytest.mark.parametrize("held_out", [False, True])
def test_the_shared_pairs(line: float, held_out: bool) -> None:
    check([pair for pair in read(SHARED) if pair.held_out == held_out], line)
