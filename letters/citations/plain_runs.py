"""Resolved notes as plain data, for files and other programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from letters.document.nodes import Break, Count, NoteInline, NoteLink, NumberedNote, Text


def note_data(note: NumberedNote) -> dict[str, Any]:
    """``{"number": 1, "text": "…", "runs": [{"text": "…", "italic": true, "href": "…"}]}``.

    Marks are named only where they are set ("bold" and "underline" too); runs with the same marks are one; a line break is a
    line feed; the texts of all runs, put together, are ``text``.
    """
    runs = run_data(note.content)
    return {"number": note.number, "text": "".join(run["text"] for run in runs), "runs": runs}


def run_data(content: Sequence[NoteInline]) -> list[dict[str, Any]]:
    """The runs of resolved inline content. A count is as typed: its number belongs to a list of signatories."""
    made: list[tuple[_Marks, str]] = []
    for node in content:
        if isinstance(node, Text):
            marks, text = (node.em, node.strong, node.underline, node.href), node.text
        elif isinstance(node, NoteLink):
            marks, text = _NONE, str(node.number)
        elif isinstance(node, Count):
            said = node.said(node.typed)
            marks, text = (said.em, said.strong, said.underline, said.href), said.text
        elif isinstance(node, Break):
            marks, text = _NONE, "\n"
        else:
            raise ValueError("only resolved notes can be written out")
        if made and made[-1][0] == marks:
            made[-1] = (marks, made[-1][1] + text)
        else:
            made.append((marks, text))
    return [
        {"text": text}
        if marks == _NONE
        else {"text": text, **{name: value for name, value in zip(_NAMES, marks, strict=True) if value}}
        for marks, text in made
    ]


_Marks = tuple[bool, bool, bool, str | None]
_NONE: _Marks = (False, False, False, None)
_NAMES = ("italic", "bold", "underline", "href")
