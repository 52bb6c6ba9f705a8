"""Blocks as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from letters.document.html.inline import inline
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


def blocks(content: Sequence[Block], offset: int) -> str:
    """Blocks one below the other, headings ``offset`` levels down. The signatory and CC blocks are the letter's own affair."""
    return "\n".join(_block(block, offset) for block in content if not isinstance(block, SignatoryBlock | CCBlock))


def _block(block: Block, offset: int) -> str:
    match block:
        case Paragraph(content):
            return f"<p>{inline(content)}</p>"
        case Heading(level, content):
            level = min(level + offset, 6)
            return f"<h{level}>{inline(content)}</h{level}>"
        case BulletList(items):
            return f"<ul>\n{_items(items, offset)}\n</ul>"
        case NumberedList(items, start):
            begin = f' start="{start}"' if start != 1 else ""
            return f"<ol{begin}>\n{_items(items, offset)}\n</ol>"
        case BlockQuote(inner):
            return f"<blockquote>\n{blocks(inner, offset)}\n</blockquote>"
        case Table():
            return _table(block)
        case _:
            raise ValueError(f"{type(block).__name__} stands at the top of a letter only")


def _items(items: Sequence[Sequence[Block]], offset: int) -> str:
    return "\n".join(f"<li>{_item(item, offset)}</li>" for item in items)


def _item(item: Sequence[Block], offset: int) -> str:
    """An item's blocks; a lone paragraph needs no tag of its own, nor does one that a nested list follows."""
    if not item or not isinstance(item[0], Paragraph) or any(isinstance(block, Paragraph) for block in item[1:]):
        return blocks(item, offset)
    rest = blocks(item[1:], offset)
    return inline(item[0].content) + (f"\n{rest}" if rest else "")


def _table(table: Table) -> str:
    def cell(tag: str, content: Inlines, column: int) -> str:
        if not content:
            tag = "td"  # a header that says nothing is none to a screen reader
        align = table.align[column] if column < len(table.align) else ""
        scope = ' scope="col"' if tag == "th" else ""
        shown = f' class="{align}"' if align else ""
        return f"<{tag}{scope}{shown}>{inline(content)}</{tag}>"

    def row(tag: str, cells: Sequence[Inlines]) -> str:
        return "<tr>" + "".join(cell(tag, content, column) for column, content in enumerate(cells)) + "</tr>"

    body = "\n".join(row("td", cells) for cells in table.rows)
    filled = f"\n<tbody>\n{body}\n</tbody>" if body else ""
    whole = f"<table>\n<thead>\n{row('th', table.header)}\n</thead>{filled}\n</table>"
    return f'<div class="table" role="group" tabindex="0">{whole}</div>'
