"""The letter as a tree: immutable nodes, one class per kind of thing a letter can hold.

The tree is the only truth about a letter's text; Markdown, JSON, HTML, DOCX and PDF are readers and writers around it.

Two rules keep it honest:

* **A note carries its own content at its place in the text.** Notes kept apart from their references are how notes get lost
  when paragraphs are copied, moved or saved.
* **Numbers are never stored.** :func:`letters.document.resolve.resolve` turns every :class:`Note` into a
  :class:`NumberedNote`, and every :class:`XRef` and *supra* into a :class:`NoteLink`. Writers take only the resolved tree,
  in which :class:`letters.document.rendition.Rendition` has put the number of signatories in the place of every :class:`Count`.

Inline content is flat, as in ProseMirror: a run of text carries its marks. :func:`letters.document.normal.normalize` gives the
one normal form (no empty runs, neighbours with the same marks joined), in which two letters are equal exactly when they
read the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

SCHEMA_VERSION = 1
"""The number that every stored tree carries; a reader refuses one that it does not know.

It is part of what is hashed, so it stays as long as trees that were stored before mean the same. A node of a new kind is no
reason to raise it: a reader that does not know the kind refuses that tree by itself, naming the node.
"""

# --- inline content -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters in one set of marks. Never holds a line break or a control character: a break is a node."""

    text: str
    em: bool = False
    strong: bool = False
    underline: bool = False
    href: str | None = None
    """An absolute ``http``, ``https`` or ``mailto`` address; nothing else passes the schema."""


@dataclass(frozen=True, slots=True)
class Break:
    """A line break inside a paragraph."""


Counted = Literal[
    "organizations",
    "individuals",
    "signatories",
    "organizations_in_state",
    "individuals_in_state",
    "signatories_in_state",
]
"""Of what there is a count: signatories are both organizations and individuals. Those "in state" are from the state of the
recipient of the very copy ("18 organizations from your state")."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many have signed, in one set of marks, as :class:`Text` has them.

    What people consent to is this node and not its number: that grows with every signature, and is known only where there is
    a list of signatories to be printed.
    """

    of: Counted
    em: bool = False
    strong: bool = False
    underline: bool = False
    href: str | None = None

    @property
    def typed(self) -> str:
        """As it is typed, and named where the letter's source is spoken of: ``{organizations}``."""
        return f"{{{self.of}}}"

    def said(self, words: str) -> Text:
        """``words`` in its marks."""
        return Text(words, self.em, self.strong, self.underline, self.href)


Locator = Literal["page", "section", "paragraph", "note", "figure", "chapter", "table", "line", "part"]
"""What a locator counts, in CSL's words (CSL 1.0.2, "Locators"). An unknown one stays in the suffix as typed."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A pointer from a note to one source of the campaign's library.

    ``locator`` is what follows the label ("15", "15-17"); ``signal`` is one of the introductory signals
    (*See*, *See e.g.*, *But see*, *Cf.*); ``prefix`` and ``suffix`` are prose that belongs to this citation;
    ``parenthetical`` is what stands in brackets after it, without the brackets.
    """

    source: str
    signal: str = ""
    prefix: str = ""
    locator: str = ""
    label: Locator = "page"
    suffix: str = ""
    parenthetical: str = ""


@dataclass(frozen=True, slots=True)
class Cite:
    """One citation or a string of them, joined by semicolons in the author's order. Stands in notes only."""

    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class XRef:
    """The bare number of another note, for "see note 4 above". ``target`` is that note's id."""

    target: str


@dataclass(frozen=True, slots=True)
class NoteLink:
    """A resolved pointer to a note: prints ``number``, and leads to the note. Made by ``resolve``, never stored."""

    target: str
    number: int


NoteInline = Text | Break | Count | Cite | XRef | NoteLink
"""What may stand in a note."""


@dataclass(frozen=True, slots=True)
class Note:
    """An endnote at the place of its reference. ``id`` is a name for cross references, unique in the letter."""

    id: str
    content: tuple[NoteInline, ...]


@dataclass(frozen=True, slots=True)
class NumberedNote:
    """A note as ``resolve`` leaves it: numbered, its citations written out. Never stored."""

    id: str
    number: int
    content: tuple[NoteInline, ...]


Inline = Text | Break | Count | Note | NumberedNote | XRef | NoteLink
"""What may stand in a paragraph, a heading or a table cell."""

Inlines = tuple[Inline, ...]

# --- blocks ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in the body, ``level`` 1 to 3."""

    level: int
    content: Inlines


@dataclass(frozen=True, slots=True)
class BulletList:
    """Each item is one or more blocks."""

    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class NumberedList:
    """Each item is one or more blocks; the first is numbered ``start``."""

    items: tuple[tuple[Block, ...], ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class BlockQuote:
    """Quoted blocks, set in from both margins."""

    content: tuple[Block, ...]


Alignment = Literal["left", "center", "right", ""]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row. Every row has as many cells as ``header``; ``align`` has one entry per column."""

    header: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    align: tuple[Alignment, ...]


@dataclass(frozen=True, slots=True)
class SignatoryBlock:
    """The place of the closing ("Signed,") and the signatory list. At most one; without one it follows the body."""


@dataclass(frozen=True, slots=True)
class CCBlock:
    """The place of the CC and attachment lines. At most one; without one it follows the signatories."""


Block = Paragraph | Heading | BulletList | NumberedList | BlockQuote | Table | SignatoryBlock | CCBlock

# --- the letter -----------------------------------------------------------------------------------------------------

RecipientLayout = Literal["stacked", "side by side"]


@dataclass(frozen=True, slots=True)
class Letter:
    """A whole letter: the fields around the body, and the body.

    Fields are plain text. Each recipient is the lines of one address block. ``date`` is printed as written.
    ``language`` is a BCP 47 tag with a region ("en-US"), because hyphenation and screen readers need both.
    """

    body: tuple[Block, ...]
    date: str = ""
    delivery: tuple[str, ...] = ()
    recipients: tuple[tuple[str, ...], ...] = ()
    recipient_layout: RecipientLayout = "stacked"
    subject: str = ""
    salutation: str = ""
    closing: str = ""
    cc: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    language: str = "en-US"
    schema: int = field(default=SCHEMA_VERSION)


def arranged(letter: Letter) -> tuple[Block, ...]:
    """The body with its signatory block and CC block in place: as the author put them, else at the end in that order.

    Writers walk this, so that no writer has an idea of its own about where the signatories stand.
    """
    blocks = letter.body
    if SignatoryBlock() not in blocks:
        blocks = (*blocks, SignatoryBlock())
    if CCBlock() not in blocks:
        blocks = (*blocks, CCBlock())
    return blocks
