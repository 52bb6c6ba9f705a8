"""From the tokens of a text to the blocks of the tree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import get_args

from markdown_it.token import Token

from letters.document.markdown.errors import MarkdownError
from letters.document.markdown.inline_reader import read_text
from letters.document.markdown.notes import Notes
from letters.document.markdown.reading import Reading, excerpt
from letters.document.nodes import (
    Alignment,
    Block,
    BlockQuote,
    Break,
    BulletList,
    CCBlock,
    Heading,
    Inline,
    Inlines,
    NumberedList,
    Paragraph,
    SignatoryBlock,
    Table,
    Text,
)
from letters.document.schema_reader import DEEPEST

_CLASS = re.compile(r"\.([\w-]+)")
_PLACES: dict[str, SignatoryBlock | CCBlock] = {"signatories": SignatoryBlock(), "cc": CCBlock()}


def closing(tokens: Sequence[Token], start: int) -> int:
    """Where the token at ``start`` is closed; itself for one that opens nothing."""
    depth = 0
    for place in range(start, len(tokens)):
        depth += tokens[place].nesting
        if depth <= 0:
            return place
    return len(tokens) - 1


class BlockReader:
    """One reading of a body."""

    def __init__(self, reading: Reading, notes: Notes) -> None:
        self.reading = reading
        self.notes = notes
        self.placed: set[str] = set()

    def blocks(self, tokens: Sequence[Token], depth: int = 0) -> list[Block]:
        """The blocks in ``tokens``, which stand in ``depth`` lists and quotes."""
        if depth > DEEPEST:
            line = next((token.map[0] + 1 for token in tokens if token.map), 0)
            raise MarkdownError(f"Lists and quotes may stand at most {DEEPEST} deep in each other.", line)
        blocks: list[Block] = []
        place = 0
        while place < len(tokens):
            end = closing(tokens, place)
            blocks += self.block(tokens[place], tokens[place + 1 : end], depth)
            place = end + 1
        return blocks

    def block(self, token: Token, inside: Sequence[Token], depth: int) -> list[Block]:
        """The block that ``token`` opens; ``inside`` are the tokens up to its close."""
        line = token.map[0] + 1 if token.map else 0
        match token.type:
            case "paragraph_open":
                return [Paragraph(self.run(inside))]
            case "heading_open":
                level = int(token.tag[1:])
                if level > 3:
                    sentence = f"A letter has three levels of headings; this one was of level {level}."
                    self.reading.lose("heading-level", sentence, line)
                return [Heading(min(level, 3), self.run(inside))]
            case "bullet_list_open":
                return [BulletList(self.items(inside, depth))]
            case "ordered_list_open":
                start = token.attrGet("start")
                return [NumberedList(self.items(inside, depth), int(start) if start is not None else 1)]
            case "blockquote_open":
                return [BlockQuote(tuple(self.blocks(inside, depth + 1)))]
            case "table_open":
                return [self.table(inside)]
            case "container_box_open":
                return self.box(token, inside, depth, line)
            case "fence" | "code_block":
                self.reading.lose("code", f"“{excerpt(token.content)}” was set as code; it is plain text now.", line)
                return [Paragraph(self.lines(token.content, line))]
            case "html_block":
                self.reading.lose("html", f"“{excerpt(token.content)}” was left out.", line)
            case "hr":
                self.reading.lose("rule", "A rule was left out.", line)
        return []

    def run(self, tokens: Sequence[Token]) -> Inlines:
        """The nodes of the inline text in ``tokens``."""
        nodes: list[Inline] = []
        for token in tokens:
            if token.type == "inline":
                line = token.map[0] + 1 if token.map else 0
                nodes += read_text(token.children or (), line, self.reading, self.notes.referred)
        return tuple(nodes)

    def lines(self, text: str, line: int) -> Inlines:
        """Lines of code as text, with breaks between them."""
        nodes: list[Inline] = []
        for row in text.rstrip("\n").split("\n"):
            nodes += [Break(), Text(self.reading.clean(row, line))]
        return tuple(nodes[1:])

    def items(self, tokens: Sequence[Token], depth: int) -> tuple[tuple[Block, ...], ...]:
        """The items of a list."""
        items: list[tuple[Block, ...]] = []
        place = 0
        while place < len(tokens):
            end = closing(tokens, place)
            items.append(tuple(self.blocks(tokens[place + 1 : end], depth + 1)))
            place = end + 1
        return tuple(items)

    def table(self, tokens: Sequence[Token]) -> Table:
        """A table; cells beyond the last column are a loss."""
        rows: list[list[Inlines]] = []
        align: list[Alignment] = []
        alignments: tuple[Alignment, ...] = get_args(Alignment)
        for place, token in enumerate(tokens):
            if token.type == "tr_open":
                rows.append([])
                if dropped := token.meta.get("dropped"):
                    sentence = f"A row has more cells than the table has columns; left out: “{excerpt(' | '.join(dropped))}”."
                    self.reading.lose("table", sentence, token.map[0] + 1 if token.map else 0)
            elif token.type in ("th_open", "td_open"):
                rows[-1].append(self.run(tokens[place + 1 : place + 2]))
                if token.type == "th_open":
                    style = str(token.attrGet("style") or "").removeprefix("text-align:")
                    align.append(next((known for known in alignments if known == style), ""))
        return Table(tuple(rows[0]), tuple(tuple(row) for row in rows[1:]), tuple(align))

    def box(self, token: Token, inside: Sequence[Token], depth: int, line: int) -> list[Block]:
        """A fenced box: the place of the signatories or of the CC lines, else only its content."""
        words = token.info.strip(" :")
        named = _CLASS.search(words) if words.startswith("{") else None
        name = named[1] if named else words.split()[0]
        content = self.blocks(inside, depth)
        block = _PLACES.get(name)
        if block is None:
            self.reading.lose("other", f"The box “{excerpt(words)}” was opened up; what it holds is kept.", line)
        elif depth or name in self.placed:
            where = "stands in a list or quote" if depth else "is there twice"
            self.reading.lose("other", f"The box “{name}” {where}; it was left out.", line)
        else:
            self.placed.add(name)
            if content:
                sentence = f"The box “{name}” is filled by the program; what it held now stands after it."
                self.reading.lose("other", sentence, line)
            return [block, *content]
        return content
