"""One row of a list of organizations, read cell by cell: clean texts, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mail.addresses import parsed
from signatories.addresses import canonical, web_address
from signatories.folding import name_key
from signatories.reading.cells import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_PERSON, Printing
from signatories.reading.columns import Columns
from signatories.reading.lists import RawRow

LONGEST_STATE = 60
LONGEST_TYPE = 100
LONGEST_WEBSITE = 300
LONGEST_NOTES = 2_000
MOST_NAMES = 50
"""Aliases in one cell."""

_LONGEST = {
    "organization": LONGEST_NAME,
    "sort_name": LONGEST_NAME,
    "state": LONGEST_STATE,
    "type": LONGEST_TYPE,
    "website": LONGEST_WEBSITE,
    "notes": LONGEST_NOTES,
    "contact_name": LONGEST_PERSON,
    "contact_title": LONGEST_PERSON,
    "email": LONGEST_ADDRESS,
}
_CALLED = {
    "organization": "The name",
    "sort_name": "The sort name",
    "state": "The state",
    "type": "The type",
    "website": "The website",
    "notes": "The notes",
    "contact_name": "The contact’s name",
    "contact_title": "The contact’s title",
    "email": "The e-mail address",
}
_SCOPES = {
    "national": ("national", "nationwide", "federal", "us", "nacional"),
    "state": ("state", "statewide", "regional", "state or regional", "estatal"),
    "local": ("local", "city", "county", "municipal"),
    "international": ("international", "global", "internacional"),
}
_APART = re.compile(r"(?<!\\)\|")
_BRACKETS = re.compile(r"<([^<>]*)>")
_QUOTED = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says of an organization, clean as it will be kept. ``fields`` are those of
    :data:`signatories.organizations.FIELDS` that it fills; ``contact`` is name, title and address."""

    name: str = ""
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    contact: tuple[str, str, str] = ("", "", "")

    @property
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


def read_said(raw: RawRow, columns: Columns, printing: Printing) -> tuple[Said, list[str], list[str]]:
    """What the row says; what is wrong with it, a sentence each; and remarks about what was changed on the way."""
    removed: dict[str, None] = {}
    problems: list[str] = []

    def cell(role: str) -> str:
        place = columns.column(role)
        return _unquoted(raw.cells[place][:20_000]) if place is not None else ""

    def clean(typed: str) -> str:
        line = printing.line(typed)
        removed.update(dict.fromkeys(line.removed))
        return line.text

    def printable(typed: str, where: str) -> str:
        missing = printing.line(typed).unprintable
        if missing:
            problems.append(f"A letter cannot print {printing.named(missing)} in {where}.")
        return clean(typed)

    texts = {role: clean(cell(role)) for role in _LONGEST if role != "organization"}
    texts["organization"] = printable(cell("organization"), "the name")
    if not texts["organization"]:
        problems.insert(0, "No name of an organization.")
    texts["contact_name"] = texts["contact_name"] or clean(f"{cell('first_name')} {cell('last_name')}")
    problems += [
        f"{_CALLED[role]} has more than {_LONGEST[role]:,} characters." for role in _CALLED if len(texts[role]) > _LONGEST[role]
    ]
    seen = {name_key(texts["organization"])}
    others = {role: _names(cell(role), seen, printable, problems) for role in ("aliases", "former_names")}
    said = Said(
        texts["organization"],
        others["aliases"],
        others["former_names"],
        _fields(texts, clean(cell("scope")), problems),
        (texts["contact_name"], texts["contact_title"], _address(texts["email"], problems)),
    )
    if said.contact[1] and not said.contact[0] and not said.contact[2]:
        problems.append(f"The title “{said.contact[1]}” stands without a contact’s name or address.")
    remarks = [*raw.remarks]
    if removed:
        remarks.append(f"Left out, because it cannot be seen in print: {printing.named(tuple(removed))}.")
    return said, problems, remarks


def scope_of(typed: str) -> str | None:
    """One of the scopes for a word that means it; None for any other word."""
    word = " ".join(typed.casefold().split())
    return "" if not word else next((scope for scope, words in _SCOPES.items() if word in words), None)


def _names(cell: str, seen: set[str], printable: object, problems: list[str]) -> tuple[str, ...]:
    """The other names in a cell, each key once and none of those ``seen`` in the row before."""
    found: list[str] = []
    for part in parted_names(cell):
        name = printable(part, "another name")  # type: ignore[operator]
        key = name_key(name)
        if not name or not key or key in seen:
            continue
        seen.add(key)
        found.append(name)
        if len(name) > LONGEST_NAME:
            problems.append(f"One of the other names has more than {LONGEST_NAME} characters.")
    if len(found) > MOST_NAMES:
        problems.append(f"The organization has more than {MOST_NAMES} other names in one cell.")
    return tuple(found)


def _fields(texts: Mapping[str, str], scope: str, problems: list[str]) -> dict[str, str]:
    fields = {role: texts[role] for role in ("sort_name", "state", "type", "notes") if texts[role]}
    known = scope_of(scope)
    if known is None:
        problems.append(f"“{scope[:60]}” is no scope: write national, state, local or international.")
    elif known:
        fields["scope"] = known
    if texts["website"]:
        address = web_address(texts["website"])
        if address is None:
            problems.append(f"“{texts['website'][:60]}” is not a web address, like https://www.example.org.")
        else:
            fields["website"] = address
    return fields


def _address(typed: str, problems: list[str]) -> str:
    found = _BRACKETS.search(typed)
    typed = (found.group(1) if found else typed).removeprefix("mailto:").strip(" ,;")
    address = parsed(typed) if typed and len(typed) <= LONGEST_ADDRESS else ""
    if address is None:
        problems.append(f"“{typed[:60]}” is not an e-mail address.")
    return address or ""


def _unquoted(cell: str) -> str:
    """A cell without the apostrophe by which a table of ours keeps a spreadsheet from running it."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_QUOTED) else cell


def changed_fields(said: Mapping[str, str], kept: Mapping[str, str]) -> tuple[dict[str, str], Sequence[str]]:
    """Of the fields that a list says: those that are empty so far, and the names of those that say something else."""
    fills = {name: value for name, value in said.items() if value and not kept.get(name)}
    differs = [name for name, value in said.items() if kept.get(name) and not same_value(kept[name], value)]
    return fills, differs


def same_value(one: str, other: str) -> bool:
    """Whether two values of a field are the same, but for spaces and capitals."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
