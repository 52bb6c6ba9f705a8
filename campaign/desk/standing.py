"""Where things stand in a letter, in words that a person recognizes: notes by their sentence, paragraphs by their start."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from letters.document.nodes import Inlines, Letter, Note, NoteInline, NumberedNote
from letters.document.walk import plain_text, runs_of

_SENTENCE_END = re.compile(r"[.!?…][”’\"')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])")


@dataclass(frozen=True, slots=True)
class Standing:
    """A note of a letter: its number, and the last words before its reference."""

    number: int
    note: Note | NumberedNote
    words: str


def standings(letter: Letter, most: int = 12) -> tuple[Standing, ...]:
    """Every note of ``letter`` in order, each with at most ``most`` words of the sentence that it follows."""
    found: list[Standing] = []
    for run in runs_of(letter.body):
        for place, node in enumerate(run):
            if isinstance(node, Note | NumberedNote):
                found.append(Standing(len(found) + 1, node, _before(run[:place], most)))
    return tuple(found)


def paragraphs(letter: Letter, most: int = 10) -> tuple[tuple[int, str], ...]:
    """Every paragraph, heading and cell that holds words: its index in ``runs_of``, and its first words."""
    return tuple((index, first_words(text, most)) for index, run in enumerate(runs_of(letter.body)) if (text := _plain(run)))


def first_words(text: str, most: int = 10) -> str:
    """The first words of ``text``, with an ellipsis when there are more."""
    words = text.split()
    return _short(" ".join(words[:most])) + (" …" if len(words) > most else "")


def words_of(content: Sequence[NoteInline]) -> str:
    """The beginning of a resolved note, for a list to choose from."""
    return first_words(plain_text(content), 9)


def _before(run: Inlines, most: int) -> str:
    text = _plain(run)
    # A note stands behind the full stop of its sentence: that end is not the one looked for.
    ends = [match.end() for match in _SENTENCE_END.finditer(text[-2000:])]
    sentence = text[-2000:][ends[-1] :] if ends else text[-2000:]
    words = sentence.split()
    return ("… " if len(words) > most else "") + _short(" ".join(words[-most:]))


def _short(text: str) -> str:
    return text if len(text) <= 160 else text[:158] + " …"


def _plain(run: Inlines) -> str:
    return " ".join(plain_text(run).split())
