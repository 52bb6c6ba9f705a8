"""What the shipped fonts can print, read from a small committed table: no font library at run time.

Text is judged by clusters (a letter with its accents, an emoji with its joiners), because typesetting takes a whole cluster
from one face: "x" and a combining mark may both be on the shelf and still not be printable together.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from letters.fonts.shelf import HERE

COVERAGE_FILE = HERE / "coverage.txt"
WIDTHS_FILE = HERE / "widths.txt"

ZWNJ, ZWJ = "\u200c", "\u200d"

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0001\U000e0020-\U000e007f\U000e0100-\U000e01ef]"
)
"""Characters that steer their neighbours and have no shape of their own (Unicode, Default_Ignorable_Code_Point)."""

_PLAIN_LETTERS = " -~\u00a0-\u00ac\u00ae-\u024f\u2010-\u2027"
_PLAIN = re.compile(f"[{_PLAIN_LETTERS}]*")
_NOT_PLAIN = re.compile(f"[^{_PLAIN_LETTERS}\n]")
"""Text that Tinos prints with certainty: nearly every name in the Americas and Europe takes this short way."""


@dataclass(frozen=True, slots=True)
class FaceCoverage:
    """One face: its ``folder`` on the shelf, its ``family``, and the closed ranges of its characters.

    ``above`` and ``below`` say in em how far its letters reach from the baseline.
    """

    folder: str
    family: str
    above: float
    below: float
    firsts: tuple[int, ...]
    lasts: tuple[int, ...]

    def __contains__(self, character: str) -> bool:
        code = ord(character)
        place = bisect_right(self.firsts, code) - 1
        return place >= 0 and code <= self.lasts[place]


@lru_cache(maxsize=1)
def faces() -> tuple[FaceCoverage, ...]:
    """Every face of the shelf in the order of trial."""
    found: list[FaceCoverage] = []
    for line in COVERAGE_FILE.read_text(encoding="ascii").splitlines():
        folder, family, above, below, ranges = line.split("\t")
        pairs = [part.partition("-") for part in ranges.split(",")]
        firsts = tuple(int(first, 16) for first, _, _ in pairs)
        lasts = tuple(int(last or first, 16) for first, _, last in pairs)
        found.append(FaceCoverage(folder, family, float(above), float(below), firsts, lasts))
    return tuple(found)


@lru_cache(maxsize=1)
def widths() -> dict[str, float]:
    """The widths of Latin characters and punctuation in Tinos Regular, in em, before kerning."""
    return {key: width for key, width in _widths_file() if len(key) == 1}


@lru_cache(maxsize=1)
def kerns() -> dict[str, float]:
    """What kerning adds between two characters (the keys, as a string of two), in em; mostly negative."""
    return {key: width for key, width in _widths_file() if len(key) == 2}


def _widths_file() -> Iterator[tuple[str, float]]:
    for line in WIDTHS_FILE.read_text(encoding="ascii").splitlines():
        codes, width = line.split("\t")
        yield "".join(chr(int(code, 16)) for code in codes.split()), float(width)


def is_plain(text: str) -> bool:
    """Whether ``text`` is all letters that the first face prints by itself: the short way for nearly every name."""
    return (text.isascii() and text.isprintable()) or _PLAIN.fullmatch(text) is not None


def not_plain(texts: Iterable[str]) -> list[str]:
    """Those of ``texts``, or lines of them, for which :func:`is_plain` is false; quicker than to ask for each of thousands."""
    joined = "\n".join(texts) + "\n"
    found: list[str] = []
    place = 0
    while match := _NOT_PLAIN.search(joined, place):
        place = joined.index("\n", match.end())
        found.append(joined[joined.rfind("\n", 0, match.start()) + 1 : place])
    return found


def is_invisible(character: str) -> bool:
    """Whether a character has no shape of its own: joiners, variation selectors, direction marks."""
    return _INVISIBLE.match(character) is not None


def _continues(character: str, before: str) -> bool:
    """Whether ``character`` belongs to the cluster that ends in ``before``; close to UAX #29, on the safe side."""
    if unicodedata.category(character) in ("Mn", "Me", "Mc") or is_invisible(character):
        return True
    if "\U0001f3fb" <= character <= "\U0001f3ff":  # a skin tone
        return True
    return before == ZWJ


def clusters(text: str) -> Iterator[str]:
    """The text cut into clusters, none of which may be printed from two faces."""
    start = 0
    for place in range(1, len(text)):
        if not _continues(text[place], text[place - 1]):
            yield text[start:place]
            start = place
    if text:
        yield text[start:]


@lru_cache(maxsize=1 << 14)
def face_of(cluster: str) -> FaceCoverage | None:
    """The first face that has every visible character of ``cluster``, or None."""
    visible = [character for character in cluster if not is_invisible(character)]
    return next((face for face in faces() if all(character in face for character in visible)), None)


def _culprits(cluster: str) -> Iterator[str]:
    """The characters for whose sake no face prints ``cluster``."""
    visible = [character for character in cluster if not is_invisible(character)]
    homeless = [character for character in visible if face_of(character) is None]
    if homeless:
        yield from homeless
        return
    base = face_of(visible[0])
    yield from (character for character in visible[1:] if base is not None and character not in base)


def unprinted(text: str) -> tuple[str, ...]:
    """The characters of ``text`` that no shipped font can print where they stand, each once, in order."""
    if is_plain(text):
        return ()
    found: dict[str, None] = {}
    for cluster in clusters(text):
        if face_of(cluster) is None:
            found.update(dict.fromkeys(_culprits(cluster)))
    return tuple(found)


def faces_for(text: str) -> set[FaceCoverage]:
    """The faces that print ``text``. Clusters that nothing prints are left out."""
    if is_plain(text):
        return {faces()[0]}
    return {face for face in map(face_of, clusters(text)) if face is not None}
