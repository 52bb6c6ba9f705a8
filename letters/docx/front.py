"""What stands above the body: date, delivery, recipients, subject, salutation."""

from __future__ import annotations

from collections.abc import Sequence

from letters.document.language import Words
from letters.document.nodes import Letter, Text
from letters.docx.paragraphs import Format, paragraph
from letters.docx.runs import Story, write_tab, write_text
from letters.docx.scripts import reads_rtl
from letters.docx.tables import start_cell, start_table
from letters.docx.xml import Element, child

_SIDE_BY_SIDE = 2
"""Address blocks in a row: a third would leave about two inches for each, too little for most departments' names."""


def write_front(body: Element, letter: Letter, story: Story, words: Words) -> None:
    """Append the fields that ``letter`` has, in the order of a business letter. What is blank is left out."""
    if letter.date.strip():
        _lines(body, "Date", [letter.date], story)
    delivery = [line for line in letter.delivery if line.strip()]
    if delivery:
        _lines(body, "Delivery", delivery, story)
    recipients = [lines for lines in letter.recipients if any(line.strip() for line in lines)]
    if letter.recipient_layout == "side by side" and len(recipients) > 1:
        _side_by_side(body, recipients, story)
        if not letter.subject.strip() and not letter.salutation.strip():
            paragraph(body, Format("TableGap"))  # Word would join this table to one that opens the body
    else:
        for lines in recipients:
            _lines(body, "InsideAddress", lines, story)
    if letter.subject.strip():
        rtl = reads_rtl(letter.subject, story.language.rtl)
        line = paragraph(body, Format("SubjectLine", rtl=None if rtl == story.language.rtl else rtl))
        write_text(line, Text(words.subject), rtl)
        write_tab(line)
        write_text(line, Text(letter.subject), rtl)
    if letter.salutation.strip():
        _lines(body, "Salutation", [letter.salutation], story)


def _lines(parent: Element, style: str, lines: Sequence[str], story: Story) -> None:
    """One paragraph with a break between its lines: the space below belongs to the block, and the block is not split."""
    rtl = reads_rtl(" ".join(lines), story.language.rtl)
    block = paragraph(parent, Format(style, rtl=None if rtl == story.language.rtl else rtl))
    for number, line in enumerate(lines):
        if number:
            child(child(block, "r"), "br")
        write_text(block, Text(line), rtl)


def _side_by_side(body: Element, recipients: Sequence[tuple[str, ...]], story: Story) -> None:
    """A table without lines; read cell by cell it gives one address after the other."""
    width = story.language.paper.text_width // _SIDE_BY_SIDE
    grid = start_table(body, "AddressGrid", [width] * _SIDE_BY_SIDE, story.language.rtl)
    for start in range(0, len(recipients), _SIDE_BY_SIDE):
        row = child(grid, "tr")
        child(child(row, "trPr"), "cantSplit")
        for place in range(start, start + _SIDE_BY_SIDE):
            cell = start_cell(row, width)
            _lines(cell, "InsideAddress", recipients[place] if place < len(recipients) else (), story)
