"""Paragraphs and their properties, in the order that the schema asks for (ECMA-376 Part 1, 17.3.1.26)."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from letters.docx.xml import VAL, Element, child, w

_P, _PPR, _STYLE = w("p"), w("pPr"), w("pStyle")
_AFTER_SPACING = frozenset({w("ind"), w("jc"), w("sectPr")})


@dataclass(frozen=True, slots=True)
class Indent:
    """Distances from the margins of the text, in twentieths of a point. ``left`` is the side where lines begin."""

    left: int = 0
    right: int = 0
    hanging: int = 0


@dataclass(frozen=True, slots=True)
class Marker:
    """The number or bullet of a list item: its list instance in ``numbering.xml`` and its level, 0 to 8."""

    list_id: int
    level: int


@dataclass(frozen=True, slots=True)
class Format:
    """What a paragraph says beyond its style. ``None`` and ``False`` leave it to the style."""

    style: str
    keep_next: bool = False
    marker: Marker | None = None
    rtl: bool | None = None
    before: int | None = None
    after: int | None = None
    indent: Indent | None = None
    align: str = ""
    """One of Word's own values, ``left``, ``center``, ``right``: in a right-to-left paragraph ``right`` is where lines end."""


def paragraph(parent: Element, form: Format) -> Element:
    """A new paragraph at the end of ``parent``."""
    made = etree.SubElement(parent, _P)
    properties = etree.SubElement(made, _PPR)
    etree.SubElement(properties, _STYLE, {VAL: form.style})
    if form.keep_next:
        child(properties, "keepNext")
    if form.marker:
        number = child(properties, "numPr")
        child(number, "ilvl", val=form.marker.level)
        child(number, "numId", val=form.marker.list_id)
    if form.rtl is not None:
        child(properties, "bidi", val=int(form.rtl))
    if form.before is not None or form.after is not None:
        spacing = child(properties, "spacing")
        if form.before is not None:
            spacing.set(w("before"), str(form.before))
        if form.after is not None:
            spacing.set(w("after"), str(form.after))
    if form.indent:
        child(properties, "ind", left=form.indent.left, right=form.indent.right, hanging=form.indent.hanging)
    if form.align:
        child(properties, "jc", val=form.align)
    return made


def space_after(made: Element, amount: int) -> None:
    """Set the space below a paragraph that is already written."""
    properties = made[0]
    spacing = properties.find(w("spacing"))
    if spacing is None:
        spacing = etree.Element(w("spacing"))
        later = next((at for at, one in enumerate(properties) if one.tag in _AFTER_SPACING), len(properties))
        properties.insert(later, spacing)
    spacing.set(w("after"), str(amount))
