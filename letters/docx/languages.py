"""What a letter's language settles: direction, Word's three language settings, fonts, and the size of the paper."""

from __future__ import annotations

from dataclasses import dataclass

from letters.document import language
from letters.document.language import Words

LATIN_FONT = "Times New Roman"

_EAST_ASIAN_FONTS = {"ja": "MS Mincho", "ko": "Batang", "zh": "SimSun"} | dict.fromkeys(("zh-HK", "zh-MO", "zh-TW"), "PMingLiU")


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet, upright, in twentieths of a point, with a margin of one inch on each side."""

    width: int
    height: int
    margin: int = 1440

    @property
    def text_width(self) -> int:
        """How wide a line may be."""
        return self.width - 2 * self.margin


LETTER_PAPER = Paper(12240, 15840)
A4_PAPER = Paper(11906, 16838)


@dataclass(frozen=True, slots=True)
class Language:
    """A letter's language as Word needs it. ``latin``, ``east_asian`` and ``complex`` are the values of ``w:lang``."""

    tag: str
    rtl: bool
    latin: str
    east_asian: str
    complex: str
    paper: Paper
    words: Words

    @property
    def east_asian_font(self) -> str:
        """The font for East Asian text that does not show its own language."""
        return east_asian_font(self.east_asian)


def language_of(tag: str) -> Language:
    """What the BCP 47 ``tag`` ("en-US", "zh-Hant-TW") settles in Word."""
    settled = language.language_of(tag)
    plain = f"{settled.primary}-{settled.region}" if settled.region else settled.primary  # Word's own tags carry no script
    east_asian = settled.primary in {"zh", "ja", "ko"}
    return Language(
        tag=tag,
        rtl=settled.rtl,
        latin="en-US" if settled.rtl or east_asian else plain,
        east_asian=plain if east_asian else "zh-CN",
        complex=plain if settled.rtl else "ar-SA",
        paper=LETTER_PAPER if settled.us_letter else A4_PAPER,
        words=settled.words,
    )


def east_asian_font(tag: str) -> str:
    """The serif face that Word installs for an East Asian language."""
    return _EAST_ASIAN_FONTS.get(tag) or _EAST_ASIAN_FONTS.get(tag.split("-")[0], "SimSun")
