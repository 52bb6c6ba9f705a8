"""Writing blocks as Markdown lines."""

from __future__ import annotations

from collections.abc import Sequence

from letters.document.markdown.inline_writer import write_run
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
from letters.document.schema_reader import LONGEST_START

_RULES = {"left": ":---", "center": ":---:", "right": "---:", "": "---"}


def write_blocks(blocks: Sequence[Block]) -> list[str]:
    """``blocks``, in their normal form, as lines, with an empty line between two blocks."""
    return _lines(blocks, gap=True)


def _lines(blocks: Sequence[Block], *, gap: bool) -> list[str]:
    lines: list[str] = []
    other = False
    for place, block in enumerate(blocks):
        # Two lists of a kind in a row would be read as one: every other one has the other marker.
        same = place > 0 and isinstance(block, BulletList | NumberedList) and type(block) is type(blocks[place - 1])
        other = same and not other
        if lines and gap:
            lines.append("")
        lines += _block(block, other)
    return lines


def _block(block: Block, other: bool) -> list[str]:
    match block:
        case Paragraph(content):
            return write_run(content, "paragraph").split("\n")
        case Heading(level, content):
            return [f"{'#' * level} {write_run(content, 'heading')}"]
        case BulletList(items):
            return _list(block, [("*" if other else "-", item) for item in items])
        case NumberedList(items, start):
            end = ")" if other else "."
            return _list(block, [(f"{min(start + place, LONGEST_START)}{end}", item) for place, item in enumerate(items)])
        case BlockQuote(inner):
            return [f"> {line}" if line else ">" for line in write_blocks(inner)]
        case Table():
            return _table(block)
        case SignatoryBlock():
            return ["::: signatories", ":::"]
        case CCBlock():
            return ["::: cc", ":::"]


def _list(block: BulletList | NumberedList, items: Sequence[tuple[str, Sequence[Block]]]) -> list[str]:
    tight = _is_tight(block)
    lines: list[str] = []
    for marker, item in items:
        if lines and not tight:
            lines.append("")
        indent = " " * (len(marker) + 1)
        first, *rest = _lines(item, gap=not tight)
        lines += [f"{marker} {first}", *(indent + line if line else "" for line in rest)]
    return lines


def _is_tight(block: Block) -> bool:
    """Whether ``block`` is a list of single paragraphs, each perhaps with one such list under it."""
    if not isinstance(block, BulletList | NumberedList):
        return False
    return all(
        isinstance(item[0], Paragraph)
        and (len(item) == 1 or (len(item) == 2 and _is_tight(item[1]) and _can_follow_a_line(item[1])))
        for item in block.items
    )


def _can_follow_a_line(block: Block) -> bool:
    """Whether a list can begin right under a line of text: only one that starts with 1 (CommonMark 0.31, section 5.3)."""
    return not isinstance(block, NumberedList) or block.start == 1


def _table(table: Table) -> list[str]:
    return [_row(table.header), f"| {' | '.join(_RULES[align] for align in table.align)} |", *map(_row, table.rows)]


def _row(cells: Sequence[Inlines]) -> str:
    written = (write_run(cell, "cell").replace("|", "\\|") if cell else "" for cell in cells)
    return f"| {' | '.join(written)} |"
