"""What stands in the cells of one row, clean as it will be kept. Lists for every purpose share it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from mail.addresses import parsed
from signatories.formulas import as_typed
from signatories.lines import Line
from signatories.ordering.placing import SCOPES
from signatories.reading.columns import Columns
from signatories.reading.lists import RawRow
from signatories.reading.purposes import folded

LONGEST_NAME = 300
"""Characters of an organization's name, as on the sign form."""

LONGEST_PERSON = 200
LONGEST_STATE = 60
LONGEST_TYPE = 100
LONGEST_CELL = 20_000
"""Characters of a cell that are looked at: any text, and any number of names, is too long before that."""

LONGEST_ADDRESS = 254
"""RFC 5321, section 4.5.3.1.3, less the brackets."""

_SCOPE_WORDS = {scope: scope for scope in SCOPES} | {
    **dict.fromkeys(("nacional", "nationwide", "federal", "us"), "national"),
    **dict.fromkeys(("estatal", "statewide", "regional"), "state"),
    **dict.fromkeys(("city", "county", "municipal"), "local"),
    **dict.fromkeys(("internacional", "global"), "international"),
}
_BRACKETS = re.compile(r"([^<>]*)<([^<>]*)>\s*")


@dataclass(frozen=True, slots=True)
class Printing:
    """How the letter prints a name, and how to name characters that it cannot."""

    line: Callable[[str], Line]
    named: Callable[[tuple[str, ...]], str]


@dataclass(frozen=True, slots=True)
class Address:
    """The address in a cell: ``email`` as mail goes to it, or "" and what is ``wrong``; ``typed`` what was taken for it, and
    the name that stood beside it. All are empty for an empty cell."""

    email: str = ""
    typed: str = ""
    name_beside: str = ""
    wrong: str = ""


@dataclass(slots=True)
class CleanRow:
    """A row under ``columns``. What :meth:`line` takes out of its cells is told by :meth:`remarks`."""

    raw: RawRow
    columns: Columns
    printing: Printing
    _removed: dict[str, None] = field(default_factory=dict)

    def cell(self, role: str) -> str:
        """What was typed in the column with that role; "" where there is none."""
        column = self.columns.column(role)
        return as_typed(self.raw.cells[column])[:LONGEST_CELL] if column is not None else ""

    def line(self, role: str) -> Line:
        """The same as the letter would print it."""
        return self.printed(self.cell(role))

    def contact(self) -> Line:
        """The contact's name, whether in one cell or in two."""
        return self.printed(self.cell("contact_name") or f"{self.cell('first_name')} {self.cell('last_name')}")

    def printed(self, text: str) -> Line:
        """``text`` as the letter would print it."""
        if not text.strip():
            return Line("")
        line = self.printing.line(text)
        self._removed |= dict.fromkeys(line.removed)
        return line

    def address(self) -> Address:
        """The address in the row, taken out of what stands around it."""
        typed = self.line("email").text
        found = _BRACKETS.fullmatch(typed)
        name, email = (found.group(1), found.group(2)) if found else ("", typed)
        email = email.strip().strip(",;").strip()
        email = email[7:] if email[:7].lower() == "mailto:" else email
        name = name.strip().strip("\"'")
        address = parsed(email) if email and len(email) <= LONGEST_ADDRESS else None
        return Address(address or "", email, name, "" if address else _wrong(email, typed))

    def remarks(self) -> tuple[str, ...]:
        """What is to be said of the row: what its file could not give, and what was taken out of its cells."""
        if not self._removed:
            return self.raw.remarks
        named = self.printing.named(tuple(self._removed))
        return (*self.raw.remarks, f"Left out, because it cannot be seen in print: {named}.")


def _wrong(email: str, typed: str) -> str:
    if not email:
        return ""
    if len(email) > LONGEST_ADDRESS:
        return f"The e-mail address has more than {LONGEST_ADDRESS} characters."
    if sum(parsed(part) is not None for part in re.split(r"[\s,;/]+", email)) > 1:
        return f"“{short(typed)}” is more than one address. Give each a row of its own."
    return f"“{short(typed)}” is not an e-mail address."


def scope_of(cell: str) -> str | None:
    """The one scope that a cell names: "National organization", "Estatal"; "" for an empty cell, None for two of them or for
    another word."""
    words = folded(cell).split()
    named = {_SCOPE_WORDS[word] for word in words if word in _SCOPE_WORDS}
    return named.pop() if len(named) == 1 else None if cell.strip() else ""


def short(text: str) -> str:
    """The beginning of a text that may be long, for a sentence."""
    return text if len(text) <= 60 else text[:57] + "…"
