"""From signatures to the lines that a letter prints: putting all of them in order and in groups.

Pure: takes plain values, knows no database. A signature is never changed by any of this.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
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
    number: int = 0
    """Which signature this is, for whoever has to find it again."""


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
    """The signatory list: hosts first in their own order, then the others, then individuals in a block of their own. Each entry
    is a line: of signatures that share one (:mod:`signatories.clusters`), only the one that prints.

    ``order`` "as listed" keeps the order in which ``entries`` come; "by name" sorts by sort name as a reader would look a name
    up. Hosts stay on top of whichever group they belong to.
    """
    lines = list(entries)
    place = placing(hosts=hosts, order=order, ignore_the=ignore_the, by=by)
    places = place(*([getattr(entry, name) for entry in lines] for name in PLACED_BY))
    lines = [lines[number] for number in sorted(range(len(lines)), key=places.__getitem__)]
    organizations = [entry for entry in lines if entry.kind != "individual"]
    individuals = [entry for entry in lines if entry.kind == "individual"]
    groups = [Group(name, tuple(them)) for name, them in groupby(organizations, key=lambda e: _group_of(e.scope, e.state, by))]
    if individuals:
        groups.append(Group("individuals", tuple(individuals)))
    return tuple(groups)


PLACED_BY = ("kind", "name", "sort_name", "scope", "state")
"""What the place of an entry depends on."""

Place = Callable[[Sequence[str], Sequence[str], Sequence[str], Sequence[str], Sequence[str]], list[bytes]]
"""Gives what to sort each entry by; takes the columns of :data:`PLACED_BY`."""


def placing(*, hosts: Sequence[str], order: Order, ignore_the: bool, by: Grouping) -> Place:
    """How a list is put in order.

    The parts of a key are divided by NUL, which no name holds and which sorts before everything. Equal keys keep the order in
    which they came. Many at once, and in bytes, which sort like the texts that they encode: a list of 100,000 is sorted while
    it is written out, and must neither wait long nor fill the memory.
    """
    first = {_words_of([host])[0]: index for index, host in reversed(list(enumerate(hosts)))}
    by_name = order == "by name"

    @cache
    def group(scope: str, state: str) -> bytes:
        name = _group_of(scope, state, by)
        rank = len(SCOPES) + 1 if not name else SCOPES.index(name) if by == "scope" and name in SCOPES else len(SCOPES)
        return f"0{rank}{name}\0".encode()

    def place(
        kinds: Sequence[str], names: Sequence[str], sort_names: Sequence[str], scopes: Sequence[str], states: Sequence[str]
    ) -> list[bytes]:
        texts = [*map(_sorted_as, kinds, names, sort_names)] if by_name else names
        found = []
        for kind, name, sort_name, scope, state, text, words in zip(
            kinds, names, sort_names, scopes, states, texts, _words_of(texts), strict=True
        ):
            if kind == "individual":
                found.append(b"1" + words + b"\0" + text.encode() if by_name else b"1")
                continue
            host = first.get(_words_of([name])[0] if by_name and sort_name else words) if first else None
            if host is not None:
                found.append(group(scope, state) + f"{host:06}".encode())
            elif by_name:
                found.append(group(scope, state) + b"~" + _looked_up(words, ignore_the) + b"\0" + text.encode())
            else:
                found.append(group(scope, state) + b"~")
        return found

    return place


def _sorted_as(kind: str, name: str, sort_name: str) -> str:
    return sort_name or (surname_first(name) if kind == "individual" else name)


def _group_of(scope: str, state: str, by: Grouping) -> str:
    return scope.casefold() if by == "scope" else state if by == "state" else ""


def sort_key(name: str, *, ignore_the: bool) -> tuple[str, str]:
    """A key that sorts names as a reader looks them up: accents, case and punctuation aside, numerals as they stand.

    The second part keeps names that differ only in those apart, so that the order is the same on every machine.
    """
    return (_looked_up(_words_of([name])[0], ignore_the).decode(), name)


def _words_of(names: Sequence[str]) -> list[bytes]:
    """The words of each name as a reader looks them up: without case, accents and punctuation, one space between two.

    Most names have only the characters that need no table of the world's. Those are done all together, which takes a tenth of
    the time of one by one.
    """
    if not names:
        return []
    texts = "\0".join(names).replace("’", "").split("\0")
    if len(texts) != len(names):  # a NUL in a name: nothing that we keep has one
        texts = [name.replace("’", "").replace("\0", " ") for name in names]
    found = "\0".join([text if text.isascii() else "" for text in texts]).encode().translate(_PLAIN, b"'")
    while b"  " in found:
        found = found.replace(b"  ", b" ")
    words = found.replace(b" \0", b"\0").replace(b"\0 ", b"\0").strip(b" ").split(b"\0")
    for number, text in enumerate(texts):
        if not text.isascii():
            words[number] = _folded(text)
    return words


def _folded(name: str) -> bytes:
    letters = "".join(mark for mark in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(mark))
    return " ".join("".join(mark if mark.isalnum() else " " for mark in letters.replace("'", "")).split()).encode()


def _looked_up(words: bytes, ignore_the: bool) -> bytes:
    return words[4:] if ignore_the and words.startswith(b"the ") else words


_PLAIN = bytes(
    code if code == 0 or code >= 128 else ord(chr(code).lower() if chr(code).isalnum() else " ") for code in range(256)
)
"""What :func:`_words_of` makes of each ASCII character: lower case, and a space for what is no letter or digit. NUL divides."""


def surname_first(name: str) -> str:
    """A person's name turned for sorting: the last word first. Only for sorting; what prints is the name as typed."""
    words = name.split(",")[0].split()
    return " ".join([words[-1], *words[:-1]]) if words else name
