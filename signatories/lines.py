"""From signatures to the lines that a letter prints: putting all of them in order and in groups.

Pure: takes plain values, knows no database. A signature is never changed by any of this.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
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
    place = placing(hosts=hosts, order=order, ignore_the=ignore_the, by=by)
    unique.sort(key=lambda entry: place(entry.kind, entry.name, entry.sort_name, entry.scope, entry.state))
    organizations = [entry for entry in unique if entry.kind != "individual"]
    individuals = [entry for entry in unique if entry.kind == "individual"]
    groups = [Group(name, tuple(them)) for name, them in groupby(organizations, key=lambda e: _group_of(e.scope, e.state, by))]
    if individuals:
        groups.append(Group("individuals", tuple(individuals)))
    return tuple(groups)


def placing(*, hosts: Sequence[str], order: Order, ignore_the: bool, by: Grouping) -> Callable[[str, str, str, str, str], str]:
    """How a list is put in order: gives a function from kind, name, sort name, scope and state to the text to sort by.

    Its parts are divided by NUL, which no name holds and which sorts before everything. Equal texts keep the order in which
    they came. One text and not a tuple: a list of 100,000 is sorted while it is written out, and must not fill the memory.
    """
    first = {" ".join(_words(host)): index for index, host in reversed(list(enumerate(hosts)))}
    by_name = order == "by name"

    def place(kind: str, name: str, sort_name: str, scope: str, state: str) -> str:
        if kind == "individual":
            return "1" + "\0".join(sort_key(sort_name or surname_first(name), ignore_the=False)) if by_name else "1"
        group = _group_of(scope, state, by)
        rank = len(SCOPES) + 1 if not group else SCOPES.index(group) if by == "scope" and group in SCOPES else len(SCOPES)
        words = _words(name) if first or (by_name and not sort_name) else []
        host = first.get(" ".join(words)) if first else None
        if host is not None:
            return f"0{rank}{group}\0{host:06}"
        if not by_name:
            return f"0{rank}{group}\0~"
        key = " ".join(_looked_up(_words(sort_name) if sort_name else words, ignore_the))
        return f"0{rank}{group}\0~{key}\0{sort_name or name}"

    return place


def _group_of(scope: str, state: str, by: Grouping) -> str:
    return scope.casefold() if by == "scope" else state if by == "state" else ""


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


def sort_key(name: str, *, ignore_the: bool) -> tuple[str, str]:
    """A key that sorts names as a reader looks them up: accents, case and punctuation aside, numerals as they stand.

    The second part keeps names that differ only in those apart, so that the order is the same on every machine.
    """
    return (" ".join(_looked_up(_words(name), ignore_the)), name)


def _words(name: str) -> list[str]:
    name = name.replace("’", "")
    if name.isascii():
        return name.translate(_PLAIN).split()
    letters = "".join(mark for mark in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(mark))
    return "".join(mark if mark.isalnum() else " " for mark in letters.replace("'", "")).split()


def _looked_up(words: list[str], ignore_the: bool) -> list[str]:
    return words[1:] if ignore_the and len(words) > 1 and words[0] == "the" else words


_PLAIN = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)} | {ord("'"): ""}
"""What :func:`_words` makes of the characters that need no table of the world's: most names have only these."""


def surname_first(name: str) -> str:
    """A person's name turned for sorting: the last word first. Only for sorting; what prints is the name as typed."""
    words = name.split(",")[0].split()
    return " ".join([words[-1], *words[:-1]]) if words else name
