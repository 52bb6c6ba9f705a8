"""Reading a letter from JSON that somebody else made: everything is checked, every problem has a path."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import get_args

from letters.document import hrefs
from letters.document.nodes import (
    SCHEMA_VERSION,
    Alignment,
    Block,
    BlockQuote,
    Break,
    BulletList,
    CCBlock,
    Citation,
    Cite,
    Count,
    Counted,
    Heading,
    Inline,
    Inlines,
    Letter,
    Locator,
    Note,
    NumberedList,
    Paragraph,
    RecipientLayout,
    SignatoryBlock,
    Table,
    Text,
    XRef,
)
from letters.document.schema_cursor import Cursor, Problems
from letters.document.signals import is_signal

DEEPEST = 8
"""How many lists and quotes may stand in each other."""
MOST_TEXT = 2_000_000
"""In characters, over the whole body."""
MOST_ITEMS = 100_000
MOST_LINES = 500
MOST_COLUMNS = 100
LONGEST_LINE = 4_000
LONGEST_START = 999_999_999
"""CommonMark (0.31, section 5.2) reads no longer number."""
NOTE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?-(?:[A-Z]{2}|[0-9]{3})")
"""BCP 47 (RFC 5646, section 2.1), cut to language, script and region."""

_FIELDS = frozenset(field.name for field in fields(Letter)) - {"body", "schema"}
_CITATION_TEXTS = ("signal", "prefix", "locator", "suffix", "parenthetical")


class LetterReader:
    """One reading. :meth:`letter` gives a letter that is to be used only if ``problems`` stayed empty."""

    def __init__(self) -> None:
        self.problems = Problems()
        self.characters = 0
        self.placed: set[str] = set()

    def letter(self, value: object) -> Letter:
        """The letter in ``value``."""
        members = Cursor(value, "", self.problems).members(("schema", "type", "attrs", "content"))
        version = members.get("schema", Cursor(None, "schema", self.problems))
        if version.value != SCHEMA_VERSION or isinstance(version.value, bool):
            version.wrong(f"this program reads schema {SCHEMA_VERSION} only.")
            self.problems.done()
        if "type" not in members or members["type"].value != "letter":
            self.problems.add("type", "must be “letter”.")
        attrs = members["attrs"].members(_FIELDS) if "attrs" in members else {}

        def line(name: str) -> str:
            return attrs[name].text(LONGEST_LINE) if name in attrs else ""

        def lines(name: str) -> tuple[str, ...]:
            return _lines(attrs[name]) if name in attrs else ()

        recipients = attrs["recipients"].items(MOST_LINES) if "recipients" in attrs else []
        layouts: tuple[RecipientLayout, ...] = get_args(RecipientLayout)
        layout = attrs["recipient_layout"].choice(layouts, "stacked") if "recipient_layout" in attrs else "stacked"
        return Letter(
            self.blocks(members["content"], 0) if "content" in members else (),
            date=line("date"),
            delivery=lines("delivery"),
            recipients=tuple(_lines(recipient) for recipient in recipients),
            recipient_layout=layout,
            subject=line("subject"),
            salutation=line("salutation"),
            closing=line("closing"),
            cc=lines("cc"),
            attachments=lines("attachments"),
            language=_language(attrs["language"]) if "language" in attrs else Letter(()).language,
        )

    # --- blocks

    def blocks(self, content: Cursor, depth: int) -> tuple[Block, ...]:
        """The blocks in ``content``, which stands in ``depth`` lists and quotes."""
        if depth > DEEPEST:
            content.wrong(f"lists and quotes may stand at most {DEEPEST} deep in each other.")
            return ()
        read = (self.block(item, depth) for item in content.items(MOST_ITEMS))
        return tuple(block for block in read if block is not None)

    def block(self, cursor: Cursor, depth: int) -> Block | None:
        """The block at ``cursor``, or None where there is a problem."""
        kind = cursor.kind()
        match kind:
            case "paragraph":
                return Paragraph(self.inlines(cursor.content()))
            case "heading":
                attrs, content = cursor.parts("level", required=("level",))
                return Heading(attrs["level"].integer(1, 3) if "level" in attrs else 1, self.inlines(content))
            case "bullet_list":
                return BulletList(self.list_items(cursor.content(), depth))
            case "numbered_list":
                attrs, content = cursor.parts("start")
                start = attrs["start"].integer(0, LONGEST_START) if "start" in attrs else 1
                return NumberedList(self.list_items(content, depth), start)
            case "block_quote":
                return BlockQuote(self.blocks(cursor.content(), depth + 1))
            case "table":
                return self.table(cursor)
            case "signatory_block":
                self.place(cursor, depth, kind)
                return SignatoryBlock()
            case "cc_block":
                self.place(cursor, depth, kind)
                return CCBlock()
        if kind is not None:
            cursor.wrong(f"unknown block “{kind[:40]}”.")
        return None

    def place(self, cursor: Cursor, depth: int, kind: str) -> None:
        """Check the place of a signatory block or CC block: alone of its kind, and at the top."""
        cursor.members(("type",))
        if depth:
            cursor.wrong(f"a {kind} may stand only at the top of the letter.")
        if kind in self.placed:
            cursor.wrong(f"there is already a {kind}.")
        self.placed.add(kind)

    def list_items(self, content: Cursor, depth: int) -> tuple[tuple[Block, ...], ...]:
        """The items of a list, each as its blocks."""
        items = (item for item in content.items(MOST_ITEMS) if item.is_a("list_item"))
        return tuple(self.blocks(item.content(), depth + 1) for item in items)

    def table(self, cursor: Cursor) -> Table:
        """A table: a row of table_header, then rows of as many table_cell, and one alignment per column."""
        attrs, content = cursor.parts("align")
        alignments: tuple[Alignment, ...] = get_args(Alignment)
        align = [item.choice(alignments, "") for item in attrs["align"].items(MOST_COLUMNS)] if "align" in attrs else []
        rows = [
            self.row(row, "table_cell" if place else "table_header")
            for place, row in enumerate(content.items(MOST_ITEMS))
            if row.is_a("table_row")
        ]
        if not rows or not rows[0]:
            cursor.wrong("must have a row of table_header with at least one cell.")
            return Table((), (), ())
        if not align:
            align.extend([""] * len(rows[0]))
        if any(len(row) != len(rows[0]) for row in rows) or len(align) != len(rows[0]):
            cursor.wrong(f"every row must have {len(rows[0])} cells, as the first has, and align as many entries.")
        return Table(rows[0], tuple(rows[1:]), tuple(align))

    def row(self, row: Cursor, kind: str) -> tuple[Inlines, ...]:
        """The cells of a row, which are all of this kind."""
        return tuple(self.inlines(cell.content()) for cell in row.content().items(MOST_COLUMNS) if cell.is_a(kind))

    # --- inline content

    def inlines(self, content: Cursor) -> Inlines:
        """The content of a paragraph, heading or cell."""
        inlines: list[Inline] = []
        for item in content.items(MOST_ITEMS):
            if isinstance(item.value, dict) and item.value.get("type") == "note":
                inlines.append(self.note(item))
            elif (node := self.node(item, "the text")) is not None:
                if isinstance(node, Cite):
                    item.wrong("a cite may stand only in a note.")
                else:
                    inlines.append(node)
        return tuple(inlines)

    def note(self, cursor: Cursor) -> Note:
        """A note with its content."""
        attrs, content = cursor.parts("id", required=("id",))
        nodes = tuple(node for item in content.items(MOST_ITEMS) if (node := self.node(item, "a note")) is not None)
        return Note(_note_id(attrs["id"]) if "id" in attrs else "", nodes)

    def node(self, cursor: Cursor, where: str) -> Text | Count | Break | Cite | XRef | None:
        """A node that may stand in a note (and, but for a cite, in the text), or None where there is a problem."""
        kind = cursor.kind()
        match kind:
            case "text":
                return self.text(cursor)
            case "count":
                return self.count(cursor)
            case "break":
                cursor.members(("type",))
                return Break()
            case "xref":
                attrs = cursor.attributes("target", required=("target",))
                return XRef(_note_id(attrs["target"])) if "target" in attrs else None
            case "cite":
                cited = cursor.content().items(MOST_LINES)
                return Cite(tuple(self.citation(item) for item in cited if item.is_a("citation")))
        if kind is not None:
            cursor.wrong(f"“{kind[:40]}” may not stand in {where}.")
        return None

    def text(self, cursor: Cursor) -> Text:
        """A run of text with its marks."""
        members = cursor.members(("type", "text", "marks"))
        if "text" not in members:
            cursor.wrong("has no text.")
        text = self.counted(members["text"], MOST_TEXT) if "text" in members else ""
        return Text(text, *self.marks(members))

    def count(self, cursor: Cursor) -> Count:
        """A count with its marks."""
        members = cursor.members(("type", "attrs", "marks"))
        attrs = members["attrs"].members(("of",)) if "attrs" in members else {}
        if "of" not in attrs:
            cursor.wrong("has no attrs.of.")
        choices: tuple[Counted, ...] = get_args(Counted)
        return Count(attrs["of"].choice(choices, "signatories") if "of" in attrs else "signatories", *self.marks(members))

    def marks(self, members: Mapping[str, Cursor]) -> tuple[bool, bool, bool, str | None]:
        """The marks among the members of a node, in the order in which nodes have them."""
        marks: set[str] = set()
        href: str | None = None
        for item in members["marks"].items(4) if "marks" in members else []:
            kind = item.kind()
            if kind in marks:
                item.wrong(f"the mark “{kind}” is there twice.")
            elif kind == "link":
                attrs = item.attributes("href", required=("href",))
                href = _href(attrs["href"]) if "href" in attrs else None
            elif kind in ("em", "strong", "underline"):
                item.members(("type",))
            elif kind is not None:
                item.wrong(f"unknown mark “{kind[:40]}”.")
            marks.add(kind or "")
        return "em" in marks, "strong" in marks, "underline" in marks, href

    def citation(self, cursor: Cursor) -> Citation:
        """One citation."""
        attrs = cursor.attributes("source", *_CITATION_TEXTS, "label", required=("source",))
        source = attrs["source"].text(200) if "source" in attrs else ""
        if "source" in attrs and (not source or source != source.strip()):
            attrs["source"].wrong("must name a source, without spaces around it.")
        texts = {name: self.counted(attrs[name], LONGEST_LINE) for name in _CITATION_TEXTS if name in attrs}
        if texts.get("signal") and not is_signal(texts["signal"].strip(" ")):
            attrs["signal"].wrong("is not a signal that is known; other words belong in the prefix.")
        labels: tuple[Locator, ...] = get_args(Locator)
        return Citation(source, label=attrs["label"].choice(labels, "page") if "label" in attrs else "page", **texts)

    def counted(self, cursor: Cursor, most: int) -> str:
        """Text that counts towards the length of the body."""
        text = cursor.text(most)
        self.characters += len(text)
        if self.characters > MOST_TEXT:
            cursor.wrong(f"the letter is longer than {MOST_TEXT:,} characters.")
            self.problems.done()
        return text


def _lines(cursor: Cursor) -> tuple[str, ...]:
    return tuple(item.text(LONGEST_LINE) for item in cursor.items(MOST_LINES))


def _note_id(cursor: Cursor) -> str:
    text = cursor.text(64)
    if not NOTE_ID.fullmatch(text):
        cursor.wrong("must be 1 to 64 letters, digits, “_”, “.”, “:” or “-”, the first a letter or digit.")
    return text


def _language(cursor: Cursor) -> str:
    text = cursor.text(20)
    if not LANGUAGE.fullmatch(text):
        cursor.wrong("must be a language with its region, like “en-US” or “zh-Hant-TW”.")
    return text


def _href(cursor: Cursor) -> str:
    text = cursor.text(hrefs.LONGEST)
    if text and not hrefs.is_safe(text):
        cursor.wrong("must be a whole address that begins with http://, https:// or mailto:.")
    return text
