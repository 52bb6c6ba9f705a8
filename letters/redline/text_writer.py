"""A redline as lines of plain text, for mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from letters.document.nodes import Break, Count, Inline, NoteInline, NoteLink, NumberedNote, Text
from letters.redline.labels import ENGLISH, Labels
from letters.redline.listed import listed_notes
from letters.redline.measure import all_runs, inside, run_changed, set_differently
from letters.redline.tree import Fate, Item, NoteStands, Part, PointerStands, Redline, Row, Run

_BRACKETS: dict[Fate, tuple[str, str]] = {"stands": ("", ""), "went": ("[-", "-]"), "came": ("{+", "+}")}


def as_text(redline: Redline, labels: Labels = ENGLISH) -> list[str]:
    """A line for each field, paragraph and note that changed: "by [-May-] {+June+} 3". Others are left out.

    Emphasis is written as ``*word*``, ``**word**`` and ``_word_``, and a link as ``word <address>``, only where it changed:
    elsewhere the words matter.
    """
    lines = list(_settings(redline, labels))
    for name, run in all_runs(redline):
        if run_changed(run) and (words := _words(run, labels)):
            lines.append(words if name == "body" else f"{labels.fields[name]}: {words}")
    for note in listed_notes(redline):
        if note.changed:
            was = f" ({labels.was(note.was)})" if note.was != note.number else ""
            lines.append(f"{labels.note(note.number)}{was}: {_words(note.run, labels)}")
    return lines


def _settings(redline: Redline, labels: Labels) -> Iterator[str]:
    """What is set otherwise without a word being another."""
    if redline.language[0] != redline.language[1]:
        yield labels.language(*redline.language)
    if redline.layout[0] != redline.layout[1]:
        yield labels.arrangement
    if any(map(set_differently, _everything(redline.body))):
        yield labels.layout


def _everything(parts: Iterable[Part | Item | Row]) -> Iterator[Part | Item | Row]:
    for part in parts:
        yield part
        yield from _everything(inside(part))


def _words(run: Run, labels: Labels) -> str:
    written: list[str] = []
    for piece in run:
        match piece:
            case NoteStands(old, new, _) | PointerStands(old, new):
                number = f"{new.number}" if old.number == new.number else f"{new.number} ({labels.was(old.number)})"
                written.append(f"[{number}]" if isinstance(piece, NoteStands) else number)
            case _:
                before, after = _BRACKETS[piece.fate]
                written.append(before + "".join(_word(node, labels, marked=bool(before)) for node in piece.content) + after)
    return "".join(written)


def _word(node: Inline | NoteInline, labels: Labels, *, marked: bool) -> str:
    match node:
        case Count(of=of):
            return _word(node.said(labels.counts[of]), labels, marked=marked)
        case Text(text, em, strong, underline, href):
            if not marked:
                return text
            for on, mark in ((underline, "_"), (em, "*"), (strong, "**")):
                text = f"{mark}{text}{mark}" if on else text
            return f"{text} <{href}>" if href and href.removeprefix("mailto:") != node.text else text
        case Break():
            return " "
        case NumberedNote(number=number):
            return f"[{number}]"
        case NoteLink(number=number):
            return str(number)
        case _:
            return ""
