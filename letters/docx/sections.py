"""Sections: the paper, the columns, and what stands at the head and foot of each page (ECMA-376 Part 1, 17.6).

A section's properties stand in its last paragraph, those of the last section at the end of the body. A section says how *it*
begins: the first on a new page, all later ones where they are.
"""

from __future__ import annotations

from letters.docx.languages import Language
from letters.docx.paragraphs import Format, paragraph
from letters.docx.xml import RID, Element, child, w

_GUTTER = {2: 432, 3: 288}
"""The space between columns, in twentieths of a point."""


class Sections:
    """The sections of one document body, closed one after the other."""

    def __init__(self, body: Element, language: Language, header_id: str, footer_id: str) -> None:
        self._body = body
        self._language = language
        self._furniture = (("headerReference", header_id), ("footerReference", footer_id))
        self._first = True

    def close(self, columns: int = 1) -> None:
        """End the section here, on the last paragraph written, which has been set in ``columns``.

        Nothing to end is no section: at the very top, and right behind another section's end, this does nothing.
        """
        last = self._body[-1] if len(self._body) else None
        if last is None or self._ends_section(last):
            return
        if last.tag != w("p"):
            last = paragraph(self._body, Format("TableGap"))
        last[0].append(self._properties(columns))

    def finish(self) -> None:
        """End the last section, in one column, because Word sets the endnotes in the columns of the last section.

        Word wants a paragraph in every section, and the endnotes come after it.
        """
        if not len(self._body) or self._body[-1].tag != w("p") or self._ends_section(self._body[-1]):
            paragraph(self._body, Format("TableGap"))
        self._body.append(self._properties(1))

    @staticmethod
    def _ends_section(element: Element) -> bool:
        return element.find(f"{w('pPr')}/{w('sectPr')}") is not None

    def _properties(self, columns: int) -> Element:
        paper = self._language.paper
        section = child(self._body, "sectPr")
        if self._first:
            for kind, identity in self._furniture:
                if identity:
                    child(section, kind, type="default").set(RID, identity)
        # Word numbers endnotes i, ii, iii by itself, and looks here, not only in settings.xml, section by section.
        child(child(section, "endnotePr"), "numFmt", val="decimal")
        if not self._first:
            child(section, "type", val="continuous")
        child(section, "pgSz", w=paper.width, h=paper.height)
        margin = paper.margin
        child(section, "pgMar", top=margin, right=margin, bottom=margin, left=margin, header=720, footer=720, gutter=0)
        if columns > 1:
            child(section, "cols", num=columns, space=_GUTTER[columns], equalWidth=1)
        else:
            child(section, "cols", space=720)
        if self._language.rtl:
            child(section, "bidi")
        self._first = False
        return section
