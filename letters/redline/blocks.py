"""Two bodies block by block."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

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
from letters.redline.aligning import Look, aligned
from letters.redline.looks import of_block, of_blocks, of_row
from letters.redline.runs import Comparing, alone, compared
from letters.redline.tokens import Numbers
from letters.redline.tree import Fate, Grid, Head, Item, Listing, Para, Part, Place, Quote, Row

_T = TypeVar("_T")
_R = TypeVar("_R")


def compared_blocks(old: Sequence[Block], new: Sequence[Block], comparing: Comparing) -> tuple[Part, ...]:
    """Every block of both letters: those that belong together compared, the others as went or came."""
    return in_pairs(old, new, of_block, comparing, _both, lone)


def in_pairs(
    old: Sequence[_T],
    new: Sequence[_T],
    look: Callable[[_T, Numbers], Look],
    comparing: Comparing,
    both: Callable[[_T, _T, Comparing], _R],
    one: Callable[[_T, Fate], _R],
) -> tuple[_R, ...]:
    """``both`` of the elements that belong together, ``one`` of those that went or came, in order."""
    olds = [look(element, comparing.old) for element in old]
    news = [look(element, comparing.new) for element in new]
    done: list[_R] = []
    for left, right in aligned(olds, news, comparing.budget):
        if left is not None and right is not None:
            done.append(both(old[left], new[right], comparing))
        elif left is not None:
            done.append(one(old[left], "went"))
        elif right is not None:
            done.append(one(new[right], "came"))
    return tuple(done)


def _both(old: Block, new: Block, comparing: Comparing) -> Part:
    match old, new:
        case Paragraph(before), Paragraph(after):
            return Para("stands", compared(before, after, comparing))
        case Heading(level, before), Heading(new_level, after):
            return Head("stands", (level, new_level), compared(before, after, comparing))
        case BulletList(items), BulletList(new_items):
            return Listing("stands", False, (0, 0), _items(items, new_items, comparing))
        case NumberedList(items, start), NumberedList(new_items, new_start):
            return Listing("stands", True, (start, new_start), _items(items, new_items, comparing))
        case BlockQuote(inner), BlockQuote(new_inner):
            return Quote("stands", compared_blocks(inner, new_inner, comparing))
        case Table(), Table():
            return _tables(old, new, comparing)
        case ((SignatoryBlock() | CCBlock()), _):
            return Place("stands", old)
    raise TypeError(f"{type(old).__name__} and {type(new).__name__} have different shapes")


def lone(block: Block, fate: Fate) -> Part:
    """A block that only one letter has."""
    match block:
        case Paragraph(content):
            return Para(fate, alone(content, fate))
        case Heading(level, content):
            return Head(fate, (level, level), alone(content, fate))
        case BulletList(items):
            return Listing(fate, False, (0, 0), tuple(_lone_item(item, fate) for item in items))
        case NumberedList(items, start):
            return Listing(fate, True, (start, start), tuple(_lone_item(item, fate) for item in items))
        case BlockQuote(inner):
            return Quote(fate, tuple(lone(part, fate) for part in inner))
        case Table(header, rows, align):
            head = tuple(alone(cell, fate) for cell in header)
            return Grid(fate, (align, align), head, tuple(_lone_row(row, fate) for row in rows))
        case SignatoryBlock() | CCBlock():
            return Place(fate, block)


def _items(old: Sequence[tuple[Block, ...]], new: Sequence[tuple[Block, ...]], comparing: Comparing) -> tuple[Item, ...]:
    return in_pairs(old, new, of_blocks, comparing, _both_items, _lone_item)


def _both_items(old: tuple[Block, ...], new: tuple[Block, ...], comparing: Comparing) -> Item:
    return Item("stands", compared_blocks(old, new, comparing))


def _lone_item(blocks: tuple[Block, ...], fate: Fate) -> Item:
    return Item(fate, tuple(lone(block, fate) for block in blocks))


def _tables(old: Table, new: Table, comparing: Comparing) -> Grid:
    header = tuple(compared(before, after, comparing) for before, after in zip(old.header, new.header, strict=True))
    rows = in_pairs(old.rows, new.rows, of_row, comparing, _both_rows, _lone_row)
    return Grid("stands", (old.align, new.align), header, rows)


def _both_rows(old: tuple[Inlines, ...], new: tuple[Inlines, ...], comparing: Comparing) -> Row:
    return Row("stands", tuple(compared(before, after, comparing) for before, after in zip(old, new, strict=True)))


def _lone_row(cells: tuple[Inlines, ...], fate: Fate) -> Row:
    return Row(fate, tuple(alone(cell, fate) for cell in cells))
