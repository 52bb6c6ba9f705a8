"""One row of a list of organizations, read cell by cell: clean texts, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from signatories.addresses import canonical, web_address
from signatories.folding import name_key
from signatories.lines import Line
from signatories.reading.cells import (
    LONGEST_NAME,
    LONGEST_PERSON,
    LONGEST_STATE,
    LONGEST_TYPE,
    CleanRow,
    Printing,
    scope_of,
    short,
)
from signatories.reading.columns import Columns
from signatories.reading.lists import RawRow

LONGEST_WEBSITE = 300
LONGEST_NOTES = 2_000
MOST_NAMES = 50
"""Aliases in one cell."""

_LONGEST = {
    "organization": ("name", LONGEST_NAME),
    "sort_name": ("sort name", LONGEST_NAME),
    "state": ("state", LONGEST_STATE),
    "type": ("type", LONGEST_TYPE),
    "website": ("website", LONGEST_WEBSITE),
    "notes": ("text of the notes", LONGEST_NOTES),
    "contact_name": ("contact’s name", LONGEST_PERSON),
    "contact_title": ("contact’s title", LONGEST_PERSON),
}
_APART = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Said:
    """What a row says of an organization, clean as it will be kept. ``fields`` are those of
    :data:`signatories.organizations.FIELDS` that it fills; ``contact`` is name, title and address."""

    name: str = ""
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    contact: tuple[str, str, str] = ("", "", "")
    contact_key: str = ""
    """The :func:`contact_key` of name and address."""

    @cached_property
    def key(self) -> str:
        """The name, folded."""
        return name_key(self.name)

    @property
    def other_names(self) -> list[tuple[str, str]]:
        """Every other name with its kind: "alias" or "former"."""
        return [*((name, "alias") for name in self.aliases), *((name, "former") for name in self.former)]


def contact_key(name: str, email: str) -> str:
    """What two writings of one contact share: the mailbox, or where there is none the name."""
    return canonical(email) or name_key(name)


def joined_names(names: Iterable[str]) -> str:
    """Names in one cell, as :func:`parted_names` reads them back."""
    return " | ".join(name.replace("|", r"\|") for name in names)


def parted_names(cell: str) -> list[str]:
    """The names in a cell: with bars between them."""
    return [part.replace(r"\|", "|") for part in _APART.split(cell)]


def read_said(raw: RawRow, columns: Columns, printing: Printing) -> tuple[Said, list[str], tuple[str, ...]]:
    """What the row says; what is wrong with it, a sentence each; and remarks about what was changed on the way."""
    cells = CleanRow(raw, columns, printing)
    name, address = cells.line("organization"), cells.address()
    texts = {role: cells.line(role).text for role in _LONGEST if role not in ("organization", "contact_name")}
    texts["organization"] = name.text
    texts["contact_name"] = cells.contact().text or cells.printed(address.name_beside).text
    problems = [] if name.text else ["No name of an organization."]
    problems += _unprintable(name, "the name", printing)
    problems += [
        f"The {called} has more than {longest:,} characters."
        for role, (called, longest) in _LONGEST.items()
        if len(texts[role]) > longest
    ]
    seen = {name_key(name.text)}
    aliases, former = (_names(cells, role, seen, problems) for role in ("aliases", "former_names"))
    fields = _fields(texts, cells.cell("scope"), problems)
    contact = (texts["contact_name"], texts["contact_title"], address.email)
    if address.wrong:
        problems.append(address.wrong)
    if contact[1] and not contact[0] and not contact[2]:
        problems.append(f"The title “{short(contact[1])}” stands without a contact’s name or address.")
    said = Said(name.text, aliases, former, fields, contact, contact_key(contact[0], contact[2]))
    return said, problems, cells.remarks()


def _unprintable(line: Line, where: str, printing: Printing) -> list[str]:
    return [f"A letter cannot print {printing.named(line.unprintable)} in {where}."] if line.unprintable else []


def _names(cells: CleanRow, role: str, seen: set[str], problems: list[str]) -> tuple[str, ...]:
    """The other names in a cell, each key once and none of those ``seen`` in the row before."""
    found: list[str] = []
    for part in parted_names(cells.cell(role)):
        line = cells.printed(part)
        problems += _unprintable(line, "another name", cells.printing)
        key = name_key(line.text)
        if not key or key in seen:
            continue
        seen.add(key)
        found.append(line.text)
        if len(line.text) > LONGEST_NAME:
            problems.append(f"One of the other names has more than {LONGEST_NAME} characters.")
    if len(found) > MOST_NAMES:
        problems.append(f"The organization has more than {MOST_NAMES} other names in one cell.")
    return tuple(found)


def _fields(texts: Mapping[str, str], scope: str, problems: list[str]) -> dict[str, str]:
    fields = {role: texts[role] for role in ("sort_name", "state", "type", "notes") if texts[role]}
    known = scope_of(scope)
    if known is None:
        problems.append(f"“{short(scope.strip())}” is no scope: write national, state, local or international.")
    elif known:
        fields["scope"] = known
    if texts["website"]:
        address = web_address(texts["website"])
        if address is None:
            problems.append(f"“{short(texts['website'])}” is not a web address, like https://www.example.org.")
        else:
            fields["website"] = address
    return fields


def changed_fields(said: Mapping[str, str], kept: Mapping[str, str]) -> tuple[dict[str, str], Sequence[str]]:
    """Of the fields that a list says: those that are empty so far, and the names of those that say something else."""
    fills = {name: value for name, value in said.items() if value and not kept.get(name)}
    differs = [name for name, value in said.items() if kept.get(name) and not same_value(kept[name], value)]
    return fills, differs


def same_value(one: str, other: str) -> bool:
    """Whether two values of a field are the same, but for spaces and capitals."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
