"""Where in a source a citation points: "at 15", "pp. 3-5", "§ 4(b)", "para. 12", "n.5" (Bluebook rules 3.2 to 3.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from letters.document.nodes import Locator

NUMBER = (
    r"(?:(?<=§ )(?:[A-H]|[IVX]{1,5})(?:\.[A-Z0-9]{1,3})*\b|[ivxlc]{1,7}\b|"
    r"(?:[A-Z]{1,3}-?)?\d+(?:,\d{3})*(?:\.\d+)*[a-z]{0,3}(?:-\d+[a-z]?)*(?:\([\w–-]{1,5}\)){0,6})"
)
"""One number of a locator: "15", "51,280", "7224(d)(1)(B)", "xii", "A-3"."""
_RANGE = rf"{NUMBER}(?:\s?[–—‑-]\s?{NUMBER})?"
NUMBERS = rf"{_RANGE}(?:(?:,\s(?:and\s|&\s)?|\s(?:and|&)\s){_RANGE}(?!\s(?:[A-Z§]|Fed|U\.S))){{0,6}}"
_NOTE_TOO = r"(?:\s(?:&\s)?(?:nn?|tbl|fig)\.\s?\d+(?:[–-]\d+)?)?"

_LABELS: tuple[tuple[Locator, str], ...] = (
    ("section", r"(?:§§?|[Ss]ecs?\.|[Ss]ections?)\s?"),
    ("paragraph", r"(?:¶¶?|[Pp]aras?\.?|[Pp]aragraphs?)\s?"),
    ("figure", r"(?:[Ff]igs?\.?|[Ff]igures?)\s?"),
    ("chapter", r"(?:[Cc]hs?\.\s?|[Cc]haps?\.\s?|[Cc]hapters?\s|chs?\s(?=\d))"),
    ("table", r"(?:[Tt]bls?\.|[Tt]ables?)\s?"),
    ("part", r"(?:[Pp]ts?\.|[Pp]arts?)\s?"),
    ("line", r"(?:ll?\.|[Ll]ines?)\s?"),
    ("note", r"(?:nn?\.|[Ff]n\.)\s?"),
    ("page", r"(?:at\s(?:pp?\.\s?|pages?\s)?|pp?\.\s?|[Pp]ages?\s|pp?\s)\*?"),
)
_ALL = "|".join(f"(?P<{label}>{pattern})" for label, pattern in _LABELS)
LABELLED = re.compile(
    rf"(?:at\s(?=[§¶]|para|fig|tbl|ch\.|n\.|nn\.|"
    rf"sec))?(?:{_ALL})(?P<number>{NUMBERS}{_NOTE_TOO}(?:,\s[Ff]igs?\.\s\d+)?)(?![\w/])"
)


@dataclass(frozen=True, slots=True)
class Pointer:
    """A locator found at ``start:end``."""

    start: int
    end: int
    locator: str
    label: Locator
    sure: float


def pointer_at(text: str, place: int = 0) -> Pointer | None:
    """The labelled locator that begins exactly at ``place``."""
    match = LABELLED.match(text, place)
    if match is None or match.lastgroup is None:
        return None
    label = next(label for label, _ in _LABELS if match[label])
    # "at xii" is a page, "at l" hardly anything; a word such as "at mix" is not a number.
    number = match["number"].strip(" ,")
    return Pointer(match.start(), match.end(), number, label, 0.9)
