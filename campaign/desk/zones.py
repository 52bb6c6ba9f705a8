"""The time zones that a form offers."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

COMMON = {
    "America/New_York": "Eastern Time (New York)",
    "America/Chicago": "Central Time (Chicago)",
    "America/Denver": "Mountain Time (Denver)",
    "America/Phoenix": "Arizona (Phoenix)",
    "America/Los_Angeles": "Pacific Time (Los Angeles)",
    "America/Anchorage": "Alaska (Anchorage)",
    "Pacific/Honolulu": "Hawaii (Honolulu)",
    "America/Puerto_Rico": "Atlantic Time (Puerto Rico)",
    "UTC": "UTC",
}
_AREAS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def _by_area() -> dict[str, list[tuple[str, str]]]:
    names = sorted(available_timezones() - COMMON.keys())
    return {
        area: [(name, name.removeprefix(area + "/").replace("_", " ")) for name in names if name.startswith(area + "/")]
        for area in _AREAS
    }


def zone_choices(chosen: str | None) -> dict[str, list[tuple[str, str]]]:
    """Every zone of the time zone database by area, those of the United States first, as WTForms takes groups of options.

    ``chosen`` is offered too, if it is a zone that the lists leave out ("Etc/GMT+5" can come in with a bundle).
    """
    groups = {"Often used": list(COMMON.items()), **_by_area()}
    known = {name for group in groups.values() for name, _ in group}
    if chosen and chosen not in known and chosen in available_timezones():
        groups["Often used"] = [*groups["Often used"], (chosen, chosen)]
    return groups
