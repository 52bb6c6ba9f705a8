"""Two sources that are one: merged so that it can be undone, or marked as different by a person.

A source that is merged away stays in the library, under ``custom.merged``: ``into`` is the id of the one that is kept, ``gave``
what filled a blank of it (fields, and under ``custom`` fields of that). Citations of the one merged away print the one kept.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence

from errors import UserError
from letters.citations.library import Library, merged_into
from letters.library.reading import Item, short

_NEVER_GIVEN = frozenset({"id", "type", "custom"})
_GIVEN_CUSTOM = ("short", "hereinafter", "archive")
"""Of our own additions those that hold for the work; an override of the full form belongs to the one it was written for."""


def root_of(items: Sequence[Mapping[str, object]], key: str) -> str:
    """The id of the source that citations of ``key`` print: ``key`` itself unless it is merged away."""
    return Library(items).root(key)


def merged(items: Sequence[Item], keep: str, away: str) -> list[Item]:
    """``items`` with ``away`` merged into ``keep``, or into what that is merged into; new objects, the old ones untouched.

    Blanks of the kept one are filled from the other. "Accessed" goes along only with its address, and an override of the full
    form never does. Raises :class:`UserError` if one of them is not there, if they are the same, if ``away`` is merged already,
    or if ``keep`` leads back to it.
    """
    library = copy.deepcopy(list(items))
    goal = _one(library, root_of(items, keep))
    source = _one(library, away)
    if merged_into(source):
        raise UserError(f"“{short(away)}” is merged already, into “{short(merged_into(source))}”. Undo that first.")
    if goal is source:
        raise UserError(f"“{short(away)}” cannot be merged into itself.")
    gave, over = _fill(goal, source)
    mark: Item = {"into": goal["id"], "gave": gave}
    if over:
        mark["over"] = over
    custom = source.get("custom")
    if "custom" in source and not (isinstance(custom, dict) and custom and "merged" not in custom):
        mark["was"] = custom
    source["custom"] = {**(custom if isinstance(custom, dict) else {}), "merged": mark}
    return library


def unmerged(items: Sequence[Item], away: str) -> list[Item]:
    """``items`` with the merge of ``away`` undone: the same bytes as before it, if nothing else has changed.

    If the kept source was edited meanwhile, only gifts that are still as they were given are taken back; another source that is
    merged into it fills those blanks again. Raises :class:`UserError` if ``away`` is not there or not merged.
    """
    library = copy.deepcopy(list(items))
    source = _one(library, away)
    mark = _mark(source)
    if mark is None:
        raise UserError(f"“{short(away)}” is not merged into anything.")
    if "was" in mark:
        source["custom"] = mark["was"]
    else:
        del source["custom"]["merged"]
        if not source["custom"]:
            del source["custom"]
    _take_back(library, str(mark["into"]), mark["gave"], mark.get("over"))
    return library


def distinct(items: Sequence[Item], a: str, b: str) -> list[Item]:
    """``items`` with a person's word that ``a`` and ``b`` are different: they are not offered as doubles again.

    Raises :class:`UserError` if one of them is not there, or if they are the same.
    """
    library = copy.deepcopy(list(items))
    first, _ = _one(library, a), _one(library, b)
    if a == b:
        raise UserError(f"“{short(a)}” cannot be different from itself.")
    if are_distinct(first, _one(library, b)):
        return library
    custom = first.get("custom", {})
    if not isinstance(custom, dict):
        raise UserError(f"“custom” of “{short(a)}” is no object {{…}}; mend it in the library's file.")
    listed = custom.get("distinct")
    first["custom"] = {**custom, "distinct": [*(listed if isinstance(listed, list) else []), b]}
    return library


def undistinct(items: Sequence[Item], a: str, b: str) -> list[Item]:
    """``items`` without that word, whichever of the two it stands at. An empty ``custom`` goes with it."""
    library = copy.deepcopy(list(items))
    for one, other in ((a, b), (b, a)):
        item = _one(library, one)
        custom = item.get("custom")
        if not isinstance(custom, dict) or other not in _distinct_of(item):
            continue
        custom["distinct"] = [key for key in custom["distinct"] if key != other]
        if not custom["distinct"]:
            del custom["distinct"]
        if not custom:
            del item["custom"]
    return library


def are_distinct(a: Mapping[str, object], b: Mapping[str, object]) -> bool:
    """Whether a person said that the two are different."""
    return b.get("id") in _distinct_of(a) or a.get("id") in _distinct_of(b)


def _distinct_of(item: Mapping[str, object]) -> list[object]:
    custom = item.get("custom")
    listed = custom.get("distinct") if isinstance(custom, Mapping) else None
    return listed if isinstance(listed, list) else []


def _one(items: Sequence[Item], key: str) -> Item:
    found = next((item for item in items if item.get("id") == key), None)
    if found is None:
        raise UserError(f"There is no source “{short(key)}” in the library.")
    return found


def _mark(item: Item) -> Item | None:
    """The mark of a source that is merged away, else None. One without its gifts, which somebody wrote by hand, gets an empty
    list of them."""
    if not merged_into(item):
        return None
    mark: Item = item["custom"]["merged"]
    if not isinstance(mark.get("gave"), dict):
        mark["gave"] = {}
    return mark


def _blank(value: object) -> bool:
    return value is None or value in ("", [], {})


def _fill(goal: Item, source: Item, only: frozenset[str] | None = None) -> tuple[Item, Item]:
    """Fill blanks of ``goal`` from ``source``, of its fields (or of ``only`` some of them); what was given, and the blanks that
    stood there before, both with the fields of ``custom`` under that name."""
    gave: Item = {}
    over: Item = {}
    for name, value in source.items():
        if name in _NEVER_GIVEN or _blank(value) or not _blank(goal.get(name)) or (only is not None and name not in only):
            continue
        if name == "accessed" and not _same(goal.get("URL") or source.get("URL"), source.get("URL")):
            continue
        if name in goal:
            over[name] = goal[name]
        goal[name] = gave[name] = value
    theirs, ours = source.get("custom"), goal.get("custom")
    # An empty "custom" is left alone: it could not be told from one that the merge made.
    if isinstance(theirs, dict) and ("custom" not in goal or (isinstance(ours, dict) and ours)):
        ours = dict(ours or {})
        given = {}
        for name in _GIVEN_CUSTOM:
            wanted = only is None or f"custom {name}" in only
            if wanted and not _blank(theirs.get(name)) and name not in ours:
                ours[name] = given[name] = theirs[name]
        if given:
            gave["custom"] = given
            goal["custom"] = ours
    return copy.deepcopy(gave), over


def _take_back(library: Sequence[Item], key: str, gave: Item, over: object) -> None:
    """Take gifts back from the source ``key``, and from what that one gave them on to."""
    goal = next((item for item in library if item.get("id") == key), None)
    if goal is None:
        return
    blanks = over if isinstance(over, dict) else {}
    taken: set[str] = set()
    for name, value in gave.items():
        if name == "custom" or name not in goal or not _same(goal[name], value):
            continue
        if name in blanks:
            goal[name] = blanks[name]
        else:
            del goal[name]
        taken.add(name)
    custom, given = goal.get("custom"), gave.get("custom")
    if isinstance(custom, dict) and isinstance(given, dict):
        for name, value in given.items():
            if name in custom and _same(custom[name], value):
                del custom[name]
                taken.add(f"custom {name}")
        if not custom:
            del goal["custom"]
    if not taken:
        return
    _fill_again(library, goal, frozenset(taken))
    onward = _mark(goal)
    if onward is not None:
        was = onward.get("was")
        if isinstance(was, dict):  # what its own undoing will put back must not hold the gifts any more
            for name in (name for name in _GIVEN_CUSTOM if f"custom {name}" in taken):
                was.pop(name, None)
                if name in goal["custom"]:
                    was[name] = goal["custom"][name]
        passed = {name: value for name, value in onward["gave"].items() if name in taken and _blank(goal.get(name))}
        theirs = onward["gave"].get("custom")
        nested = {
            name: value for name, value in (theirs if isinstance(theirs, dict) else {}).items() if f"custom {name}" in taken
        }
        for name in passed:
            del onward["gave"][name]
        for name in nested:
            del onward["gave"]["custom"][name]
        if nested and not onward["gave"]["custom"]:
            del onward["gave"]["custom"]
        _take_back(library, onward["into"], {**passed, **({"custom": nested} if nested else {})}, onward.get("over"))


def _fill_again(library: Sequence[Item], goal: Item, names: frozenset[str]) -> None:
    """Let the others that are merged into ``goal`` fill the blanks that a gift taken back has left."""
    for other in library:
        mark = _mark(other)
        if mark is None or mark["into"] != goal.get("id") or other is goal:
            continue
        before = frozenset(mark["gave"]) | {f"custom {name}" for name in mark["gave"].get("custom") or ()}
        gave, over = _fill(goal, other, names - before)
        nested = gave.pop("custom", None)
        mark["gave"].update(gave)
        if nested:
            mark["gave"]["custom"] = {**(mark["gave"].get("custom") or {}), **nested}
        if over:
            mark["over"] = {**(mark.get("over") or {}), **over}


def _same(one: object, other: object) -> bool:
    """Whether two JSON values are the same to the byte: ``1``, ``1.0`` and ``true`` are not."""
    return json.dumps(one) == json.dumps(other)
