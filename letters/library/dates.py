"""Dates of sources: CSL-JSON's date objects, and the ways in which people and files write them.

A CSL date is ``{"date-parts": [[2024, 3, 28]]}``, for a range with a second list of parts; ``circa`` and ``season`` may
stand beside it, and what no calendar holds is a ``literal`` (CSL-JSON schema 1.0.2, "date-variable").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SHORT = {name[:3].lower(): number for number, name in enumerate(MONTHS, start=1)}
_SEASONS = ("Spring", "Summer", "Autumn", "Winter")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_ISO = re.compile(r"(-?[0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_MONTH_WORD = r"([A-Za-z]{3,9})\.?"
_MONTH_FIRST = re.compile(rf"{_MONTH_WORD}(?: ([0-9]{{1,2}})(?:st|nd|rd|th)?)?,? ([0-9]{{4}})")
_DAY_FIRST = re.compile(rf"([0-9]{{1,2}})(?:st|nd|rd|th)? {_MONTH_WORD},? ([0-9]{{4}})")
_SEASON = re.compile(r"(spring|summer|autumn|fall|winter),? ([0-9]{4})", re.IGNORECASE)
_ABOUT = re.compile(r"(?:about|circa|ca\.|c\.) *", re.IGNORECASE)
_TO = re.compile(r" to | ?/ ?| ?– ?| through ")


def month_number(text: str) -> int:
    """1 to 12 for "3", "03", "mar", "Mar.", "March"; 0 for anything else. English names only."""
    word = text.strip().rstrip(".").lower()
    if word.isascii() and word.isdigit() and len(word) <= 2:
        return int(word) if 1 <= int(word) <= 12 else 0
    number = _SHORT.get(word[:3], 0)
    return number if number and (MONTHS[number - 1].lower().startswith(word) or word == "sept") else 0


def parts(year: int, month: int = 0, day: int = 0) -> list[int] | None:
    """``[year, month, day]`` as far as they are given; None if no calendar has such a day."""
    if not year or (day and not month) or not 0 <= month <= 12 or not -9999 <= year <= 9999:
        return None
    if day and not 1 <= day <= _DAYS[month - 1]:
        return None
    return [year, *([month] if month else []), *([day] if day else [])]


def from_iso(text: str) -> dict[str, Any] | None:
    """The CSL date of an ISO 8601 date or range of dates as biblatex uses them ("2024-03/2024-05", "2024-21" for spring,
    "2024~" for about), or None (biblatex manual, "Date and Time Specifications")."""
    text = text.strip()
    about = text.endswith(("~", "%"))
    if about:
        text = text[:-1]
    ends = text.split("/")
    if len(ends) == 1 and (match := re.fullmatch(r"([0-9]{4})-(2[1-4])", text)):
        date: dict[str, Any] = {"date-parts": [[int(match[1])]], "season": int(match[2]) - 20}
    else:
        found = [_iso(end) for end in ends]
        if len(found) > 2 or None in found:
            return None
        date = {"date-parts": found}
    return {**date, "circa": True} if about else date


def to_iso(date: Mapping[str, Any]) -> str:
    """The inverse of :func:`from_iso`; "" if ``date`` holds anything that ISO 8601 cannot say."""
    given = numbers(date)
    if not given or set(date) - {"date-parts", "season", "circa"}:
        return ""
    about = "~" if date.get("circa") is True else ""
    if "circa" in date and not about:
        return ""
    season = date.get("season")
    if season is not None:
        if season not in (1, 2, 3, 4) or isinstance(season, bool) or len(given) > 1 or len(given[0]) > 1:
            return ""
        return f"{given[0][0]:04d}-{20 + int(season)}{about}"
    return "/".join(_written(end) for end in given) + about


def numbers(date: Mapping[str, Any]) -> list[list[int]]:
    """The one or two lists of numbers in ``date-parts``; empty if they are missing or no calendar has such a day.

    Numbers that came as text ("2024") count: several reference managers write them so.
    """
    listed = date.get("date-parts")
    if not isinstance(listed, list) or not 1 <= len(listed) <= 2:
        return []
    found: list[list[int]] = []
    for entry in listed:
        if not isinstance(entry, list) or not 1 <= len(entry) <= 3:
            return []
        values = [_number(value) for value in entry]
        if None in values or 0 in values:
            return []
        checked = parts(*[value for value in values if value is not None])
        if checked is None:
            return []
        found.append(checked)
    return found


def year_of(item: Mapping[str, object], name: str = "issued") -> int:
    """The year of the date field ``name``, or the one that its words hold ("circa 1999"); 0 for none."""
    date = item.get(name)
    if not isinstance(date, Mapping):
        return 0
    given = numbers(date)
    if given:
        return given[0][0]
    words = re.search(r"(?<![0-9])[0-9]{4}(?![0-9])", date_text(date))
    return int(words[0]) if words else 0


def date_text(date: object) -> str:
    """A CSL date as the edit form shows it: "2024-03-28", "2024-03 to 2024-05", "about 2024", "Spring 2024", or its words."""
    if not isinstance(date, Mapping):
        return ""
    given = numbers(date)
    if not given:
        for name in ("literal", "raw"):
            if isinstance(date.get(name), str):
                return " ".join(str(date[name]).split())
        return ""
    text = " to ".join(_written(end) for end in given)
    season = date.get("season")
    if isinstance(season, int) and 1 <= season <= 4 and len(given) == 1 and len(given[0]) == 1:
        text = f"{_SEASONS[season - 1]} {text}"
    return f"about {text}" if date.get("circa") else text


def date_from_text(text: str) -> dict[str, Any]:
    """What a person typed, as a CSL date; empty for nothing.

    Understood: "2024-03-28", "2024-03", "2024", "March 2024", "Mar. 28, 2024", "28 March 2024", "Spring 2024", two of them
    joined by "to", a slash or an en dash, and "about" or "c." before. Anything else, such as "forthcoming" or "3/4/2024"
    (March in one country, April in another), is kept as a literal.
    """
    text = " ".join(text.split())
    if not text:
        return {}
    about = _ABOUT.match(text)
    rest = text[about.end() :] if about else text
    date: dict[str, Any] | None = None
    if season := _SEASON.fullmatch(rest):
        named = season[1].capitalize().replace("Fall", "Autumn")
        date = {"date-parts": [[int(season[2])]], "season": _SEASONS.index(named) + 1} if int(season[2]) else None
    else:
        ends = [_typed(end) for end in _TO.split(rest)]
        if len(ends) <= 2 and None not in ends:
            date = {"date-parts": ends}
    if date is None:
        return {"literal": text}
    return {**date, "circa": True} if about else date


def _typed(text: str) -> list[int] | None:
    if _ISO.fullmatch(text):
        return _iso(text)
    if match := _MONTH_FIRST.fullmatch(text):
        month = month_number(match[1])
        return parts(int(match[3]), month, int(match[2] or 0)) if month else None
    if match := _DAY_FIRST.fullmatch(text):
        month = month_number(match[2])
        return parts(int(match[3]), month, int(match[1])) if month else None
    return None


def _iso(text: str) -> list[int] | None:
    match = _ISO.fullmatch(text.strip())
    if match is None or match[2] == "00" or match[3] == "00":
        return None
    return parts(int(match[1]), int(match[2] or 0), int(match[3] or 0))


def _written(end: list[int]) -> str:
    year = f"{end[0]:05d}" if end[0] < 0 else f"{end[0]:04d}"
    return "-".join([year, *(f"{value:02d}" for value in end[1:])])


def _number(value: object) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,4}", value.strip()):
        return int(value)
    return None
