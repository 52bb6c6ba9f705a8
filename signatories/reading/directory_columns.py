"""Which column of a list of organizations holds what: the headings of :mod:`signatories.reading.columns`, and those that only
a directory has."""

from __future__ import annotations

import re
import unicodedata

from errors import UserError
from signatories.reading.columns import Columns, guess, headings
from signatories.reading.lists import PEOPLE, ReadList
from signatories.reading.purposes import INVITING
from signatories.reading.reader import read_list

ROLES = (
    *("organization", "sort_name", "aliases", "former_names", "scope", "state", "website", "type", "notes"),
    *("contact_name", "first_name", "last_name", "contact_title", "email"),
)
"""What a column can be; "" for one that is not used. In the order in which the directory is written out."""

_HEADINGS = {
    "sort_name": ("sort name", "sorted as", "sort as", "sort key", "nombre para ordenar"),
    "aliases": (
        *("aliases", "alias", "also known as", "aka", "a k a", "other names", "short name", "acronym", "acronyms"),
        *("abbreviation", "dba", "d b a", "tambien conocido como", "otros nombres", "siglas", "sigla"),
    ),
    "former_names": ("former names", "former name", "formerly", "previous name", "previous names", "nombres anteriores"),
    "scope": ("scope", "level", "reach", "national state local", "alcance", "ambito"),
    "state": ("state", "state or country", "country", "st", "region", "estado", "pais", "estado o pais"),
    "website": ("website", "web site", "web", "url", "site", "homepage", "web address", "sitio web", "pagina web"),
    "type": ("type", "kind", "sort of organization", "type of organization", "organization type", "category", "sector", "tipo"),
    "notes": ("notes", "note", "comments", "comment", "remarks", "notas", "comentarios", "observaciones"),
}


def read_organizations(data: bytes | str, filename: str = "", separator: str = "") -> ReadList:
    """The list in ``data``, as :func:`~signatories.reading.reader.read_list` gives it. A text that is no table for certain has
    a name on each line, and no mail's recipients: the commas in it are the names' own ("Mills, Inc.").
    """
    read = read_list(data, filename, separator)
    if separator or filename.lower().endswith((".csv", ".xlsx")) or read.separator not in (PEOPLE, ",", ";"):
        return read
    if read.separator != PEOPLE and ("@" in read.text or _names_columns(read)):
        return read
    return read_list(read.text, separator="\t")


def _names_columns(read: ReadList) -> bool:
    """Whether two cells of the first row are headings that we know."""
    first = next(row.cells for row in read.rows if not row.empty)
    return len({directory_role(cell) or INVITING.role_of(cell) for cell in first} - {""}) > 1


def guess_organizations(read: ReadList) -> Columns:
    """The most likely reading of a list of organizations."""
    base = guess(read)
    above = headings(read, base.heading)
    roles: list[str] = []
    for heading, role in zip(above, base.roles, strict=True):
        found = directory_role(heading) or role
        roles.append(found if found not in roles else "")
    if "organization" not in roles:
        # "Name, State": no person is meant where nothing else is the organization.
        named = next((place for place, role in enumerate(roles) if role == "contact_name"), None)
        if named is None and read.width == 1:
            named = 0
        if named is not None:
            roles[named] = "organization"
    return Columns(tuple(roles), base.heading)


def directory_role(heading: str) -> str:
    """What a column with that heading holds that only a directory has; "" for any other."""
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", heading.casefold()) if not unicodedata.combining(mark))
    folded = " ".join(re.findall(r"[a-z0-9]+", plain))
    return next((role for role, names in _HEADINGS.items() if folded in names), "")


def check_organizations(columns: Columns, width: int) -> None:
    """Raise :class:`~errors.UserError` unless these columns make organizations out of rows of that width."""
    if len(columns.roles) != width or any(role not in ("", *ROLES) for role in columns.roles) or columns.heading < 0:
        raise UserError("Say for each column of the list what it is.")
    used = [role for role in columns.roles if role]
    if "organization" not in used:
        raise UserError("Say which column holds the names of the organizations.")
    if len(set(used)) < len(used):
        raise UserError("Two columns are said to be the same thing. Choose one of them.")
