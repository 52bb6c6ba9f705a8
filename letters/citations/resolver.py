"""Deciding, note by note, whether a citation is written in full or short, and writing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from letters.citations.checks import CHECKS, LinkFact, Review, may_cite
from letters.citations.csl import Item, kind
from letters.citations.full import Full, full_form
from letters.citations.library import Library
from letters.citations.profiles import PROFILES
from letters.citations.runs import Runs
from letters.citations.short import NEVER_SUPRA, ambiguous, hereinafter, short_form
from letters.citations.style import STANDARD, Style
from letters.document.nodes import Citation, Cite, NoteLink, NumberedNote, Text
from letters.document.resolve import Cited, Citer
from letters.document.walk import keys_in


def citer(sources: Iterable[Item], style: Style = STANDARD, links: Mapping[str, LinkFact] | None = None) -> Citer:
    """The citer for a library of CSL-JSON items, to be handed to :func:`letters.document.resolve.resolve`.

    ``links`` tells what is known of web addresses, for the warnings; None where nobody looked. What it warns of is listed in
    :mod:`letters.citations.checks`; a citation whose source is not in the library blocks closing.
    """
    library = Library(sources)

    def cite(notes: Sequence[NumberedNote]) -> Cited:
        writing = _Writing(library, style, notes)
        written = tuple([writing.note(note) for note in notes])
        review = Review(notes, library, style, writing.first, links)
        return Cited(written, tuple(warning for check in CHECKS for warning in check(review)))

    return cite


@dataclass(frozen=True, slots=True)
class _Before:
    """The one authority that *id.* would mean, and the place in it that was cited last."""

    source: str
    place: tuple[str, str]


class _Writing:
    """One run over all notes of a letter."""

    def __init__(self, library: Library, style: Style, notes: Sequence[NumberedNote]) -> None:
        self.library = library
        self.style = style
        self.profile = PROFILES[style.profile]
        self.first: dict[str, NumberedNote] = {}
        """By key the note that cites the source first, in full."""
        self.before: _Before | None = None
        self.fulls: dict[tuple[str, bool], Full] = {}
        keys = dict.fromkeys(library.root(key) for note in notes for key in keys_in(note.content))
        self.shared = ambiguous((item, library.short(key)) for key in keys if (item := library.find(key)) is not None)

    def note(self, note: NumberedNote) -> NumberedNote:
        """The note with its citations written out."""
        content = Runs()
        fresh = False  # whether what was written last is a citation
        for node in note.content:
            if isinstance(node, Cite):
                for place, citation in enumerate(node.citations):
                    content.words("; " if place else "")
                    self.citation(citation, note, content)
                fresh = True
                continue
            if isinstance(node, Text):
                if self.before is not None and (node.href or may_cite(node.text)):
                    self.before = None  # what is typed by hand may name another work in between
                if fresh and content.ends_with_full_stop and node.text[:1] == "." != node.text[1:2]:
                    node = replace(node, text=node.text[1:])  # "Id." and "Inc." bring the full stop of the sentence along
            fresh = False
            content.add(node)
        if self.style.id_form:
            self._remember(note)
        return NumberedNote(note.id, note.number, content.done())

    def _remember(self, note: NumberedNote) -> None:
        """The Bluebook, rule 4.1: *id.* in the next note is clear only if this one cites a single authority."""
        sources = {self.library.root(key) for key in keys_in(note.content)}
        if len(sources) != 1 or any(may_cite(node.text) or node.href for node in note.content if isinstance(node, Text)):
            self.before = None
            return
        last = [citation for node in note.content if isinstance(node, Cite) for citation in node.citations][-1]
        self.before = _Before(sources.pop(), (last.locator, last.label))

    def citation(self, citation: Citation, note: NumberedNote, content: Runs) -> None:
        """Write one citation with everything that belongs to it behind what stands in ``content``."""
        led = bool(citation.signal or citation.prefix)
        if citation.signal or citation.prefix:
            content.words(citation.signal, italic=self.style.italic_signals)
            content.words(f" {citation.prefix} " if citation.signal and citation.prefix else f"{citation.prefix} ")
        key, item = self.library.look_up(citation.source)
        if item is None:
            content.words(f"[{citation.source}?]")
            self.before = None
        else:
            self.form(key, item, citation, note, content, led)
        if citation.suffix:
            content.words(citation.suffix if citation.suffix[0] in ",.;:" else f", {citation.suffix}")
        if citation.parenthetical:
            content.words(f" ({citation.parenthetical})")

    def form(self, key: str, item: Item, citation: Citation, note: NumberedNote, content: Runs, led: bool) -> None:
        """Write it in full, short, or as the same again. ``led`` tells that a signal or words of its own lead it in."""
        locator = self.profile.locator(citation.locator, citation.label)
        place = (citation.locator, citation.label)
        before = self.before
        if before is not None and before.source != key:
            self.before = before = None  # another authority came in between
        # Without a locator "id." would mean the place cited last, which a citation of the whole work is not.
        if before is not None and (citation.locator or not before.place[0]):
            self.before = _Before(key, place)
            content.add(self.profile.again if not led and content.begins_sentence else self.profile.again_inside)
            content.words(self.profile.again_joint + locator if locator and place != before.place else "")
            return
        first = self.first.get(key)
        if first is None:
            self.first[key] = note
            self._full(key, item, citation, content, led)
            if announced := hereinafter(item):
                content.words(f" [hereinafter {announced}]")
        elif kind(item) in NEVER_SUPRA:
            self._full(key, item, citation, content, led)
        else:
            name = self.library.short(key)
            content.extend(short_form(item, name, name.text.casefold() in self.shared))
            content.add(*self.profile.back, NoteLink(first.id, first.number))
            content.words(self.profile.back_after)
            content.words(f", {locator}" if locator else "")

    def _full(self, key: str, item: Item, citation: Citation, content: Runs, led: bool) -> None:
        # Only a named act reads otherwise in the middle of a sentence.
        in_sentence = not led and kind(item) in ("legislation", "bill") and content.continues_sentence
        made = self.fulls.get((key, in_sentence))
        if made is None:
            made = self.fulls[key, in_sentence] = full_form(item, self.style, in_sentence=in_sentence)
        locator = self.profile.locator(citation.locator, citation.label)
        content.extend(made.with_locator(locator, citation.locator, citation.label))
