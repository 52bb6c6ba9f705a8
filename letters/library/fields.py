"""The edit form of a source: what is typed into it, applied to the item, and everything else left as it was."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping

from letters.document.printable import clean
from letters.library.dates import date_from_text, date_text
from letters.library.names_text import all_shown, names_from_text, names_text
from letters.library.reading import Item, short
from letters.library.types import TYPES, Field, Kind, fields_of, kind_of, more_fields

__all__ = ["TYPES", "Field", "Kind", "applied", "fields_of", "more_fields", "shown"]

_OURS = {"custom.short": "short"}
"""Fields of the form that are our own additions, and their names under ``custom``."""


def shown(item: Mapping[str, object], name: str) -> str:
    """The field ``name`` ("title", "author", "custom.short") of ``item`` as the form shows it; "" if it is missing or of a
    shape that no form can show."""
    if name in _OURS:
        custom = item.get("custom")
        value = custom.get(_OURS[name]) if isinstance(custom, Mapping) else None
        return value if isinstance(value, str) else ""
    value = item.get(name)
    kind = kind_of(name)
    if kind == "names":
        return names_text(value)
    if kind == "date":
        return date_text(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)


def applied(item: Mapping[str, object], typed: Mapping[str, str]) -> tuple[Item, list[str]]:
    """``item`` with the ``typed`` fields applied, and a line for each thing that could not be taken as typed.

    A field that was sent back as it was shown is not touched, so that a number stays a number and a date keeps what the form
    does not show. An emptied field goes; a new one comes at the end; the order of the others stays. The id is never changed.
    """
    result: Item = copy.deepcopy(dict(item))
    problems: list[str] = []
    for name, text in typed.items():
        if name == "id" or _lines(text) == _lines(shown(item, name)):
            continue
        if name == "type":
            if text.strip() in TYPES:
                result["type"] = text.strip()
            else:
                problems.append(f"“{short(text)}” is no type of source.")
        elif name in _OURS:
            _put_ours(result, _OURS[name], clean(text).text, problems)
        elif _is_locked(item.get(name), name):
            problems.append(f"“{short(name)}” holds something that the form cannot show; it is kept as it was.")
        else:
            _put(result, name, text, problems)
    return result, problems


def _put(result: Item, name: str, text: str, problems: list[str]) -> None:
    kind: Kind = kind_of(name)
    value: object
    if kind == "names":
        before = result.get(name)
        lines = [clean(line).text for line in text.splitlines()]
        typed = names_from_text("\n".join(lines))
        value = _with_hidden_parts(typed, before)
        if isinstance(before, list) and not all_shown(before) and _lost(before, value):
            problems.append(f"“{name}”: some names had more parts than the form shows; those of the changed names are gone.")
    elif kind == "date":
        value = date_from_text(clean(text).text)
        if isinstance(value, dict) and "literal" in value:
            problems.append(f"“{short(text)}” was not understood as a date; it is kept as words.")
    elif kind == "long text":
        value = "\n".join(clean(line).text for line in text.strip().splitlines())
    else:
        value = "".join(clean(text).text.split()) if name == "URL" else clean(text).text
    if value:
        result[name] = value
    else:
        result.pop(name, None)


def _put_ours(result: Item, name: str, text: str, problems: list[str]) -> None:
    custom = result.get("custom", {})
    if not isinstance(custom, dict):
        problems.append("“custom” holds something that the form cannot show; it is kept as it was.")
        return
    if text:
        result["custom"] = {**custom, name: text}
        return
    custom.pop(name, None)
    if not custom:
        result.pop("custom", None)


def _is_locked(value: object, name: str) -> bool:
    """Whether ``value`` is of a shape that belongs to no field of this kind, such as a list where text should be."""
    if value in (None, "", [], {}):
        return False
    kind = kind_of(name)
    if kind == "names":
        return not isinstance(value, list)
    if kind == "date":
        return not isinstance(value, Mapping)
    return isinstance(value, bool | list | dict)


def _with_hidden_parts(typed: list[Item], before: object) -> list[Item]:
    """``typed`` with each name that was not changed exactly as it stood, with the parts that a line does not show."""
    known = {names_text([name]): name for name in before if isinstance(name, dict)} if isinstance(before, list) else {}
    return [copy.deepcopy(known.get(names_text([name]), name)) for name in typed]


def _lost(before: list[object], value: object) -> bool:
    kept = json.dumps(value, sort_keys=True)
    hidden = [name for name in before if not all_shown([name])]
    return any(json.dumps(name, sort_keys=True) not in kept for name in hidden)


def _lines(text: str) -> str:
    """``text`` as a browser sends it back: its line ends do not count, nor spaces at the end of a line."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip()
