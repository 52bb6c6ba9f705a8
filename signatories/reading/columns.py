"""Which column of a list holds what: by its heading in English or Spanish, else by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from errors import UserError
from signatories.reading.lists import LINES, PEOPLE, RawRow, ReadList
from signatories.reading.purposes import DIRECTORY, INVITING, SIGNING, Purpose, folded

_ORGANIZATION_WORDS = re.compile(
    r"\b(?:inc|llc|ltd|associations?|asociacion|alliance|alianza|coalition|coalicion|council|consejo|cent(?:er|re)s?|centro"
    r"|foundation|fundacion|fund|network|red|union|sindicato|institut[eo]|society|sociedad|league|liga|projects?|proyecto"
    r"|committee|comite|groups?|grupo|church|iglesia|university|universidad|college|partnership|federation|federacion"
    r"|organizations?|organizacion|services|servicios|of|for|de|del|the|national|nacional|action|accion|friends|amigos|rights"
    r"|justice|workers|community|communities|comunidad|club|chapter|trust|watch|initiative|campaign|collective|colectivo)\b"
)
_TITLE_WORDS = re.compile(
    r"\b(?:director|directora|president|presidenta|presidente|ceo|manager|coordinator|coordinador|coordinadora|chair|officer"
    r"|organizer|executive|attorney|counsel|secretary|treasurer|founder|staff|lead|policy|advocate|analyst|associate|vice)\b"
)
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_SAMPLE = 200


@dataclass(frozen=True, slots=True)
class Columns:
    """How a list is to be read: what each column is (a role of its purpose, or ""), and how many rows stand above the first
    person: 0 where there is no heading."""

    roles: tuple[str, ...]
    heading: int = 0

    def column(self, role: str) -> int | None:
        """The place of the column with that role, counted from 0."""
        return self.roles.index(role) if role in self.roles else None


def check(columns: Columns, width: int, purpose: Purpose) -> None:
    """Raise :class:`~errors.UserError` unless these columns make what the list is brought for out of rows of that width."""
    if len(columns.roles) != width or any(role not in ("", *purpose.roles) for role in columns.roles) or columns.heading < 0:
        raise UserError("Say for each column of the list what it is.")
    used = [role for role in columns.roles if role]
    if not any(role in purpose.needs for role in used):
        raise UserError(purpose.missing)
    if len(set(used)) < len(used):
        raise UserError("Two columns are said to be the same thing. Choose one of them.")


def guess(read: ReadList, purpose: Purpose = INVITING) -> Columns:
    """The most likely reading of the list."""
    if read.separator == PEOPLE:
        return Columns(("contact_name", "email")[: read.width], 0)
    if read.separator == LINES:
        return Columns(("organization",), _heading_of_lines(read, purpose))
    heading = _heading(read, purpose)
    people = [row.cells for row in read.rows[heading : heading + _SAMPLE] if not row.empty]
    names = headings(read, heading)
    roles = _by_heading(names, people, purpose) if heading else {}
    _by_content(roles, people, read.width, purpose)
    if purpose is SIGNING:
        _who_signs(roles, names, people)
    elif purpose is DIRECTORY and "organization" not in roles.values():
        # "Name, State": no person is meant where nothing else is the organization.
        named = {role: column for column, role in roles.items()}.get("contact_name", 0 if read.width == 1 else None)
        roles |= {} if named is None else {named: "organization"}
    return Columns(tuple(roles.get(column, "") for column in range(read.width)), heading)


def headings(read: ReadList, heading: int) -> tuple[str, ...]:
    """What stands over each column: the lowest words of the heading's rows, which may be two where cells are merged."""
    above = [row.cells for row in read.rows[:heading]]
    return tuple(
        next((cells[column].strip() for cells in reversed(above) if cells[column].strip()), "") for column in range(read.width)
    )


def _heading(read: ReadList, purpose: Purpose) -> int:
    """How many rows stand above the first person. A heading has names of columns and no address; a title may stand over it.

    A row below one that may be a heading takes its place only if it says more, or as much in words that we know: "Workers’
    Organization" is a name, and "Organization" is none.
    """
    found = most = 0
    filled = [(number, row) for number, row in enumerate(read.rows[:60], start=1) if not row.empty]
    for number, row in filled[:10]:
        if any(has_address(cell) for cell in row.cells):
            break
        named = {role for cell in row.cells if (role := purpose.role_of(cell))}
        known = {role for cell in row.cells if (role := purpose.role_of(cell)) and purpose.surely(cell)}
        score, surely = len(named) + ("email" in named), len(known) + ("email" in known)
        if found:
            better = surely >= most or (score > most and len(named) > 1)
        else:
            better = bool(known) or len(named) > 1 or "email" in named or (bool(named) and _asks(row))
        if better:
            found, most = number, score
    return found


def _heading_of_lines(read: ReadList, purpose: Purpose) -> int:
    """1 where the first line of a text with a name on each is no name, but says what they are: "Organization"."""
    first = read.rows[0].cells[0]
    return int(purpose.surely(first))


def _asks(row: RawRow) -> bool:
    """Whether a row asks for something, as forms do: "Your organization’s legal name"."""
    return any(_ASKING.search(folded(cell)) or cell.rstrip().endswith(("?", ":")) for cell in row.cells)


_ASKING = re.compile(r"\b(?:your|name|su|nombre)\b")


def _by_heading(names: Sequence[str], people: Sequence[tuple[str, ...]], purpose: Purpose) -> dict[int, str]:
    candidates: dict[str, list[tuple[int, int, int]]] = {}
    for column, name in enumerate(names):
        role = purpose.role_of(name)
        if role:
            # "E-mail 1 - Label" and "E-mail opt-in" are columns about mail, without an address in them.
            unfit = -_addresses(people, column) if role == "email" else 0
            candidates.setdefault(role, []).append((unfit, purpose.preference(name, role), column))
    roles = {min(found)[2]: role for role, found in candidates.items()}
    taken = set(roles.values())
    names_of_people = sorted(candidates.get("contact_name", ()), key=lambda item: item[2])
    if "last_name" in taken and "first_name" not in taken and "contact_name" in taken:
        return {column: "first_name" if role == "contact_name" else role for column, role in roles.items()}  # Nombre, Apellidos
    if not {"organization", "individual"} & taken and len(names_of_people) > 1:
        # "Name, Contact, E-mail": the first is the organization's.
        roles |= {names_of_people[0][2]: "organization", names_of_people[1][2]: "contact_name"}
    return roles


def _who_signs(roles: dict[int, str], names: Sequence[str], people: Sequence[tuple[str, ...]]) -> None:
    """Change ``roles`` where the columns together tell more than each by itself."""
    place = {role: column for column, role in roles.items()}
    if {"individual", "kind"} & place.keys():
        # Beside people who sign in their own name a bare "title" is theirs.
        for column, name in enumerate(names):
            if folded(name) in ("title", "titulo") and "title" not in place:
                roles[column] = "title"
        return
    if "organization" in place:
        return
    if "affiliation" in place:
        roles[place["affiliation"]] = "organization"
    elif "contact_name" in place and _share(people, place["contact_name"], _ORGANIZATION_WORDS) > 0.2:
        roles[place["contact_name"]] = "organization"


def _by_content(roles: dict[int, str], people: Sequence[tuple[str, ...]], width: int, purpose: Purpose) -> None:
    """Add to ``roles`` what the headings did not tell: where the addresses are; and without any heading the names as well."""
    without_heading = not roles
    if "email" not in roles.values():
        # Whoever is to be asked has an address somewhere, whatever its column is called; a signatory may have none.
        fit = [column for column in range(width) if purpose is INVITING or column not in roles]
        most = max(fit, key=lambda column: (_addresses(people, column), -column), default=None)
        if most is not None and _addresses(people, most):
            roles[most] = "email"
    if not without_heading:
        return
    free = [column for column in range(width) if column not in roles and any(cells[column].strip() for cells in people)]
    titles = [column for column in free if _share(people, column, _TITLE_WORDS) > 0.4]
    if len(free) > 1 and titles and _share(people, titles[0], _ORGANIZATION_WORDS) < 0.4:
        roles[titles[0]] = "contact_title"
        free.remove(titles[0])
    ranked = sorted(free, key=lambda column: (-_share(people, column, _ORGANIZATION_WORDS), column))
    if len(free) > 1:
        roles |= {ranked[0]: "organization", min(ranked[1:]): "contact_name"}
    elif free:
        roles[free[0]] = "organization" if _share(people, free[0], _ORGANIZATION_WORDS) > 0.2 else "contact_name"


def _addresses(people: Iterable[tuple[str, ...]], column: int) -> int:
    return sum(has_address(cells[column]) for cells in people)


def has_address(cell: str) -> bool:
    """Whether a mail address stands in a cell, alone or among other words."""
    # The bound: looking for an address takes the square of a text's length where there is none.
    return "@" in cell and bool(_ADDRESS.search(cell[:500]))


def _share(people: Sequence[tuple[str, ...]], column: int, words: re.Pattern[str]) -> float:
    """Of the filled cells of a column, how many have one of the words: from 0 to 1."""
    cells = [cells[column] for cells in people if cells[column].strip()]
    return sum(bool(words.search(folded(cell[:500]))) for cell in cells) / len(cells) if cells else 0.0
