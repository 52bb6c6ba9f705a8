"""Going through a tree: all inline nodes in reading order, and the same tree with inline nodes exchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from letters.document.nodes import (
    Block,
    BlockQuote,
    Break,
    BulletList,
    CCBlock,
    Cite,
    Count,
    Heading,
    Inline,
    Inlines,
    NoteLink,
    NumberedList,
    Paragraph,
    SignatoryBlock,
    Table,
    Text,
)


def runs_of(blocks: Sequence[Block]) -> Iterator[Inlines]:
    """Every inline sequence (a paragraph's, a heading's, a cell's) in reading order. Notes are not entered."""
    for block in blocks:
        match block:
            case Paragraph(content) | Heading(_, content):
                yield content
            case BulletList(items) | NumberedList(items, _):
                for item in items:
                    yield from runs_of(item)
            case BlockQuote(inner):
                yield from runs_of(inner)
            case Table(header, rows, _):
                yield from header
                for row in rows:
                    yield from row
            case SignatoryBlock() | CCBlock():
                pass


def inlines_of(blocks: Sequence[Block]) -> Iterator[Inline]:
    """Every inline node in reading order. Notes are given whole, not entered."""
    for content in runs_of(blocks):
        yield from content


def map_runs(blocks: Sequence[Block], change: Callable[[Inlines], Inlines]) -> tuple[Block, ...]:
    """The same blocks with each inline sequence replaced by what ``change`` gives, called in reading order."""
    changed: list[Block] = []
    for block in blocks:
        match block:
            case Paragraph(content):
                changed.append(Paragraph(change(content)))
            case Heading(level, content):
                changed.append(Heading(level, change(content)))
            case BulletList(items):
                changed.append(BulletList(tuple(map_runs(item, change) for item in items)))
            case NumberedList(items, start):
                changed.append(NumberedList(tuple(map_runs(item, change) for item in items), start))
            case BlockQuote(inner):
                changed.append(BlockQuote(map_runs(inner, change)))
            case Table(header, rows, align):
                head = tuple(change(cell) for cell in header)
                changed.append(Table(head, tuple(tuple(change(cell) for cell in row) for row in rows), align))
            case SignatoryBlock() | CCBlock():
                changed.append(block)
    return tuple(changed)


def map_inlines(blocks: Sequence[Block], change: Callable[[Inline], Inline]) -> tuple[Block, ...]:
    """The same blocks with each inline node replaced by what ``change`` gives, called in reading order."""
    return map_runs(blocks, lambda content: tuple(change(node) for node in content))


def keys_in(content: Sequence[object]) -> tuple[str, ...]:
    """The keys of the sources that a stored note cites, each once, in order."""
    keys = (citation.source for node in content if isinstance(node, Cite) for citation in node.citations)
    return tuple(dict.fromkeys(keys))


def plain_text(content: Sequence[object]) -> str:
    """The words of an inline sequence without marks and notes, for a title, a bookmark or a message. A count is as typed: only
    a rendition knows the number."""
    words: list[str] = []
    for node in content:
        match node:
            case Text(text=text):
                words.append(text)
            case Count():
                words.append(node.typed)
            case NoteLink(number=number):
                words.append(str(number))
            case Break():
                words.append(" ")
            case _:
                pass
    return "".join(words)
