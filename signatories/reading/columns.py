"""Which column of a list holds what: by its heading in English or Spanish, else by what stands in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from signatories.reading.lists import PEOPLE, ReadList

ROLES = ("organization", "contact_name", "first_name", "last_name", "contact_title", "email")
"""What a column can be; "" for one that is not used. First and last names together are the contact's name."""

_HEADINGS: Mapping[str, tuple[str, ...]] = {
    # In the order of preference: Outlook's "Title" is "Ms.", its "Job Title" is what we mean.
    "email": (
        *("email", "e mail", "mail", "email address", "e mail address", "contact email", "work email", "primary email"),
        *("email 1 value", "e mail 1 value"),
        *("correo", "correo electronico", "direccion de correo electronico", "direccion de correo"),
    ),
    "contact_title": (
        *("job title", "contact title", "title", "position", "role", "organization title"),
        *("cargo", "puesto", "titulo", "funcion", "cargo del contacto"),
    ),
    "organization": (
        *("organization", "organisation", "organization name", "organisation name", "name of organization", "company"),
        *("company name", "org", "group", "institution", "agency", "association", "employer", "nonprofit", "account name"),
        *("affiliation", "entity"),
        *(
            "organizacion",
            "nombre de la organizacion",
            "empresa",
            "institucion",
            "entidad",
            "asociacion",
            "grupo",
            "afiliacion",
        ),
    ),
    "first_name": ("first name", "first", "given name", "forename", "primer nombre", "nombre de pila", "nombres"),
    "last_name": ("last name", "last", "surname", "family name", "apellido", "apellidos"),
    "contact_name": (
        *("contact name", "contact", "full name", "name", "contact person", "primary contact", "person", "display name"),
        "recipient",
        *("nombre del contacto", "nombre de contacto", "contacto", "nombre completo", "nombre", "persona de contacto"),
        "destinatario",
    ),
}

_PARTS: tuple[tuple[str, str], ...] = (
    ("email", r"e ?mails?|correos?"),
    ("contact_title", r"title|titulo|cargo|puesto|position"),
    ("first_name", r"first name|given name|nombre de pila"),
    ("last_name", r"last name|surname|family name|apellidos?"),
    ("organization", r"organi[sz]ations?|organizacion(?:es)?|company|org|empresa|institucion|institution|agency"),
    ("contact_name", r"contact|contacto|name|nombre"),
)
"""Words that a heading may hold among others, for headings nobody thought of: "Your organization's legal name"."""

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
    """How a list is to be read: what each column is (a role of :data:`ROLES`, or ""), and how many rows stand above the first
    person: 0 where there is no heading."""

    roles: tuple[str, ...]
    heading: int = 0

    def column(self, role: str) -> int | None:
        """The place of the column with that role, counted from 0."""
        return self.roles.index(role) if role in self.roles else None


def guess(read: ReadList) -> Columns:
    """The most likely reading of the list."""
    if read.separator == PEOPLE:
        return Columns(("contact_name", "email")[: read.width], 0)
    heading = _heading(read)
    people = [row.cells for row in read.rows[heading : heading + _SAMPLE] if not row.empty]
    roles = _by_heading(headings(read, heading), people) if heading else {}
    _by_content(roles, people, read.width)
    return Columns(tuple(roles.get(column, "") for column in range(read.width)), heading)


def headings(read: ReadList, heading: int) -> tuple[str, ...]:
    """What stands over each column: the lowest words of the heading's rows, which may be two where cells are merged."""
    above = [row.cells for row in read.rows[:heading]]
    return tuple(
        next((cells[column].strip() for cells in reversed(above) if cells[column].strip()), "") for column in range(read.width)
    )


def _heading(read: ReadList) -> int:
    """How many rows stand above the first person. A heading has names of columns and no address; a title may stand over it."""
    found = 0
    most = 0
    filled = [(number, row) for number, row in enumerate(read.rows[:60], start=1) if not row.empty]
    for number, row in filled[:10]:
        if any(_has_address(cell) for cell in row.cells):
            break
        named = {role for cell in row.cells if (role := role_of(cell))}
        score = len(named) + ("email" in named)
        if score and score >= most:
            found, most = number, score
    return found


def _by_heading(names: Sequence[str], people: Sequence[tuple[str, ...]]) -> dict[int, str]:
    candidates: dict[str, list[tuple[int, int, int]]] = {}
    for column, name in enumerate(names):
        role = role_of(name)
        if role:
            told = _HEADINGS[role].index(_folded(name)) if _folded(name) in _HEADINGS[role] else len(_HEADINGS[role])
            # "E-mail 1 - Label" and "E-mail opt-in" are columns about mail, without an address in them.
            unfit = -_addresses(people, column) if role == "email" else 0
            candidates.setdefault(role, []).append((unfit, told, column))
    roles = {min(found)[2]: role for role, found in candidates.items()}
    taken = set(roles.values())
    names_of_people = sorted(candidates.get("contact_name", ()), key=lambda item: item[2])
    if "last_name" in taken and "first_name" not in taken and "contact_name" in taken:
        return {column: "first_name" if role == "contact_name" else role for column, role in roles.items()}  # Nombre, Apellidos
    if "organization" not in taken and len(names_of_people) > 1:
        # "Name, Contact, E-mail": the first is the organization's.
        roles |= {names_of_people[0][2]: "organization", names_of_people[1][2]: "contact_name"}
    return roles


def _by_content(roles: dict[int, str], people: Sequence[tuple[str, ...]], width: int) -> None:
    """Add to ``roles`` what the headings did not tell: where the addresses are; and without any heading the names as well."""
    without_heading = not roles
    if "email" not in roles.values():
        most = max(range(width), key=lambda column: (_addresses(people, column), -column), default=None)
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


def role_of(heading: str) -> str:
    """What a column with that heading holds: one of :data:`ROLES`, or "" when nobody can tell."""
    folded = _folded(heading)
    if not folded or len(folded) > 60:
        return ""
    for role, names in _HEADINGS.items():
        if folded in names:
            return role
    return next((role for role, words in _PARTS if re.search(rf"\b(?:{words})\b", folded)), "")


def _folded(text: str) -> str:
    """Lower case, without accents and punctuation, single spaces: "Correo electrónico:" and "CORREO ELECTRONICO" are one."""
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(mark))
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def _addresses(people: Iterable[tuple[str, ...]], column: int) -> int:
    return sum(_has_address(cells[column]) for cells in people)


def _has_address(cell: str) -> bool:
    # The bound: looking for an address takes the square of a text's length where there is none.
    return "@" in cell and bool(_ADDRESS.search(cell[:500]))


def _share(people: Sequence[tuple[str, ...]], column: int, words: re.Pattern[str]) -> float:
    """Of the filled cells of a column, how many have one of the words: from 0 to 1."""
    cells = [cells[column] for cells in people if cells[column].strip()]
    return sum(bool(words.search(_folded(cell[:500]))) for cell in cells) / len(cells) if cells else 0.0
