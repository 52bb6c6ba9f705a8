"""Writing a letter as Markdown."""

from __future__ import annotations

from dataclasses import replace

from letters.document.markdown.block_writer import write_blocks
from letters.document.markdown.front_matter_writer import write_fields
from letters.document.markdown.inline_writer import write_run
from letters.document.nodes import Inline, Letter, Note
from letters.document.normal import normalize
from letters.document.walk import inlines_of, map_inlines


def write(letter: Letter) -> str:
    """``letter``, in its normal form, as Markdown that :func:`letters.document.markdown.read` reads back as the same letter.

    Notes stand after the body, in the order of their references. A note whose id an earlier note has gets another one: a text
    cannot hold two notes of one name, and cross references mean the first. Raises :class:`MarkdownError` for a resolved letter.
    """
    letter = _with_names_apart(normalize(letter))
    notes = [node for node in inlines_of(letter.body) if isinstance(node, Note)]
    parts = [write_fields(letter), "\n".join(write_blocks(letter.body))]
    for note in notes:
        content = write_run(note.content, "note").replace("\n", "\n    ") if note.content else ""
        parts.append(f"[^{note.id}]: {content}".rstrip(" "))
    return "\n\n".join(part.rstrip("\n") for part in parts if part) + "\n"


def _with_names_apart(letter: Letter) -> Letter:
    taken = {node.id for node in inlines_of(letter.body) if isinstance(node, Note)}
    seen: set[str] = set()
    count = 0

    def renamed(node: Inline) -> Inline:
        nonlocal count
        if not isinstance(node, Note):
            return node
        name = node.id
        while name in seen or (name != node.id and name in taken):
            count += 1
            name = f"note-{count}"
        seen.add(name)
        return replace(node, id=name)

    return replace(letter, body=map_inlines(letter.body, renamed))
