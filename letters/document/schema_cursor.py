"""A place in a JSON value that somebody else made: it knows its path, and gathers what is wrong instead of stopping at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from letters.document.characters import forbidden_in, named

MOST_PROBLEMS = 20
"""How many problems are listed: enough to mend a document, too few to fill a log."""

_S = TypeVar("_S", bound=str)


class SchemaError(ValueError):
    """A value that is not a letter. ``problems`` has a sentence for each thing that is wrong, with its path."""

    def __init__(self, problems: Collection[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass
class Problems:
    """What was found wrong so far."""

    found: list[str] = field(default_factory=list)

    def add(self, path: str, sentence: str) -> None:
        """Note a problem. Raises :class:`SchemaError` when there are enough."""
        self.found.append(f"{path}: {sentence}" if path else sentence)
        if len(self.found) >= MOST_PROBLEMS:
            raise SchemaError([*self.found, "There may be more problems; these are the first."])

    def done(self) -> None:
        """Raise :class:`SchemaError` if there is any problem."""
        if self.found:
            raise SchemaError(self.found)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The value at ``path``. Each reading gives something of the asked type, and notes a problem where the value is not."""

    value: object
    path: str
    problems: Problems

    def wrong(self, sentence: str) -> None:
        """Note that this value is wrong."""
        self.problems.add(self.path, sentence)

    def members(self, allowed: Collection[str]) -> dict[str, Cursor]:
        """The members of an object; those not in ``allowed`` are problems."""
        if not isinstance(self.value, Mapping):
            self.wrong(f"must be an object, not {_kind(self.value)}.")
            return {}
        members: dict[str, Cursor] = {}
        for key, value in self.value.items():
            if key in allowed:
                members[key] = Cursor(value, f"{self.path}.{key}" if self.path else key, self.problems)
            else:
                self.wrong(f"unknown member “{str(key)[:40]}”.")
        return members

    def kind(self) -> str | None:
        """The type of the node here, or None where there is a problem."""
        if not isinstance(self.value, Mapping) or not isinstance(self.value.get("type"), str):
            self.wrong("must be an object with a type.")
            return None
        return str(self.value["type"])

    def is_a(self, wanted: str) -> bool:
        """Whether the node here is of the type ``wanted``; anything else is a problem."""
        kind = self.kind()
        if kind is not None and kind != wanted:
            self.wrong(f"must be a {wanted}, not “{kind[:40]}”.")
        return kind == wanted

    def content(self) -> Cursor:
        """The content of a node that has no attributes; an empty list where there is none."""
        return self._content(self.members(("type", "content")))

    def attributes(self, *allowed: str, required: Collection[str] = ()) -> dict[str, Cursor]:
        """The attributes of a node that has no content."""
        return self._attributes(self.members(("type", "attrs")), allowed, required)

    def parts(self, *allowed: str, required: Collection[str] = ()) -> tuple[dict[str, Cursor], Cursor]:
        """The attributes and the content of a node that may have both."""
        members = self.members(("type", "attrs", "content"))
        return self._attributes(members, allowed, required), self._content(members)

    def _content(self, members: Mapping[str, Cursor]) -> Cursor:
        return members.get("content", Cursor([], f"{self.path}.content", self.problems))

    def _attributes(
        self, members: Mapping[str, Cursor], allowed: Collection[str], required: Collection[str]
    ) -> dict[str, Cursor]:
        attributes = members["attrs"].members(allowed) if "attrs" in members else {}
        for name in required:
            if name not in attributes:
                self.wrong(f"has no attrs.{name}.")
        return attributes

    def items(self, most: int) -> list[Cursor]:
        """The items of a list of at most ``most``."""
        if not isinstance(self.value, list | tuple):
            self.wrong(f"must be a list, not {_kind(self.value)}.")
            return []
        if len(self.value) > most:
            self.wrong(f"has {len(self.value):,} items; at most {most:,} are allowed.")
            return []
        return [Cursor(item, f"{self.path}[{place}]", self.problems) for place, item in enumerate(self.value)]

    def text(self, most: int) -> str:
        """Text of at most ``most`` characters that may all stand in a letter."""
        if not isinstance(self.value, str):
            self.wrong(f"must be text, not {_kind(self.value)}.")
            return ""
        if len(self.value) > most:
            self.wrong(f"has {len(self.value):,} characters; at most {most:,} are allowed.")
            return ""
        bad = forbidden_in(self.value)
        if bad:
            self.wrong(f"holds {', '.join(map(named, bad[:5]))}, which may not stand in a letter.")
            return ""
        return self.value

    def choice(self, choices: Collection[_S], default: _S) -> _S:
        """One of ``choices``; ``default`` where the value is none of them."""
        for choice in choices:
            if choice == self.value:
                return choice
        listed = ", ".join(f"“{choice}”" for choice in choices)
        self.wrong(f"must be one of {listed}.")
        return default

    def integer(self, least: int, most: int) -> int:
        """A whole number between ``least`` and ``most``."""
        if not isinstance(self.value, int) or isinstance(self.value, bool) or not least <= self.value <= most:
            self.wrong(f"must be a whole number from {least:,} to {most:,}.")
            return least
        return self.value


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list() | tuple():
            return "a list"
        case Mapping():
            return "an object"
        case _:
            return "something that JSON does not have"
