"""The labelled footnotes measure the parser, so they are measured first: a label must come out of its text."""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, get_args

import pytest

from letters.document.nodes import Locator

Footnote = dict[str, Any]

HERE = Path(__file__).parent
SETS: dict[str, list[Footnote]] = {
    name: json.loads((HERE / f"footnotes_{name}.json").read_text(encoding="utf-8"))
    for name in ("tuning", "tuning_2", "held_out")
}
EVERY_NOTE = [note for notes in SETS.values() for note in notes]
MIX = {
    "law-review": 25,
    "agency-comment": 16,
    "policy-letter": 15,
    "un": 8,
    "eu": 8,
    "press": 7,
    "apa": 6,
    "chicago": 6,
    "oscola": 5,
    "vancouver": 4,
}

AS_TYPED = ("title", "container", "publisher", "number", "volume", "name", "signal", "locator", "parenthetical")
FIELDS = {"text", "form", "type", "author", "date", "url", "archive", "supra", "label", "accessed", *AS_TYPED}
FULL_ONLY = {"type", "title", "author", "container", "publisher", "number", "volume", "date", "url", "archive", "accessed"}
STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00ad": None})


def squashed(text: str) -> str:
    """``text`` without what a wrapped line or a typographer changes: white space, hyphens, commas, the shape of quotes."""
    return re.sub(r'[\s\-\u2010-\u2014,"]', "", text.translate(STRAIGHT)).casefold()


def joined(text: str) -> str:
    return re.sub(r"\s", "", text)


def is_date(text: str) -> bool:
    """Whether ``text`` is a day, a month or a year as ISO 8601 writes them, and one that the calendar has."""
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        return False
    year, month, day = (int(part) for part in (text + "-01-01")[:10].split("-"))
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def complaints_about_citation(citation: Footnote) -> list[str]:
    found: list[str] = []
    text = citation["text"]
    found += [f"unknown field {name}" for name in citation if name not in FIELDS]
    found += [f"empty {name}" for name, value in citation.items() if value in ("", [])]
    if text != text.strip() or text.endswith((";", ",")):
        found.append("the stretch has a loose end")
    found += [
        f"{name} is not in the text: {citation[name]}"
        for name in AS_TYPED
        if name in citation and squashed(citation[name]) not in squashed(text)
    ]
    found += [
        f"author is not in the text: {person}"
        for person in citation.get("author", [])
        if not all(squashed(word) in squashed(text) for word in person.split())
    ]
    found += [
        f"{name} is not in the text"
        for name in ("url", "archive")
        if name in citation and (joined(citation[name]) not in joined(text) or joined(citation[name]) != citation[name])
    ]
    found += [f"{name} is no date" for name in ("date", "accessed") if name in citation and not is_date(citation[name])]
    found += [
        f"the year of {name} is not in the text"
        for name in ("date", "accessed")
        if citation.get(name, "")[:4] not in joined(text)
    ]
    if "signal" in citation and not squashed(text).startswith(squashed(citation["signal"])):
        found.append("the text does not begin with the signal")
    if ("locator" in citation) != ("label" in citation) or citation.get("label", "page") not in get_args(Locator):
        found.append("locator and label do not match")
    if citation["form"] not in ("full", "supra", "id"):
        found.append("unknown form")
    if (citation["form"] == "supra") != ("supra" in citation):
        found.append("a supra, and only a supra, has a note number")
    if "supra" in citation and not re.search(rf"(?<!\d){citation['supra']}(?!\d)", text):
        found.append("the note number is not in the text")
    if citation["form"] != "full" and FULL_ONLY & citation.keys():
        found.append("a pointer describes a source")
    if citation["form"] == "full" and ("type" not in citation or not {"title", "container", "url", "author"} & citation.keys()):
        found.append("a source without anything to know it by")
    if "http" in text and "url" not in citation:
        found.append("an address without a label")
    return found


def complaints_about(note: Footnote) -> list[str]:
    """What is wrong with one labelled footnote, in words; nothing for a good one."""
    found: list[str] = []
    text, cursor, rest = note["text"], 0, ""
    for citation in note["citations"]:
        at = text.find(citation["text"], cursor)
        if at < 0:
            found.append(f"not in the text, or not in this order: {citation['text']}")
            continue
        rest += text[cursor:at] + " ¦ "
        cursor = at + len(citation["text"])
        found += complaints_about_citation(citation)
    rest += text[cursor:]
    if re.search(r"https?:|www\.|\bsupra\b|\bibid\b|\bId\.", rest):
        found.append(f"a citation was left unlabelled in: {rest}")
    edge = 0
    for start, end in note["italics"]:
        if not edge <= start < end <= len(text):
            found.append(f"italics {start}-{end} out of range or out of order")
        edge = end
    if not note["citations"]:
        found.append("no citation")
    return found


@pytest.mark.parametrize("note", EVERY_NOTE, ids=lambda note: note["id"])
def test_every_label_comes_out_of_its_text(note: Footnote) -> None:
    assert complaints_about(note) == []


def damaged(change: Callable[[Footnote], object]) -> list[str]:
    """The complaints about a good footnote once ``change`` has spoilt it."""
    note = copy.deepcopy(next(note for note in SETS["tuning"] if note["id"] == "lr-03"))
    assert complaints_about(note) == []
    change(note)
    return complaints_about(note)


@pytest.mark.parametrize(
    "change",
    [
        lambda note: note["citations"].reverse(),
        lambda note: note["citations"].pop(),
        lambda note: note["citations"].clear(),
        lambda note: note["italics"].append([0, 3]),
        lambda note: note["italics"].append([len(note["text"]) - 1, len(note["text"]) + 1]),
        lambda note: note["citations"][0].update(text=note["citations"][0]["text"] + ";"),
        lambda note: note["citations"][0].update(supra=7),
        lambda note: note["citations"][0].pop("supra"),
        lambda note: note["citations"][0].update(name="Somebody"),
        lambda note: note["citations"][0].update(signal="See"),
        lambda note: note["citations"][0].update(locator="99"),
        lambda note: note["citations"][0].update(label="verse"),
        lambda note: note["citations"][0].pop("label"),
        lambda note: note["citations"][0].update(form="short"),
        lambda note: note["citations"][0].update(title="Garvie"),
        lambda note: note["citations"][0].update(author=["Jane Nobody"]),
        lambda note: note["citations"][0].update(url="https://example.org/"),
        lambda note: note["citations"][0].update(date="2024-02-30"),
        lambda note: note["citations"][0].update(tittle="Garvie"),
        lambda note: note["citations"][0].update(name=""),
    ],
)
def test_a_wrong_label_would_be_noticed(change: Callable[[Footnote], object]) -> None:
    assert damaged(change)


def test_ids_are_unique_over_all_sets() -> None:
    assert [name for name, count in Counter(note["id"] for note in EVERY_NOTE).items() if count > 1] == []


@pytest.mark.parametrize(("one", "other"), list(combinations(SETS, 2)))
@pytest.mark.parametrize("field", ["title", "url", "archive"])
def test_no_two_sets_share_a_source(field: str, one: str, other: str) -> None:
    left, right = (
        {squashed(citation[field]) for note in SETS[name] for citation in note["citations"] if field in citation}
        for name in (one, other)
    )
    assert left
    assert right
    assert left & right == set()


def test_the_sets_share_no_footnote() -> None:
    texts = [squashed(note["text"]) for note in EVERY_NOTE]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("name", SETS)
def test_each_set_has_the_promised_mix_of_kinds(name: str) -> None:
    assert dict(Counter(note["kind"] for note in SETS[name])) == MIX


@pytest.mark.parametrize("name", SETS)
def test_each_set_is_as_varied_as_promised(name: str) -> None:
    notes = SETS[name]
    citations = [citation for note in notes for citation in note["citations"]]
    wrapped = [note for note in notes if "\n" in note["text"]]
    broken = [citation for citation in citations if citation.get("url", "") not in citation["text"]]
    assert sum(citation["form"] in ("supra", "id") for citation in citations) >= 40
    assert sum(citation["form"] == "full" for citation in citations) >= 90
    assert 0.5 <= sum(bool(note["italics"]) for note in notes) / len(notes) <= 0.7
    assert 0.3 <= len(wrapped) / len(notes) <= 0.4
    assert len(broken) >= 15
    assert sum(len(note["citations"]) > 1 for note in notes) >= 40
    for field, least in {"archive": 5, "accessed": 8, "signal": 20, "locator": 60, "parenthetical": 5}.items():
        assert sum(field in citation for citation in citations) >= least, field
    for mark in ("\u00a0", "“", "’", "<http", "§", "¶", "\n"):
        assert any(mark in note["text"] for note in notes), mark
