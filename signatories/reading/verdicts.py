"""What is to become of each row of a list: invited, left out as a double, or told of as a problem. No row goes unaccounted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from errors import UserError
from mail.addresses import parsed
from signatories.addresses import canonical
from signatories.lines import Line
from signatories.reading.columns import ROLES, Columns
from signatories.reading.lists import RawRow, ReadList

Verdict = Literal["new", "double", "problem", "empty", "heading"]

LONGEST_NAME = 300
"""Characters of an organization's name, as on the sign form."""

LONGEST_PERSON = 200
_LONGEST_CELL = 2_000
"""Characters of a cell that are looked at: any text is too long before that."""

LONGEST_ADDRESS = 254
"""RFC 5321, section 4.5.3.1.3, less the brackets."""

_BRACKETS = re.compile(r"([^<>]*)<([^<>]*)>\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the list and what becomes of it. ``sentence`` says why for a double and a problem, ``remarks`` what was
    changed on the way. The texts are clean, as they will be kept; ``email`` is as mail goes to it."""

    place: int
    verdict: Verdict
    organization: str = ""
    contact_name: str = ""
    contact_title: str = ""
    email: str = ""
    sentence: str = ""
    remarks: tuple[str, ...] = ()
    key: tuple[str, str] | None = None
    """The row's :func:`person_key`, where it is new or a double."""


@dataclass(frozen=True)
class Existing:
    """Whom the campaign knows already, as pairs of :func:`person_key`. ``signed`` are those who are on the letter."""

    invited: frozenset[tuple[str, str]] = frozenset()
    signed: frozenset[tuple[str, str]] = frozenset()

    def says(self, key: tuple[str, str]) -> str:
        """Why nobody needs to be asked under this key; "" when they do."""
        address, organization = key
        if key in self.signed or (organization and organization in self._signed_organizations):
            return "Has signed already."
        if key in self.invited or (not organization and address in self._invited_at):
            return "Is invited already."
        return ""

    @cached_property
    def _invited_at(self) -> frozenset[str]:
        return frozenset(address for address, _ in self.invited)

    @cached_property
    def _signed_organizations(self) -> frozenset[str]:
        return frozenset(organization for _, organization in self.signed if organization)


@dataclass(frozen=True, slots=True)
class Printing:
    """How the letter prints a name, and how to name characters that it cannot."""

    line: Callable[[str], Line]
    named: Callable[[tuple[str, ...]], str]


def organization_key(name: str) -> str:
    """A name without case and spaces: enough to not ask one organization twice at one address, and no more than that."""
    return "".join(name.split()).casefold()


def person_key(email: str, organization: str) -> tuple[str, str] | None:
    """What two invitations share that are one; None for what is no address."""
    key = canonical(email)
    return (key, organization_key(organization)) if key else None


def map_rows(read: ReadList, columns: Columns, existing: Existing | None = None, *, printing: Printing) -> list[Row]:
    """One :class:`Row` for each row of ``read``, in its order, those of the heading too.

    Raises :class:`~errors.UserError` for columns that do not make people: no column of addresses, or one role twice.
    """
    check(columns, read.width)
    known = existing or Existing()
    seen: dict[tuple[str, str], int] = {}
    rows: list[Row] = []
    for number, raw in enumerate(read.rows):
        if number < columns.heading:
            rows.append(Row(raw.place, "heading", remarks=raw.remarks))
            continue
        row = _read(raw, columns, printing)
        key = person_key(row.email, row.organization) if row.verdict == "new" else None
        if key is not None:
            why = f"The same as row {seen[key]}." if key in seen else known.says(key)
            row = replace(row, verdict="double" if why else "new", sentence=why, key=key)
            seen.setdefault(key, raw.place)
        rows.append(row)
    return rows


def check(columns: Columns, width: int) -> None:
    """Raise :class:`~errors.UserError` unless these columns make people out of rows of that width."""
    if len(columns.roles) != width or any(role not in ("", *ROLES) for role in columns.roles) or columns.heading < 0:
        raise UserError("Say for each column of the list what it is.")
    used = [role for role in columns.roles if role]
    if "email" not in used:
        raise UserError("Say which column holds the e-mail addresses.")
    if len(set(used)) < len(used):
        raise UserError("Two columns are said to be the same thing. Choose one of them.")


def _read(raw: RawRow, columns: Columns, printing: Printing) -> Row:
    if raw.empty and not raw.remarks:
        return Row(raw.place, "empty")

    def cell(role: str) -> str:
        column = columns.column(role)
        return raw.cells[column][:_LONGEST_CELL] if column is not None else ""

    removed: dict[str, None] = {}
    organization = printing.line(cell("organization"))
    person = printing.line(cell("contact_name") or f"{cell('first_name')} {cell('last_name')}")
    title = printing.line(cell("contact_title"))
    typed_address = printing.line(cell("email"))
    for line in (organization, person, title, typed_address):
        removed |= dict.fromkeys(line.removed)
    email, name_beside = _address(typed_address.text)
    address = parsed(email) if len(email) <= LONGEST_ADDRESS else None
    row = Row(
        raw.place,
        "new",
        organization.text,
        person.text or printing.line(name_beside).text,
        title.text,
        address or email,
        remarks=(
            *raw.remarks,
            *((f"Left out, because it cannot be seen in print: {printing.named(tuple(removed))}.",) if removed else ()),
        ),
    )
    problems = [
        *(_with_address(email, typed_address.text) if address is None else ()),
        *_with_names(row, organization, printing),
    ]
    return replace(row, verdict="problem", sentence=" ".join(problems)) if problems else row


def _address(typed: str) -> tuple[str, str]:
    """The address in a cell, and the name beside it if the cell is ``Name <address>``."""
    found = _BRACKETS.fullmatch(typed)
    name, address = (found.group(1), found.group(2)) if found else ("", typed)
    address = address.strip().strip(",;").strip()
    return (address[7:] if address[:7].lower() == "mailto:" else address), name.strip().strip("\"'")


def _with_address(email: str, typed: str) -> Iterable[str]:
    if not email:
        yield "No e-mail address."
    elif len(email) > LONGEST_ADDRESS:
        yield f"The e-mail address has more than {LONGEST_ADDRESS} characters."
    elif sum(parsed(part) is not None for part in re.split(r"[\s,;/]+", email)) > 1:
        yield f"“{_short(typed)}” is more than one address. Give each a row of its own."
    else:
        yield f"“{_short(typed)}” is not an e-mail address."


def _with_names(row: Row, organization: Line, printing: Printing) -> Iterable[str]:
    if organization.unprintable:
        yield f"The letter cannot print {printing.named(organization.unprintable)} in the organization’s name."
    if len(row.organization) > LONGEST_NAME:
        yield f"The organization’s name has more than {LONGEST_NAME} characters."
    if len(row.contact_name) > LONGEST_PERSON:
        yield f"The contact’s name has more than {LONGEST_PERSON} characters."
    if len(row.contact_title) > LONGEST_PERSON:
        yield f"The title has more than {LONGEST_PERSON} characters."


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"
