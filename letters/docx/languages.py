"""What a letter's language settles: direction, Word's three language settings, fonts, and the size of the paper."""

from __future__ import annotations

from dataclasses import dataclass

LATIN_FONT = "Times New Roman"

_RTL_LANGUAGES = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"})
_RTL_SCRIPTS = frozenset({"Adlm", "Arab", "Hebr", "Nkoo", "Syrc", "Thaa"})
_LETTER_PAPER = frozenset({"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"})
"""Where US Letter is the usual paper: Unicode CLDR, supplemental data, ``paperSize``."""
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

    @property
    def east_asian_font(self) -> str:
        """The font for East Asian text that does not show its own language."""
        return east_asian_font(self.east_asian)


def language_of(tag: str) -> Language:
    """What the BCP 47 ``tag`` ("en-US", "zh-Hant-TW") settles. A tag without a region is taken for one of North America."""
    primary, *rest = tag.replace("_", "-").split("-")
    primary = primary.lower()
    script = next((part.title() for part in rest if len(part) == 4 and part.isalpha()), "")
    region = next((part.upper() for part in rest if len(part) == 2 and part.isalpha()), "")
    if primary == "zh" and not region:
        region = "TW" if script == "Hant" else "CN" if script == "Hans" else ""
    plain = f"{primary}-{region}" if region else primary  # Word's own tags carry no script
    rtl = script in _RTL_SCRIPTS or (not script and primary in _RTL_LANGUAGES)
    east_asian = primary in {"zh", "ja", "ko"}
    return Language(
        tag=tag,
        rtl=rtl,
        latin="en-US" if rtl or east_asian else plain,
        east_asian=plain if east_asian else "zh-CN",
        complex=plain if rtl else "ar-SA",
        paper=LETTER_PAPER if not region or region in _LETTER_PAPER else A4_PAPER,
    )


def east_asian_font(tag: str) -> str:
    """The serif face that Word installs for an East Asian language."""
    return _EAST_ASIAN_FONTS.get(tag) or _EAST_ASIAN_FONTS.get(tag.split("-")[0], "SimSun")
