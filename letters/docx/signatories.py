"""The closing and the names under the letter, in columns."""

from __future__ import annotations

from copy import deepcopy

from letters.document.language import Words
from letters.document.nodes import Text
from letters.document.rendition import Signatories, SignatoryGroup
from letters.docx.paragraphs import Format, paragraph, space_after
from letters.docx.runs import write_text
from letters.docx.scripts import first_direction, is_simple, reads_rtl
from letters.docx.sections import Sections
from letters.docx.styles import LINE
from letters.docx.xml import Element, root

_PLAIN = Format("Signatory")
_MOST_COLUMNS = 3


def write_signatories(
    body: Element, closing: str, signatories: Signatories, sections: Sections, words: Words, rtl: bool
) -> None:
    """Append the closing and the list. ``rtl`` is the letter's direction.

    Columns are a section of their own, which a continuous section follows: that makes Word fill them to equal height.
    One column needs none, and then the closing keeps to the first name across a page's end.
    """
    if closing.strip():
        here = reads_rtl(closing, rtl)
        write_text(paragraph(body, Format("Closing", rtl=None if here == rtl else here)), Text(closing), here)
    groups = [group for group in signatories.groups if group.lines]
    if not groups:
        return
    columns = max(1, min(signatories.columns, _MOST_COLUMNS))
    if columns > 1:
        sections.close()
    for number, group in enumerate(groups):
        _group(body, group, number == 0, words.comma, rtl)
    space_after(body[-1], LINE)
    if columns > 1:
        sections.close(columns)


def _group(body: Element, group: SignatoryGroup, first: bool, comma: str, rtl: bool) -> None:
    for style, text in (("SignatoryGroup", group.title), ("SignatoryNote", group.note)):
        if text.strip():
            # Space above the first title would make the first column begin lower than the second.
            before = 0 if first and style == "SignatoryGroup" else None
            here = reads_rtl(text, rtl)
            write_text(paragraph(body, Format(style, rtl=None if here == rtl else here, before=before)), Text(text), here)
    pattern = _pattern()
    for line in group.lines:
        text = f"{line.name}{comma}{line.detail}" if line.detail else line.name
        if not rtl and is_simple(text) and _is_bare(text):
            pattern[1][0].text = text
            body.append(deepcopy(pattern))
        else:
            _line(body, text, rtl)


def _pattern() -> Element:
    """A signatory's paragraph to copy: with 10,000 names that takes a third of the time of building each one."""
    made = paragraph(root("body"), _PLAIN)
    write_text(made, Text("x"), False)
    return made


def _is_bare(text: str) -> bool:
    """Whether ``text`` can stand in a run as it is: nothing that XML or Word treats in a way of its own."""
    return text.isprintable() and text == text.strip() and "  " not in text


def _line(body: Element, text: str, rtl: bool) -> None:
    here = {"rtl": True, "ltr": False, "": rtl}[first_direction(text)]
    # A name that reads the other way keeps to the edge of its column: in Word "right" is the side where lines end.
    form = _PLAIN if here == rtl else Format("Signatory", rtl=here, align="right")
    write_text(paragraph(body, form), Text(text), here)
