"""Write a rendition as one PDF that is valid as PDF/UA-1 and as PDF/A-2a."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from letters.document.language import Language, language_of
from letters.document.nodes import NumberedNote, Text, arranged
from letters.document.printable import unprintable
from letters.document.rendition import Rendition
from letters.document.walk import inlines_of
from letters.fonts import coverage
from letters.fonts.shelf import SHELVES
from letters.pdf.child import Child
from letters.pdf.data import letter_data
from letters.pdf.errors import EmptyTitleError, MissingGlyphError
from letters.pdf.printed import printed

HERE = Path(__file__).parent
_PLACE = 60
AT_ONCE = 25
"""How many letters one process sets: it keeps some memory of each."""


def write(rendition: Rendition, *, timeout: float = 60, memory_mb: int = 1024) -> bytes:
    """The PDF of ``rendition``, the same bytes for the same rendition.

    Takes a rendition whose letter is resolved; ``timeout`` in seconds and ``memory_mb`` in mebibytes cap the process that sets
    it. Paper is US Letter where that is usual, A4 elsewhere.

    Raises a :class:`~letters.pdf.errors.PdfError` whose text is for the coordinator: no title, a character without a shape, an
    unsafe link, too long a name, too much time or memory, or whatever typesetting refuses.
    """
    with Child(timeout, memory_mb) as child:
        return child.pdf(_order(rendition))


def write_each(renditions: Iterable[Rendition], *, timeout: float = 60, memory_mb: int = 1024) -> Iterator[bytes]:
    """The PDF of each rendition, one after the other, set by one process for every :data:`AT_ONCE` of them: so the copies of a
    letter take three fifths of the time. The limits are for each of them; the bytes are those of :func:`write`.

    Raises as that does, and writes no more then.
    """
    waiting = iter(renditions)
    while part := list(islice(waiting, AT_ONCE)):
        with Child(timeout, memory_mb) as child:
            for rendition in part:
                yield child.pdf(_order(rendition))


def _order(rendition: Rendition) -> dict[str, Any]:
    """What the child is told: the template, the fonts that the letter needs and no others, and the data."""
    if not printed(rendition.title).strip():
        raise EmptyTitleError
    language = language_of(rendition.letter.language)
    faces = _faces(_texts(rendition, language))
    data = letter_data(rendition, language)
    folders = {face.folder for face in faces}
    return {
        "template": str(HERE / "letter.typ"),
        "root": str(HERE),
        "folders": [str(shelf.path) for shelf in SHELVES if shelf.folder in folders],
        "inputs": {
            "letter": json.dumps(data, ensure_ascii=False),
            "fonts": json.dumps([face.family for face in coverage.faces() if face in faces]),
        },
        "timestamp": int(rendition.moment.timestamp()),
    }


def _texts(rendition: Rendition, language: Language) -> Iterator[str]:
    """Every text that will be printed."""
    letter = rendition.letter
    words = language.words
    yield from (words.subject, words.copies, words.attachment, words.attachments, words.page, words.endnotes, words.comma)
    yield from (rendition.draft, letter.date, letter.subject, letter.salutation, letter.closing)
    yield from (*letter.delivery, *letter.cc, *letter.attachments)
    yield from (line for lines in letter.recipients for line in lines)
    for node in inlines_of(arranged(letter)):
        if isinstance(node, Text):
            yield node.text
        elif isinstance(node, NumberedNote):
            yield from (part.text for part in node.content if isinstance(part, Text))
    for group in rendition.signatories.groups:
        yield from (group.title, group.note)
        for line in group.lines:
            yield line.name
            if line.detail:
                yield line.detail


def _faces(texts: Iterable[str]) -> set[coverage.FaceCoverage]:
    """The faces that print ``texts``. The first is always there: bullets and page numbers are its."""
    faces = {coverage.faces()[0]}
    for text in map(printed, coverage.not_plain(texts)):
        missing = unprintable(text)
        if missing:
            at = max(0, text.find(missing[0]) - _PLACE // 2)
            raise MissingGlyphError(missing, text[at : at + _PLACE].strip())
        faces |= coverage.faces_for(text)
    return faces
