"""The sheet that a letter is set on, in points."""

from __future__ import annotations

from letters.document.language import Language

MARGIN = 72.0
"""One inch on each side."""

_US_LETTER = (612.0, 792.0)
_A4 = (595.28, 841.89)


def paper_of(language: Language) -> tuple[float, float]:
    """Width and height of the usual paper where the language is spoken."""
    return _US_LETTER if language.us_letter else _A4


def text_width(language: Language) -> float:
    """How wide a line of the body is."""
    return paper_of(language)[0] - 2 * MARGIN
