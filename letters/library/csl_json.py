"""The library as CSL-JSON (the Citation Style Language's data format, schema 1.0.2), every field as it came."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal

from letters.library.keys import Ids, usable
from letters.library.reading import Item, Read, Told, Written, capped, short, too_long


def parse_sources(text: str) -> tuple[tuple[Mapping[str, object], ...], list[str]]:
    """A library in CSL-JSON (a list of objects, each with an id of its own), with a line for each problem.

    Every field is kept as it stands, in its order. An id that is a number becomes text, because a citation can only name text.
    """
    found = _Parsing(text)
    return tuple(found.items), found.problems


def read(text: str) -> Read:
    """Read CSL-JSON: a list, or a single source alone.

    Other than :func:`parse_sources` it tells what JSON itself drops (a field that is there twice, digits beyond a number's
    precision), and gives an id that no citation could name another one, saying so.
    """
    if refusal := too_long(text):
        return refusal
    text = text.strip().removeprefix("\ufeff")
    found = _Parsing(f"[{text}]" if text.startswith("{") else text)
    told = Told()
    for loss in found.losses:
        told.line(loss)
    if found.numbered:
        told.line(f"Ids that were numbers are kept as text: {short(', '.join(found.numbered))}.")
    ids = Ids(str(item["id"]) for item in found.items)
    for item in found.items:
        old = item["id"]
        if not usable(old):
            item["id"] = ids.new(item)
            told.line(f"No citation can name the id “{short(old)}”; the source is now called “{item['id']}”.")
    return Read(tuple(found.items), capped(found.problems), told.lines(), "csl-json")


def write(items: Sequence[Mapping[str, object]]) -> Written:
    """``items`` as CSL-JSON, readable, UTF-8; nothing is lost."""
    return Written(json.dumps(list(items), ensure_ascii=False, indent=2, allow_nan=False) + "\n")


class _Parsing:
    def __init__(self, text: str) -> None:
        self.items: list[Item] = []
        self.problems: list[str] = []
        self.losses: list[str] = []
        self.numbered: list[str] = []
        try:
            loaded: object = json.loads(
                text, parse_constant=_no_number, parse_float=self._float, object_pairs_hook=self._object
            )
            json.dumps(loaded, ensure_ascii=False).encode()
        except json.JSONDecodeError as error:
            self.problems.append(f"line {error.lineno}: not valid JSON ({error.msg}).")
        except (RecursionError, ValueError):
            self.problems.append("not valid JSON (nested too deeply, a number that is none, or half of a character).")
        else:
            self._take(loaded)

    def _take(self, loaded: object) -> None:
        if not isinstance(loaded, list):
            self.problems.append("must be a list of sources: […].")
            return
        seen: set[str] = set()
        for place, item in enumerate(loaded, start=1):
            if not isinstance(item, dict):
                self.problems.append(f"source {place}: must be an object {{…}}.")
                continue
            key = item.get("id")
            if isinstance(key, int) and not isinstance(key, bool):
                key = str(key)
                item["id"] = key
                self.numbered.append(key)
            if not isinstance(key, str) or not key.strip():
                self.problems.append(f"source {place}: has no id.")
            elif key in seen:
                self.problems.append(f"source {place}: the id “{key[:80]}” is there twice.")
            else:
                seen.add(key)
                self.items.append(item)

    def _object(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        whole = dict(pairs)
        if len(whole) < len(pairs):
            seen: set[str] = set()
            for name, _ in pairs:
                if name in seen:
                    self.losses.append(f"A source has the field “{short(name)}” twice; the last one counts.")
                seen.add(name)
        return whole

    def _float(self, digits: str) -> float:
        number = float(digits)
        if number in (float("inf"), float("-inf")):
            raise ValueError(f"{short(digits)} is too large a number")
        if len(digits) > 17 and Decimal(digits) != Decimal(repr(number)):
            self.losses.append(f"The number {short(digits)} is kept as {number!r}.")
        return number


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is not a number in JSON")
