"""What a reader could not keep, and what a pass found wrong: small values that carry the sentence for the person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from letters.document.nodes import Counted, Locator

LossKind = Literal[
    "image",
    "code",
    "html",
    "rule",
    "heading-level",
    "link",
    "note-unreferenced",
    "note-repeated",
    "note-missing",
    "note-empty",
    "note-nested",
    "note-redefined",
    "note-blocks",
    "citation-in-text",
    "reference-missing",
    "table",
    "character",
    "field",
    "other",
]


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that a reader met and the tree could not hold.

    ``line`` counts from 1 in the text that was read, 0 where there are no lines. ``fatal`` marks what must not be saved at all
    (a reference to a note that is not there: the letter would print with a hole).
    """

    kind: LossKind
    sentence: str
    line: int = 0
    fatal: bool = False

    def __str__(self) -> str:
        return f"line {self.line}: {self.sentence}" if self.line else self.sentence


WarningKind = Literal[
    "broken-source",
    "broken-note",
    "uncited-source",
    "duplicate-note-id",
    "empty-note",
    "citation-in-text",
    "hand-typed",
    "count-in-field",
    "same-short-name",
    "no-scheme",
    "undated",
    "link",
    "unarchived",
]


@dataclass(frozen=True, slots=True)
class Offer:
    """What could take the place of a number typed by hand, so that it keeps itself right from then on.

    ``words`` stand at ``start`` to ``end`` of note ``note`` (its printed number), or of the ``run``-th inline sequence of the
    body where ``note`` is 0; every node that is no text counts as one character. They would become a citation of ``source``,
    with ``locator``, or keep their wording around a reference to the note called ``target``, or around a ``count``.
    """

    note: int
    start: int
    end: int
    words: str
    source: str = ""
    locator: str = ""
    label: Locator = "page"
    target: str = ""
    run: int = 0
    count: Counted | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class LetterWarning:
    """Something about a letter that a person should look at, naming its place.

    ``note`` is the printed number of the note it is about (0: the body, or the library). ``blocks`` marks what must be mended
    before the letter can be closed. ``source`` is the library's key of the source it is about, if it is about one.
    """

    kind: WarningKind
    sentence: str
    note: int = 0
    blocks: bool = False
    source: str = ""
    offer: Offer | None = None

    def __str__(self) -> str:
        return self.sentence
