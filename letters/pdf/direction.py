"""Which way a paragraph reads."""

from __future__ import annotations

import unicodedata


def reads_rtl(text: str, base: bool) -> bool:
    """Whether a paragraph reads from right to left in a letter that does if ``base`` is true.

    It goes with the letter unless all of its letters go the other way: an Arabic paragraph may well begin with "DHS".
    """
    if text.isascii():
        return base and not any(character.isalpha() for character in text)
    kinds = {unicodedata.bidirectional(character) for character in text}
    left, right = "L" in kinds, bool(kinds & {"R", "AL"})
    return base if left == right else right


def begins_rtl(text: str, base: bool) -> bool:
    """The direction of the first letter that has one (Unicode Standard Annex 9, rule P2): a name's direction in a list."""
    if text.isascii() and not base:
        return False
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return base
