"""The real letter's endnotes, word for word: 17 of its 20 citations by rule, three by an override of their source."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from letters.citations import citer
from letters.document.markdown import read
from letters.document.nodes import NoteInline, NoteLink, Text
from letters.document.resolve import resolve

REAL = Path(__file__).resolve().parents[4] / "shared" / "letters" / "dhs-ai"

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the real letter is not beside the checkout")

THEIR_OWN_STYLE = {
    "asher-schapiro-2024": "the month is “Jul.”, elsewhere in the letter “July”",
    "aclu-socal-2013": "the month is “August”, elsewhere abbreviated",
    "ryo-2022": "no comma between the journal and “Vol.”, elsewhere there is one",
}
"""Where the letter breaks its own style: the works that need an override to come out as they were printed."""


def expected() -> list[dict[str, Any]]:
    notes: list[dict[str, Any]] = json.loads((REAL / "expected_endnotes.json").read_text(encoding="utf-8"))["notes"]
    return notes


def library() -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads((REAL / "sources.json").read_text(encoding="utf-8"))
    return items


def overridden() -> list[dict[str, Any]]:
    """The library with an override for the three, taken from how the letter printed them."""
    full = {
        segment["source"]: segment["runs"]
        for note in expected()
        for segment in note["segments"]
        if segment.get("source") in THEIR_OWN_STYLE
    }
    return [{**item, "custom": {"full": full[item["id"]]}} if item["id"] in full else item for item in library()]


def runs(content: tuple[NoteInline, ...]) -> list[dict[str, Any]]:
    """Runs in the shape of the expected file, neighbours alike joined, "angle" aside (how the letter printed its links)."""
    made: list[dict[str, Any]] = []
    for node in content:
        assert isinstance(node, Text | NoteLink)
        text = node.text if isinstance(node, Text) else str(node.number)
        marks: dict[str, Any] = {}
        if isinstance(node, Text):
            marks = {**({"italic": True} if node.em else {}), **({"href": node.href} if node.href else {})}
        if made and {key: value for key, value in made[-1].items() if key != "text"} == marks:
            made[-1]["text"] += text
        else:
            made.append({"text": text, **marks})
    return made


def printed(sources: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    letter, losses = read((REAL / "letter.md").read_text(encoding="utf-8"))
    assert losses == ()
    resolution = resolve(letter, citer(sources))
    assert resolution.warnings == ()
    return [runs(note.content) for note in resolution.notes]


def without_angle(listed: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in run.items() if key != "angle"} for run in listed]


def test_every_note_comes_out_as_it_was_printed() -> None:
    notes = printed(overridden())
    assert len(notes) == len(expected()) == 10
    for note, wanted in zip(notes, expected(), strict=True):
        assert "".join(run["text"] for run in note) == wanted["text"]
        assert note == without_angle(wanted["runs"]), wanted["note"]


def test_all_but_three_citations_follow_from_the_rules() -> None:
    texts = ["".join(run["text"] for run in note) for note in printed(library())]
    by_rule, broken = 0, set()
    for text, wanted in zip(texts, expected(), strict=True):
        for segment in wanted["segments"]:
            if segment["type"] == "cite":
                if segment["text"] in text:
                    by_rule += 1
                else:
                    broken.add(segment["source"])
    assert by_rule == 17
    assert broken == set(THEIR_OWN_STYLE)
