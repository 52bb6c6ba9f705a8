"""Which characters a letter can print, and how a name that somebody typed is made clean.

The sign form uses this to keep a promise: any name that it accepts exports to DOCX and PDF. Whatever cannot be printed is
refused there, naming the character, and not in the night of the delivery.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from letters.document import scripts
from letters.fonts import coverage

MOST_ACCENTS = 4
"""How many combining accents may stand on one letter. Real orthographies need three; towers of them print over other lines."""

_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_DIRECTION_MARKS = frozenset("\u200e\u200f\u061c")
_PRINTED_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
"""Format characters with a shape: signs that embrace the digits after them (Unicode 15.0, section 23.2)."""
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufffc")
"""Letters and marks without a shape, which would let a name be empty or twice the same, and the object placeholder."""
_BLACK_FLAG, _TAG_END = "\U0001f3f4", "\U000e007f"
_KEYCAP = "\u20e3"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """``text`` as it will be kept, and the characters that were taken out, each once, in order. Spaces do not count."""

    text: str
    removed: tuple[str, ...]


def unprintable(text: str) -> tuple[str, ...]:
    """The characters of ``text`` that no shipped font can print, each once, in order.

    A mark that no font can put on its letter counts, and so does U+FFFD, which stands where a letter was lost on the way.
    """
    lost = ("\ufffd",) if "\ufffd" in text else ()
    return (*coverage.unprinted(unicodedata.normalize("NFC", text)), *lost)


def character_name(character: str) -> str:
    """A character as a person can look it up: "U+1F9FF NAZAR AMULET"."""
    point = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    return f"{point} {name}" if name else f"{point} ({_NAMELESS.get(unicodedata.category(character), 'unassigned')})"


_NAMELESS = {"Cc": "control character", "Co": "private use", "Cs": "half of a character"}


_LATIN = r"!-~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2015\u2018-\u201f\u2026"
_CLEAN = re.compile(rf"(?:[{_LATIN}]+(?: [{_LATIN}]+)*)?")
"""Text that is clean beyond doubt: whole Latin letters and common punctuation, apart by single spaces. Nearly all text is, and
looking at it character by character is a hundred times dearer."""


def clean(text: str) -> Cleaned:
    """A typed name in the form in which it is kept and printed.

    Canonically composed (NFC), every run of white space one space, no space at the ends. Taken out: controls, bidi overrides,
    embeddings and isolates, private use, noncharacters, lone surrogates, unassigned characters, and invisible characters,
    except where they belong: joiners inside words of the scripts that use them and inside emoji, variation selectors on
    ideographs and emoji, direction marks in a name that has right-to-left letters. Cleaning a cleaned name changes nothing.
    """
    if _CLEAN.fullmatch(text):
        return Cleaned(text, ())
    removed: dict[str, None] = {}
    while True:
        composed = unicodedata.normalize("NFC", text)
        result = _pass(composed, removed)
        if result == text:
            return Cleaned(text, tuple(removed))
        text = result


def _pass(text: str, removed: dict[str, None]) -> str:
    rtl = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text if letter not in _DIRECTION_MARKS)
    kept: list[str] = []
    accents = 0
    for place, character in enumerate(text):
        if character.isspace() and not "\x1c" <= character <= "\x1f":
            if kept and kept[-1] != " ":
                kept.append(" ")
            accents = 0
            continue
        accents = accents + 1 if scripts.is_accent(character) else 0
        after = text[place + 1] if place + 1 < len(text) else ""
        if accents <= MOST_ACCENTS and _belongs(character, kept, after, text, place, rtl):
            kept.append(character)
        else:
            removed[character] = None
    if kept and kept[-1] == " ":
        kept.pop()
    return "".join(kept)


def _belongs(character: str, kept: list[str], after: str, text: str, place: int, rtl: bool) -> bool:
    """Whether ``character``, at ``place`` in ``text``, may stay after ``kept`` and before ``after``."""
    category = unicodedata.category(character)
    if category in ("Cc", "Co", "Cs", "Cn") or character in _BIDI_CONTROLS or character in _BLANKS:
        return False
    before = kept[-1] if kept else ""
    if scripts.is_variation_selector(character):
        return _selects(character, before, after)
    if category != "Cf" or character in _PRINTED_FORMATS:
        return True
    if character in _DIRECTION_MARKS:
        return rtl and before not in _DIRECTION_MARKS
    if character == coverage.ZWNJ:
        return scripts.joins(before) and scripts.joins(after)
    if character == coverage.ZWJ:
        return scripts.joins(before) or (scripts.is_pictograph(before) and scripts.is_pictograph(after))
    if character == "\u200b":
        return scripts.has_no_spaces(before) and scripts.has_no_spaces(after)
    return scripts.is_tag(character) and _in_flag(kept, text[place:])


def _selects(character: str, before: str, after: str) -> bool:
    """Whether a variation selector stands on something that it can select a shape of."""
    if "\u180b" <= character <= "\u180f":
        return scripts.is_mongolian(before)
    if character in "\ufe0e\ufe0f":
        return scripts.is_pictograph(before) or (before != "" and before in "0123456789#*" and after == _KEYCAP)
    return scripts.is_ideograph(before)


def _in_flag(kept: list[str], rest: str) -> bool:
    """Whether a tag character is part of a whole regional flag: a black flag, tags, and the end tag (UTS #51, ED-14a)."""
    place = len(kept)
    while place and scripts.is_tag(kept[place - 1]) and kept[place - 1] != _TAG_END:
        place -= 1
    end = next((index for index, character in enumerate(rest) if not scripts.is_tag(character) or character == _TAG_END), None)
    return bool(place) and kept[place - 1] == _BLACK_FLAG and end is not None and rest[end] == _TAG_END
