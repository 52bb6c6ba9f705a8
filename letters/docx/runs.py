"""Inline content as runs: marked text, links, note references and the fields that point to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from lxml import etree

from letters.document.nodes import Break, Inline, NoteInline, NoteLink, NumberedNote, Text
from letters.docx.languages import Language, east_asian_font
from letters.docx.links import target_of
from letters.docx.scripts import Segment, segments
from letters.docx.xml import RID, SPACE, VAL, Element, child, w, writable

if TYPE_CHECKING:
    from letters.docx.endnotes import Endnotes
    from letters.docx.package import XmlPart

_R, _RPR, _T, _RSTYLE = w("r"), w("rPr"), w("t"), w("rStyle")
SOFT_HYPHEN = "\u00ad"


class UnresolvedError(ValueError):
    """The letter is not what ``resolve`` gives: a node without its number, or a number out of its order."""


@dataclass(frozen=True, slots=True)
class Story:
    """A part that holds running text, and what its text needs to know."""

    part: XmlPart
    language: Language
    endnotes: Endnotes
    inside_note: bool = False


def write_inlines(parent: Element, content: Sequence[Inline | NoteInline], story: Story, rtl: bool) -> None:
    """Append ``content`` to the paragraph ``parent``, whose direction is ``rtl``.

    Raises :class:`UnresolvedError` for a citation, a cross reference or a note without its number.
    """
    nodes = list(content)
    for href, group in groupby(enumerate(nodes), key=lambda pair: getattr(pair[1], "href", None)):
        target = target_of(href) if href else None
        holder = parent
        if target:
            holder = etree.SubElement(parent, w("hyperlink"), {RID: story.part.link(writable(target)), w("history"): "1"})
        for index, node in group:
            match node:
                case Text():
                    write_text(holder, node, rtl, style="Hyperlink" if target else "")
                case Break():
                    child(etree.SubElement(holder, _R), "br")
                case NoteLink(number=number):
                    story.endnotes.point(holder, number)
                case NumberedNote() if not story.inside_note:
                    crowded = index + 1 < len(nodes) and isinstance(nodes[index + 1], NumberedNote)
                    story.endnotes.refer(holder, node, crowded=crowded)
                case _:
                    raise UnresolvedError(f"{type(node).__name__} must be resolved before it is written.")


def write_text(parent: Element, node: Text, rtl: bool, style: str = "") -> None:
    """Append one run of text, as several where its script changes. ``style`` is a character style, or empty."""
    for segment in segments(writable(node.text), rtl):
        run = etree.SubElement(parent, _R)
        if style or node.em or node.strong or node.underline or segment.script != "plain":
            _write_marks(etree.SubElement(run, _RPR), node, segment, style)
        write_characters(run, segment.text)


def write_characters(run: Element, text: str) -> None:
    """Append ``text``, already writable, to a run. Word shows a soft hyphen only as an element of its own."""
    for position, part in enumerate(text.split(SOFT_HYPHEN)):
        if position:
            child(run, "softHyphen")
        if part:
            piece = etree.SubElement(run, _T)
            piece.text = part
            if part[0].isspace() or part[-1].isspace() or "  " in part:
                piece.set(SPACE, "preserve")


def write_tab(parent: Element) -> None:
    """Append a run that goes to the next tab stop."""
    child(etree.SubElement(parent, _R), "tab")


def write_field(parent: Element, instruction: str, shown: str) -> None:
    """Append a complex field with the text that stands until a program works it out anew (ECMA-376 Part 1, 17.16.18)."""
    for kind in ("begin", "instruction", "separate", "shown", "end"):
        run = etree.SubElement(parent, _R)
        if kind == "instruction":
            code = child(run, "instrText")
            code.text = f" {instruction} "
            code.set(SPACE, "preserve")
        elif kind == "shown":
            etree.SubElement(run, _T).text = shown
        else:
            child(run, "fldChar", fldCharType=kind)


def bookmark_of(number: int) -> str:
    """The name of the bookmark around the reference to note ``number``. A leading underscore hides it from Word's list."""
    return f"_RefNote{number}"


def _write_marks(properties: Element, node: Text, segment: Segment, style: str) -> None:
    """Run properties in the schema's order (17.3.2.28). ``bCs`` and ``iCs`` are bold and italic of complex scripts."""
    if style:
        etree.SubElement(properties, _RSTYLE, {VAL: style})
    if segment.script == "east asian":
        fonts = child(properties, "rFonts", hint="eastAsia")
        if segment.language:
            fonts.set(w("eastAsia"), east_asian_font(segment.language))
    for wanted, names in ((node.strong, ("b", "bCs")), (node.em, ("i", "iCs"))):
        if wanted:
            for name in names:
                child(properties, name)
    if node.underline:
        child(properties, "u", val="single")
    if segment.script == "rtl":
        child(properties, "rtl")
    elif segment.script == "complex":
        child(properties, "cs")
    if segment.language:
        child(properties, "lang", **{"eastAsia" if segment.script == "east asian" else "bidi": segment.language})
