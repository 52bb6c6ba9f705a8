"""Doubles that were merged away: citations of them are citations of the one they were merged into."""

from __future__ import annotations

from typing import Any

import pytest

from letters.citations import resolved
from letters.citations.library import Library
from letters.document.nodes import Citation, Cite, Letter, Note, Paragraph, Text
from letters.document.walk import plain_text


def item(key: str, title: str, into: str = "") -> dict[str, Any]:
    made: dict[str, Any] = {"id": key, "type": "report", "title": title, "publisher": "Press"}
    return {**made, "custom": {"merged": {"into": into}}} if into else made


def notes(library: list[dict[str, Any]], *keys: str) -> list[str]:
    made = [Note(f"n{place}", (Cite((Citation(key),)),)) for place, key in enumerate(keys)]
    resolution = resolved(Letter((Paragraph((Text("Body"), *made)),)), library)
    assert not resolution.warnings
    return [plain_text(note.content) for note in resolution.notes]


def test_a_double_prints_as_the_one_it_was_merged_into() -> None:
    library = [item("kept", "Kept"), item("away", "Away", "kept"), item("further", "Further", "away")]
    assert notes(library, "away", "kept", "further") == ["Kept, Press", "Press, supra note 1", "Press, supra note 1"]


def test_without_the_merge_they_are_two_works_again() -> None:
    library = [item("kept", "Kept"), item("away", "Away")]
    assert notes(library, "away", "kept", "away") == ["Away, Press", "Kept, Press", "Press, Away, supra note 1"]


@pytest.mark.parametrize("order", [("a", "b", "c"), ("c", "a", "b")])
def test_a_circle_from_a_file_leads_to_one_of_its_members_whatever_the_order(order: tuple[str, ...]) -> None:
    circle = {"a": item("a", "A", "b"), "b": item("b", "B", "c"), "c": item("c", "C", "a")}
    library = Library(circle[key] for key in order)
    assert {library.root(key) for key in "abc"} == {"a"}
    assert library.find("c") == circle["a"]


def test_a_merge_into_nothing_leaves_the_source_as_it_is() -> None:
    library = Library([item("away", "Away", "gone")])
    assert library.find("away") is not None
    assert library.find("gone") is None
