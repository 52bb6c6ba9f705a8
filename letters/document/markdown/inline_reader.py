"""From the tokens of one inline text to the nodes of the tree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import cast

from markdown_it.token import Token

from letters.document import hrefs
from letters.document.markdown.citations import read_citations
from letters.document.markdown.masks import masked
from letters.document.markdown.parser import parser
from letters.document.markdown.reading import Reading, excerpt
from letters.document.nodes import (
    Break,
    Citation,
    Cite,
    Count,
    Counted,
    Inline,
    Note,
    NoteInline,
    NumberedNote,
    Text,
    XRef,
)

_TAG = re.compile(r"<(/?)(em|i|strong|b|u)\s*>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_MARKS = {"em": "em", "i": "em", "strong": "strong", "b": "strong", "u": "underline"}
_DEEPEST_NOTE = 3

Node = Inline | Cite
"""What may come out of a token; which of it stays depends on where it stands."""


NoteReader = Callable[[str, int, int], list[Node]]
"""What to put at the place of ``[^label]``, given the label, its line, and in how many notes it stands."""


def read_nodes(tokens: Sequence[Token], line: int, reading: Reading, notes: NoteReader, depth: int) -> list[Node]:
    """The nodes of an inline text that begins at ``line`` and stands in ``depth`` notes."""
    return _Run(reading, notes, line, depth).read(tokens)


def read_text(tokens: Sequence[Token], line: int, reading: Reading, notes: NoteReader) -> list[Inline]:
    """The nodes of a paragraph, heading or cell that begins at ``line``."""
    nodes = read_nodes(tokens, line, reading, notes, 0)
    return [node for node in nodes if not isinstance(node, Cite)]


def read_note(tokens: Sequence[Token], line: int, reading: Reading, notes: NoteReader, depth: int = 1) -> list[NoteInline]:
    """The nodes of a note's paragraph that begins at ``line``; ``depth`` is 1 but for notes within notes."""
    nodes = read_nodes(tokens, line, reading, notes, depth)
    return [node for node in nodes if not isinstance(node, Note | NumberedNote)]


def plain(tokens: Sequence[Token]) -> str:
    """The words of ``tokens`` without any mark, for the description of a picture."""
    return "".join(
        plain(token.children) if token.children else " " if token.type.endswith("break") else token.content for token in tokens
    )


class _Run:
    """One inline text, read from left to right."""

    def __init__(self, reading: Reading, notes: NoteReader, line: int, depth: int) -> None:
        self.reading = reading
        self.notes = notes
        self.line = line
        self.depth = depth
        self.nodes: list[Node] = []
        self.marks = {"em": 0, "strong": 0, "underline": 0}
        self.tags: Counter[str] = Counter()
        self.links: list[tuple[str | None, int]] = []

    def read(self, tokens: Sequence[Token]) -> list[Node]:
        for token in tokens:
            self.take(token)
        for tag in self.tags.elements():
            self.reading.lose("html", f"The tag <{tag}> is never closed; it was taken to reach to the end.", self.line)
        return self.nodes

    def take(self, token: Token) -> None:
        match token.type:
            case "softbreak":
                self.line += 1
                self.add(" ")
            case "hardbreak":
                self.line += 1
                self.nodes.append(Break())
            case "em_open" | "strong_open":
                self.marks[token.tag] += 1
            case "em_close" | "strong_close":
                self.marks[token.tag] -= 1
            case "link_open":
                self.open_link(token)
            case "link_close":
                self.close_link()
            case "code_inline":
                self.reading.lose("code", f"“{excerpt(token.content)}” was set as code; it is plain text now.", self.line)
                self.add(token.content)
            case "image":
                self.image(token)
            case "html_inline":
                self.html(token.content)
            case "note_reference":
                self.nodes.extend(self.notes(token.content, self.line, self.depth))
            case "inline_note":
                self.inline_note(token.content)
            case "cross_reference":
                self.reading.references.append((token.content, self.line))
                self.nodes.append(XRef(token.content))
            case "citation":
                self.citation(token.content)
            case "count":
                self.nodes.append(Count(cast(Counted, token.content[1:-1].lower()), *self.open_marks()))
            case _:
                self.add(token.content)

    def add(self, text: str) -> None:
        """Add ``text`` in the marks that are open."""
        text = self.reading.clean(text, self.line)
        if text:
            self.nodes.append(Text(text, *self.open_marks()))

    def open_marks(self) -> tuple[bool, bool, bool, str | None]:
        """The marks that are open, in the order in which nodes have them."""
        em, strong, underline = (self.marks[mark] > 0 for mark in ("em", "strong", "underline"))
        return em, strong, underline, self.links[-1][0] if self.links else None

    def open_link(self, token: Token) -> None:
        address = str(token.attrGet("href") or "")
        href = hrefs.repaired(address)
        if href is None:
            sentence = f"“{excerpt(address)}” is not an http, https or mailto address; the link was dropped, its text is kept."
            self.reading.lose("link", sentence, self.line)
        if title := token.attrGet("title"):
            self.reading.lose("link", f"The title “{excerpt(str(title))}” of a link was dropped.", self.line)
        self.links.append((href, len(self.nodes)))

    def close_link(self) -> None:
        href, start = self.links[-1]
        if href is not None and len(self.nodes) == start:
            self.reading.lose("link", f"A link without text shows its address now: {excerpt(href)}", self.line)
            self.add(href)
        self.links.pop()

    def image(self, token: Token) -> None:
        words = plain(token.children or ())
        end = f"its description is kept: “{excerpt(words)}”." if words.strip() else "it has no description."
        self.reading.lose("image", f"A picture was left out; {end}", self.line)
        self.add(words)

    def html(self, source: str) -> None:
        if _BREAK.fullmatch(source):
            self.nodes.append(Break())
        elif match := _TAG.fullmatch(source):
            self.tag(match[2].lower(), bool(match[1]))
        else:
            kept = "" if source.startswith("<!--") else " The text around it is kept."
            self.reading.lose("html", f"“{excerpt(source)}” was left out.{kept}", self.line)
        self.line += source.count("\n")

    def tag(self, tag: str, closing: bool) -> None:
        if not closing:
            self.tags[tag] += 1
            self.marks[_MARKS[tag]] += 1
        elif self.tags[tag]:
            self.tags[tag] -= 1
            self.marks[_MARKS[tag]] -= 1
        else:
            self.reading.lose("html", f"</{tag}> closes nothing; it was left out.", self.line)

    def inline_note(self, source: str) -> None:
        if self.depth >= _DEEPEST_NOTE:
            self.reading.lose("note-nested", "A note cannot hold a note; its text now stands in brackets.", self.line)
            self.add(f" ({source})")
            return
        tokens = parser().inline.parse(source, parser(), self.reading.env, [])
        content = read_note(tokens, self.line, self.reading, self.notes, self.depth + 1)
        self.line += source.count("\n")
        if self.depth == 0:
            self.nodes.append(Note(self.reading.fresh_name(), tuple(content)))
        else:
            self.reading.lose("note-nested", "A note cannot hold a note; its text now stands in brackets.", self.line)
            self.nodes += [Text(" ("), *content, Text(")")]

    def citation(self, source: str) -> None:
        read = read_citations(source)
        if read is None:
            self.add(f"[{masked(source).text}]")
        else:
            for sentence in read.losses:
                self.reading.lose("other", sentence, self.line)
            cite = Cite(tuple(self.cleaned(citation) for citation in read.citations))
            if self.depth:
                self.nodes.append(cite)
            else:
                sentence = f"Citations stand in notes; “[{excerpt(source)}]” is a note of its own now."
                self.reading.lose("citation-in-text", sentence, self.line)
                self.nodes.append(Note(self.reading.fresh_name(), (cite,)))
        self.line += source.count("\n")

    def cleaned(self, citation: Citation) -> Citation:
        return replace(
            citation,
            source=self.reading.clean(citation.source, self.line),
            prefix=self.reading.clean(citation.prefix, self.line),
            locator=self.reading.clean(citation.locator, self.line),
            suffix=self.reading.clean(citation.suffix, self.line),
            parenthetical=self.reading.clean(citation.parenthetical, self.line),
        )
