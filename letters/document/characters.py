"""The characters that may not stand in a letter, and how to name one to a person.

What is refused here cannot be printed, or prints otherwise than it reads: a control character, half of a surrogate pair, a
directional override that turns a name around, a private-use or noncharacter code point that is a blank box in every font
but one (Unicode 15.0, sections 23.1, 23.3, 23.5 to 23.7).
"""

from __future__ import annotations

import re
import unicodedata

_RANGES = (
    ("\x00", "\x1f"),
    ("\x7f", "\x9f"),
    ("\u2028", "\u2029"),  # line and paragraph separators: a break is a node of the tree, never a character
    ("\u202a", "\u202e"),  # embeddings and overrides
    ("\u2066", "\u2069"),  # isolates
    ("\ud800", "\udfff"),
    ("\ue000", "\uf8ff"),
    ("\ufdd0", "\ufdef"),
    ("\ufffe", "\uffff"),
    *((chr(plane << 16 | 0xFFFE), chr(plane << 16 | 0xFFFF)) for plane in range(1, 15)),
    ("\U000f0000", "\U0010ffff"),  # private use planes
)

FORBIDDEN = re.compile("[" + "".join(f"{first}-{last}" for first, last in _RANGES) + "]")
"""One character that may not stand in a letter."""

_CONTROL_NAMES = {"\x00": "NUL", "\t": "TAB", "\n": "LINE FEED", "\r": "CARRIAGE RETURN", "\x1b": "ESCAPE", "\x7f": "DELETE"}


def forbidden_in(text: str) -> tuple[str, ...]:
    """The characters of ``text`` that may not stand in a letter, each once, in the order of their first appearance."""
    return tuple(dict.fromkeys(FORBIDDEN.findall(text)))


def named(character: str) -> str:
    """``character`` as a person can look it up: "U+202E (RIGHT-TO-LEFT OVERRIDE)"."""
    name = unicodedata.name(character, "") or _CONTROL_NAMES.get(character, "")
    point = f"U+{ord(character):04X}"
    return f"{point} ({name})" if name else point
