"""Reading back what was just written: whether it says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from markdown_it.common.utils import mdTrim
from markdown_it.token import Token

from letters.document.markdown.inline_reader import Node, read_nodes
from letters.document.markdown.parser import parser
from letters.document.markdown.reading import Reading
from letters.document.nodes import Inline, Note, NoteInline
from letters.document.normal import normal_run

Place = Literal["paragraph", "heading", "cell", "note"]
"""Where an inline text stands; what could begin a block, or end a line, differs."""


def _reference(label: str, _line: int, _depth: int) -> list[Node]:
    """Any note reference as it stands: what is in the notes is written elsewhere."""
    return [Note(label, ())]


def reads_as(source: str, content: Sequence[Inline | NoteInline], place: Place) -> bool:
    """Whether ``source`` at ``place`` reads as ``content`` (in its normal form) and nothing else, without a loss."""
    reading = Reading()
    tokens = _tokens(source, place, reading)
    if tokens is None:
        return False
    nodes = read_nodes(tokens, 0, reading, _reference, 1)
    expected = tuple(replace(node, content=()) if isinstance(node, Note) else node for node in content)
    return not reading.losses and normal_run(nodes) == expected  # type: ignore[arg-type]


def _tokens(source: str, place: Place, reading: Reading) -> Sequence[Token] | None:
    md = parser()
    if place == "cell":
        return md.inline.parse(source, md, reading.env, []) if mdTrim(source) == source else None
    opening, before = {
        "paragraph": ("paragraph_open", ""),
        "heading": ("heading_open", "# "),
        "note": ("note_definition_open", "[^n]: "),
    }[place]
    tokens = md.parse(before + source.replace("\n", "\n    " if place == "note" else "\n") + "\n", reading.env)
    inlines = [token for token in tokens if token.type == "inline"]
    if len(inlines) != 1 or tokens[0].type != opening or len(tokens) != (5 if place == "note" else 3):
        return None
    return inlines[0].children or ()
