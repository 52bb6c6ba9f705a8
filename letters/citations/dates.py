"""Dates of CSL-JSON items (schema 1.0.2, ``date``) as citations print them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from letters.citations.csl import Item, field, is_object

# The abbreviations of The Bluebook's table T12; May, June and July are never shortened.
MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
LONG_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SEASONS = ("Spring", "Summer", "Fall", "Winter")
"""CSL-JSON numbers them 1 to 4 (schema 1.0.2, ``season``); EDTF and biblatex write them as months 21 to 24."""


def date(item: Item, name: str, months: Sequence[str] = MONTHS) -> str:
    """A date as a citation prints it: "Mar. 28, 2024", "June 2024", "2022", "Mar. 28–30, 2024"; ``raw`` or ``literal`` as it
    stands.

    A month or day that no calendar has is left out rather than printed wrong.
    """
    value = item.get(name)
    if not is_object(value):
        return ""
    parts = value.get("date-parts")
    points = [_point(part) for part in parts[:2]] if isinstance(parts, list) else []
    points = [point for point in points if point[0]]
    if not points:
        return field(value, "literal") or field(value, "raw")
    season = _season(value)
    if len(points) == 1 or points[0] == points[1]:
        return _printed(points[0], months, season)
    return _range(points[0], points[1], months)


Point = tuple[int, int, int]
"""Year, month and day; 0 for what is not known."""


def is_dated(item: Item, name: str) -> bool:
    """Whether :func:`date` gives anything."""
    value = item.get(name)
    if not is_object(value):
        return False
    parts = value.get("date-parts")
    known = isinstance(parts, list) and any(isinstance(part, list) and part and _number(part[0]) for part in parts[:2])
    return known or bool(field(value, "literal") or field(value, "raw"))


def _point(part: object) -> Point:
    if not isinstance(part, list):
        return 0, 0, 0
    year, month, day = (*map(_number, part[:3]), 0, 0, 0)[:3]
    month = month if 1 <= month <= 12 or 21 <= month <= 24 else 0
    return year, month, day if 1 <= month <= 12 and 1 <= day <= 31 else 0


def _season(value: Mapping[str, object]) -> str:
    number = _number(value.get("season"))
    return SEASONS[number - 1] if 1 <= number <= 4 else field(value, "season") if not number else ""


def _month(month: int, months: Sequence[str]) -> str:
    return months[month - 1] if month <= 12 else SEASONS[month - 21]


def _printed(point: Point, months: Sequence[str], season: str = "") -> str:
    year, month, day = point
    if day:
        return f"{_month(month, months)} {day}, {year}"
    if month:
        return f"{_month(month, months)} {year}"
    return f"{season} {year}" if season else str(year)


def _range(start: Point, end: Point, months: Sequence[str]) -> str:
    """Two dates without repeating what they share: "Mar. 28–30, 2024", "Mar.–May 2024", "2022–2024"."""
    (year, month, day), (last_year, last_month, last_day) = start, end
    if year == last_year and month and last_month:
        if month == last_month and day and last_day:
            return f"{_month(month, months)} {day}–{last_day}, {year}"
        if not day and not last_day:
            return f"{_month(month, months)}–{_month(last_month, months)} {year}"
    between = " – " if month or last_month else "–"
    return _printed(start, months) + between + _printed(end, months)


def year(item: Item, name: str = "issued") -> str:
    """The year alone, for cases and books."""
    value = item.get(name)
    if is_object(value):
        parts = value.get("date-parts")
        if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
            return str(_number(parts[0][0]) or "")
    return date(item, name)


def _number(value: object) -> int:
    if type(value) is int:  # not a bool, which would count as 0 or 1
        return value if abs(value) < 100_000 else 0
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value) < 8:
        return int(value)
    return 0
