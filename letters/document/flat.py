"""Inline content as one string in which places can be counted, and a change made at such a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from letters.document.nodes import Inline, NoteInline, Text

OTHER = "\ufffc"
"""Stands for a node that is no text (Unicode 15.0, section 23.8: the object replacement character)."""

Node = TypeVar("Node", bound=Inline | NoteInline)


def flat(content: Sequence[Inline | NoteInline]) -> str:
    """The text of ``content``, one character for each node that is none."""
    return "".join(node.text if isinstance(node, Text) else OTHER for node in content)


def exchanged(content: Sequence[Node], start: int, end: int, between: Sequence[Node]) -> tuple[Node, ...]:
    """``content`` with what stands at ``start`` to ``end`` (places in :func:`flat`) replaced by ``between``."""
    before: list[Node] = []
    after: list[Node] = []
    place = 0
    for node in content:
        length = len(node.text) if isinstance(node, Text) else 1
        if isinstance(node, Text):
            head, tail = node.text[: max(0, start - place)], node.text[max(0, end - place) :]
            if head:
                before.append(replace(node, text=head))
            if tail:
                after.append(replace(node, text=tail))
        elif place < start:
            before.append(node)
        elif place >= end:
            after.append(node)
        place += length
    return (*before, *between, *after)
