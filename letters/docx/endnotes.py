"""Real endnotes: the part that holds them, and their references in the text (ECMA-376 Part 1, 17.11)."""

from __future__ import annotations

from docx.opc.constants import CONTENT_TYPE as CT
from lxml import etree

from letters.document.nodes import NumberedNote, Text
from letters.document.walk import plain_text
from letters.docx.languages import Language
from letters.docx.package import XmlPart
from letters.docx.paragraphs import Format, paragraph
from letters.docx.runs import Story, UnresolvedError, bookmark_of, write_field, write_inlines, write_text
from letters.docx.scripts import reads_rtl
from letters.docx.xml import Element, child, root, w

SEPARATOR, CONTINUATION = -1, 0
"""The ids of the two notes that are lines, not notes. ``settings.xml`` must list them."""


class Endnotes:
    """The endnotes of one document, filled in the order in which the text refers to them."""

    def __init__(self, language: Language) -> None:
        self.part = XmlPart("/word/endnotes.xml", CT.WML_ENDNOTES, root("endnotes"))
        self.count = 0
        self._story = Story(self.part, language, self, inside_note=True)
        self._pointed: set[int] = set()
        for number, kind in ((SEPARATOR, "separator"), (CONTINUATION, "continuationSeparator")):
            note = child(self.part.element, "endnote", type=kind, id=number)
            child(child(paragraph(note, Format("EndnoteSeparator")), "r"), kind)

    def refer(self, parent: Element, note: NumberedNote, crowded: bool = False) -> None:
        """Append the reference to ``note``, in a bookmark of its own, and add the note.

        ``crowded`` sets it apart from another reference that follows at once: notes 1 and 2 must not read as 12. The gap is
        letter spacing, so that no character is added to the text. Raises :class:`UnresolvedError` if the note does not
        have the number that its place gives it, for Word counts places.
        """
        self.count += 1
        if note.number != self.count:
            raise UnresolvedError(f"The note “{note.id}” is numbered {note.number} and stands at place {self.count}.")
        name = bookmark_of(note.number)
        etree.SubElement(parent, w("bookmarkStart"), {w("id"): str(note.number), w("name"): name})
        run = child(parent, "r")
        properties = child(run, "rPr")
        child(properties, "rStyle", val="EndnoteReference")
        if crowded:
            child(properties, "spacing", val=40)
        child(run, "endnoteReference", id=note.number)
        child(parent, "bookmarkEnd", id=note.number)
        self._add(note)

    def point(self, parent: Element, number: int) -> None:
        """Append the number of a note as a field that leads to its reference (NOTEREF, 17.16.5.39)."""
        self._pointed.add(number)
        write_field(parent, f"NOTEREF {bookmark_of(number)} \\h", str(number))

    def settle(self) -> None:
        """Make sure, when all is written, that every pointer has its note. Raises :class:`UnresolvedError` if not."""
        for number in sorted(self._pointed):
            if not 1 <= number <= self.count:
                raise UnresolvedError(f"There is a pointer to note {number}, and {self.count} notes.")

    def _add(self, note: NumberedNote) -> None:
        rtl = reads_rtl(plain_text(note.content), self._story.language.rtl)
        holder = child(self.part.element, "endnote", id=note.number)
        form = Format("EndnoteText", rtl=None if rtl == self._story.language.rtl else rtl)
        written = paragraph(holder, form)
        run = child(written, "r")
        child(child(run, "rPr"), "rStyle", val="EndnoteReference")
        child(run, "endnoteRef")
        write_text(written, Text(" "), rtl=False)
        write_inlines(written, note.content, self._story, rtl)
