"""What a reader and a writer of the library's formats give back: sources or text, and what went wrong or got lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Item = dict[str, Any]
"""One source as CSL-JSON. Unknown fields are kept; our own additions live under ``custom``."""

MOST_CHARACTERS = 10_000_000
"""The longest text that is read. A library of 5,000 sources with their abstracts is shorter."""

_MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: ``items`` in the order of the file, ``format`` as it was recognized ("csl-json", "bibtex", "ris", or "").

    ``problems`` has a line for each thing that could not be read at all; ``losses`` one for each thing that was changed or left
    out of a source that was read. Lines begin with "line N: " (counted from 1) where the place is known.
    """

    items: tuple[Item, ...]
    problems: tuple[str, ...] = ()
    losses: tuple[str, ...] = ()
    format: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A library as text, and a line for each thing that the format cannot hold."""

    text: str
    losses: tuple[str, ...] = ()


class Told:
    """Lines for a person, in order, each once; what befell several sources in the same way becomes one line."""

    def __init__(self) -> None:
        self._lines: dict[str, list[str]] = {}

    def line(self, text: str, number: int = 0) -> None:
        """A line of its own, about line ``number`` of the file if it is known."""
        self._lines.setdefault(f"line {number}: {text}" if number else text, [])

    def of(self, text: str, key: str) -> None:
        """``text`` is true of the source ``key`` too."""
        keys = self._lines.setdefault(text, [])
        if key not in keys[-1:]:
            keys.append(key)

    def lines(self) -> tuple[str, ...]:
        """All lines, those that are too many to read counted instead."""
        whole = [f"{text} ({_listed(keys)})" if keys else text for text, keys in self._lines.items()]
        return capped(whole)


def capped(lines: Sequence[str]) -> tuple[str, ...]:
    """The first of ``lines``, and how many more there were: a broken file of 10 MB must not answer with 10 MB."""
    if len(lines) <= _MOST_LINES:
        return tuple(lines)
    return (*lines[:_MOST_LINES], f"… and {len(lines) - _MOST_LINES} more lines like these.")


def short(text: object, most: int = 80) -> str:
    """``text`` cut for a message."""
    whole = str(text)
    return whole if len(whole) <= most else whole[: most - 1] + "…"


def too_long(text: str) -> Read | None:
    """The refusal of a text that is longer than any library, else None."""
    if len(text) <= MOST_CHARACTERS:
        return None
    return Read((), (f"The text is too long: more than {MOST_CHARACTERS // 1_000_000} million characters.",))


def _listed(keys: Iterable[str]) -> str:
    named = [short(key, 40) for key in keys]
    if len(named) > 5:
        return f"{len(named)} sources: {', '.join(named[:4])}, …"
    return ", ".join(named)
