"""Deciding, note by note, whether a citation is written in full or short, and writing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from letters.citations.csl import Item, field, kind
from letters.citations.full import full_form, locator_text
from letters.citations.short import NEVER_SUPRA, ambiguous, short_form
from letters.document.losses import LetterWarning
from letters.document.nodes import Citation, Cite, NoteInline, NoteLink, NumberedNote, Text
from letters.document.resolve import Cited, Citer

_SENTENCE_ENDS = (".", "!", "?", ".”", ".’", '."', ".)", "?”", "!”", "…", ":")


def citer(sources: Iterable[Item]) -> Citer:
    """The citer for a library of CSL-JSON items, to be handed to :func:`letters.document.resolve.resolve`.

    It warns of citations whose source is not in the library (these block closing) and of sources that no note cites.
    """
    library = {field(item, "id"): item for item in sources if field(item, "id")}

    def cite(notes: Sequence[NumberedNote]) -> Cited:
        return _Writing(library, notes).done()

    return cite


class _Writing:
    """One run over all notes of a letter."""

    def __init__(self, library: Mapping[str, Item], notes: Sequence[NumberedNote]) -> None:
        self.library = library
        self.notes = notes
        self.warnings: list[LetterWarning] = []
        self.first: dict[str, NumberedNote] = {}
        cited = {
            citation.source: None
            for note in notes
            for node in note.content
            if isinstance(node, Cite)
            for citation in node.citations
        }
        self.cited = cited
        self.shared = ambiguous(library[key] for key in cited if key in library)

    def done(self) -> Cited:
        written = tuple(self.note(note) for note in self.notes)
        for key, item in self.library.items():
            if key not in self.cited:
                title = field(item, "title") or key
                self.warnings.append(LetterWarning("uncited-source", f"No note cites “{title}” ({key})."))
        return Cited(written, tuple(self.warnings))

    def note(self, note: NumberedNote) -> NumberedNote:
        content: list[NoteInline] = []
        for node in note.content:
            if not isinstance(node, Cite):
                content.append(node)
                continue
            for place, citation in enumerate(node.citations):
                if place:
                    content.append(Text("; "))
                content.extend(self.citation(citation, note, _continues_sentence(content)))
        return replace(note, content=_joined(content))

    def citation(self, citation: Citation, note: NumberedNote, in_sentence: bool) -> list[NoteInline]:
        lead = " ".join(part for part in (citation.signal, citation.prefix) if part)
        written: list[NoteInline] = [Text(f"{lead} ")] if lead else []
        item = self.library.get(citation.source)
        if item is None:
            self.warnings.append(
                LetterWarning(
                    "broken-source",
                    f"Note {note.number} cites “{citation.source}”, which is not in the library.",
                    note.number,
                    blocks=True,
                )
            )
            written.append(Text(f"[{citation.source}?]"))
        else:
            written.extend(self.form(item, citation, note, in_sentence and not lead))
        if citation.suffix:
            joint = "" if citation.suffix[0] in ",.;:" else ", " if written else ""
            written.append(Text(joint + citation.suffix))
        if citation.parenthetical:
            written.append(Text(f" ({citation.parenthetical})"))
        return written

    def form(self, item: Item, citation: Citation, note: NumberedNote, in_sentence: bool) -> list[NoteInline]:
        locator = locator_text(citation.locator, citation.label)
        first = self.first.get(citation.source)
        if first is None:
            self.first[citation.source] = note
        if first is None or kind(item) in NEVER_SUPRA:
            return list(full_form(item, in_sentence=in_sentence).with_locator(locator))
        tail = f", {locator}" if locator else ""
        link = NoteLink(first.id, first.number)
        ending = [Text(tail)] if tail else []
        return [*short_form(item, self.shared), Text(", "), Text("supra", em=True), Text(" note "), link, *ending]


def _continues_sentence(content: Sequence[NoteInline]) -> bool:
    """Whether what stands before in the note is an unfinished sentence; a citation after "; " is not part of one."""
    if not content:
        return False
    last = content[-1]
    if not isinstance(last, Text):
        return True
    text = last.text.rstrip()
    return bool(text) and not text.endswith((*_SENTENCE_ENDS, ";"))


def _joined(content: Sequence[NoteInline]) -> tuple[NoteInline, ...]:
    """Neighbouring runs with the same marks as one run: the writers see one piece where a reader sees one."""
    joined: list[NoteInline] = []
    for node in content:
        last = joined[-1] if joined else None
        if isinstance(node, Text) and isinstance(last, Text) and replace(node, text="") == replace(last, text=""):
            joined[-1] = replace(last, text=last.text + node.text)
        else:
            joined.append(node)
    return tuple(joined)
