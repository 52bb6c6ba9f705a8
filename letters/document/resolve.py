"""The one pass that gives numbers: notes are counted, cross references looked up, citations written out.

Nothing else in the program numbers a note. The pass is idempotent (a resolved letter resolves to itself) and blind to what
the ids are called: only their place in the text counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from letters.document.losses import LetterWarning
from letters.document.nodes import (
    Cite,
    Count,
    Inline,
    Letter,
    Note,
    NoteInline,
    NoteLink,
    NumberedNote,
    Text,
    XRef,
)
from letters.document.walk import inlines_of, map_inlines


@dataclass(frozen=True, slots=True)
class Resolution:
    """A letter whose every number is in place, and what a person should look at."""

    letter: Letter
    notes: tuple[NumberedNote, ...]
    warnings: tuple[LetterWarning, ...]

    @property
    def blocked(self) -> bool:
        """Whether something here must be mended before the letter may be closed."""
        return any(warning.blocks for warning in self.warnings)


@dataclass(frozen=True, slots=True)
class Cited:
    """What writing out the citations gave: the notes with every ``Cite`` replaced, and warnings."""

    notes: tuple[NumberedNote, ...]
    warnings: tuple[LetterWarning, ...] = ()


Citer = Callable[[Sequence[NumberedNote]], Cited]
"""Writes out the citations of all notes at once: it sees them in order, so that it can tell full from short."""


def without_library(notes: Sequence[NumberedNote]) -> Cited:
    """The citer of a letter that has no library: any citation is broken, and stays visible as ``[key]``."""
    warnings: list[LetterWarning] = []

    def written(note: NumberedNote) -> NumberedNote:
        content: list[NoteInline] = []
        for node in note.content:
            if not isinstance(node, Cite):
                content.append(node)
                continue
            keys = [citation.source for citation in node.citations]
            content.append(Text("[" + "; ".join(keys) + "]"))
            warnings.extend(
                LetterWarning("broken-source", f"Note {note.number} cites “{key}”, but there is no library.", note.number, True)
                for key in keys
            )
        return replace(note, content=tuple(content))

    return Cited(tuple(written(note) for note in notes), tuple(warnings))


def resolve(letter: Letter, citer: Citer = without_library) -> Resolution:
    """Number the notes of ``letter`` in the order of their references and write out everything that depends on it.

    Takes a letter, stored or already resolved, and the citer for its library (:func:`letters.citations.citer`). Gives a
    letter without ``Note``, ``Cite`` or a resolvable ``XRef``; a ``Count`` stays for the rendition, which has the list. A
    reference to a note that is not there keeps the place visible as ``[?]`` and gives a warning that blocks closing: a hole
    must never print unseen.
    """
    warnings: list[LetterWarning] = []
    outlined: list[NumberedNote] = []
    for node in inlines_of(letter.body):
        if isinstance(node, (Note, NumberedNote)):
            outlined.append(NumberedNote(node.id, len(outlined) + 1, node.content))

    numbers: dict[str, int] = {}
    for note in outlined:
        if note.id in numbers:
            warnings.append(
                LetterWarning(
                    "duplicate-note-id",
                    f"Notes {numbers[note.id]} and {note.number} are both called “{note.id}”. Rename one of them.",
                    note.number,
                    True,
                )
            )
        else:
            numbers[note.id] = note.number
        if not any(isinstance(part, (Text, Count, Cite, XRef, NoteLink)) for part in note.content):
            warnings.append(LetterWarning("empty-note", f"Note {note.number} is empty.", note.number, True))

    cited = citer(outlined)
    warnings.extend(cited.warnings)

    def link(node: XRef | NoteLink, place: int) -> Text | NoteLink:
        # Two notes may share an id until somebody renames one; a "supra note 3" that is right must not turn to the other.
        if isinstance(node, NoteLink) and 0 < node.number <= len(outlined) and outlined[node.number - 1].id == node.target:
            return node
        number = numbers.get(node.target)
        if number is not None:
            return NoteLink(node.target, number)
        where = f"Note {place}" if place else "The text"
        warnings.append(
            LetterWarning("broken-note", f"{where} refers to a note “{node.target}” that is not in the letter.", place, True)
        )
        return Text("[?]")

    def settled(note: NumberedNote) -> NumberedNote:
        if not any(isinstance(part, (XRef, NoteLink)) for part in note.content):
            return note
        content = tuple(link(part, note.number) if isinstance(part, (XRef, NoteLink)) else part for part in note.content)
        return NumberedNote(note.id, note.number, content)

    notes = tuple(settled(note) for note in cited.notes)
    coming = iter(notes)

    def placed(node: Inline) -> Inline:
        if isinstance(node, (Note, NumberedNote)):
            return next(coming)
        if isinstance(node, (XRef, NoteLink)):
            return link(node, 0)
        return node

    body = map_inlines(letter.body, placed)
    return Resolution(replace(letter, body=body), notes, tuple(warnings))
