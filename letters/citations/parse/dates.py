"""Dates as notes write them, and as CSL-JSON keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NAMES: tuple[tuple[str, ...], ...] = (
    ("january", "jan", "janvier", "januar", "enero"),
    ("february", "feb", "febr", "février", "februar", "febrero"),
    ("march", "mar", "mars", "märz", "marzo"),
    ("april", "apr", "avril", "abril"),
    ("may", "mai", "mayo"),
    ("june", "jun", "juin", "juni", "junio"),
    ("july", "jul", "juillet", "juli", "julio"),
    ("august", "aug", "août", "agosto"),
    ("september", "sept", "sep", "septembre", "septiembre"),
    ("october", "oct", "octobre", "oktober", "octubre", "okt"),
    ("november", "nov", "novembre", "noviembre"),
    ("december", "dec", "décembre", "dezember", "diciembre", "dez"),
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names}
_SEASONS = {"spring": 1, "summer": 2, "fall": 3, "autumn": 3, "winter": 4}

MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:1[6-9]|20)\d\d"
_ORDINAL = r"(?:st|nd|rd|th)?"

_PATTERNS: tuple[tuple[str, str], ...] = (
    ("ymd", rf"(?P<y>{_YEAR})[-‑–/.](?P<m>0?[1-9]|1[0-2])[-‑–/.](?P<d>{_DAY})(?!\d)"),
    ("mdy", rf"(?P<m>{MONTH})\s(?P<d>{_DAY}){_ORDINAL}(?:\s?[-–]\s?(?:{MONTH}\s)?{_DAY}{_ORDINAL})?,?\s(?P<y>{_YEAR})"),
    ("dmy", rf"(?P<d>{_DAY}){_ORDINAL}(?:\s?[-–]\s?{_DAY}{_ORDINAL})?(?:\sof)?\.?[\s-](?P<m>{MONTH}),?[\s-](?P<y>{_YEAR})"),
    ("ymd-words", rf"(?P<y>{_YEAR}),?\s(?P<m>{MONTH})\s(?P<d>{_DAY})(?!\d)(?:\s?[-–]\s?{_DAY})?"),
    ("season", rf"(?P<s>Spring|Summer|Fall|Autumn|Winter)\s(?P<y>{_YEAR})"),
    ("my", rf"(?P<m>{MONTH})(?:\s?[-–/]\s?{MONTH})?,?\s(?P<y>{_YEAR})"),
    ("ym-words", rf"(?P<y>{_YEAR}),?\s(?P<m>{MONTH})(?!\s?\d)"),
    ("numeric", rf"(?P<a>0?[1-9]|[12]\d|3[01])(?P<sep>[./])(?P<b>0?[1-9]|[12]\d|3[01])(?P=sep)(?P<y>{_YEAR})(?!\d)"),
    ("none", r"n\.\s?d\.|undated|no date"),
    ("y", rf"(?:c\.\s?)?(?P<y>{_YEAR})[a-z]?(?:\s?[-–]\s?(?:{_YEAR}|\d\d))?(?![\w/])"),
)
_COMPILED = tuple((shape, re.compile(rf"(?<![\w/])(?:{pattern})(?!\w)", re.IGNORECASE)) for shape, pattern in _PATTERNS)


@dataclass(frozen=True, slots=True)
class Date:
    """A date at ``start:end``. ``parts`` is year, month, day as far as known; empty for "n.d."."""

    start: int
    end: int
    parts: tuple[int, ...]
    sure: float = 0.95
    season: int = 0

    @property
    def csl(self) -> dict[str, object]:
        """As CSL-JSON keeps it."""
        value: dict[str, object] = {"date-parts": [list(self.parts)]}
        if self.season:
            value["season"] = self.season
        return value


def dates(text: str) -> Iterator[Date]:
    """Every date of ``text``, in order, the fullest reading first where several begin near each other."""
    taken: list[tuple[int, int]] = []
    found: list[Date] = []
    busy = bytearray(len(text) + 1)
    for shape, pattern in _COMPILED:
        for match in pattern.finditer(text):
            if any(busy[match.start() : match.end()]):
                continue
            date = _read(shape, match)
            if date is not None:
                busy[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
                taken.append(match.span())
                found.append(date)
    yield from sorted(found, key=lambda date: date.start)


def whole(text: str) -> Date | None:
    """The date that ``text`` is, apart from spaces and punctuation at its ends; None if it is anything else."""
    bare = text.strip(" .,;:()[]")
    for shape, pattern in _COMPILED:
        match = pattern.match(bare)
        if match and match.end() == len(bare):
            return _read(shape, match)
    return None


def _read(shape: str, match: re.Match[str]) -> Date | None:
    start, end = match.span()
    if shape == "none":
        return Date(start, end, ())
    year = int(match["y"])
    if shape == "y":
        return Date(start, end, (year,), 0.9)
    if shape == "season":
        return Date(start, end, (year,), 0.9, _SEASONS[match["s"].lower()])
    if shape == "numeric":
        first, second = int(match["a"]), int(match["b"])
        # 4.5.2016 is European and day first; 4/5/2016 in an American letter is month first, and cannot be known.
        if match["sep"] == "." or first > 12:
            return Date(start, end, (year, second, first), 0.85) if second <= 12 else None
        return Date(start, end, (year, first, second), 0.95 if second > 12 else 0.55)
    written = match["m"]
    month = int(written) if written.isdigit() else _MONTHS[written.rstrip(".").lower()]
    if shape in ("my", "ym-words"):
        return Date(start, end, (year, month))
    return Date(start, end, (year, month, int(match["d"])))
