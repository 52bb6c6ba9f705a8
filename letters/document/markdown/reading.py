"""What one reading of a text knows and gathers: its notes, its names, its losses."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token

from letters.document.characters import FORBIDDEN, forbidden_in, named
from letters.document.losses import Loss, LossKind
from letters.document.schema_reader import NOTE_ID

_SPACES = "\t\n\x0b\x0c\r\x85\u2028\u2029"
"""Forbidden characters that part words: each becomes a space, so that the words on its sides do not grow together."""
_TO_SPACES = str.maketrans(_SPACES, " " * len(_SPACES))


@dataclass(frozen=True, slots=True)
class Definition:
    """``[^label]: …``: its blocks as tokens, unread, and the line where it stands."""

    label: str
    tokens: tuple[Token, ...]
    line: int

    @property
    def excerpt(self) -> str:
        """The beginning of its source, for a message."""
        return excerpt(" ".join(token.content for token in self.tokens if token.content))


def excerpt(text: str) -> str:
    """The beginning of ``text``, for a message: on one line, and without what may not stand in a letter."""
    words = " ".join(FORBIDDEN.sub(" ", text[:400]).split())
    return words if len(words) <= 80 else words[:79] + "…"


class LinkDefinitions(dict[str, dict[str, Any]]):
    """CommonMark's link definitions, which remember whether they were used: one that was not would vanish in silence."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        """The definition of ``key``, and a mark that it was asked for."""
        if key in self:
            self.used.add(key)
        return super().get(key, default)


@dataclass
class Reading:
    """One reading. ``env`` is what markdown-it carries along."""

    losses: list[Loss] = field(default_factory=list)
    definitions: dict[str, Definition] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """The note id for each label."""
    references: list[tuple[str, int]] = field(default_factory=list)
    """The targets of cross references, each with its line."""
    links: LinkDefinitions = field(default_factory=LinkDefinitions)
    env: MutableMapping[str, Any] = field(default_factory=dict)
    _fresh: int = 0

    def __post_init__(self) -> None:
        self.env["references"] = self.links

    def lose(self, kind: LossKind, sentence: str, line: int, fatal: bool = False) -> None:
        """Note a loss."""
        self.losses.append(Loss(kind, sentence, line, fatal))

    def clean(self, text: str, line: int) -> str:
        """``text`` without what may not stand in a letter; each such character is a loss, but for tabs and line ends."""
        for character in forbidden_in(text):
            if character not in "\t\n\r":
                self.lose("character", f"The character {named(character)} may not stand in a letter and was left out.", line)
        return FORBIDDEN.sub("", text.translate(_TO_SPACES))

    def fresh_name(self) -> str:
        """A note id that no note of this text has."""
        while True:
            self._fresh += 1
            name = f"note-{self._fresh}"
            # A label that is a good id keeps it, so it is taken even where its note comes later.
            if name not in self.definitions:
                return name

    def define(self, definition: Definition) -> None:
        """Take a note's definition. Of two under one label the first counts, as for CommonMark's links."""
        label = definition.label
        if label in self.definitions:
            sentence = f"There is already a note “{label}”; this one was left out: “{definition.excerpt}”."
            self.lose("note-redefined", sentence, definition.line)
        else:
            self.definitions[label] = definition
            if NOTE_ID.fullmatch(label):
                self.names[label] = label

    def name_the_rest(self) -> None:
        """Give the notes whose labels cannot be ids a fresh id each."""
        for label, definition in self.definitions.items():
            if label not in self.names:
                name = self.names[label] = self.fresh_name()
                shown = excerpt(label)
                self.lose("other", f"A note cannot be called “{shown}”; it is now called “{name}”.", definition.line)

    def report_unused_links(self) -> None:
        """Note the link definitions that nothing refers to: their text is not in the letter."""
        for label, link in self.links.items():
            if label not in self.links.used:
                self._left_out(label, link)
        for link in self.env.get("duplicate_refs", ()):
            self._left_out(link["label"], link)

    def _left_out(self, label: str, link: MutableMapping[str, Any]) -> None:
        shown = excerpt(f"[{label.lower()}]: {link['href']} {link['title']}")
        self.lose("link", f"“{shown}” defines a link that the text does not use; it was left out.", link["map"][0] + 1)
