"""A rendition as the plain data that the template sets: only JSON, never markup, so that no name can be a command.

Blocks are dictionaries whose ``is`` names the kind. Inline content is a list of the pieces of :mod:`letters.pdf.runs`,
with marks added (``b`` strong, ``i`` em, ``u`` underline, ``h`` address, ``w`` words that hide it), and of
breaks (``br``), references (``note``) and links to notes (``to``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from letters.document.hrefs import is_safe
from letters.document.language import Language
from letters.document.nodes import (
    Block,
    BlockQuote,
    Break,
    BulletList,
    CCBlock,
    Heading,
    NoteLink,
    NumberedList,
    NumberedNote,
    Paragraph,
    SignatoryBlock,
    Table,
    Text,
    arranged,
)
from letters.document.rendition import Rendition
from letters.document.walk import inlines_of
from letters.pdf.direction import reads_rtl
from letters.pdf.errors import UnsafeLinkError
from letters.pdf.front import copies, front
from letters.pdf.names import signatory_data
from letters.pdf.paper import MARGIN, paper_of, text_width
from letters.pdf.printed import printed
from letters.pdf.runs import pieces, pieces_of

SIZE = 12.0
NOTE_SIZE = 10.0
"""Type sizes of the body and of the endnotes, in points."""
LIST_INDENT = 24.0
QUOTE_INDENT = 30.0
CELL_INSET = 6.0
"""How far in the template sets a list's text, a quotation from either margin, and a cell's text, in points."""
_NARROWEST = 40.0

Data = dict[str, Any]


class _Levels:
    """Tags for headings: the first is 1 and none is skipped (ISO 14289-1, 7.4.2), whatever levels the author chose."""

    def __init__(self) -> None:
        self.open: list[int] = []

    def tag(self, level: int) -> int:
        self.open = [*(outer for outer in self.open if outer < level), level]
        return len(self.open)


def letter_data(rendition: Rendition, language: Language) -> Data:
    """Everything that the template needs for ``rendition``, whose letter is resolved.

    Raises :class:`UnsafeLinkError` for an address that is neither web nor mail.
    """
    letter = rendition.letter
    body = _Body(rendition, language)
    words = language.words
    return {
        "title": printed(rendition.title).strip(),
        "author": printed(rendition.author).strip(),
        "draft": pieces(printed(rendition.draft), text_width(language) / NOTE_SIZE),
        "lang": language.primary,
        "region": language.region or None,
        "rtl": language.rtl,
        "hyphenate": language.hyphenated,
        "paper": list(paper_of(language)),
        "margin": MARGIN,
        "words": {
            "page": words.page,
            "signatories": words.signatories,
            "endnotes": pieces(words.endnotes, text_width(language) / SIZE),
            "subject": pieces(words.subject, text_width(language) / SIZE),
        },
        "indent": {"list": LIST_INDENT, "quote": QUOTE_INDENT, "cell": CELL_INSET},
        "size": {"body": SIZE, "notes": NOTE_SIZE},
        "front": front(letter, language, SIZE),
        "blocks": body.blocks(arranged(letter), text_width(language)),
        "notes": body.notes(),
    }


class _Body:
    """The letter's blocks and notes. Keeps count of what runs through the whole letter: heading levels, tables."""

    def __init__(self, rendition: Rendition, language: Language) -> None:
        self.rendition = rendition
        self.language = language
        self.levels = _Levels()
        self.tables = 0

    def blocks(self, blocks: Sequence[Block], room: float) -> list[Data]:
        """``blocks`` for lines ``room`` points wide."""
        found: list[Data] = []
        for block in blocks:
            data = self.block(block, max(room, _NARROWEST))
            if data["is"] == "signatories":
                # A heading just above the list is placed with the list, which alone knows what fits on the page.
                lead = len(found)
                while lead and found[lead - 1]["is"] == "heading":
                    lead -= 1
                data["lead"] = found[lead:]
                del found[lead:]
            found.append(data)
        return found

    def block(self, block: Block, room: float) -> Data:
        match block:
            case Paragraph(content):
                return {"is": "paragraph", "inline": self.inline(content, room, SIZE), **self.turned(content)}
            case Heading(level, content):
                inline = self.inline(content, room, SIZE)
                return {
                    "is": "heading",
                    "look": level,
                    "level": self.levels.tag(level),
                    "inline": inline,
                    **self.turned(content),
                }
            case BulletList(items):
                return {"is": "bullets", "items": [self.blocks(item, room - LIST_INDENT) for item in items]}
            case NumberedList(items, start):
                inner = [self.blocks(item, room - LIST_INDENT) for item in items]
                return {"is": "numbers", "start": start, "items": inner}
            case BlockQuote(content=inside):
                return {"is": "quote", "blocks": self.blocks(inside, room - 2 * QUOTE_INDENT)}
            case Table():
                return self.table(block, room)
            case SignatoryBlock():
                data = signatory_data(self.rendition.letter.closing, self.rendition.signatories, self.language, room)
                if data["closing"] or any("title" in group for group in data["groups"]):
                    self.levels.tag(1)
                return {"is": "signatories", **data}
            case CCBlock():
                rows = copies(self.rendition.letter, self.language, room, SIZE)
                if rows:
                    self.levels.tag(1)
                return {"is": "copies", "rows": rows}

    def table(self, table: Table, room: float) -> Data:
        columns = len(table.header)
        inside = max(room / max(columns, 1) - 2 * CELL_INSET, _NARROWEST / 2)
        rows = [[self.inline(cell, inside, SIZE) for cell in row] for row in (table.header, *table.rows)]
        sides = {"left": "left", "center": "center", "right": "right", "": "start"}
        self.tables += 1
        return {
            "is": "table",
            "number": self.tables,
            "align": [sides[side] for side in table.align],
            "header": rows[0],
            "rows": rows[1:],
        }

    def turned(self, content: Sequence[object]) -> Data:
        """The paragraph's own direction, where its letters all go the other way than the letter."""
        text = "".join(node.text for node in content if isinstance(node, Text))
        rtl = reads_rtl(text, self.language.rtl)
        return {} if rtl == self.language.rtl else {"dir": "rtl" if rtl else "ltr"}

    def inline(self, content: Sequence[object], room: float, size: float) -> list[Any]:
        """The pieces of a paragraph ``room`` points wide."""
        texts = [printed(node.text) if isinstance(node, Text) else "\u200b" for node in content]
        found: list[Any] = []
        for node, parts in zip(content, pieces_of(texts, room / size), strict=True):
            match node:
                case Text():
                    marks = _marks(node)
                    found.extend(_marked(part, marks) for part in parts)
                case Break():
                    found.append({"br": 1})
                case NumberedNote(number=number):
                    found.append({"note": number})
                case NoteLink(number=number):
                    found.append({"to": number})
                case _:
                    raise TypeError(f"{type(node).__name__} in a letter that should be resolved")
        return found

    def notes(self) -> list[Data]:
        """The endnotes in order, each with its number and its pieces."""
        room = text_width(self.language) - LIST_INDENT
        return [
            {"n": node.number, "inline": self.inline(node.content, room, NOTE_SIZE), **self.turned(node.content)}
            for node in inlines_of(arranged(self.rendition.letter))
            if isinstance(node, NumberedNote)
        ]


def _marks(node: Text) -> Data:
    marks: Data = {}
    if node.strong:
        marks["b"] = 1
    if node.em:
        marks["i"] = 1
    if node.underline:
        marks["u"] = 1
    if node.href is not None:
        if not is_safe(node.href):
            raise UnsafeLinkError(node.href)
        marks["h"] = node.href
        if node.text.strip() not in (node.href, node.href.removeprefix("mailto:")):
            marks["w"] = 1
    return marks


def _marked(part: Any, marks: Data) -> Any:
    if not marks:
        return part
    return {"t": part, **marks} if isinstance(part, str) else {**part, **marks}
