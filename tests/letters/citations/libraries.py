"""A library whose every form can be told from its print, and letters that cite from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from letters.document.nodes import Citation, Cite, Letter, Note, NoteInline, NumberedNote, Paragraph, Text
from letters.document.walk import plain_text

LIBRARY: list[dict[str, Any]] = [
    {
        "id": f"work{number}",
        "type": kind,
        "author": [{"family": f"Family{number}", "given": "Given"}],
        "title": f"Title {number}",
        "publisher": "Press",
        "issued": {"date-parts": [[2020]]},
        "URL": f"https://w{number}.example/",
    }
    for number, kind in enumerate(["report", "book", "webpage", "article-newspaper", "article-journal", "hearing"])
]
LEGAL: list[dict[str, Any]] = [
    {"id": "case", "type": "legal_case", "title": "Ames v. Delta", "volume": "1", "container-title": "F.", "page": "2"},
    {"id": "act", "type": "legislation", "title": "Taps Act", "note": "P.L. 1"},
    {"id": "rule", "type": "regulation", "title": "Filters", "volume": "6", "container-title": "C.F.R.", "section": "5"},
]
KEYS = [item["id"] for item in LIBRARY]
LEGAL_KEYS = [item["id"] for item in LEGAL]
FULL = {key: f"https://w{key.removeprefix('work')}.example/" for key in KEYS} | {
    "case": "Ames v. Delta, 1 F. 2",
    "act": "Taps Act, P.L. 1",
    "rule": "Filters, 6 C.F.R. § 5",
}
"""What only the full form of each source holds."""

PROSE = "Prose alone."

Plan = list[list[str | tuple[str, str]]]
"""A letter in short: for each note the keys it cites, with a locator where it is a pair; an empty note is prose."""


def plans(keys: Sequence[str] = (*KEYS, *LEGAL_KEYS), most: int = 10) -> st.SearchStrategy[Plan]:
    """Any such letter."""
    citation = st.sampled_from(keys) | st.tuples(st.sampled_from(keys), st.sampled_from(["3", "4"]))
    return st.lists(st.lists(citation, max_size=3), min_size=1, max_size=most)


def citation_of(entry: str | tuple[str, str]) -> Citation:
    return Citation(entry) if isinstance(entry, str) else Citation(entry[0], locator=entry[1])


def key_of(entry: str | tuple[str, str]) -> str:
    return entry if isinstance(entry, str) else entry[0]


def note_of(name: str, entries: Sequence[str | tuple[str, str]]) -> Note:
    """A note with these citations, each its own sentence."""
    content: list[NoteInline] = []
    for entry in entries:
        content += [Cite((citation_of(entry),)), Text(". ")]
    return Note(name, tuple(content) or (Text(PROSE),))


def letter_of(plan: Plan, names: Sequence[str] | None = None) -> Letter:
    named = names or [f"n{place}" for place in range(len(plan))]
    return Letter((Paragraph((Text("Body"), *(note_of(name, entries) for name, entries in zip(named, plan, strict=True)))),))


def printed(notes: Sequence[NumberedNote]) -> list[str]:
    return [plain_text(note.content) for note in notes]
