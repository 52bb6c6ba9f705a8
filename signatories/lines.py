"""From signatures to the lines that a letter prints: putting all of them in order and in groups.

Pure: takes plain values, knows no database. A signature is never changed by any of this.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Order = Literal["as listed", "by name"]
Grouping = Literal["", "scope", "state"]


@dataclass(frozen=True, slots=True)
class Line:
    """How a name that somebody typed will stand in the letter.

    ``text`` is what prints; ``removed`` the invisible characters that were taken out; ``unprintable`` the characters that no
    shipped typeface can print: with any of these the name is refused.
    """

    text: str
    removed: tuple[str, ...] = ()
    unprintable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """What the list needs to know of one signature.

    ``sort_name`` replaces the name for sorting. ``key`` tells who stands behind it (their mail address): the same name twice
    from the same address is one line, because that is one person who pressed the button twice.
    """

    name: str
    kind: str = "organization"
    sort_name: str = ""
    title: str = ""
    affiliation: str = ""
    scope: str = ""
    state: str = ""
    key: str = ""
    number: int = 0
    """Which signature this is, for whoever has to find it again."""

    @property
    def identity(self) -> tuple[str, str, str]:
        """What two entries share when one address sent the same words twice."""
        return (self.kind, self.name, self.key)


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that print together; ``name`` is "" (all organizations), a scope, a state or "individuals"."""

    name: str
    entries: tuple[Entry, ...]


SCOPES = ("international", "national", "state", "local")
"""The order in which groups by scope print; organizations without a scope come last."""


def grouped(
    entries: Iterable[Entry], *, hosts: Sequence[str] = (), order: Order = "by name", ignore_the: bool = True, by: Grouping = ""
) -> tuple[Group, ...]:
    """The signatory list: hosts first in their own order, then the others, then individuals in a block of their own.

    ``order`` "as listed" keeps the order in which ``entries`` come; "by name" sorts by sort name as a reader would look a name
    up. Hosts stay on top of whichever group they belong to.
    """
    unique = without_repeats(entries)
    place = {sort_key(host, ignore_the=False)[0]: index for index, host in reversed(list(enumerate(hosts)))}

    def rank(entry: Entry) -> tuple[int, int, tuple[str, str]]:
        host = place.get(sort_key(entry.name, ignore_the=False)[0])
        if host is not None:
            return (0, host, ("", ""))
        return (1, 0, sort_key(entry.sort_name or entry.name, ignore_the=ignore_the) if order == "by name" else ("", ""))

    organizations = sorted((entry for entry in unique if entry.kind != "individual"), key=rank)
    individuals = [entry for entry in unique if entry.kind == "individual"]
    if order == "by name":
        individuals.sort(key=lambda entry: sort_key(entry.sort_name or surname_first(entry.name), ignore_the=False))
    groups = _split(organizations, by)
    if individuals:
        groups.append(Group("individuals", tuple(individuals)))
    return tuple(groups)


def without_repeats(entries: Iterable[Entry]) -> list[Entry]:
    """The entries without those that one address sent again in the very same words. Nothing else is ever taken for a double."""
    seen: set[tuple[str, str, str]] = set()
    kept: list[Entry] = []
    for entry in entries:
        if entry.key and entry.identity in seen:
            continue
        seen.add(entry.identity)
        kept.append(entry)
    return kept


def _split(entries: list[Entry], by: Grouping) -> list[Group]:
    if not by:
        return [Group("", tuple(entries))] if entries else []
    value: Callable[[Entry], str] = (lambda e: e.scope.casefold()) if by == "scope" else (lambda e: e.state)
    names = {value(entry) for entry in entries}

    def place(name: str) -> tuple[int, str]:
        if not name:
            return (len(SCOPES) + 1, "")
        return (SCOPES.index(name), "") if by == "scope" and name in SCOPES else (len(SCOPES), name)

    return [Group(name, tuple(entry for entry in entries if value(entry) == name)) for name in sorted(names, key=place)]


def sort_key(name: str, *, ignore_the: bool) -> tuple[str, str]:
    """A key that sorts names as a reader looks them up: accents, case and punctuation aside, numerals as they stand.

    The second part keeps names that differ only in those apart, so that the order is the same on every machine.
    """
    letters = "".join(mark for mark in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(mark))
    words = "".join(mark if mark.isalnum() else " " for mark in letters.replace("'", "").replace("’", "")).split()
    if ignore_the and len(words) > 1 and words[0] == "the":
        del words[0]
    return (" ".join(words), name)


def surname_first(name: str) -> str:
    """A person's name turned for sorting: the last word first. Only for sorting; what prints is the name as typed."""
    words = name.split(",")[0].split()
    return " ".join([words[-1], *words[:-1]]) if words else name
