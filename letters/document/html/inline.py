"""Inline content as HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from letters.document.hrefs import is_safe
from letters.document.nodes import Break, Inline, NoteInline, NoteLink, NumberedNote, Text

_JOINTS = re.compile(r"(?<=[/._?&=#-])(?=[^/._?&=#-])")


def inline(content: Sequence[Inline | NoteInline]) -> str:
    """A run of resolved nodes. Raises ValueError for a node that ``resolve`` would have replaced."""
    return "".join(_node(node) for node in content)


def _node(node: Inline | NoteInline) -> str:
    match node:
        case Text():
            return _text(node)
        case Break():
            return "<br>"
        case NumberedNote(_, number, _):
            return f'<sup><a id="ref-{number}" href="#note-{number}" role="doc-noteref">{number}</a></sup>'
        case NoteLink(_, number):
            return f'<a href="#note-{number}">{number}</a>'
        case _:
            raise ValueError(f"a letter must be resolved before it is written: {type(node).__name__}")


def _text(node: Text) -> str:
    linked = node.href is not None and is_safe(node.href)
    written = _breakable(node.text) if linked else escape(node.text)
    for mark, tag in ((node.underline, "u"), (node.em, "em"), (node.strong, "strong")):
        if mark:
            written = f"<{tag}>{written}</{tag}>"
    if linked:
        return f'<a href="{escape(node.href or "")}" rel="noopener noreferrer">{written}</a>'
    return written


def _breakable(text: str) -> str:
    """An address that a narrow screen may break where a person would: after a slash, a dot, a hyphen."""
    if "://" not in text:
        return escape(text)
    return "<wbr>".join(escape(part) for part in _JOINTS.split(text))
