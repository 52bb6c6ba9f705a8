"""Reading the fields of a CSL-JSON item (the Citation Style Language's data format, schema 1.0.2) without trusting it.

Items come from files that people edited by hand, so every accessor takes whatever stands there and gives a plain value.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple, TypeGuard

from letters.document.printable import clean

Item = Mapping[str, object]


class Name(NamedTuple):
    """A person (``family`` and ``given``) or an institution (``literal``)."""

    family: str = ""
    given: str = ""
    literal: str = ""

    @property
    def full(self) -> str:
        """As it stands in a full citation: given name first."""
        return self.literal or f"{self.given} {self.family}".strip()

    @property
    def short(self) -> str:
        """As it stands in a short form: the family name, or the institution."""
        return self.literal or self.family or self.given


def field(item: Item, name: str) -> str:
    """A text or number field as text, empty if it is missing or of another shape.

    Cleaned of line breaks and invisible marks, which come along when a title is copied out of a PDF.
    """
    value = item.get(name)
    if value is None:
        return ""
    if isinstance(value, str):
        return _tidy(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    return str(value)


@lru_cache(maxsize=16384)
def _tidy(text: str) -> str:
    # Every preview of a letter reads every field of every source again; cleaning is by far the dearest part of it.
    return clean(text).text


def custom(item: Item) -> Mapping[str, object]:
    """Our own additions to an item: CSL keeps ``custom`` free for such (CSL-JSON schema 1.0.2, ``custom``)."""
    value = item.get("custom")
    return value if is_object(value) else _NOTHING


_NOTHING: Mapping[str, object] = {}


def is_object(value: object) -> TypeGuard[Mapping[str, object]]:
    """Whether a value is a JSON object. Nearly all are plain dicts, for which asking an abstract class is far dearer."""
    return type(value) is dict or (value is not None and isinstance(value, Mapping))


def names(item: Item, name: str) -> tuple[Name, ...]:
    """A list of names, the unusable entries left out."""
    value = item.get(name)
    if not isinstance(value, list):
        return ()
    found = [_name(entry) for entry in value if is_object(entry)]
    return tuple([entry for entry in found if entry.full])


def _name(entry: Mapping[str, object]) -> Name:
    family, given = field(entry, "family"), field(entry, "given")
    if not _RARE.isdisjoint(entry):
        family = f"{field(entry, 'non-dropping-particle')} {family} {field(entry, 'suffix')}".strip().replace("  ", " ")
        given = f"{given} {field(entry, 'dropping-particle')}".strip()
    return Name(family, given, field(entry, "literal"))


_RARE = frozenset({"non-dropping-particle", "dropping-particle", "suffix"})


def others(item: Item, name: str) -> bool:
    """Whether a list of names ends in "and others" (``custom.others``): the library does not know who they are."""
    listed = custom(item).get("others")
    return isinstance(listed, list) and name in listed


def kind(item: Item) -> str:
    """The CSL type; a missing one counts as a document."""
    return field(item, "type") or "document"
