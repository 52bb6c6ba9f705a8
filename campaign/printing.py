"""Where a signer's name meets the letter's typefaces: signatories and letters do not know each other, so they meet here."""

from __future__ import annotations

from letters.document.printable import character_name, clean, unprintable

from signatories.lines import Line


def printed_line(typed: str) -> Line:
    """The line that the letter will print for a name as typed, and what of it cannot be printed."""
    cleaned = clean(typed)
    return Line(cleaned.text, cleaned.removed, unprintable(cleaned.text))


def named(characters: tuple[str, ...]) -> str:
    """Characters by their Unicode names, each once: "U+FFFC OBJECT REPLACEMENT CHARACTER"."""
    return ", ".join(character_name(mark) for mark in dict.fromkeys(characters))
