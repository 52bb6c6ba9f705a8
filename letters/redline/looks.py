"""How blocks, items, rows and lines look to whoever has to find their fellows in the other letter."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

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
    Text,
)
from letters.document.walk import runs_of
from letters.redline.aligning import Look
from letters.redline.tokens import Numbers, key_of, split


def of_block(block: Block, numbers: Numbers) -> Look:
    """A block; only blocks of one kind are compared, and tables only with as many columns."""
    shape = (type(block).__name__, len(block.header) if isinstance(block, Table) else 0)
    return Look(_block_key(block, numbers), shape, _words(runs_of([block]), numbers))


def of_blocks(blocks: Sequence[Block], numbers: Numbers) -> Look:
    """An item of a list."""
    return Look(tuple(_block_key(block, numbers) for block in blocks), "item", _words(runs_of(blocks), numbers))


def of_row(cells: Sequence[Inlines], numbers: Numbers) -> Look:
    """A row of a table."""
    return Look(tuple(_run_key(cell, numbers) for cell in cells), "row", _words(cells, numbers))


def of_lines(lines: Sequence[str]) -> Look:
    """One line of a field, or the lines of an address."""
    return Look(tuple(lines), "lines", frozenset(word.casefold() for line in lines for word in split(line) if word.strip()))


def _block_key(block: Block, numbers: Numbers) -> Hashable:
    match block:
        case Paragraph(content):
            return ("paragraph", _run_key(content, numbers))
        case Heading(level, content):
            return ("heading", level, _run_key(content, numbers))
        case BulletList(items):
            return ("bullets", tuple(_keys(item, numbers) for item in items))
        case NumberedList(items, start):
            return ("numbers", start, tuple(_keys(item, numbers) for item in items))
        case BlockQuote(inner):
            return ("quote", _keys(inner, numbers))
        case Table(header, rows, align):
            cells = tuple(tuple(_run_key(cell, numbers) for cell in row) for row in (header, *rows))
            return ("table", align, cells)
        case SignatoryBlock() | CCBlock():
            return type(block).__name__


def _keys(blocks: Iterable[Block], numbers: Numbers) -> Hashable:
    return tuple(_block_key(block, numbers) for block in blocks)


def _run_key(content: Inlines, numbers: Numbers) -> Hashable:
    return tuple(key_of(node, numbers) for node in content)


def _words(runs: Iterable[Inlines], numbers: Numbers) -> frozenset[Hashable]:
    found: set[Hashable] = set()
    for content in runs:
        for node in content:
            if isinstance(node, Text):
                found.update(word.casefold() for word in split(node.text) if word.strip())
            else:
                found.add(key_of(node, numbers))
    return frozenset(found)
