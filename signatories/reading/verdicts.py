"""What is to become of each row of a list: invited, left out as a double, or told of as a problem. No row goes unaccounted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from signatories.addresses import canonical
from signatories.lines import Line
from signatories.reading.cells import LONGEST_NAME, LONGEST_PERSON, CleanRow, Printing
from signatories.reading.columns import Columns, check
from signatories.reading.lists import RawRow, ReadList
from signatories.reading.purposes import INVITING

Verdict = Literal["new", "double", "problem", "empty", "heading"]


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
    check(columns, read.width, INVITING)
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


def _read(raw: RawRow, columns: Columns, printing: Printing) -> Row:
    if raw.empty and not raw.remarks:
        return Row(raw.place, "empty")
    cells = CleanRow(raw, columns, printing)
    organization, person = cells.line("organization"), cells.contact()
    title, address = cells.line("contact_title"), cells.address()
    row = Row(
        raw.place,
        "new",
        organization.text,
        person.text or printing.line(address.name_beside).text,
        title.text,
        address.email or address.typed,
        remarks=cells.remarks(),
    )
    problems = [
        *((address.wrong or "No e-mail address.",) if not address.email else ()),
        *_with_names(row, organization, printing),
    ]
    return replace(row, verdict="problem", sentence=" ".join(problems)) if problems else row


def _with_names(row: Row, organization: Line, printing: Printing) -> Iterable[str]:
    if organization.unprintable:
        yield f"The letter cannot print {printing.named(organization.unprintable)} in the organization’s name."
    if len(row.organization) > LONGEST_NAME:
        yield f"The organization’s name has more than {LONGEST_NAME} characters."
    if len(row.contact_name) > LONGEST_PERSON:
        yield f"The contact’s name has more than {LONGEST_PERSON} characters."
    if len(row.contact_title) > LONGEST_PERSON:
        yield f"The title has more than {LONGEST_PERSON} characters."
