"""Many names: what the index finds is what comparing each with each finds."""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path

import pytest

from signatories.matching import REVIEW, NameIndex, compare

ROWS = [
    *csv.DictReader(
        Path(__file__).with_name("pairs.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE
    )
]
NAMES = sorted({name for row in ROWS for name in (row["name_a"], row["name_b"])})[::3]


def test_a_mapping_gives_its_keys_and_a_sequence_its_places() -> None:
    by_key = NameIndex({"x": "Harbor League", "y": "The Harbor League, Inc.", "z": "Kite Club"})
    assert [(one, other) for one, other, _ in by_key.pairs()] == [("x", "y")]
    assert [key for key, _ in by_key.search("harbor league")] == ["x", "y"]
    by_place: NameIndex[int] = NameIndex(["Harbor League", "Kite Club"])
    assert [key for key, _ in by_place.search("The Kite Club")] == [1]
    assert len(by_place) == 2


def test_the_likeliest_come_first_and_no_more_than_asked_for() -> None:
    index: NameIndex[int] = NameIndex(["Harbor League Network", "Harbor League (HL)", "Harbor League"])
    found = index.search("HARBOR LEAGUE", limit=2, minimum=0.5)
    assert [key for key, _ in found] == [2, 1]
    assert found[0][1].score == 1.0


def test_a_match_of_the_index_is_the_match_of_the_two_names() -> None:
    index: NameIndex[int] = NameIndex(NAMES)
    for one, other, match in index.pairs():
        assert match == compare(NAMES[one], NAMES[other], corpus=index.corpus)


def test_what_comparing_each_with_each_finds_is_found() -> None:
    index: NameIndex[int] = NameIndex(NAMES)
    places = combinations(range(len(NAMES)), 2)
    every = {pair for pair in places if compare(NAMES[pair[0]], NAMES[pair[1]], corpus=index.corpus).score >= REVIEW}
    found = {(one, other) for one, other, _ in index.pairs()}
    assert found <= every
    assert len(found) >= 0.98 * len(every), [(NAMES[one], NAMES[other]) for one, other in every - found]


def test_a_search_finds_the_name_from_both_sides() -> None:
    index: NameIndex[int] = NameIndex(NAMES)
    for one, other, _ in index.pairs():
        for searched, wanted in ((one, other), (other, one)):
            assert wanted in {key for key, _ in index.search(NAMES[searched], limit=len(NAMES))}


def test_an_acronym_that_fits_several_names_is_a_doubt() -> None:
    """Alone, "KML" for one Kite Makers' League is asked about. Among three bodies with these initials nobody can tell."""
    names = ["Kite Makers League", "KML"]
    assert NameIndex(names).search("KML", minimum=0.5)[1][1].tier == "ask"
    names += ["Kettle Menders Local Lodge", "Kelp and Mussel Lovers", "Knitters of Marrow Lane"]
    found = dict(NameIndex(names).search("KML", minimum=0.5))
    assert found[0].tier == "review"
    assert "Several names have the initials “KML”." in found[0].reasons


def test_several_processes_find_the_same() -> None:
    index: NameIndex[int] = NameIndex(NAMES)
    assert index.pairs(processes=2) == index.pairs()


@pytest.mark.parametrize("names", [[], [""], ["", ""], ["!!!", "???"], ["\0", "\ud800", "🎈"], ["a " * 4_000, "Harbor"]])
def test_any_names_are_taken(names: list[str]) -> None:
    index: NameIndex[int] = NameIndex(names)
    assert len(index.pairs()) <= 1
    index.search("Harbor League")
    index.search("")


def test_a_name_of_the_index_is_like_what_a_search_for_it_finds():
    """With the same names under other keys, too."""
    names = {"a": "Reef Circle", "b": "Reef Circel", "c": "The Reef Circle, Inc.", "d": "Shore League", "e": "REEF CIRCLE"}
    index = NameIndex(names)
    for key, name in names.items():
        assert index.like(key, limit=20) == [found for found in index.search(name, limit=20) if found[0] != key]
    assert [key for key, _match in index.like("a", limit=1)] == [index.like("a")[0][0]]
