"""Moments as forms and spreadsheets write them: "2026/03/02 3:15:07 PM EST", "3/2/2026 15:15:07", "2026-03-02 15:15"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

_DATE = (
    r"(?:(?P<year>\d{4})(?P<dash>[-/.])(?P<month>\d{1,2})(?P=dash)(?P<day>\d{1,2})"
    r"|(?P<one>\d{1,2})[-/.](?P<two>\d{1,2})[-/.](?P<last>\d{4}))"
)
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?\s*(?P<half>[ap]\.?\s?m\.?)?"
_ZONE = r"(?P<zone>[A-Za-z]{1,4})?(?P<offset>[+-]\d{1,2}(?::?\d{2})?)?"
_MOMENT = re.compile(rf"{_DATE}(?:(?:,?\s+|T){_TIME})?\s*{_ZONE}", re.IGNORECASE | re.ASCII)

_ZONES = {"": None, "z": 0, "utc": 0, "gmt": 0} | {
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10
}  # fmt: skip
"""Hours from UTC of the abbreviations that American forms write (RFC 5322, section 4.3, and the two states beyond)."""

_MARCH_2_OR_3_FEBRUARY = re.compile(r"\s*(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}\b")


@dataclass(frozen=True, slots=True)
class Moments:
    """How the moments of one column are read: ``zone`` where a cell names none, and whether the day comes before the month."""

    zone: tzinfo
    day_first: bool = False
    uncertain: bool = False
    """Whether no cell tells which of the two comes first."""

    def read(self, text: str) -> datetime | None:
        """The moment in a cell, in UTC; None for what is none."""
        found = _MOMENT.fullmatch(text.strip())
        if not found:
            return None
        part = found.groupdict(default="")
        if part["year"]:
            year, month, day = part["year"], part["month"], part["day"]
        else:
            year = part["last"]
            month, day = (part["two"], part["one"]) if self.day_first else (part["one"], part["two"])
        hour = int(part["hour"] or 0)
        if part["half"]:
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if part["half"][0] in "pP" else 0)
        zone = self._zone(part["zone"].lower(), part["offset"])
        if zone is None:
            return None
        try:
            local = datetime(
                int(year), int(month), int(day), hour, int(part["minute"] or 0), int(part["second"] or 0), tzinfo=zone
            )
            return local.astimezone(UTC)
        except (ValueError, OverflowError):
            return None

    def _zone(self, name: str, offset: str) -> tzinfo | None:
        if name not in _ZONES or (offset and name not in ("", "utc", "gmt")):
            return None
        if offset:
            digits = offset[1:].replace(":", "")
            hours, minutes = (digits, "0") if len(digits) <= 2 else (digits[:-2], digits[-2:])
            away = timedelta(hours=int(hours), minutes=int(minutes))
            return timezone(-away if offset[0] == "-" else away) if away < timedelta(hours=24) else None
        hours_away = _ZONES[name]
        return self.zone if hours_away is None else timezone(timedelta(hours=hours_away))


def moments_of(cells: Iterable[str], heading: str, zone: tzinfo) -> Moments:
    """How to read the moments of a column by all that stands in it, and by its heading, which may name the zone or, being
    Spanish, say that the day comes first."""
    words = heading.casefold()
    named = re.search(r"\((utc|gmt|[a-z]{3,4})\)", words)
    hours = _ZONES.get(named.group(1)) if named else None
    if hours is not None:
        zone = timezone(timedelta(hours=hours))
    pairs = [(int(found.group(1)), int(found.group(2))) for cell in cells if (found := _MARCH_2_OR_3_FEBRUARY.match(cell))]
    if any(one > 12 for one, _ in pairs):
        return Moments(zone, day_first=True)
    uncertain = bool(pairs) and not any(two > 12 for _, two in pairs)
    return Moments(zone, day_first=uncertain and ("marca" in words or "fecha" in words), uncertain=uncertain)
