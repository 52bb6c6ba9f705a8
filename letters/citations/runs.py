"""The content of a note while it is written: runs with the same marks become one, and what stands last can be asked."""

from __future__ import annotations

from collections.abc import Iterable

from letters.document.flat import OTHER
from letters.document.nodes import NoteInline, Text

_SENTENCE_ENDS = (".", "!", "?", ".”", ".’", '."', ".)", "?”", "!”", "…")
_Marks = tuple[bool, bool, bool, str | None]
_PLAIN: _Marks = (False, False, False, None)
_ITALIC: _Marks = (True, False, False, None)


class Runs:
    """Inline content being put together. Writers see one piece where a reader does."""

    def __init__(self) -> None:
        self._nodes: list[NoteInline] = []
        self._marks = _PLAIN
        self._words: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._nodes or self._words)

    def words(self, text: str, *, italic: bool = False) -> None:
        """Add text; nothing for none."""
        if text:
            self._put(text, _ITALIC if italic else _PLAIN)

    def add(self, *nodes: NoteInline) -> None:
        """Add nodes."""
        self.extend(nodes)

    def extend(self, nodes: Iterable[NoteInline]) -> None:
        """Add nodes."""
        for node in nodes:
            if not isinstance(node, Text):
                self._close()
                self._nodes.append(node)
            elif node.text:
                marks = (node.em, node.strong, node.underline, node.href)
                if marks != self._marks:
                    self._close()
                    self._marks = marks
                self._words.append(node.text)

    def done(self) -> tuple[NoteInline, ...]:
        """What was put together."""
        self._close()
        return tuple(self._nodes)

    @property
    def ends_with_full_stop(self) -> bool:
        """Whether the very last character is a full stop."""
        return bool(self._words) and self._words[-1].endswith(".")

    @property
    def continues_sentence(self) -> bool:
        """Whether it ends in an unfinished sentence; what comes after "; " is no part of one."""
        tail = self._tail()
        return bool(tail) and not tail.endswith((*_SENTENCE_ENDS, ":", ";"))

    @property
    def begins_sentence(self) -> bool:
        """Whether what comes next stands at the head of a sentence."""
        tail = self._tail()
        return not tail or tail.endswith(_SENTENCE_ENDS)

    def _put(self, text: str, marks: _Marks) -> None:
        if marks != self._marks:
            self._close()
            self._marks = marks
        self._words.append(text)

    def _close(self) -> None:
        if self._words:
            em, strong, underline, href = self._marks
            words = self._words
            self._nodes.append(Text(words[0] if len(words) == 1 else "".join(words), em, strong, underline, href))
            self._words = []

    def _tail(self) -> str:
        """The last words; empty at the head of the note. A space may be a run of its own, behind "Id." in italics."""
        for words in reversed(self._words):
            if not words.isspace():
                return words.rstrip()
        for node in reversed(self._nodes):
            if not isinstance(node, Text):
                return OTHER
            if not node.text.isspace():
                return node.text.rstrip()
        return ""
