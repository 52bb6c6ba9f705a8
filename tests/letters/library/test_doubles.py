from __future__ import annotations

import random
from typing import Any

import pytest

from letters.library.doubles import Pair, doubles
from letters.library.merging import distinct, merged
from tests.tools.effort import at_most

BASE: dict[str, Any] = {
    "type": "report",
    "title": "Automating Deportation: The Intelligence Behind the Regime",
    "author": [{"family": "Rao", "given": "Meera"}],
    "publisher": "Just Futures Law",
    "issued": {"date-parts": [[2024, 6]]},
}


def pairs(one: dict[str, Any], other: dict[str, Any]) -> tuple[Pair, ...]:
    return doubles([{"id": "a", **one}, {"id": "b", **other}])


def without(*names: str) -> dict[str, Any]:
    return {name: value for name, value in BASE.items() if name not in names}


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({"title": "X", "DOI": "10.1000/ABC"}, {"title": "Y", "DOI": "https://doi.org/10.1000/abc"}, "Same DOI: 10.1000/abc"),
        ({"title": "X", "DOI": "10.1000/abc"}, {"title": "X", "URL": "http://dx.doi.org/10.1000/ABC"}, "Same DOI: 10.1000/abc"),
        (
            {"title": "On Water", "URL": "http://www.e.example/a/?utm_source=x"},
            {"title": "On water", "URL": "https://e.example/a#top"},
            "Same address: https://e.example/a",
        ),
        (
            {"title": "On Water", "URL": "https://e.example/a"},
            {"URL": "https://e.example/a"},
            "Same address: https://e.example/a",
        ),
        (
            {**BASE, "publisher": "The Foundation", "author": [], "URL": "https://e.example/a"},
            {**BASE, "type": "regulation", "publisher": "Context", "author": [], "URL": "https://e.example/a/"},
            "Same address: https://e.example/a",
        ),
        (BASE, BASE, "Same title and year, 2024"),
        (BASE, {**BASE, "title": "AUTOMATING DEPORTATION — the intelligence behind the régime"}, "Same title and year, 2024"),
        (BASE, {**BASE, "title": "The Automating of Water Rights"}, None),
        (BASE, without("issued"), "Same title; one has no year"),
        (
            {**BASE, "title": "How Border Towers Watch: A Field Guide"},
            {**BASE, "title": "How Border Towers Watch"},
            "Same title, one without its subtitle and year, 2024",
        ),
        (BASE, {**BASE, "title": "Automating Deportation: The Inteligence Behind the Regime"}, "Nearly the same title"),
        ({**BASE, "number": "M-24-10"}, {**BASE, "number": "OMB M-24-10"}, "Same title and year, 2024"),
    ],
)
def test_a_double_is_found_and_says_why(one: dict[str, Any], other: dict[str, Any], why: str | None) -> None:
    assert [pair.why for pair in pairs(one, other)] == ([why] if why else [])


ACT = {"type": "legislation", "title": "Advancing American Water Act", "issued": {"date-parts": [[2022]]}}
CASE = {"type": "legal_case", "title": "Doe v. United States", "container-title": "F.3d", "issued": {"date-parts": [[2020]]}}
HOME = {"type": "webpage", "URL": "https://www.agency.example/"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (BASE, {**BASE, "issued": {"date-parts": [[2023]]}}),
        ({**BASE, "title": "Annual Survey of Towns, Part I"}, {**BASE, "title": "Annual Survey of Towns, Part II"}),
        ({**BASE, "title": "Annual Survey of Towns, Volume 1"}, {**BASE, "title": "Annual Survey of Towns, Volume 2"}),
        ({**BASE, "title": "Survey of the Towns 2021"}, {**BASE, "title": "Survey of the Towns 2022"}),
        ({**BASE, "title": "A Survey of Towns"}, {**BASE, "title": "A Survey of Towns: Part Two"}),
        ({**BASE, "title": "Survey of Towns: The North"}, {**BASE, "title": "Survey of Towns: The South"}),
        ({**BASE, "volume": "1"}, {**BASE, "volume": "2"}),
        ({**BASE, "number": "M-24-10"}, {**BASE, "number": "M-24-18"}),
        ({**BASE, "edition": "2"}, {**BASE, "edition": "3"}),
        ({**ACT, "section": "7224"}, {**ACT, "section": "7225"}),
        (ACT, {**ACT, "section": "7225"}),
        ({**ACT, "note": "Pub. L. No. 117-263, § 7224"}, {**ACT, "note": "Pub. L. No. 117-263, § 7225"}),
        ({**CASE, "volume": "12", "page": "3"}, {**CASE, "volume": "12", "page": "345"}),
        (CASE, {**BASE, "title": "Doe v. United States", "issued": CASE["issued"]}),
        ({**HOME, "title": "AI Inventory"}, {**HOME, "title": "Press Room"}),
        ({**HOME, "title": "AI Inventory"}, HOME),
        (
            {"type": "chapter", "title": "On Wells", "DOI": "10.1/book", "container-title": "Water"},
            {"type": "chapter", "title": "On Dams", "DOI": "10.1/book", "container-title": "Water"},
        ),
        (
            {"type": "chapter", "title": "On Wells", "URL": "https://e.example/book"},
            {"type": "book", "title": "Water", "URL": "https://e.example/book"},
        ),
        (
            {**ACT, "section": "7224", "URL": "https://law.example/act.pdf"},
            {**ACT, "section": "7225", "URL": "https://law.example/act.pdf"},
        ),
        ({**BASE, "URL": "https://e.example/a"}, {**BASE, "URL": "https://e.example/a", "issued": {"date-parts": [[2019]]}}),
        ({"type": "speech", "title": "Testimony"}, {"type": "speech", "title": "Testimony"}),
        (BASE, {**BASE, "author": [{"literal": "City of Ames"}], "publisher": "Iowa Press"}),
    ],
)
def test_what_only_looks_alike_is_no_double(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert pairs(one, other) == ()
    assert pairs(other, one) == ()


def test_a_person_word_silences_a_pair() -> None:
    items = [{"id": "a", **BASE}, {"id": "b", **BASE}]
    assert len(doubles(items)) == 1
    assert doubles(distinct(items, "b", "a")) == ()


def test_what_is_merged_away_is_not_offered_again() -> None:
    items = [{"id": key, **BASE} for key in "abc"]
    assert {(pair.a, pair.b) for pair in doubles(merged(items, "a", "b"))} == {("a", "c")}


def test_the_surest_pair_comes_first_and_each_pair_once() -> None:
    items = [
        {"id": "a", **BASE},
        {"id": "b", **BASE, "DOI": "10.1/x"},
        {"id": "c", **BASE, "DOI": "10.1/x", "URL": "https://e.example/c"},
    ]
    found = doubles(items)
    assert [(pair.a, pair.b) for pair in found] == [("b", "c"), ("a", "b"), ("a", "c")]
    assert found[0].score > found[1].score


@pytest.mark.parametrize("same", [False, True])
def test_two_thousand_sources_are_compared_in_a_moment(same: bool) -> None:
    rng = random.Random(1)
    vocabulary = [f"word{n}" for n in range(300)]
    items = [
        {
            "id": str(n),
            **BASE,
            "title": "The Same Old Title Here" if same else " ".join(rng.choices(vocabulary, k=8)),
            "URL": "https://e.example/" if same else f"https://e.example/{n}",
        }
        for n in range(2000)
    ]
    at_most(10, lambda: doubles(items))


def test_odd_fields_do_not_matter() -> None:
    odd = [
        {"id": "a", "title": 3, "DOI": [], "URL": None, "author": "x", "issued": 5, "custom": "?"},
        {"id": "b", "title": {}, "type": 7},
    ]
    assert doubles(odd) == ()
