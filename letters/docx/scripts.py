"""Which writing systems a text is in: Word needs to be told, run by run, to choose fonts and direction.

Word has three sets of character properties (ECMA-376 Part 1, 17.3.2.26): for Latin and the like, for East Asian, and for
complex scripts. It takes the third only for runs marked ``w:rtl`` or ``w:cs``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Script = Literal["plain", "rtl", "complex", "east asian"]

_SIMPLE = re.compile("[\x00-\u058f\u1e00-\u2e7f]*")
"""Latin, Greek, Cyrillic, Armenian, punctuation and signs: nothing that Word must be told about."""
_EAST_ASIAN = re.compile(
    "[\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
)
_COMPLEX = re.compile("[\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\ua8e0-\ua8ff\ua9e0-\ua9ff\uaa60-\uaa7f]")
_HEBREW = re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]")
_KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff\U0001b000-\U0001b16f]")
_THAI = re.compile("[\u0e00-\u0e7f]")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text in one script. ``language`` is a BCP 47 tag where the script tells it, else empty."""

    text: str
    script: Script
    language: str = ""


def is_simple(text: str) -> bool:
    """Whether all of ``text`` is in scripts that need no mark."""
    return text.isascii() or _SIMPLE.fullmatch(text) is not None


def segments(text: str, rtl: bool) -> list[Segment]:
    """``text`` cut where the script changes; joined together the segments are the text.

    ``rtl`` is the direction of the paragraph. A space or a sign between two letters of one script belongs to it; between
    two scripts it goes with the paragraph (Unicode Standard Annex 9, rules N1 and N2).
    """
    if is_simple(text) and not rtl:
        return [Segment(text, "plain")] if text else []
    base: Script = "rtl" if rtl else "plain"
    kinds = [_script(character) for character in text]
    following: Script | None = None
    ahead: list[Script | None] = []
    for kind in reversed(kinds):
        following = kind or following
        ahead.append(following)
    ahead.reverse()
    behind: Script | None = None
    settled: list[Script] = []
    for character, kind, after in zip(text, kinds, ahead, strict=True):
        if settled and unicodedata.bidirectional(character) == "NSM":
            settled.append(settled[-1])  # a mark is drawn on the letter before it (rule W1)
            continue
        settled.append(kind or (behind if behind and behind == after else base))
        behind = kind or behind
    found: list[Segment] = []
    for script, group in groupby(zip(settled, text, strict=True), key=lambda pair: pair[0]):
        part = "".join(character for _, character in group)
        found.append(Segment(part, script, _language(part, script)))
    return found


def first_direction(text: str) -> Literal["ltr", "rtl", ""]:
    """The direction of the first letter that has one (Unicode Standard Annex 9, rule P2), empty if none has."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind == "L":
            return "ltr"
        if kind in ("R", "AL"):
            return "rtl"
    return ""


def reads_rtl(text: str, base: bool) -> bool:
    """The direction of a paragraph in a letter whose direction is ``base``: the letter's, unless no letter of it goes that way.

    A first letter is no guide here: an Arabic paragraph may well begin with "DHS".
    """
    if text.isascii():
        return base and not any(character.isalpha() for character in text)
    kinds = {unicodedata.bidirectional(character) for character in text}
    left, right = "L" in kinds, bool(kinds & {"R", "AL"})
    return base if left == right else right


def _script(character: str) -> Script | None:
    """The script of one character; ``None`` where it goes with its neighbours (spaces, digits, signs, marks)."""
    kind = unicodedata.bidirectional(character)
    if kind in ("R", "AL"):
        return "rtl"
    if _EAST_ASIAN.match(character):
        return "east asian"
    if _COMPLEX.match(character):
        return "complex"
    return "plain" if kind == "L" else None


def _language(text: str, script: Script) -> str:
    """Han does not tell Chinese from Japanese, nor Arabic letters Arabic from Persian: those take the letter's default."""
    if script == "rtl":
        return "he-IL" if _HEBREW.search(text) else ""
    if script == "east asian":
        return "ko-KR" if _HANGUL.search(text) else "ja-JP" if _KANA.search(text) else ""
    if script == "complex":
        return "th-TH" if _THAI.search(text) else ""
    return ""
