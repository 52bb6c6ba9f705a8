"""What is to become of each row of a list of organizations that is brought to the directory. No row goes unaccounted.

A row whose name the directory has adds to that organization and overwrites nothing. A row that only looks like one is left out
until a person decides what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from errors import UserError
from signatories.folding import name_key
from signatories.reading.cells import Printing
from signatories.reading.columns import Columns, check
from signatories.reading.directory_cells import Said, changed_fields, read_said, same_value
from signatories.reading.lists import RawRow, ReadList
from signatories.reading.purposes import DIRECTORY

if TYPE_CHECKING:
    from signatories.matching import NameIndex

Verdict = Literal["new", "adds", "nothing", "double", "problem", "empty", "heading"]

Choice = Literal["new", "same"]
"""What a person says of a likely double: it is another organization, or it is that one."""

MOST_ROWS = 5_000
"""Of one list of organizations: each name is held against the whole directory while somebody waits."""

FIELD_NAMES = {
    "sort_name": "sort name",
    "scope": "scope",
    "state": "state",
    "website": "website",
    "type": "type",
    "notes": "notes",
}


@dataclass(frozen=True, slots=True)
class KnownOrganization:
    """An organization of the directory: ``names`` are all its names with their keys, those of organizations that were joined
    into it too; ``contacts`` the keys of its contacts with name and title."""

    id: int
    name: str
    key: str
    names: Mapping[str, str]
    fields: Mapping[str, str] = field(default_factory=dict)
    contacts: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DirectoryRow:
    """One row of the list and what becomes of it.

    "new" makes an organization; "adds" adds ``names`` (with their kinds), ``fills`` and perhaps the contact to the organization
    ``target``, or to what row ``of_row`` made; "nothing" is known whole; "double" is likely ``target`` (or ``of_row``), called
    ``like``, and is left out unless a person says otherwise; a "problem" is left out. ``sentence`` says why, ``remarks`` what
    else there is to know.
    """

    place: int
    verdict: Verdict
    said: Said = field(default_factory=Said)
    target: int | None = None
    of_row: int | None = None
    like: str = ""
    names: tuple[tuple[str, str], ...] = ()
    fills: Mapping[str, str] = field(default_factory=dict)
    contact: bool = False
    sentence: str = ""
    remarks: tuple[str, ...] = ()


def plan(
    read: ReadList,
    columns: Columns,
    known: Sequence[KnownOrganization],
    *,
    choices: Mapping[int, Choice] | None = None,
    printing: Printing,
) -> list[DirectoryRow]:
    """One :class:`DirectoryRow` for each row of ``read``, in its order, those of the heading too.

    ``choices`` are a person's words about likely doubles, by the place of the row. What is chosen for a row that is none does
    nothing.

    Raises :class:`~errors.UserError` for columns that make no organizations, and for a list that is too long.
    """
    return Planner(read, columns, known, printing=printing).planned(choices or {})


class Planner:
    """A list held against the directory: as often as somebody chooses, and only read and searched for once.

    Takes and raises what :func:`plan` does. Goes through the rows in their order; each sees the directory as the rows before it
    would leave it.
    """

    def __init__(self, read: ReadList, columns: Columns, known: Sequence[KnownOrganization], *, printing: Printing) -> None:
        check(columns, read.width, DIRECTORY)
        if len(read.rows) - columns.heading > MOST_ROWS:
            raise UserError(f"The list has more than {MOST_ROWS:,} rows. Bring it in parts.")
        self._rows = [_read(number, raw, columns, printing) for number, raw in enumerate(read.rows)]
        self._seen = known
        self._begin({})
        self._index = self._indexed()
        self._alike: dict[int, list[tuple[tuple[str, int], str]]] = {}
        """By the place of a row what was found for it in the index, and why: that takes longer than all else."""

    def planned(self, choices: Mapping[int, Choice]) -> list[DirectoryRow]:
        """What becomes of each row under these choices."""
        self._begin(choices)
        return [self._one(row) if row.verdict == "new" else row for row in self._rows]

    def _begin(self, choices: Mapping[int, Choice]) -> None:
        self._choices = choices
        self._there: dict[tuple[str, int], KnownOrganization] = {("id", one.id): one for one in self._seen}
        """What is there: by its id, or by the row that would make it."""
        self._holders: dict[str, list[tuple[str, int]]] = {}
        for at, one in self._there.items():
            self._hold(at, one.names)

    def _indexed(self) -> NameIndex[tuple[str, int, str]] | None:
        """The names that are there, and those of rows whose name nobody has; None where every row's name is known."""
        new = (row for row in self._rows if row.verdict == "new")
        unknown = {("row", row.place, ""): row.said.name for row in new if row.said.key not in self._holders}
        names = {(*at, key): name for at, one in self._there.items() for key, name in one.names.items()}
        if not unknown:
            return None
        from signatories.matching import NameIndex  # late: most processes compare no names

        return NameIndex(names | unknown)

    def _hold(self, at: tuple[str, int], keys: Iterable[str]) -> None:
        for key in keys:
            holders = self._holders.setdefault(key, [])
            if at not in holders:
                holders.append(at)

    def _one(self, row: DirectoryRow) -> DirectoryRow:
        said = row.said
        found = self._called(said)
        if len(found) > 1:
            names = ", ".join(f"“{self._there[at].name}”" for at in found[:3])
            sentence = f"{len(found)} organizations are called so ({names}), and nothing tells which one is meant."
            return replace(row, verdict="problem", sentence=sentence)
        if found:
            return self._known(row, found[0])
        return self._likely(row) or self._new(row)

    def _new(self, row: DirectoryRow) -> DirectoryRow:
        held = {name: holders[0] for name, _ in row.said.other_names if (holders := self._holders.get(name_key(name)))}
        names = tuple((name, kind) for name, kind in row.said.other_names if name not in held)
        remarks = [self._not_added(name, at) for name, at in held.items()]
        at = ("row", row.place)
        self._there[at] = made = _made(row.said, names)
        self._hold(at, made.names)
        added = replace(row, names=names, fills=dict(row.said.fields), contact=any(row.said.contact))
        return replace(added, remarks=(*row.remarks, *remarks))

    def _not_added(self, name: str, at: tuple[str, int]) -> str:
        return f"“{name}” is not added: it is a name of “{self._there[at].name}”."

    def _called(self, said: Said) -> list[tuple[str, int]]:
        """Who is meant by the row's name: those of that display name before those who only also go by it; of several, those
        that agree in state and website."""
        holders = self._holders.get(said.key, [])
        found = [at for at in holders if self._there[at].key == said.key] or holders
        if len(found) > 1:
            agreeing = [at for at in found if _told_by(self._there[at].fields) == _told_by(said.fields)]
            found = agreeing if len(agreeing) == 1 else found
        return found

    def _known(self, row: DirectoryRow, at: tuple[str, int], *, said_so: bool = False) -> DirectoryRow:
        """What the row adds to what is there at ``at``; ``said_so``: a person said that it is the same, whatever its name."""
        said, one = row.said, self._there[at]
        fills, differs = changed_fields(said.fields, one.fields)
        same_list = at[0] == "row"
        telling = [name for name in differs if name in _TELLING]
        if same_list and telling and not said_so:
            what = " and ".join(FIELD_NAMES[name] for name in telling)
            return self._double(row, at, f"The name of row {at[1]} with another {what}.")
        remarks = [
            f"{FIELD_NAMES[name].capitalize()} differs: “{one.fields[name][:80]}” is kept, not “{said.fields[name][:80]}”."
            for name in differs
        ]
        names = []
        for name, kind in [(said.name, "alias"), *said.other_names]:
            if name_key(name) in one.names:
                continue
            holders = [other for other in self._holders.get(name_key(name), []) if other != at]
            if holders:
                remarks.append(self._not_added(name, holders[0]))
            else:
                names.append((name, kind))
        contact, remark = _contact(said, one)
        adds = bool(names or fills or contact)
        self._add(at, names, fills, said if contact else None)
        where = f"The organization of row {at[1]}." if same_list else f"In the directory as “{one.name}”."
        return replace(
            row,
            verdict="adds" if adds else "nothing",
            target=None if same_list else at[1],
            of_row=at[1] if same_list else None,
            like=one.name,
            names=tuple(names),
            fills=fills,
            contact=contact,
            sentence=where,
            remarks=(*row.remarks, *remarks, *([remark] if remark else [])),
        )

    def _add(
        self, at: tuple[str, int], names: Iterable[tuple[str, str]], fills: Mapping[str, str], contact: Said | None
    ) -> None:
        one = self._there[at]
        keys = {name_key(name): name for name, _kind in names}
        contacts = dict(one.contacts)
        if contact is not None:
            contacts[contact.contact_key] = contact.contact[:2]
        self._there[at] = replace(one, names={**one.names, **keys}, fields={**one.fields, **fills}, contacts=contacts)
        self._hold(at, keys)

    def _likely(self, row: DirectoryRow) -> DirectoryRow | None:
        """The row as a likely double: one of its other names is known, or the matcher finds its name like another."""
        for name, _kind in row.said.other_names:
            holders = self._holders.get(name_key(name), [])
            if holders:
                return self._double(row, holders[0], f"“{name}” is a name of “{self._there[holders[0]].name}”.")
        if row.place not in self._alike:
            found = self._index.like(("row", row.place, ""), limit=20) if self._index is not None else []
            self._alike[row.place] = [((where, number), match.reasons[0]) for (where, number, _key), match in found]
        for at, why in self._alike[row.place]:
            if at in self._there:
                return self._double(row, at, why)
        return None

    def _double(self, row: DirectoryRow, at: tuple[str, int], why: str) -> DirectoryRow:
        choice = self._choices.get(row.place)
        if choice is not None:
            return self._new(row) if choice == "new" else self._known(row, at, said_so=True)
        inside = at[0] == "row"
        target, of_row = (None, at[1]) if inside else (at[1], None)
        like = self._there[at].name
        sentence = f"Likely the same as “{like}”{f' of row {at[1]}' if inside else ''}: {why}"
        return replace(row, verdict="double", target=target, of_row=of_row, like=like, sentence=sentence)


def _read(number: int, raw: RawRow, columns: Columns, printing: Printing) -> DirectoryRow:
    if number < columns.heading:
        return DirectoryRow(raw.place, "heading", remarks=raw.remarks)
    if raw.empty and not raw.remarks:
        return DirectoryRow(raw.place, "empty")
    said, problems, remarks = read_said(raw, columns, printing)
    return DirectoryRow(raw.place, "problem" if problems else "new", said, sentence=" ".join(problems), remarks=remarks)


_TELLING = ("state", "website")
"""What tells two organizations of one name apart."""


def _told_by(fields: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(fields.get(name, "") for name in _TELLING)


def _made(said: Said, others: Iterable[tuple[str, str]]) -> KnownOrganization:
    names = {said.key: said.name} | {name_key(name): name for name, _kind in others}
    contacts = {said.contact_key: said.contact[:2]} if any(said.contact) else {}
    return KnownOrganization(0, said.name, said.key, names, said.fields, contacts)


def _contact(said: Said, one: KnownOrganization) -> tuple[bool, str]:
    """Whether the row's contact is to be added, and what to say about one that is known otherwise."""
    name, title, email = said.contact
    if not any(said.contact):
        return False, ""
    kept = one.contacts.get(said.contact_key)
    if kept is None:
        # A contact without an address may be the one of that name with an address.
        if not email and any(same_value(name, other) for other, _title in one.contacts.values()):
            return False, ""
        return True, ""
    if (name and not same_value(name, kept[0])) or (title and not same_value(title, kept[1])):
        return False, f"The contact differs: “{', '.join(part for part in kept if part)}” is kept."
    return False, ""
