"""A pasted note on its way into the letter: what the person chose for each citation becomes sources, and the pieces a note.

Pure: takes what a version holds, gives what the next one would hold. With it the review page shows what the operation will
save.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from campaign.operations.writing import Content, Item
from errors import ProblemsError, UserError
from letters.citations.full import full_form
from letters.citations.library import Library
from letters.citations.style import Style
from letters.document.nodes import Cite, Inline, Inlines, Letter, Note, NoteInline, Paragraph
from letters.document.normal import normal_note
from letters.document.schema import SchemaError, check
from letters.document.walk import inlines_of, map_inlines, map_runs, runs_of
from letters.library.keys import new_id

if TYPE_CHECKING:
    from letters.citations.parse import Segment

Choice = str | Item | None
"""What becomes of one segment: a citation of the library's source of that key, a citation of a new source (CSL-JSON without an
id), or text as it was typed. Prose is always None."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the finished note goes: nowhere yet, in the place of the content of the note with that number, or as a new note at
    the end of a paragraph. Paragraphs, headings and cells are counted from 0 in reading order, as ``runs_of`` gives them."""

    kind: Literal["nowhere", "note", "paragraph"] = "nowhere"
    number: int = 0


@dataclass(frozen=True, slots=True)
class Filed:
    """What came of it: the content of the next version, the note as it stands in the tree, its printed number (0: it stands
    nowhere), a name for it that no other note has, and the keys of the sources that are new in the library."""

    content: Content
    note: tuple[NoteInline, ...]
    number: int
    name: str
    added: tuple[str, ...] = ()

    @property
    def markdown(self) -> str:
        """The note as the letter's text defines it: "[^name]: …"."""
        from letters.document.markdown.inline_writer import write_run  # late, as all that reads and writes Markdown

        return f"[^{self.name}]: " + write_run(self.note, "note").replace("\n", "\n    ")


class PlaceGone(UserError):  # noqa: N818
    """There is no such note or paragraph."""

    def __init__(self) -> None:
        super().__init__("That place is not in the letter any more. Choose another.", field="place")


def filed(
    content: Content,
    segments: Sequence[Segment],
    choices: Sequence[Choice],
    place: Place,
    italics: Sequence[tuple[int, int]] = (),
) -> Filed:
    """``content`` with the note that ``segments`` become, and with the new sources among ``choices``, one per segment.

    ``italics`` are the italic stretches of what was pasted; they stay on what stays prose.

    A new source that the library has already, field by field, is not added twice: sending the same form again changes nothing.
    Raises a :class:`~errors.UserError` for a key that leads nowhere (its ``field`` is "choice-" and the segment's index), a
    place that is not there, a note without content, and a note that cannot be stored.
    """
    sources = [dict(item) for item in content.sources]
    known = len(sources)
    keys = _keys(sources, choices)
    library = Library(sources)
    said_once = [
        segment if key is None else _said_once(segment, library.find(key) or {}, content.style)
        for segment, key in zip(segments, keys, strict=True)
    ]
    from letters.citations.parse import as_note  # late: a process that files no footnote saves 3 MB

    note = normal_note(as_note(said_once, keys, italics))
    if not note:
        raise UserError("There is nothing in this note.", field="text")
    letter, number = _placed(content.letter, note, place)
    _storable(letter, note)
    added = tuple(str(item["id"]) for item in sources[known:])
    name = _fresh_id(content.letter, note)
    return Filed(replace(content, letter=letter, sources=sources), note, number, name, added)


def at_the_end(letter: Letter, note: tuple[NoteInline, ...]) -> Letter:
    """``letter`` with ``note`` behind its last words: to show how a note prints that has no place yet."""
    runs = sum(1 for _ in runs_of(letter.body))
    if not runs:
        return replace(letter, body=(Paragraph((Note(_fresh_id(letter, note), note),)),))
    return _placed(letter, note, Place("paragraph", runs - 1))[0]


def _said_once(segment: Segment, item: Item, style: Style) -> Segment:
    """``segment`` without what its source prints anyway: a statute that the library has with its sections, "(codified at …)".

    Pages are left alone: a short number is found in any citation by accident.
    """
    whole = "".join(run.text for run in full_form(item, style).with_locator(""))
    if segment.label == "section" and segment.locator and f"§ {segment.locator}" in whole.replace("§§", "§"):
        segment = replace(segment, locator="")
    if segment.parenthetical and f"({segment.parenthetical})" in whole:
        segment = replace(segment, parenthetical="")
    return segment


def _keys(sources: list[dict[str, Any]], choices: Sequence[Choice]) -> list[str | None]:
    """The key that each segment cites; new sources are put into ``sources``."""
    library = Library(sources)
    keys: list[str | None] = []
    for index, choice in enumerate(choices):
        if isinstance(choice, str):
            if library.find(choice) is None:
                sentence = f"“{choice}” is not in the library any more. Choose another source."
                raise UserError(sentence, field=f"choice-{index}")
            keys.append(choice)
        elif choice is None:
            keys.append(None)
        else:
            keys.append(_added(sources, choice))
    return keys


def _added(sources: list[dict[str, Any]], item: Item) -> str:
    fields = {name: value for name, value in item.items() if name != "id"}
    for known in sources:
        if {name: value for name, value in known.items() if name != "id"} == fields:
            return str(known["id"])
    key = new_id(fields, {str(known["id"]) for known in sources})
    sources.append({"id": key, **fields})
    return key


def _placed(letter: Letter, note: tuple[NoteInline, ...], place: Place) -> tuple[Letter, int]:
    if place.kind == "nowhere":
        return letter, 0
    changed = _in_note(letter, note, place.number) if place.kind == "note" else _in_paragraph(letter, note, place.number)
    if changed is None:
        raise PlaceGone
    return changed


def _in_note(letter: Letter, content: tuple[NoteInline, ...], number: int) -> tuple[Letter, int] | None:
    count = 0

    def change(node: Inline) -> Inline:
        nonlocal count
        if not isinstance(node, Note):
            return node
        count += 1
        return replace(node, content=content) if count == number else node

    changed = replace(letter, body=map_inlines(letter.body, change))
    return (changed, number) if 1 <= number <= count else None


def _in_paragraph(letter: Letter, content: tuple[NoteInline, ...], index: int) -> tuple[Letter, int] | None:
    new = Note(_fresh_id(letter, content), content)
    place = -1

    def change(run: Inlines) -> Inlines:
        nonlocal place
        place += 1
        return (*run, new) if place == index else run

    changed = replace(letter, body=map_runs(letter.body, change))
    return (changed, _number_of(changed, new)) if 0 <= index <= place else None


def _number_of(letter: Letter, note: Note) -> int:
    return next((number for number, node in enumerate(_notes(letter), start=1) if node is note), 0)


def _notes(letter: Letter) -> Iterator[Note]:
    return (node for node in inlines_of(letter.body) if isinstance(node, Note))


def _fresh_id(letter: Letter, content: tuple[NoteInline, ...]) -> str:
    """A name for a new note: after the first source it cites, as a person would call it, else "note"."""
    cited = next((citation.source for node in content if isinstance(node, Cite) for citation in node.citations), "")
    stem = re.sub(r"[^a-z0-9]+", "-", cited.lower()).strip("-")[:50].strip("-") or "note"
    taken = {node.id.casefold() for node in _notes(letter)}
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return name


def _storable(letter: Letter, note: tuple[NoteInline, ...]) -> None:
    """What a paste held may be too long for a note, or an address that no letter may link to: better said here than found
    when the letter is opened the next time."""
    try:
        check(letter)
        if not any(node.content == note for node in _notes(letter)):
            check(at_the_end(letter, note))
    except SchemaError as error:
        raise ProblemsError(list(error.problems)) from error
