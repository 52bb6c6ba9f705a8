"""Reading the fields of a CSL-JSON item (the Citation Style Language's data format, schema 1.0.2) without trusting it.

Items come from files that people edited by hand, so every accessor takes whatever stands there and gives a plain value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from letters.document.printable import clean

Item = Mapping[str, object]


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
    if isinstance(value, str):
        return _tidy(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return str(value)


@lru_cache(maxsize=4096)
def _tidy(text: str) -> str:
    # Every preview of a letter reads every field of every source again; cleaning is by far the dearest part of it.
    return clean(text).text


def custom(item: Item) -> Mapping[str, object]:
    """Our own additions to an item: CSL keeps ``custom`` free for such (CSL-JSON schema 1.0.2, ``custom``)."""
    value = item.get("custom")
    return value if isinstance(value, Mapping) else {}


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


def kind(item: Item) -> str:
    """The CSL type; a missing one counts as a document."""
    return field(item, "type") or "document"
