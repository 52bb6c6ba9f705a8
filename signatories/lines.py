"""From signatures to the lines that a letter prints: putting all of them in order and in groups.

Pure: takes plain values, knows no database. A signature is never changed by any of this.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from signatories.ordering.placing import PLACED_BY, Arrangement, Heading, group_of, heading_of, placing


@dataclass(frozen=True, slots=True)
class Line:
    """How a name that somebody typed will stand in the letter.

    ``text`` is what prints; ``removed`` the invisible characters that were taken out; ``unprintable`` the characters that no
    shipped typeface can print: with any of these the name is refused.
    """

    text: str
    removed: tuple[str, ...] = ()
    unprintable: tuple[str, ...] = ()


def detail_of(kind: str, title: str, affiliation: str) -> str:
    """What prints behind the name: of an individual the title and the affiliation, of an organization nothing."""
    return ", ".join(part for part in (title, affiliation) if part) if kind == "individual" else ""


def whole_line(kind: str, name: str, title: str, affiliation: str) -> str:
    """The whole line as it prints. Whoever signs is shown this and never the name alone: all of it will stand in the letter."""
    return ", ".join(part for part in (name, detail_of(kind, title, affiliation)) if part)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the list needs to know of one signature.

    ``sort_name`` replaces the name for sorting.
    """

    name: str
    kind: str = "organization"
    sort_name: str = ""
    title: str = ""
    affiliation: str = ""
    scope: str = ""
    state: str = ""
    type: str = ""
    number: int = 0
    """Which signature this is, for whoever has to find it again."""


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that print together, and what stands over them."""

    heading: Heading
    entries: tuple[Entry, ...]


def grouped(entries: Iterable[Entry], arrangement: Arrangement) -> tuple[Group, ...]:
    """The signatory list: hosts first in their own order, then the others, then individuals in a block of their own. Each entry
    is a line: of signatures that share one (:mod:`signatories.clusters`), only the one that prints.

    Where there are groups, the hosts are the first of them: who leads stands at the head of the list, and not under its state.
    """
    listed = list(entries)
    places = placing(arrangement)(*([getattr(entry, name) for entry in listed] for name in PLACED_BY))
    placed = sorted(zip(places, range(len(listed)), strict=True))
    groups = []
    for group, them in groupby(placed, key=lambda one: group_of(one[0])):
        members = tuple(listed[number] for _, number in them)
        first = members[0]
        groups.append(Group(heading_of(group, arrangement, first.scope, first.state, first.type), members))
    return tuple(groups)
