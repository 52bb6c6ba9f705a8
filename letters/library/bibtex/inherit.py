"""Fields that an entry takes from another one: ``crossref`` and ``xdata`` (biblatex manual, "Data Inheritance")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from letters.library.bibtex.syntax import Entry
from letters.library.bibtex.tables import NOT_INHERITED, PARENTS, RENAMED, RENAMED_PERIODICAL
from letters.library.reading import Told, short

_FURTHEST = 10
"""How many steps an inheritance may go; real ones go two. Without an end, a ring of entries would never be done."""
_MOST_INHERITED = 5_000_000


def inherited(entries: Sequence[Entry], told: Told) -> tuple[Entry, ...]:
    """``entries`` with their inherited fields filled in; the ``xdata`` entries, which are no works, are gone."""
    known: dict[str, Entry] = {}
    room = _MOST_INHERITED
    whole: list[Entry] = []
    for entry in entries:
        known.setdefault(entry.key.lower(), entry)
    for entry in entries:
        if entry.kind == "xdata":
            continue
        if {"crossref", "xdata"} & entry.fields.keys():
            filled = _filled(entry, known, told)
            room -= sum(len(value) for name, value in filled.fields.items() if name not in entry.fields)
            if room < 0:  # a long text that thousands of entries inherit
                told.line("From here on nothing is inherited: it would be too much text.", entry.line)
            whole.append(filled if room >= 0 else entry)
        else:
            whole.append(entry)
    return tuple(whole)


def _filled(entry: Entry, known: dict[str, Entry], told: Told) -> Entry:
    fields = dict(entry.fields)
    for data in _data(entry, known, told):
        for field, value in data.fields.items():
            if field not in ("ids", "xdata"):
                fields.setdefault(field, value)
    child, seen = entry, {entry.key.lower()}
    for _ in range(_FURTHEST):
        key = child.fields.get("crossref", "").strip()
        if not key:
            break
        parent = known.get(key.lower())
        if parent is None or parent.key.lower() in seen:
            why = "which is not there" if parent is None else "and that from it"
            told.line(f"“{short(entry.key, 40)}” takes fields from “{short(key, 40)}”, {why}.", entry.line)
            break
        seen.add(parent.key.lower())
        for field, value in parent.fields.items():
            for name in _given(field, parent.kind, entry.kind):
                fields.setdefault(name, value)
        child = parent
    return replace(entry, fields={field: value for field, value in fields.items() if field not in ("crossref", "xdata")})


def _given(field: str, parent: str, child: str) -> tuple[str, ...]:
    """Under which names ``field`` of a parent goes to its child."""
    if field in NOT_INHERITED:
        return ()
    if parent == "periodical" and child in ("article", "suppperiodical", "review"):
        return (RENAMED_PERIODICAL.get(field, field),)
    if parent in PARENTS and child != parent and (child.startswith(("in", "supp")) or child in ("bookinbook", "conference")):
        # A volume's author is the author of the chapter only where the book is one person's.
        if field == "author":
            return ("author", "bookauthor") if child == "inbook" else ()
        return (RENAMED.get(field, field),)
    return (field,)


def _data(entry: Entry, known: dict[str, Entry], told: Told) -> list[Entry]:
    found: list[Entry] = []
    seen: set[str] = set()
    waiting = [entry]
    while waiting and len(found) < 100:
        current = waiting.pop(0)
        for key in current.fields.get("xdata", "").split(",")[:100]:
            key = key.strip().lower()
            if not key or key in seen:
                continue
            seen.add(key)
            data = known.get(key)
            if data is None:
                told.line(f"“{short(entry.key, 40)}” takes fields from “{short(key, 40)}”, which is not there.", entry.line)
            else:
                found.append(data)
                waiting.append(data)
    return found
