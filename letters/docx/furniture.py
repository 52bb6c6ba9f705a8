"""What stands on every page: the draft mark above, "Page X of Y" below."""

from __future__ import annotations

import math
import re

from docx.opc.constants import CONTENT_TYPE as CT

from letters.document.language import Words
from letters.document.nodes import NumberedNote, Text
from letters.document.rendition import Rendition
from letters.document.walk import plain_text, runs_of
from letters.docx.package import XmlPart
from letters.docx.paragraphs import Format, paragraph
from letters.docx.runs import write_field, write_text
from letters.docx.scripts import reads_rtl
from letters.docx.xml import root

_CHARACTERS_A_LINE, _LINES_A_PAGE = 88, 46  # Times at 12 points on 6.5 by 9 inches
_SMALL_CHARACTERS_A_LINE, _SMALL_LINE = 106, 10 / 12  # endnotes, at 10 points


def header_part(mark: str, rtl: bool) -> XmlPart:
    """The header with the draft ``mark``, for a letter whose direction is ``rtl``."""
    header = root("hdr")
    here = reads_rtl(mark, rtl)
    write_text(paragraph(header, Format("Header", rtl=None if here == rtl else here)), Text(mark), here)
    return XmlPart("/word/header1.xml", CT.WML_HEADER, header)


def footer_part(words: Words, pages: int, rtl: bool) -> XmlPart:
    """The footer. ``pages`` is what stands for the number of pages until a program lays the letter out."""
    footer = root("ftr")
    here = reads_rtl(words.page.format(page="", pages=""), rtl)
    line = paragraph(footer, Format("Footer", rtl=None if here == rtl else here))
    for piece in re.split(r"(\{page\}|\{pages\})", words.page):
        if piece == "{page}":
            write_field(line, "PAGE", "1")
        elif piece == "{pages}":
            write_field(line, "NUMPAGES", str(pages))
        elif piece:
            write_text(line, Text(piece), here)
    return XmlPart("/word/footer1.xml", CT.WML_FOOTER, footer)


def pages_at_a_guess(rendition: Rendition) -> int:
    """About how many pages the letter will have. Every program that shows pages replaces it by its own count."""
    lines = 16.0  # date, address, subject, salutation, closing
    for content in runs_of(rendition.letter.body):
        lines += 1 + math.ceil(len(plain_text(content)) / _CHARACTERS_A_LINE)
        for note in content:
            if isinstance(note, NumberedNote):
                lines += _SMALL_LINE * (0.5 + math.ceil(len(plain_text(note.content)) / _SMALL_CHARACTERS_A_LINE))
    lines += rendition.signatories.count / max(1, rendition.signatories.columns)
    lines += len(rendition.letter.cc) + len(rendition.letter.attachments)
    return max(1, math.ceil(lines / _LINES_A_PAGE))
