"""Tables: one header row, repeated on each page, that screen readers know as such (ECMA-376 Part 1, 17.4)."""

from __future__ import annotations

from letters.document.nodes import Inlines, Table
from letters.document.walk import plain_text
from letters.docx.paragraphs import Format, paragraph
from letters.docx.runs import Story, write_inlines
from letters.docx.scripts import reads_rtl
from letters.docx.xml import Element, child

_HEADER_SHADE = "EFEFEF"
_WHOLE = 12
"""A table of up to so many rows moves to the next page rather than leave its last row there alone."""
_SHORT, _LONG = 6, 60
"""A column counts for at least so many characters and at most so many when the width is shared out."""


def write_table(body: Element, table: Table, story: Story, left: int, right: int) -> None:
    """Append ``table``, set in by ``left`` and ``right`` twentieths of a point, and the space below it.

    The space is a paragraph, because Word joins two tables that have none between them.
    """
    widths = _widths(table, story.language.paper.text_width - left - right)
    grid = start_table(body, "TableGrid", widths, story.language.rtl, left)
    last = len(table.rows)
    for number, cells in enumerate((table.header, *table.rows)):
        # The header never stands alone either, however long the table.
        together = number < last and (number == 0 or last <= _WHOLE)
        row = child(grid, "tr")
        properties = child(row, "trPr")
        child(properties, "cantSplit")
        if number == 0:
            child(properties, "tblHeader")
        for width, align, content in zip(widths, table.align, cells, strict=True):
            cell = start_cell(row, width, _HEADER_SHADE if number == 0 else "")
            _write_cell(cell, content, "TableHeading" if number == 0 else "TableText", align, together, story)
    paragraph(body, Format("TableGap"))


def start_table(body: Element, style: str, widths: list[int], rtl: bool, left: int = 0) -> Element:
    """Append an empty table with the given column widths; rows are the caller's."""
    grid = child(body, "tbl")
    properties = child(grid, "tblPr")
    child(properties, "tblStyle", val=style)
    if rtl:
        child(properties, "bidiVisual")
    child(properties, "tblW", w=sum(widths), type="dxa")
    if left:
        child(properties, "tblInd", w=left, type="dxa")
    child(properties, "tblLayout", type="fixed")
    header = style == "TableGrid"
    look = {"firstRow": int(header), "lastRow": 0, "firstColumn": 0, "lastColumn": 0, "noHBand": 1, "noVBand": 1}
    child(properties, "tblLook", val="0620" if header else "0600", **look)
    columns = child(grid, "tblGrid")
    for width in widths:
        child(columns, "gridCol", w=width)
    return grid


def start_cell(row: Element, width: int, shade: str = "") -> Element:
    """Append an empty cell to ``row``. A cell must be given a paragraph."""
    cell = child(row, "tc")
    properties = child(cell, "tcPr")
    child(properties, "tcW", w=width, type="dxa")
    if shade:
        child(properties, "shd", val="clear", color="auto", fill=shade)
    return cell


def _write_cell(cell: Element, content: Inlines, style: str, align: str, together: bool, story: Story) -> None:
    base = story.language.rtl
    rtl = reads_rtl(plain_text(content), base)
    if rtl and align in ("left", "right"):
        align = "left" if align == "right" else "right"  # Word's left is where lines begin
    form = Format(style, keep_next=together, rtl=None if rtl == base else rtl, align=align)
    write_inlines(paragraph(cell, form), content, story, rtl)


def _widths(table: Table, room: int) -> list[int]:
    """Share ``room`` among the columns by their longest cell, within bounds, so that a column of years stays narrow."""
    longest = [
        min(_LONG, max(_SHORT, *(len(plain_text(row[column])) for row in (table.header, *table.rows))))
        for column in range(len(table.header))
    ]
    widths = [room * length // sum(longest) for length in longest]
    widths[-1] += room - sum(widths)
    return widths
