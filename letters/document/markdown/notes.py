"""The notes of a text: what stands at each reference, and what becomes of notes that a tree cannot hold."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from letters.document.markdown.errors import MarkdownError
from letters.document.markdown.inline_reader import Node, read_note
from letters.document.markdown.reading import Definition, Reading, excerpt
from letters.document.nodes import Break, Note, NoteInline, Text
from letters.document.schema_reader import MOST_TEXT

_DEEPEST = 4
"""How many notes within notes are unfolded."""


class Notes:
    """The notes that the text defines, read when first referred to."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.contents: dict[str, tuple[NoteInline, ...]] = {}
        self.placed: set[str] = set()
        self.unfolded: set[str] = set()
        self.opened: list[str] = []
        self.copied = 0

    def referred(self, label: str, line: int, depth: int) -> list[Node]:
        """What to put at the place of ``[^label]``: a note in the text, its content in brackets within a note."""
        definition = self.reading.definitions.get(label)
        if definition is None:
            sentence = f"The text refers to a note “{excerpt(label)}”, but there is none."
            self.reading.lose("note-missing", sentence, line, fatal=True)
            return [Text(f"[^{self.reading.clean(label, line)}]")]
        if depth:
            return self.nested(definition, line)
        content = self.content(definition)
        name = self.reading.names[label]
        if label in self.placed:
            name = self.reading.fresh_name()
            self.reading.lose("note-repeated", f"The note “{label}” is referred to again; a copy stands there now.", line)
            self.copied += sum(len(node.text) if isinstance(node, Text) else 100 for node in content)
            if self.copied > MOST_TEXT:
                raise MarkdownError("The notes that are referred to again and again make the letter too long.", line)
        self.placed.add(label)
        return [Note(name, content)]

    def nested(self, definition: Definition, line: int) -> list[Node]:
        """The content of a note that another note refers to, in brackets: a note cannot hold a note."""
        label = definition.label
        if label in self.opened or label in self.unfolded or len(self.opened) >= _DEEPEST:
            sentence = f"A note cannot hold a note; the reference to “{label}” was left out."
            self.reading.lose("note-nested", sentence, line)
            return []
        self.unfolded.add(label)
        sentence = f"A note cannot hold a note; the text of “{label}” now stands in brackets where it was referred to."
        self.reading.lose("note-nested", sentence, line)
        return [Text(" ("), *self.content(definition), Text(")")]

    def content(self, definition: Definition) -> tuple[NoteInline, ...]:
        """The content of a note, its blocks joined by breaks."""
        known = self.contents.get(definition.label)
        if known is not None:
            return known
        self.opened.append(definition.label)
        runs = self.runs(definition.tokens)
        self.opened.pop()
        if len(runs) > 1 or any(token.type not in _PARAGRAPH for token in definition.tokens):
            sentence = f"The note “{definition.label}” has more than one paragraph; they are lines of one paragraph now."
            self.reading.lose("note-blocks", sentence, definition.line)
        content: list[NoteInline] = []
        for run in runs:
            content += [Break(), *run] if content else run
        self.contents[definition.label] = tuple(content)
        return self.contents[definition.label]

    def runs(self, tokens: Sequence[Token]) -> list[list[NoteInline]]:
        """The inline content of every block in a note."""
        runs: list[list[NoteInline]] = []
        for token in tokens:
            line = token.map[0] + 1 if token.map else 0
            match token.type:
                case "inline":
                    runs.append(read_note(token.children or (), line, self.reading, self.referred))
                case "fence" | "code_block":
                    self.reading.lose("code", f"“{excerpt(token.content)}” was set as code; it is plain text now.", line)
                    runs += [[Text(self.reading.clean(text, line))] for text in token.content.rstrip("\n").split("\n")]
                case "html_block":
                    self.reading.lose("html", f"“{excerpt(token.content)}” was left out.", line)
                case "hr":
                    self.reading.lose("rule", "A rule was left out.", line)
        return runs

    def report_unused(self) -> None:
        """Note the notes that nothing refers to: their text is not in the letter."""
        for label, definition in self.reading.definitions.items():
            if label not in self.placed and label not in self.unfolded:
                sentence = f"Nothing refers to the note “{label}”; it was left out: “{definition.excerpt}”."
                self.reading.lose("note-unreferenced", sentence, definition.line)


_PARAGRAPH = {"paragraph_open", "inline", "paragraph_close"}
