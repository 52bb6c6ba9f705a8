"""Inline content in the pieces that a reader sees as one: words, spaces, marks of punctuation, notes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from letters.document.nodes import Break, Cite, Count, Inline, Note, NoteInline, NoteLink, NumberedNote, Text, XRef
from letters.redline.tree import Words

Numbers = Mapping[int, Hashable]
"""What each note of a letter, by its number, is called in both letters (:func:`letters.redline.notes.names`)."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece, and the ``key`` in which two pieces that read the same are equal. Numbers of notes are not in the key."""

    key: Hashable
    node: Inline | NoteInline

    @property
    def is_word(self) -> bool:
        """Whether there is something to read in it: a letter, a digit, a note."""
        return not isinstance(self.node, (Text, Break)) or (isinstance(self.node, Text) and is_word(self.node.text))

    @property
    def is_space(self) -> bool:
        """Whether it is a gap between words."""
        return isinstance(self.node, Text) and self.node.text.isspace()


def tokens(content: Sequence[Inline | NoteInline], numbers: Numbers) -> list[Token]:
    """The pieces of resolved ``content``; raises ValueError for a node that ``resolve`` would have replaced."""
    found: list[Token] = []
    for node in content:
        if isinstance(node, Text):
            marks = marks_of(node)
            found += [Token((word, *marks), Text(word, *marks)) for word in split(node.text)]
        else:
            found.append(Token(key_of(node, numbers), node))
    return found


def key_of(node: Inline | NoteInline, numbers: Numbers) -> Hashable:
    """What ``node`` is in both letters."""
    match node:
        case Text():
            return (node.text, *marks_of(node))
        case NumberedNote(number=number):
            return ("note", numbers[number])
        case NoteLink(number=number, target=target):
            return ("pointer", numbers.get(number, target))
        case Count(of=of):
            return ("count", of, *marks_of(node))
        case Break():
            return "break"
        case Note() | Cite() | XRef():
            raise ValueError(f"a letter must be resolved before it is compared: {type(node).__name__}")


def joined(content: Iterable[Inline | NoteInline]) -> Words:
    """``content`` with neighbours of the same marks in one run again."""
    done: list[Inline | NoteInline] = []
    group: list[str] = []
    for node in content:
        last = done[-1] if done else None
        if isinstance(node, Text) and isinstance(last, Text) and marks_of(node) == marks_of(last):
            group.append(node.text)
            continue
        _close(done, group)
        done.append(node)
        group = [node.text] if isinstance(node, Text) else []
    _close(done, group)
    return tuple(done)


def _close(done: list[Inline | NoteInline], group: list[str]) -> None:
    if len(group) > 1 and isinstance(last := done[-1], Text):
        done[-1] = Text("".join(group), *marks_of(last))


def marks_of(node: Text | Count) -> tuple[bool, bool, bool, str | None]:
    """The marks of a run of text or of a count: em, strong, underline, link."""
    return (node.em, node.strong, node.underline, node.href)


def split(text: str) -> list[str]:
    """The words, spaces and other marks of ``text``, in order; together they are ``text``.

    "Mary’s" and "1,200.50" are one word each; an ideograph is one by itself, because nothing parts Chinese or Japanese words;
    a combining mark never leaves its letter.
    """
    return _pattern().findall(text)


def is_word(text: str) -> bool:
    """Whether there is a letter or a digit in ``text``."""
    return any(character.isalnum() for character in text)


@cache
def _pattern() -> re.Pattern[str]:
    marks = "".join(f"{chr(first)}-{chr(last)}" for first, last in _combining())
    letter = rf"[\w{marks}\u200c\u200d]"
    alone = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    word = rf"(?:(?![{alone}]){letter}|(?<=\d)[.,](?=\d)|(?<=\w)['’](?=\w))+"
    joint = rf"[{marks}\u200d]"
    return re.compile(rf"[{alone}]{joint}*|{word}|\s+|.{joint}*", re.DOTALL)


def _combining() -> list[tuple[int, int]]:
    """The ranges of combining marks (Unicode 15.0, section 4.5, general category M), for a character class."""
    ranges: list[tuple[int, int]] = []
    for code in (*range(0x300, 0x20000), *range(0xE0100, 0xE01F0)):
        if unicodedata.category(chr(code))[0] != "M":
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1] = (ranges[-1][0], code)
        else:
            ranges.append((code, code))
    return ranges
