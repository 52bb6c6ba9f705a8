"""Resolved notes as plain data, for files and other programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from letters.document.nodes import Break, NoteInline, NoteLink, NumberedNote, Text


def note_data(note: NumberedNote) -> dict[str, Any]:
    """``{"number": 1, "text": "…", "runs": [{"text": "…", "italic": true, "href": "…"}]}``.

    Marks are named only where they are set ("bold" and "underline" too); runs with the same marks are one; a line break is a
    line feed; the texts of all runs, put together, are ``text``.
    """
    runs = run_data(note.content)
    return {"number": note.number, "text": "".join(run["text"] for run in runs), "runs": runs}


def run_data(content: Sequence[NoteInline]) -> list[dict[str, Any]]:
    """The runs of resolved inline content."""
    made: list[tuple[dict[str, Any], str]] = []
    for node in content:
        marks: dict[str, Any] = {}
        match node:
            case Text():
                text = node.text
                for name, value in (
                    ("italic", node.em),
                    ("bold", node.strong),
                    ("underline", node.underline),
                    ("href", node.href),
                ):
                    if value:
                        marks[name] = value
            case NoteLink():
                text = str(node.number)
            case Break():
                text = "\n"
            case _:
                raise ValueError("only resolved notes can be written out")
        if made and made[-1][0] == marks:
            made[-1] = (marks, made[-1][1] + text)
        else:
            made.append((marks, text))
    return [{"text": text, **marks} for marks, text in made]
