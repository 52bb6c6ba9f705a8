"""Single pairs: what a rule is for, what it says, and what must never be taken for one organization."""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path

import pytest

from signatories.matching import Corpus, compare

ROOT = Path(__file__).resolve().parents[3]
LISTS = (
    ROOT / "examples" / "river-cities" / "signatories.csv",
    ROOT.parent / "shared" / "letters" / "dhs-ai" / "signatories.csv",
)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("SEIU 512", "SEIU32BJ"),
        ("SEIU 512", "Service Employees International Union (SEIU)"),
        ("SEIU32BJ", "Service Employees International Union (SEIU)"),
        ("SEIU Local 1 2", "SEIU Local 12"),
        ("ACLU People Power - Fairfax", "ACLU"),
        ("ACLU of Virginia", "American Civil Liberties Union (ACLU)"),
        ("American Civil Liberties Union of Virginia (ACLU)", "ACLU"),
        ("Immigrant Defenders Law Center", "Immigrant Defense Project"),
        ("Virginia Coalition for Immigrant Rights", "Virginia Coalition of Latino Organizations"),
        ("Harbor League", "Harbor League – Tern Falls Chapter"),
        ("Harbor League", "Harbor League, Tern Falls"),
        ("Harbor League", "Harbor League Local 9"),
        ("Harbor League", "Young Harbor League"),
        ("Harbor League", "Harbor League Action Fund"),
        ("Harbor League", "Harbor League Action"),
        ("Harbor League", "Harbor League Foundation"),
        ("Harbor League", "Harbor League Education Fund"),
        ("Harbor League Action Fund", "Harbor League Education Fund"),
        ("Northern Harbor League", "Southern Harbor League"),
        ("Liga del Puerto", "Liga del Puerto, Sección Perú"),
        ("Movimento do Porto (MDP)", "MDP-RS"),
        ("Wellington Garden Club", "Willington Garden Club"),
        ("Doctors for Otters", "Doctors Without Otters"),
        ("Christian Otter Society", "Christina Otter Society"),
        ("Harbor Watch", "Harbor Watch LA"),
        ("Pastoral do Porto", "Pastoral do Porto - AC"),
        ("Ward A Neighbors", "Ward E Neighbors"),
        ("Ward A Neighbors", "Ward Neighbors"),
        ("First Church of Elm", "Second Church of Elm"),
        ("Center for Reefs (CFR)", "Council of Farm Renters (CFR)"),
        ("Harbor Rights Coalition (formerly Port Watch)", "Harbor Rights Coalition Action Fund"),
        ("Teamwork (formerly 807)", "Teamwork 807"),
        ("नदी महिला मंच", "नदी मछुआ मंच"),
        ("清河灯社", "清河船社"),
    ],
)
def test_two_bodies_are_never_asked_about(a: str, b: str) -> None:
    assert compare(a, b).tier in ("review", "different")


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.parent.name)
def test_a_real_list_stays_as_long_as_it_is(path: Path) -> None:
    if not path.exists():
        pytest.skip("the shared letter is not here")
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    names = [row["organization"] for row in rows if row["organization"]]
    assert len(names) > 140
    assert [pair for pair in combinations(names, 2) if compare(*pair).tier in ("same", "ask")] == []


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        ("Harbor League (HL)", "The Harbor League", "Only one gives its acronym: HL."),
        ("CDT", "Center for Democracy and Technology", "“CDT” stands for words of the other name."),
        ("NWRL", "National Wharf Rescue League (NWRL)", "“NWRL” stands for the other name."),
        ("LKW 77", "LKW Local 77", "“Local” only introduces the number that both have."),
        ("LKW", "LKW 512", "The number 512 stands only in one: one is a part of the other, or another body."),
        ("Tidewater Voices", "Tidewater Voices Action", "“Action” stands only in one: an arm with a purse of its own."),
        ("Tidewater Voices of Texas", "Tidewater Voices of Ohio", "They are of different places: “Ohio”, “Texas”."),
        ("Tidewater Voices", "North Tidewater Voices", "“North” stands only in one: it is a body of that part."),
        ("Tidewater Voices", "Tidewater Voices Branch", "“Branch” stands only in one: a part of the other."),
        ("Oakum House", "Lanternwood (formerly Oakum House)", "One is given as the former name of the other."),
        ("The Blue Kiln", "Quarry Sisters d.b.a. The Blue Kiln", "One is given as another name of the other."),
        ("Quillon Network", "Quillon Ntwk.", "“Ntwk” is short for “Network”."),
        ("Quillon Services", "Quillon Service", "“Service” and “Services” are forms of one word."),
        ("OpenHarbor Watch", "Open Harbor Watch Inc.", "“OpenHarbor” is written as one word and as several."),
        ("Red Kuntur", "Kuntur Network", "“Network” and “Red” mean the same in two languages."),
        ("Immigrant Choir", "Immigration Choir", "“Immigrant” and “Immigration” are words of one family, not the same word."),
        ("Tidal Mennonite Voices", "Tidal Menonite Voices", "“Mennonite” and “Menonite” differ by a slip of the finger."),
        ("Casa Alborada", "Casa Alborada / Alborada House", "“Alborada House” says again what the name has said."),
        ("Voices for Otters", "Voices Without Otters", "“Without” stands only in one, and turns it around."),
        ("Quillon, Inc.", "Quillon", "The legal form “Inc” stands only in one."),
        ("The Quillon", "Quillon", "“The” stands only in one."),
        ("Kite and Key Club", "Key and Kite Club", "The words around “and” have changed places."),
        ("Quillon Bread Alliance", "Quillon Bread Network", "“Alliance” and “Network” are different sorts of bodies."),
        ("Rope Workers", "Rope Workers, AFL-CIO", "The federation “AFL CIO” stands only in one."),
        ("HARBOR LEAGUE", "Harbor League!", "They are the same but for capitals, accents, spaces and punctuation."),
        ("Harbor League", "Wharf Street Mission", "They have no word in common."),
    ],
)  # fmt: skip
def test_what_decides_is_said_in_words(a: str, b: str, reason: str) -> None:
    assert reason in compare(a, b).reasons


def test_what_decides_comes_first() -> None:
    match = compare("The Tidewater Voices", "Tidewater Voices Action Fund")
    assert match.reasons[0] == "“Action Fund” stands only in one: an arm with a purse of its own."
    assert match.score == 0.6


def test_a_corpus_tells_which_spelling_is_somebodys() -> None:
    a, b = "Chesterfeld Garden Club", "Chesterfield Garden Club"
    assert compare(a, b).tier == "ask"
    both = Corpus([a, b, "Chesterfeld Rowers", "Chesterfield Bakers"])
    assert compare(a, b, corpus=both).tier == "different"


def test_words_of_a_corpus_weigh_less_the_commoner_they_are() -> None:
    from signatories.matching.words import word_of

    corpus = Corpus([f"Osprey {number}" for number in range(300)] + ["Puffin"])
    assert corpus.weight(word_of("osprey")) < corpus.weight(word_of("puffin"))
