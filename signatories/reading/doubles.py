"""Which rows of a list are on the letter already, or twice in the list.

A row is a double only where its name is that of another line, letter for letter but for case, accents and punctuation, and
nothing speaks against it: the same mail or web domain, or a row that says nothing but that name. Whatever is only alike is
likely, and stays: a line too many is seen in print, and one that is missing is not.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from signatories.addresses import canonical, host_of, own_domain
from signatories.folding import name_key
from signatories.reading.cells import short
from signatories.reading.signed import SignedRow, SignedVerdict


@dataclass(frozen=True, slots=True)
class Standing:
    """A signature that stands on the letter, as far as doubles are told by it."""

    kind: str
    line: str
    affiliation: str = ""
    state: str = ""
    email: str = ""
    website: str = ""


@dataclass(frozen=True)
class _One:
    """What may be the same as another: a signature, or a row above. ``said`` follows "the same name as".

    What tells it apart is only worked out where a name is there twice: that takes longer than all else.
    """

    what: Standing | SignedRow
    said: str

    @cached_property
    def apart(self) -> str:
        other = self.what.affiliation if self.what.kind == "individual" else self.what.state
        return " ".join(other.casefold().split())

    @cached_property
    def mailbox(self) -> str:
        return canonical(self.what.email) or ""

    @cached_property
    def hosts(self) -> frozenset[str]:
        return frozenset({host_of(self.what.website), own_domain(self.mailbox)}) - {""}


_MOST_ALIKE = 200
"""Lines of one name that another is compared with; beyond them it is likely and no double."""


def key_of(kind: str, name: str) -> Hashable:
    """What two of one kind share whose names are one but for case, accents and punctuation."""
    return kind, name_key(name)


def with_doubles(rows: Sequence[SignedRow], standing: Iterable[Standing]) -> list[SignedRow]:
    """``rows`` with those that are on the letter, or above in the list, called "double" or "likely" and told why."""
    known: dict[Hashable, list[_One]] = {}
    names: dict[Hashable, str] = {}
    for one in standing:
        key = key_of(one.kind, one.line)
        known.setdefault(key, []).append(_One(one, f"“{short(one.line)}” on the letter"))
        names.setdefault(key, one.line)
    keys = [key_of(row.kind, row.name) if row.verdict == "new" else None for row in rows]
    for key, row in zip(keys, rows, strict=True):
        if key is not None:
            names.setdefault(key, row.name)
    alike = _alike(names, {key for key in keys if key is not None})
    judged: list[SignedRow] = []
    for key, row in zip(keys, rows, strict=True):
        if key is None:
            judged.append(row)
            continue
        mine = _One(row, f"row {row.place}")
        verdict, why = _judged(mine, known.get(key, ()))
        if not why:
            above = next(((known[other][0], reason) for other, reason in alike.get(key, ()) if other in known), None)
            if above:
                verdict, why = "likely", f"Likely the same as {above[0].said}: {above[1]}"
        judged.append(replace(row, verdict=verdict, sentence=why) if why else row)
        known.setdefault(key, []).append(mine)
    return judged


def _judged(mine: _One, others: Sequence[_One]) -> tuple[SignedVerdict, str]:
    kind = mine.what.kind
    for other in others[:_MOST_ALIKE]:
        if mine.apart and other.apart and mine.apart != other.apart:
            continue
        if mine.mailbox and mine.mailbox == other.mailbox:
            return "double", f"The same name as {other.said}, from the same mailbox."
        if kind == "organization" and mine.hosts & other.hosts:
            return "double", f"The same name as {other.said}, from the same domain."
        bare = not mine.mailbox and not mine.hosts
        if bare and mine.apart == other.apart and (kind == "organization" or mine.apart):
            return "double", f"The same name as {other.said}, and nothing else to tell them apart."
    if not others:
        return "new", ""
    apart = any(one.apart and mine.apart and one.apart != mine.apart for one in others[:_MOST_ALIKE])
    why = "but another place or affiliation" if apart else "but nothing shows that it is the same"
    return "likely", f"The same name as {others[0].said}, {why}."


def _alike(names: dict[Hashable, str], mine: set[Hashable]) -> dict[Hashable, list[tuple[Hashable, str]]]:
    """For each key of ``mine`` the keys of other names that it is likely one with, and why, the likeliest first."""
    from signatories.matching import ASK, NameIndex

    organizations = {key: name for key, name in names.items() if isinstance(key, tuple) and key[0] == "organization"}
    found: dict[Hashable, list[tuple[Hashable, str]]] = {}
    for one, other, match in NameIndex(organizations).pairs(minimum=ASK):
        for key, like in ((one, other), (other, one)):
            if key in mine:
                found.setdefault(key, []).append((like, match.reasons[0]))
    return found
