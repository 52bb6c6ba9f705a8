"""The blocks of the body: paragraphs, headings, lists, quotes, tables."""

from __future__ import annotations

from dataclasses import dataclass, replace

from letters.document.nodes import (
    Block,
    BlockQuote,
    BulletList,
    CCBlock,
    Heading,
    Inlines,
    NumberedList,
    Paragraph,
    SignatoryBlock,
    Table,
)
from letters.document.walk import plain_text
from letters.docx.numbering import DEEPEST, STEP, Numbering, list_indent
from letters.docx.paragraphs import Format, Indent, Marker, paragraph, space_after
from letters.docx.runs import Story, write_inlines
from letters.docx.scripts import reads_rtl
from letters.docx.styles import LINE
from letters.docx.tables import write_table
from letters.docx.xml import Element, w

_QUOTE_INSET = 720


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a block stands: how far in from both margins, in how many lists (and bullet lists), and whether quoted."""

    left: int = 0
    right: int = 0
    lists: int = 0
    bullets: int = 0
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class _Waiting:
    """The number or bullet that waits for its item's first paragraph; it stands ``hangs`` before ``left``."""

    marker: Marker
    left: int
    hangs: int


class BodyWriter:
    """Writes blocks one after the other at the end of ``body``."""

    def __init__(self, body: Element, story: Story, numbering: Numbering) -> None:
        self._body = body
        self._story = story
        self._numbering = numbering
        self._waiting: _Waiting | None = None

    def write(self, block: Block) -> None:
        """Write one block of the top level. The places of signatories and copies are no blocks of the body."""
        self._write(block, _Place())

    def _write(self, block: Block, place: _Place) -> None:
        match block:
            case Paragraph(content):
                self._paragraph("BodyText", content, place)
            case Heading(level, content):
                self._paragraph(f"Heading{level}", content, place)
            case BulletList(items):
                marker = self._numbering.bullets(place.lists)
                self._list(items, marker, False, replace(place, bullets=place.bullets + 1))
            case NumberedList(items, start):
                marker = self._numbering.numbers(place.lists, place.bullets, start)
                self._list(items, marker, True, place)
            case BlockQuote(content):
                inner = replace(place, left=place.left + _QUOTE_INSET, right=place.right + _QUOTE_INSET, quoted=True)
                for part in content:
                    self._write(part, inner)
            case Table():
                self._show_marker(place)
                write_table(self._body, block, self._story, place.left, place.right)
            case SignatoryBlock() | CCBlock():
                pass

    def _list(self, items: tuple[tuple[Block, ...], ...], marker: Marker, numbered: bool, place: _Place) -> None:
        self._show_marker(place)
        inner = replace(place, left=place.left + (STEP if place.lists <= DEEPEST else 0), lists=place.lists + 1, quoted=False)
        usual = list_indent(marker.level, numbered)
        for item in items:
            self._waiting = _Waiting(marker, inner.left, usual.hanging)
            for block in item:
                self._write(block, inner)
            self._show_marker(inner)
        if not place.lists and items and self._body[-1].tag == w("p") and self._body[-1][0][0].get(w("val")) != "TableGap":
            space_after(self._body[-1], LINE)

    def _show_marker(self, place: _Place) -> None:
        """Give a waiting number an empty paragraph, where the item begins with something that cannot carry it, or is empty."""
        if self._waiting:
            self._paragraph("BodyText", (), place)

    def _paragraph(self, style: str, content: Inlines, place: _Place) -> None:
        base = self._story.language.rtl
        rtl = reads_rtl(plain_text(content), base)
        indent, usual = Indent(place.left, place.right), Indent()
        marker = None
        if self._waiting:
            # A quote at the head of an item is set in further, and the number stays where the item's number belongs.
            waiting, self._waiting = self._waiting, None
            marker = waiting.marker
            indent = replace(indent, hanging=indent.left - waiting.left + waiting.hangs)
            usual = Indent(STEP * (marker.level + 1), 0, waiting.hangs)
            style = "ListParagraph" if style == "BodyText" else style
        elif style == "BodyText" and place.quoted:
            style, usual = "Quote", Indent(_QUOTE_INSET, _QUOTE_INSET)
        elif style == "BodyText" and place.lists:
            style = "ListContinue"
        form = Format(style, marker=marker, rtl=None if rtl == base else rtl, indent=None if indent == usual else indent)
        write_inlines(paragraph(self._body, form), content, self._story, rtl)
