"""Where a signer's name meets the letter's typefaces: signatories and letters do not know each other, so they meet here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from letters.citations import Style, resolved
from letters.citations.style import STANDARD
from letters.document.nodes import Letter, NumberedNote, Text
from letters.document.printable import character_name, clean, unprintable
from letters.document.walk import inlines_of
from signatories.lines import Line
from signatories.reading import Printing


def printed_line(typed: str) -> Line:
    """The line that the letter will print for a name as typed, and what of it cannot be printed."""
    cleaned = clean(typed)
    return Line(cleaned.text, cleaned.removed, unprintable(cleaned.text))


def named(characters: tuple[str, ...]) -> str:
    """Characters by their Unicode names, each once: "U+FFFC OBJECT REPLACEMENT CHARACTER"."""
    return ", ".join(character_name(mark) for mark in dict.fromkeys(characters))


PRINTING = Printing(printed_line, named)
"""How this program's letters print a name; what reading a list asks for."""


def unprintable_places(letter: Letter, sources: Iterable[Mapping[str, object]], style: Style = STANDARD) -> list[str]:
    """A sentence for each place of the letter, as it will read, that holds a character no typeface of ours can print."""
    found: list[str] = []
    for place, text in _texts(resolved(letter, sources, style).letter):
        missing = unprintable(text)
        if missing:
            found.append(f"{place} cannot be printed as it is: {named(missing)}.")
    return list(dict.fromkeys(found))


def _texts(letter: Letter) -> Iterator[tuple[str, str]]:
    yield "The date", letter.date
    yield "The subject", letter.subject
    yield "The salutation", letter.salutation
    yield "The closing", letter.closing
    yield "The delivery", " ".join(letter.delivery)
    yield "The CC", " ".join(letter.cc)
    yield "The attachments", " ".join(letter.attachments)
    for lines in letter.recipients:
        yield "The recipient", " ".join(lines)
    for node in inlines_of(letter.body):
        if isinstance(node, Text):
            yield "The text", node.text
        elif isinstance(node, NumberedNote):
            yield f"Note {node.number}", "".join(part.text for part in node.content if isinstance(part, Text))
