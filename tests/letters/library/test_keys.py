from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.document.markdown.citation_writer import write_cite
from letters.document.markdown.citations import read_citations
from letters.document.nodes import Citation, Cite
from letters.library import csl_json, read
from letters.library.keys import Ids, new_id, usable
from tests.letters.library.items import bibtex_items


@pytest.mark.parametrize(
    ("item", "key"),
    [
        (
            {"author": [{"family": "Asher-Schapiro", "given": "Avi"}], "issued": {"date-parts": [[2024, 7]]}},
            "asher-schapiro-2024",
        ),
        ({"author": [{"family": "Peña"}, {"literal": "O’Neil"}, {"family": "C"}]}, "pena-oneil"),
        (
            {"author": [{"literal": "Office of Management and Budget"}], "issued": {"literal": "circa 1999"}},
            "office-of-management-and-1999",
        ),
        ({"title": "The Løve of Straße", "issued": {"date-parts": [["2020"]]}}, "love-strasse-2020"),
        ({"title": "漢字"}, "source"),
        ({"author": "odd", "title": 3, "issued": []}, "source"),
    ],
)
def test_an_id_is_made_of_the_family_name_and_the_year(item: dict[str, Any], key: str) -> None:
    assert new_id(item, ()) == key
    assert new_id(item, [key.upper()]) == f"{key}-2"


@settings(deadline=None, max_examples=40)
@given(st.lists(bibtex_items(), min_size=1, max_size=4))
def test_new_ids_are_plain_unique_and_usable(items: list[dict[str, Any]]) -> None:
    ids = Ids()
    made = [ids.new(item) for item in items]
    assert len(set(made)) == len(made)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) and usable(key) for key in made)


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=20))
def test_a_usable_id_is_one_that_a_citation_reads_back(key: str) -> None:
    if usable(key):
        read_back = read_citations(write_cite(Cite((Citation(key),)))[1:-1])
        assert read_back is not None
        assert read_back.citations == (Citation(key),)


@pytest.mark.parametrize(
    "key", ["doe2024", "omb-m-24-10", "http://zotero.org/users/1/items/AB", "doe:2024/a", "Doe 2024", "漢字"]
)
def test_ids_of_other_programs_are_kept(key: str) -> None:
    assert usable(key)
    assert read(f'[{{"id": "{key}"}}]').items[0]["id"] == key


@pytest.mark.parametrize("key", ["", " a", "a\nb", "x" * 121, "a\u202eb", 7, None])
def test_ids_that_no_citation_can_name_are_not_usable(key: object) -> None:
    assert not usable(key)


def test_an_id_that_no_citation_can_name_is_changed_and_told() -> None:
    found = read('[{"id": "a\\nb", "title": "Dry Taps"}, {"id": 5}, {"id": "dry-taps"}]')
    assert [item["id"] for item in found.items] == ["dry-taps-2", "5", "dry-taps"]
    assert len(found.losses) == 2


def test_the_rules_of_the_bundle_hold() -> None:
    text = '[{"id": 1}, {"id": "a"}, {"id": "a"}, {}, 5, {"id": true}]'
    items, problems = csl_json.parse_sources(text)
    assert items == ({"id": "1"}, {"id": "a"})
    assert problems == [
        "source 3: the id “a” is there twice.",
        "source 4: has no id.",
        "source 5: must be an object {…}.",
        "source 6: has no id.",
    ]
    assert csl_json.parse_sources('[\n{"id": }]')[1][0].startswith("line 2: not valid JSON")
    assert csl_json.parse_sources("{}")[1] == ["must be a list of sources: […]."]
    for broken in ("[NaN]", '["\\ud800"]', "[1e999]", "[" * 100_000):
        assert csl_json.parse_sources(broken)[1] == [
            "not valid JSON (nested too deeply, a number that is none, or half of a character)."
        ]


def test_what_json_itself_drops_is_told() -> None:
    found = read('[{"id": "a", "title": "One", "title": "Two", "x": 0.12345678901234567890123}]')
    assert found.items[0]["title"] == "Two"
    assert len(found.losses) == 2
