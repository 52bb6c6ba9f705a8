"""The stored form of a letter: JSON as ProseMirror writes it, with a schema version, checked by hand.

A letter is ``{"schema": 1, "type": "letter", "attrs": {…}, "content": [blocks]}``. A node is ``{"type", "attrs", "content"}``,
text is ``{"type": "text", "text", "marks"}``. The nodes:

======================================  ===================================================================
paragraph, heading (level)              inline content
bullet_list, numbered_list (start)      list_item, each of blocks
block_quote                             blocks
table (align)                           table_row: first of table_header, then of table_cell; inline content
signatory_block, cc_block               nothing; at the top only, each at most once
text (em, strong, underline, link)      its text; link has attrs.href
count (of) (the marks of text)          nothing
break, xref (target)                    nothing
note (id)                               text, count, break, xref, cite
cite                                    citation (source, signal, prefix, locator, label, suffix, parenthetical)
======================================  ===================================================================
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from letters.document.nodes import (
    SCHEMA_VERSION,
    Block,
    BlockQuote,
    Break,
    BulletList,
    CCBlock,
    Citation,
    Cite,
    Count,
    Heading,
    Inline,
    Letter,
    Note,
    NoteInline,
    NoteLink,
    NumberedList,
    NumberedNote,
    Paragraph,
    SignatoryBlock,
    Table,
    Text,
    XRef,
)
from letters.document.normal import normalize
from letters.document.schema_cursor import SchemaError
from letters.document.schema_reader import LetterReader

__all__ = ["SchemaError", "check", "from_json", "language_in", "to_json"]

Json = dict[str, Any]
_FIELDS = ("date", "recipient_layout", "subject", "salutation", "closing", "language")
_LISTS = ("delivery", "cc", "attachments")


def from_json(value: object) -> Letter:
    """The letter in ``value``, as ``json.loads`` gives it, in its normal form.

    Raises :class:`SchemaError` with a sentence for every problem, each with its path; at most the first twenty.
    """
    reader = LetterReader()
    letter = reader.letter(value)
    reader.problems.done()
    return normalize(letter)


def language_in(stored: Json) -> str:
    """The language of a stored letter, without reading the rest."""
    return str(stored.get("attrs", {}).get("language") or Letter(()).language)


def check(letter: Letter) -> None:
    """Raise :class:`SchemaError` if ``letter`` could not be stored."""
    from_json(to_json(letter))


def to_json(letter: Letter) -> Json:
    """``letter`` as a JSON object. Raises :class:`SchemaError` for a resolved letter: numbers are never stored."""
    attrs: Json = {name: getattr(letter, name) for name in _FIELDS}
    attrs |= {name: list(getattr(letter, name)) for name in _LISTS}
    attrs["recipients"] = [list(lines) for lines in letter.recipients]
    return {"schema": SCHEMA_VERSION, "type": "letter", "attrs": attrs, "content": _blocks(letter.body)}


def _node(kind: str, content: list[Json] | None = None, **attrs: object) -> Json:
    node: Json = {"type": kind}
    if attrs:
        node["attrs"] = attrs
    if content is not None:
        node["content"] = content
    return node


def _blocks(blocks: Iterable[Block]) -> list[Json]:
    return [_block(block) for block in blocks]


def _block(block: Block) -> Json:
    match block:
        case Paragraph(content):
            return _node("paragraph", _inlines(content))
        case Heading(level, content):
            return _node("heading", _inlines(content), level=level)
        case BulletList(items):
            return _node("bullet_list", [_node("list_item", _blocks(item)) for item in items])
        case NumberedList(items, start):
            return _node("numbered_list", [_node("list_item", _blocks(item)) for item in items], start=start)
        case BlockQuote(inner):
            return _node("block_quote", _blocks(inner))
        case Table(header, rows, align):
            head = _node("table_row", [_node("table_header", _inlines(cell)) for cell in header])
            body = [_node("table_row", [_node("table_cell", _inlines(cell)) for cell in row]) for row in rows]
            return _node("table", [head, *body], align=list(align))
        case SignatoryBlock():
            return _node("signatory_block")
        case CCBlock():
            return _node("cc_block")


def _inlines(content: Iterable[Inline | NoteInline]) -> list[Json]:
    return [_inline(node) for node in content]


def _inline(node: Inline | NoteInline) -> Json:
    match node:
        case Text(text):
            return {"type": "text", "text": text} | _marks(node)
        case Count(of):
            return _node("count", of=of) | _marks(node)
        case Break():
            return _node("break")
        case Note(name, content):
            return _node("note", _inlines(content), id=name)
        case Cite(citations):
            return _node("cite", [_citation(citation) for citation in citations])
        case XRef(target):
            return _node("xref", target=target)
        case NumberedNote() | NoteLink():
            raise SchemaError([f"A {type(node).__name__} belongs to a resolved letter and is never stored."])


def _marks(node: Text | Count) -> Json:
    marks = [_node(kind) for kind in ("em", "strong", "underline") if getattr(node, kind)]
    if node.href is not None:
        marks.append(_node("link", href=node.href))
    return {"marks": marks} if marks else {}


def _citation(citation: Citation) -> Json:
    attrs: Json = {"source": citation.source}
    for name in ("signal", "prefix", "locator", "suffix", "parenthetical"):
        if value := getattr(citation, name):
            attrs[name] = value
    if citation.label != "page":
        attrs["label"] = citation.label
    return {"type": "citation", "attrs": attrs}
