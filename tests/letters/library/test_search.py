from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from letters.library.search import search
from tests.letters.library.items import bibtex_items

LIBRARY: list[dict[str, Any]] = [
    {
        "id": "omb",
        "title": "Advancing Governance",
        "publisher": "Office of Management and Budget",
        "issued": {"date-parts": [[2024, 3, 28]]},
    },
    {
        "id": "pena",
        "title": "Régime of Budgets",
        "author": [{"family": "Peña", "given": "Ana"}],
        "URL": "https://e.example/border-towers",
    },
    {"id": "odd", "title": "Other", "x-unknown": {"deep": ["Zebra"]}, "volume": 12},
]


def test_words_are_found_in_any_field_without_case_and_accents() -> None:
    assert search(LIBRARY, "REGIME pena") == ["pena"]
    assert search(LIBRARY, "zebra") == ["odd"]
    assert search(LIBRARY, "border tow") == ["pena"]
    assert search(LIBRARY, "12") == ["odd"]
    assert search(LIBRARY, "march 2024") == ["omb"]
    assert search(LIBRARY, "2024-03-28") == ["omb"]


def test_the_title_counts_more_than_the_publisher() -> None:
    assert search(LIBRARY, "budget") == ["omb", "pena"]
    assert search(LIBRARY, "budgets") == ["pena"]
    assert search([{"id": "a", "publisher": "Water"}, {"id": "b", "title": "Water"}], "water") == ["b", "a"]


def test_every_word_must_be_there() -> None:
    assert search(LIBRARY, "budget zebra") == []


def test_without_words_everything_comes_in_order() -> None:
    assert search(LIBRARY, "  … ") == ["omb", "pena", "odd"]


@settings(deadline=None, max_examples=60)
@given(st.lists(bibtex_items(), max_size=4), st.text(max_size=12))
def test_a_longer_search_finds_no_more(items: list[dict[str, Any]], words: str) -> None:
    library = [{"id": f"s{place}", **item} for place, item in enumerate(items)]
    assert set(search(library, f"{words} a")) <= set(search(library, words))
