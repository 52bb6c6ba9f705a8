"""What is to become of each row of a list of those who signed elsewhere. No row goes unaccounted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Literal

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
from signatories.reading.columns import Columns, check, has_address, headings
from signatories.reading.lists import RawRow, ReadList
from signatories.reading.moments import Moments, moments_of
from signatories.reading.purposes import SIGNING, folded

SignedVerdict = Literal["new", "likely", "double", "problem", "empty", "heading"]
"""likely: it may be on the letter already, and comes in unless a person says otherwise; double: it is, and does not."""


@dataclass(frozen=True, slots=True)
class SignedRow:
    """One row of the list and what becomes of it. ``sentence`` says why for a double and a problem, ``remarks`` what was
    changed on the way. ``typed`` is the name as it stood; the other texts are clean, as they will be kept."""

    place: int
    verdict: SignedVerdict
    kind: str = "organization"
    typed: str = ""
    name: str = ""
    sort_name: str = ""
    title: str = ""
    affiliation: str = ""
    scope: str = ""
    state: str = ""
    type: str = ""
    website: str = ""
    contact_name: str = ""
    contact_title: str = ""
    email: str = ""
    signed_at: datetime | None = None
    sentence: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignedList:
    """All rows in their order, those of the heading too, and what a person should know about the whole."""

    rows: Sequence[SignedRow]
    remarks: tuple[str, ...] = ()


def map_signed(
    read: ReadList, columns: Columns, *, printing: Printing, zone: tzinfo, now: datetime, individuals: bool = True
) -> SignedList:
    """One :class:`SignedRow` for each row of ``read``. Moments without a zone are meant in ``zone``; none is after ``now``.
    ``individuals``: whether the letter takes people who sign in their own name.

    Doubles are not told yet: :func:`signatories.reading.doubles.with_doubles` does. Raises :class:`~errors.UserError` for
    columns that do not make signatories.
    """
    check(columns, read.width, SIGNING)
    moments, remarks = _moments(read, columns, zone)
    alone = not {"organization", "individual"} & set(columns.roles)
    if alone:
        remarks += ("No column holds organizations: each row is a person who signs in their own name.",)
    reader = _Reader(columns, printing, moments, now, alone, individuals)
    rows = [
        SignedRow(raw.place, "heading", remarks=raw.remarks) if number < columns.heading else reader.read(raw)
        for number, raw in enumerate(read.rows)
    ]
    return SignedList(rows, remarks)


def _moments(read: ReadList, columns: Columns, zone: tzinfo) -> tuple[Moments, tuple[str, ...]]:
    place = columns.column("signed_at")
    if place is None:
        return Moments(zone), ()
    cells = (row.cells[place] for row in read.rows[columns.heading :])
    found = moments_of(cells, headings(read, columns.heading)[place], zone)
    first = "day" if found.day_first else "month"
    return found, (f"No date tells whether day or month comes first; the {first} was taken.",) if found.uncertain else ()


@dataclass(frozen=True, slots=True)
class _Reader:
    columns: Columns
    printing: Printing
    moments: Moments
    now: datetime
    alone: bool
    individuals: bool

    def read(self, raw: RawRow) -> SignedRow:
        if raw.empty and not raw.remarks:
            return SignedRow(raw.place, "empty")
        cells = CleanRow(raw, self.columns, self.printing)
        kind, typed = self._who(cells)
        name, contact, address = cells.printed(typed), cells.contact(), cells.address()
        own = {role: cells.line(role) for role in ("title", "affiliation")} if kind == "individual" else {}
        state, sort = cells.line("state"), cells.line("type")
        problems = [
            *self._with_name(cells, kind, typed, name),
            *self._unprintable({**own, "state": state, "type": sort}),
            *(f"The {role} has more than {LONGEST_NAME} characters." for role in own if len(own[role].text) > LONGEST_NAME),
        ]
        remarks: list[str] = []
        row = SignedRow(
            raw.place,
            "new",
            kind,
            typed,
            name.text,
            sort_name=_fitting(cells.line("sort_name").text, LONGEST_NAME, "name to sort by", remarks),
            title=own["title"].text if own else "",
            affiliation=own["affiliation"].text if own else "",
            scope=_scope(cells.cell("scope"), remarks),
            state=_fitting(state.text, LONGEST_STATE, "state", remarks),
            type=_fitting(sort.text, LONGEST_TYPE, "type", remarks),
            website=_fitting(cells.line("website").text, LONGEST_NAME, "website", remarks),
            contact_name=_fitting(
                contact.text or (name.text if kind == "individual" else address.name_beside),
                LONGEST_PERSON,
                "contact’s name",
                remarks,
            ),
            contact_title=_fitting(cells.line("contact_title").text, LONGEST_PERSON, "contact’s title", remarks),
            email=address.email,
            signed_at=self._moment(cells.cell("signed_at"), remarks),
        )
        if address.wrong:
            remarks.append(f"{address.wrong} The line comes in without one.")
        row = replace(row, remarks=(*cells.remarks(), *remarks))
        if problems:
            return replace(row, verdict="problem", sentence=" ".join(problems))
        printed = cells.cell("printed").strip().casefold()
        if printed.startswith("no"):
            return replace(
                row, verdict="problem", sentence=f"It did not stand where this list comes from (“{short(printed)}”)."
            )
        if printed == "same as above":
            return replace(row, verdict="double", sentence="Where this list comes from, the row above printed it.")
        return row

    def _who(self, cells: CleanRow) -> tuple[str, str]:
        """Whether a person or an organization signs, and the name as it stood."""
        if self.alone:
            first_and_last = " ".join(part for part in (cells.cell("first_name"), cells.cell("last_name")) if part.strip())
            return "individual", cells.cell("contact_name") or first_and_last
        organization = cells.cell("organization")
        if organization.strip():
            return ("individual" if _a_person(cells.cell("kind")) else "organization"), organization
        person = cells.cell("individual")
        return ("individual", person) if person.strip() else ("organization", "")

    def _with_name(self, cells: CleanRow, kind: str, typed: str, name: Line) -> Iterator[str]:
        if not name.text:
            yield "Nobody is named." if self.alone or "individual" in self.columns.roles else "No organization is named."
        if kind == "organization" and cells.cell("individual").strip():
            yield "It names an organization and an individual. Where a person works is the affiliation."
        if kind == "individual" and not self.individuals:
            yield "It is a person, and this letter is for organizations; its settings say so."
        if name.unprintable:
            yield f"The letter cannot print {self.printing.named(name.unprintable)} in the name."
        if len(name.text) > LONGEST_NAME:
            yield f"The name has more than {LONGEST_NAME} characters."
        if has_address(typed):
            yield "The name holds a mail address, which would be printed."

    def _unprintable(self, lines: dict[str, Line]) -> Iterator[str]:
        for role, line in lines.items():
            if line.unprintable:
                yield f"The letter cannot print {self.printing.named(line.unprintable)} in the {role}."

    def _moment(self, cell: str, remarks: list[str]) -> datetime | None:
        if not cell.strip():
            return None
        found = self.moments.read(cell)
        if found is None:
            remarks.append(f"“{short(cell.strip())}” is no date that can be read; the moment of bringing the list counts.")
        elif found > self.now:
            remarks.append(f"“{short(cell.strip())}” is still to come; the moment of bringing the list counts.")
            return None
        return found


def _a_person(cell: str) -> bool:
    return folded(cell) in ("individual", "person", "persona", "individuo")


def _fitting(text: str, longest: int, what: str, remarks: list[str]) -> str:
    """``text`` if it is no longer than that, else nothing: what is not printed keeps no line off the letter."""
    if len(text) <= longest:
        return text
    remarks.append(f"The {what} has more than {longest} characters, and is left out.")
    return ""


def _scope(cell: str, remarks: list[str]) -> str:
    scope = scope_of(cell)
    if scope is None:
        remarks.append(f"“{short(cell.strip())}” is no scope of ours, and is left out.")
    return scope or ""
