"""Reading the fields of a CSL-JSON item (the Citation Style Language's data format, schema 1.0.2) without trusting it.

Items come from files that people edited by hand, so every accessor takes whatever stands there and gives a plain value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from letters.document.printable import clean

Item = Mapping[str, object]

# The abbreviations of The Bluebook's table T12; May, June and July are never shortened.
MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")


@dataclass(frozen=True, slots=True)
class Name:
    """A person (``family`` and ``given``) or an institution (``literal``)."""

    family: str = ""
    given: str = ""
    literal: str = ""

    @property
    def full(self) -> str:
        """As it stands in a full citation: given name first."""
        return self.literal or " ".join(part for part in (self.given, self.family) if part)

    @property
    def short(self) -> str:
        """As it stands in a short form: the family name, or the institution."""
        return self.literal or self.family or self.given


def field(item: Item, name: str) -> str:
    """A text or number field as text, empty if it is missing or of another shape.

    Cleaned of line breaks and invisible marks, which come along when a title is copied out of a PDF.
    """
    value = item.get(name)
    if isinstance(value, bool):
        return ""
    if isinstance(value, str | int | float):
        return clean(str(value)).text
    return ""


def names(item: Item, name: str) -> tuple[Name, ...]:
    """A list of names, the unusable entries left out."""
    value = item.get(name)
    if not isinstance(value, list):
        return ()
    found = (_name(entry) for entry in value if isinstance(entry, Mapping))
    return tuple(entry for entry in found if entry.full)


def _name(entry: Mapping[str, object]) -> Name:
    family = " ".join(part for part in (field(entry, "non-dropping-particle"), field(entry, "family")) if part)
    given = " ".join(part for part in (field(entry, "given"), field(entry, "dropping-particle")) if part)
    suffix = field(entry, "suffix")
    if suffix:
        family = f"{family} {suffix}".strip()
    return Name(family, given, field(entry, "literal"))


def date(item: Item, name: str) -> str:
    """A date as a citation prints it: "Mar. 28, 2024", "June 2024", "2022"; ``raw`` or ``literal`` as it stands.

    A month or day that no calendar has is left out rather than printed wrong.
    """
    value = item.get(name)
    if not isinstance(value, Mapping):
        return ""
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        numbers = [_number(part) for part in parts[0][:3]]
        if numbers and numbers[0]:
            year = str(numbers[0])
            month = numbers[1] if len(numbers) > 1 and 1 <= numbers[1] <= 12 else 0
            day = numbers[2] if month and len(numbers) > 2 and 1 <= numbers[2] <= 31 else 0
            if day:
                return f"{MONTHS[month - 1]} {day}, {year}"
            return f"{MONTHS[month - 1]} {year}" if month else year
    return field(value, "literal") or field(value, "raw")


def year(item: Item, name: str = "issued") -> str:
    """The year alone, for cases and books."""
    value = item.get(name)
    if isinstance(value, Mapping):
        parts = value.get("date-parts")
        if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
            return str(_number(parts[0][0]) or "")
    return date(item, name)


def _number(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().isdigit():
        return int(value.strip())
    return 0


def kind(item: Item) -> str:
    """The CSL type; a missing one counts as a document."""
    return field(item, "type") or "document"
