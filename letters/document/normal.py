"""The one normal form of a letter: two letters that read the same are equal.

The rules, from the smallest to the largest:

* A run of text is never empty, and neighbours with the same marks are one run.
* No spaces (U+0020) at the start or end of a line, a cell or a field. A no-break space is deliberate and stays, and so do
  two spaces in a row within a line.
* A space is emphasized (em, strong) exactly when the words on both its sides are: bold shows on words, not on the gap between
  them, and editors differ about the gap. A count is a word. A note's number does not part the words around it; any other node
  does.
  Underlines and links do show on spaces, so they stay as they are.
* No break at the start or the end of a paragraph, heading, cell or note.
* A citation's parts are trimmed; a label without a locator is "page"; a signal is one of the known signals, and other
  words in its place join the prefix. A string of no citations is dropped.
* Paragraphs, headings, list items, lists and block quotes that hold nothing are dropped. A table keeps its empty cells and
  gets as many cells in every row as its longest row has. **A note is never dropped, even an empty one:** that would change
  numbers; ``resolve`` reports it.
* Fields lose empty lines, and recipients without a line.

Two neighbouring lists or block quotes stay two: they print with a gap, and lists count anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from letters.document.nodes import (
    Alignment,
    Block,
    BlockQuote,
    Break,
    BulletList,
    CCBlock,
    Citation,
    Cite,
    Count,
    Heading,
    Inline,
    Inlines,
    Letter,
    Note,
    NoteInline,
    NumberedList,
    NumberedNote,
    Paragraph,
    SignatoryBlock,
    Table,
    Text,
)
from letters.document.signals import is_signal

_N = TypeVar("_N", Inline, NoteInline)


def normalize(letter: Letter) -> Letter:
    """The normal form of ``letter``, stored or resolved. Normalizing twice gives the same as once."""
    return replace(
        letter,
        body=_blocks(letter.body),
        date=_field(letter.date),
        delivery=_lines(letter.delivery),
        recipients=tuple(lines for recipient in letter.recipients if (lines := _lines(recipient))),
        subject=_field(letter.subject),
        salutation=_field(letter.salutation),
        closing=_field(letter.closing),
        cc=_lines(letter.cc),
        attachments=_lines(letter.attachments),
    )


def normal_run(content: Sequence[Inline]) -> Inlines:
    """The normal form of one paragraph's, heading's or cell's content."""
    entered = (
        replace(node, content=_run(_cites(node.content))) if isinstance(node, Note | NumberedNote) else node for node in content
    )
    return _run(entered)


def normal_note(content: Sequence[NoteInline]) -> tuple[NoteInline, ...]:
    """The normal form of a note's content."""
    return _run(_cites(content))


def normal_citation(citation: Citation) -> Citation:
    """The normal form of one citation."""
    signal = " ".join(word for word in citation.signal.split(" ") if word)
    prefix, locator = _field(citation.prefix), _field(citation.locator)
    if signal and not is_signal(signal):
        signal, prefix = "", f"{signal} {prefix}".strip(" ")
    return Citation(
        citation.source,
        signal=signal,
        prefix=prefix,
        locator=locator,
        label=citation.label if locator else "page",
        suffix=_field(citation.suffix),
        parenthetical=_field(citation.parenthetical),
    )


def _field(text: str) -> str:
    return text.strip(" ")


def _lines(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(line for line in map(_field, lines) if line)


def _cites(content: Iterable[NoteInline]) -> Iterable[NoteInline]:
    for node in content:
        if not isinstance(node, Cite):
            yield node
        elif node.citations:
            yield Cite(tuple(normal_citation(citation) for citation in node.citations))


# --- runs ---------------------------------------------------------------------------------------------------------


def _run(content: Iterable[_N]) -> tuple[_N, ...]:
    lines: list[list[_N]] = [[]]
    for node in content:
        if isinstance(node, Break):
            lines.append([])
        elif not isinstance(node, Text) or node.text:
            lines[-1].append(node)
    lines = [_trimmed(line) for line in lines]
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        del lines[-1]
    joined: list[_N] = []
    for place, line in enumerate(lines):
        if place:
            joined.append(Break())
        joined.extend(_merged(_with_settled_spaces(line)))
    return tuple(joined)


def _trimmed(line: list[_N]) -> list[_N]:
    """``line`` without spaces at its ends, however many runs they are spread over."""
    start, end = 0, len(line)
    while start < end and isinstance(node := line[start], Text) and not node.text.strip(" "):
        start += 1
    while end > start and isinstance(node := line[end - 1], Text) and not node.text.strip(" "):
        end -= 1
    line = line[start:end]
    if line and isinstance(node := line[0], Text):
        line[0] = replace(node, text=node.text.lstrip(" "))
    if line and isinstance(node := line[-1], Text):
        line[-1] = replace(node, text=node.text.rstrip(" "))
    return line


def _with_settled_spaces(line: list[_N]) -> list[_N]:
    pieces = list(_pieces(line))
    after: list[tuple[bool, bool]] = [(False, False)] * len(pieces)
    marks = (False, False)
    for place in range(len(pieces) - 1, -1, -1):
        after[place] = marks
        marks = _emphasis(pieces[place], marks)
    marks = (False, False)
    for place, piece in enumerate(pieces):
        if isinstance(piece, Text) and not piece.text.strip(" "):
            em, strong = (one and other for one, other in zip(marks, after[place], strict=True))
            pieces[place] = replace(piece, em=em, strong=strong)
        marks = _emphasis(piece, marks)
    return pieces


def _pieces(line: list[_N]) -> Iterable[_N]:
    """``line`` with the spaces at the ends of its runs as runs of their own."""
    for node in line:
        if not isinstance(node, Text):
            yield node
            continue
        words = node.text.strip(" ")
        head = len(node.text) - len(node.text.lstrip(" ")) if words else len(node.text)
        for part in (node.text[:head], words, node.text[head + len(words) :]):
            if part:
                yield replace(node, text=part)


def _emphasis(piece: Inline | NoteInline, before: tuple[bool, bool]) -> tuple[bool, bool]:
    """The emphasis that a space next to ``piece`` sees; spaces and note numbers let it see further."""
    if isinstance(piece, Text):
        return (piece.em, piece.strong) if piece.text.strip(" ") else before
    if isinstance(piece, Count):
        return piece.em, piece.strong
    return before if isinstance(piece, Note | NumberedNote) else (False, False)


def _merged(line: list[_N]) -> list[_N]:
    merged: list[_N] = []
    group: list[str] = []
    for node in line:
        last = merged[-1] if merged else None
        if isinstance(node, Text) and isinstance(last, Text) and replace(node, text="") == last:
            group.append(node.text)
            continue
        _close(merged, group)
        if isinstance(node, Text):
            group.append(node.text)
            node = replace(node, text="")
        merged.append(node)
    _close(merged, group)
    return merged


def _close(merged: list[_N], group: list[str]) -> None:
    """Give the last run of ``merged`` the text that was gathered for it: joined once, so that many runs stay cheap."""
    if group and isinstance(last := merged[-1], Text):
        merged[-1] = replace(last, text="".join(group))
    group.clear()


# --- blocks -------------------------------------------------------------------------------------------------------


def _blocks(blocks: Iterable[Block]) -> tuple[Block, ...]:
    return tuple(normal for block in blocks if (normal := _block(block)) is not None)


def _block(block: Block) -> Block | None:
    match block:
        case Paragraph(content):
            content = normal_run(content)
            return Paragraph(content) if content else None
        case Heading(level, content):
            content = normal_run(content)
            return Heading(level, content) if content else None
        case BulletList(items):
            items = _items(items)
            return BulletList(items) if items else None
        case NumberedList(items, start):
            items = _items(items)
            return NumberedList(items, start) if items else None
        case BlockQuote(inner):
            inner = _blocks(inner)
            return BlockQuote(inner) if inner else None
        case Table():
            return _table(block)
        case SignatoryBlock() | CCBlock():
            return block


def _items(items: Iterable[Sequence[Block]]) -> tuple[tuple[Block, ...], ...]:
    return tuple(item for blocks in items if (item := _blocks(blocks)))


def _table(table: Table) -> Table | None:
    width = max(len(table.header), len(table.align), *map(len, table.rows), 0)
    if width == 0:
        return None

    def row(cells: tuple[Inlines, ...]) -> tuple[Inlines, ...]:
        return tuple(normal_run(cell) for cell in cells) + ((),) * (width - len(cells))

    align: list[Alignment] = [*table.align]
    align.extend([""] * (width - len(align)))
    return Table(row(table.header), tuple(row(cells) for cells in table.rows), tuple(align))
