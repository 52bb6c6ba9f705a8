"""From flat marks to nested ones: where each mark opens and closes, for formats whose marks are brackets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from letters.document.nodes import Break, Count, Inline, Note, NoteInline, NumberedNote, Text

MarkKind = Literal["strong", "em", "underline", "link"]
_ORDER: tuple[MarkKind, ...] = ("strong", "em", "underline", "link")


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark; ``href`` is set for a link only."""

    kind: MarkKind
    href: str = ""


@dataclass(frozen=True, slots=True)
class Open:
    """A mark begins here."""

    mark: Mark


@dataclass(frozen=True, slots=True)
class Close:
    """The mark that was opened last ends here."""

    mark: Mark


def spans(content: Sequence[Inline | NoteInline], *, notes_inside: bool) -> Iterator[Open | Close | Inline | NoteInline]:
    """The nodes of ``content`` with the marks around them, properly nested.

    A mark that reaches further is opened first; among equals a link is innermost. A break between two words in bold stays in
    the bold, and with ``notes_inside`` the reference of a note does too; a link never holds a note.
    """
    marks = _marks(content, notes_inside)
    reach: list[dict[Mark, int]] = [{} for _ in content]
    for place in range(len(content) - 1, -1, -1):
        further = reach[place + 1] if place + 1 < len(content) else {}
        reach[place] = {mark: further.get(mark, 0) + 1 for mark in marks[place]}
    opened: list[Mark] = []
    for place, node in enumerate(content):
        kept = 0
        while kept < len(opened) and opened[kept] in marks[place]:
            kept += 1
        while len(opened) > kept:
            yield Close(opened.pop())
        fresh = [mark for mark in marks[place] if mark not in opened]
        for mark in sorted(fresh, key=lambda mark: (-reach[place][mark], _ORDER.index(mark.kind))):
            opened.append(mark)
            yield Open(mark)
        yield node
    while opened:
        yield Close(opened.pop())


def _marks(content: Sequence[Inline | NoteInline], notes_inside: bool) -> list[frozenset[Mark]]:
    nothing: frozenset[Mark] = frozenset()
    before = nothing
    lefts: list[frozenset[Mark]] = []
    for node in content:
        lefts.append(before)
        before = _seen_past(node, before, notes_inside)
    after = nothing
    marks: list[frozenset[Mark]] = []
    for node, left in zip(reversed(content), reversed(lefts), strict=True):
        if isinstance(node, Text | Count):
            marks.append(_own(node))
        elif isinstance(node, Break):
            marks.append(left & after)
        elif notes_inside and isinstance(node, Note | NumberedNote):
            marks.append(frozenset(mark for mark in left & after if mark.kind != "link"))
        else:
            marks.append(nothing)
        after = _seen_past(node, after, notes_inside)
    return marks[::-1]


def _seen_past(node: Inline | NoteInline, before: frozenset[Mark], notes_inside: bool) -> frozenset[Mark]:
    """The marks that the next node sees when it looks over ``node``."""
    if isinstance(node, Text | Count):
        return _own(node)
    if isinstance(node, Break) or (notes_inside and isinstance(node, Note | NumberedNote)):
        return before
    return frozenset()


def _own(node: Text | Count) -> frozenset[Mark]:
    kinds = [Mark(kind) for kind in _ORDER[:3] if getattr(node, kind)]
    return frozenset([*kinds, Mark("link", node.href)] if node.href is not None else kinds)
