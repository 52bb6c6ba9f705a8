"""Inline content as HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from letters.document.hrefs import is_safe
from letters.document.nodes import Break, Inline, NoteInline, NoteLink, NumberedNote, Text
from letters.document.spans import Close, Mark, Open, spans

_TAGS = {"strong": "strong", "em": "em", "underline": "u"}
_JOINTS = re.compile(r"(?<=[/._?&=#-])(?=[^/._?&=#-])")


def inline(content: Sequence[Inline | NoteInline]) -> str:
    """A run of resolved nodes. Raises ValueError for a node that ``resolve`` would have replaced.

    Neighbours share their tags: a link with one word in italics is one link, to the eye and to a screen reader.
    """
    written: list[str] = []
    linked = False
    for event in spans(content, notes_inside=False):
        match event:
            case Open(Mark("link", href)):
                # Nothing else passes the schema; a letter made in code keeps its words and loses the link.
                linked = is_safe(href)
                written.append(f'<a href="{escape(href)}" rel="noopener noreferrer">' if linked else "")
            case Close(Mark("link")):
                written.append("</a>" if linked else "")
                linked = False
            case Open(Mark(kind)):
                written.append(f"<{_TAGS[kind]}>")
            case Close(Mark(kind)):
                written.append(f"</{_TAGS[kind]}>")
            case Text(text):
                written.append(_breakable(text) if linked else escape(text))
            case Break():
                written.append("<br>")
            case NumberedNote(_, number, _):
                written.append(f'<sup><a id="ref-{number}" href="#note-{number}" role="doc-noteref">{number}</a></sup>')
            case NoteLink(_, number):
                written.append(f'<a href="#note-{number}">{number}</a>')
            case _:
                raise ValueError(f"a letter must be resolved before it is written: {type(event).__name__}")
    return "".join(written)


def _breakable(text: str) -> str:
    """An address that a narrow screen may break where a person would: after a slash, a dot, a hyphen."""
    if "://" not in text:
        return escape(text)
    return "<wbr>".join(escape(part) for part in _JOINTS.split(text))
