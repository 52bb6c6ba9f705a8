"""A citation on the rule bench: its text, what the rules took out of it, and what they found."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from letters.citations.parse.addresses import Address
from letters.citations.parse.scan import Span
from letters.citations.parse.words import ABBREVIATIONS
from letters.document.nodes import Locator

EATEN = "\x00"


@dataclass(slots=True)
class Draft:
    """The text of one citation, folded. Rules take pieces out of ``rest`` (the same length, taken letters become NUL) and put
    what they read into ``item`` with a confidence, so that later rules do not read it again."""

    text: str
    italics: tuple[Span, ...] = ()
    addresses: tuple[Address, ...] = ()
    links: tuple[tuple[int, int, str], ...] = ()
    rest: str = ""
    item: dict[str, object] = field(default_factory=dict)
    confidence: dict[str, float] = field(default_factory=dict)
    signal: str = ""
    locator: str = ""
    label: Locator = "page"
    url: str = ""
    archive: str = ""
    accessed: str = ""
    parenthetical: str = ""
    container_hint: str = ""
    """What stood in the brackets before the date: the publisher, for all that is known yet."""
    loose_date: bool = False
    """A whole date stood between commas, without brackets, as newspapers are cited (Bluebook rule 16.6)."""
    order: str = ""
    """An executive order by its number, which is its title where it has no other."""
    done: bool = False
    """The elements are read: no further rule splits what is left into author, title and container."""

    def __post_init__(self) -> None:
        self.rest = self.text.replace(EATEN, " ")

    def eat(self, start: int, end: int) -> str:
        """Take ``start:end`` out and give it."""
        piece = self.text[start:end]
        self.rest = self.rest[:start] + EATEN * (end - start) + self.rest[end:]
        return piece

    def take(self, pattern: re.Pattern[str], start: int = 0) -> re.Match[str] | None:
        """Find ``pattern`` in what is left from ``start`` on and take it out."""
        match = pattern.search(self.rest, start)
        if match is not None:
            self.eat(*match.span())
        return match

    def set(self, name: str, value: object, sure: float) -> None:
        """Note a field of the source, unless a surer rule already has."""
        if value and self.confidence.get(name, -1.0) < sure:
            self.item[name] = value
            self.confidence[name] = round(max(0.0, min(1.0, sure)), 2)

    def set_locator(self, locator: str, label: Locator, sure: float = 0.9) -> None:
        """Note where the citation points; the first locator found wins, a second joins it ("5, fig. 2")."""
        locator = locator.strip(" ,.")
        if locator and not self.locator:
            self.locator, self.label = locator, label
            self.confidence["locator"] = sure
        elif locator and label != self.label:
            glyph = {
                "figure": "fig. ",
                "note": "n.",
                "section": "§ ",
                "paragraph": "¶ ",
                "table": "tbl. ",
                "chapter": "ch. ",
                "part": "pt. ",
            }
            self.locator += f", {glyph.get(label, '')}{locator}"

    def italic_spans(self) -> tuple[Span, ...]:
        """The italic stretches of what is left that are longer than a signal."""
        found: list[Span] = []
        for start, end in self.italics:
            while start < end and self.rest[start] in " ,.;:“”\"'\x00":
                start += 1
            while end > start and self.rest[end - 1] in ' ,;:“”"\x00':
                end -= 1
            if end - start > 2 and EATEN not in self.rest[start:end]:
                found.append((start, end))
        return tuple(found)


def _shortened(text: str) -> bool:
    """Whether the stop at the end of ``text`` belongs to an abbreviation ("Comput. Law & Sec. Rev.") and not to a sentence."""
    words = text[:-1].split()
    last = words[-1] if words else ""
    lowered = last.lower().replace("’", "'")
    if re.search(r"\w\.\w|'(?:n|t|l|g|y|x)$", lowered):
        return True
    return len(lowered) < 2 or (len(words) < 14 and last[:1].isupper() and lowered in ABBREVIATIONS)


def tidy(text: str) -> str:
    """An element without the punctuation that joined it to its neighbours."""
    bare = " ".join(text.replace(EATEN, " ").split()).strip(" ,;:—–*_")
    if bare.endswith(".") and not _shortened(bare):
        bare = bare[:-1]
    if bare[:1] in '“"‘' and bare[-1:] in "”\"’'" and len(bare) > 2:
        bare = bare[1:-1].strip(" ,")
        if bare.endswith(".") and not _shortened(bare):
            bare = bare[:-1]
    bare = bare.strip(" ,;")
    if bare.count("(") > bare.count(")") and bare.startswith("("):
        bare = bare[1:]
    if bare.count(")") > bare.count("(") and bare.endswith(")"):
        bare = bare[:-1]
    return bare.strip(" ,;")


def within_italics(draft: Draft, start: int, end: int) -> bool:
    """Whether ``start:end`` stands inside an italic stretch, which is a title."""
    return any(low < start and end <= high for low, high in draft.italics)
