"""Where each line stands on the list: the hosts, the groups, and by what they are looked up within.

Pure: takes plain values, knows no database.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from signatories.ordering.collation import Looked, keys_of, looked_at, words_of
from signatories.ordering.states import state_name

Order = Literal["as listed", "by name"]
Grouping = Literal["", "scope", "state", "type"]
Numerals = Literal["by value", "as words"]

SCOPES = ("international", "national", "state", "local")
"""The order in which groups by scope print."""

PLACED_BY = ("kind", "name", "sort_name", "scope", "state", "type")
"""What the place of an entry depends on."""

Column = Sequence[str]
Place = Callable[[Column, Column, Column, Column, Column, Column], list[bytes]]
"""Gives what to sort each entry by; takes the columns of :data:`PLACED_BY`."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How a campaign has its list.

    ``order`` "as listed" keeps the order in which entries come; "by name" sorts by sort name as a reader looks a name up, with
    the numbers in it by their value or as words of the letter's ``language``. ``types`` are the types of organizations in the
    order in which their groups print.
    """

    hosts: tuple[str, ...] = ()
    order: Order = "by name"
    ignore_the: bool = True
    numerals: Numerals = "by value"
    by: Grouping = ""
    types: tuple[str, ...] = ()
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over a group: of which kind it is, and for a scope, a state or a type the name; "" for those without one."""

    of: Literal["organizations", "hosts", "scope", "state", "type", "individuals"] = "organizations"
    name: str = ""


_HOSTS, _LAST, _NAMELESS = 0, 998, 999
"""The places of groups: the hosts before all; behind those with a place of their own what else was typed; then no name."""

_PEOPLE = b"1"


def placing(arrangement: Arrangement) -> Place:
    """How a list is put in order.

    The parts of a key are divided by NUL, which no name holds and which sorts before everything; the first part is the group.
    Equal keys keep the order in which they came. Many at once, and in bytes: a list of 100,000 is sorted while it is written
    out, and must neither wait long nor fill the memory.
    """
    first = {words: index for index, words in reversed(list(enumerate(words_of(arrangement.hosts))))}
    by_name = arrangement.order == "by name"
    spell = _spelling(arrangement) if by_name else None
    hosts = b"0%03d\0" % _HOSTS
    group = _grouping(arrangement)

    def place(kinds: Column, names: Column, sort_names: Column, scopes: Column, states: Column, types: Column) -> list[bytes]:
        texts, looked, keys = names, None, [b""] * len(names)
        if by_name:
            people = {number for number, kind in enumerate(kinds) if kind == "individual"}
            if people or any(sort_names):
                texts = [*map(_sorted_as, kinds, names, sort_names)]
            looked = looked_at([*map(spell, texts)] if spell else texts)
            keys = keys_of(texts, looked, ignore_the=arrangement.ignore_the, but_of=people)
        # What was seen in the names serves to find the hosts, too, where the list is sorted by the names as they are.
        leads = _leading(first, looked if texts is names and not spell else None, names)
        if arrangement.by == "" and not leads and "individual" not in kinds:
            ahead = group("", "", "") + b"~"
            return [ahead + key for key in keys]
        found = []
        for number, (kind, key) in enumerate(zip(kinds, keys, strict=True)):
            if kind == "individual":
                found.append(_PEOPLE + b"\0" + key)
                continue
            host = leads.get(number)
            its = group(scopes[number], states[number], types[number])
            if host is None:
                found.append(its + b"~" + key)
            else:
                found.append((hosts if arrangement.by else its) + b"%06d" % host)
        return found

    return place


def group_of(place: bytes) -> bytes:
    """The part of a key that tells the group."""
    return place[: place.index(b"\0")]


def heading_of(group: bytes, arrangement: Arrangement, scope: str, state: str, kind: str) -> Heading:
    """What stands over the group of that key, whose first entry has this scope, state and type."""
    if group == _PEOPLE:
        return Heading("individuals")
    if arrangement.by == "":
        return Heading()
    if group == b"0%03d" % _HOSTS:
        return Heading("hosts")
    return Heading(arrangement.by, _named(arrangement, scope, state, kind))


def surname_first(name: str) -> str:
    """A person's name turned for sorting: the last word first. Only for sorting; what prints is the name as typed."""
    words = name.split(",")[0].split()
    last = len(words) - 1
    while last > 0 and words[last].strip(".").casefold() in _AFTER_SURNAMES:
        last -= 1
    return " ".join([words[last], *words[:last], *words[last + 1 :]]) if words else name


_AFTER_SURNAMES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "ph.d", "md", "m.d", "jd", "j.d", "esq"})


def _sorted_as(kind: str, name: str, sort_name: str) -> str:
    return sort_name or (surname_first(name) if kind == "individual" else name)


def _spelling(arrangement: Arrangement) -> Callable[[str], str] | None:
    if arrangement.numerals == "by value":
        return None
    from signatories.ordering.numerals import speller  # late: few letters want it

    return speller(arrangement.language)


def _leading(first: dict[bytes, int], looked: Looked | None, names: Column) -> dict[int, int]:
    """Which of the names are hosts, by their numbers, and in which place."""
    if not first:
        return {}
    found = looked.words if looked else words_of(names)
    return {number: first[words] for number, words in enumerate(found) if words in first}


def _named(arrangement: Arrangement, scope: str, state: str, kind: str) -> str:
    """The group's name as it is shown."""
    match arrangement.by:
        case "scope":
            return scope.strip().casefold()
        case "state":
            return state_name(state)
        case "type":
            typed = words_of([kind])[0]
            return next((one for one in arrangement.types if words_of([one])[0] == typed), " ".join(kind.split()))
        case _:
            return ""


def _grouping(arrangement: Arrangement) -> Callable[[str, str, str], bytes]:
    """Gives the first part of an organization's key, with the NUL that ends it."""
    known = SCOPES if arrangement.by == "scope" else arrangement.types if arrangement.by == "type" else ()
    ranks = {words: rank for rank, words in reversed(list(enumerate(words_of(known), start=_HOSTS + 1)))}

    @cache
    def group(scope: str, state: str, kind: str) -> bytes:
        name = _named(arrangement, scope, state, kind)
        words = words_of([name])[0]
        rank = ranks.get(words, _LAST) if name else _NAMELESS
        return b"0%03d%b\0" % (rank, words)

    return group
