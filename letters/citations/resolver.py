"""Deciding, note by note, whether a citation is written in full or short, and writing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from letters.citations.checks import CHECKS, LinkFact, Review, may_cite
from letters.citations.csl import Item, kind
from letters.citations.full import Full, full_form
from letters.citations.library import Library
from letters.citations.profiles import PROFILES
from letters.citations.short import NEVER_SUPRA, ambiguous, hereinafter, short_form
from letters.citations.style import STANDARD, Style
from letters.document.flat import OTHER
from letters.document.nodes import Citation, Cite, NoteInline, NoteLink, NumberedNote, Text
from letters.document.resolve import Cited, Citer

_SENTENCE_ENDS = (".", "!", "?", ".”", ".’", '."', ".)", "?”", "!”", "…", ":")


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
        self.fulls: dict[str, Full] = {}
        keys = dict.fromkeys(library.root(key) for note in notes for key in cited_in(note))
        self.shared = ambiguous((item, library.short(key)) for key in keys if (item := library.find(key)) is not None)

    def note(self, note: NumberedNote) -> NumberedNote:
        """The note with its citations written out."""
        content: list[NoteInline] = []
        fresh = False  # whether what was written last is a citation
        for node in note.content:
            if not isinstance(node, Cite):
                if self.before is not None and isinstance(node, Text) and (node.href or may_cite(node.text)):
                    self.before = None  # what is typed by hand may name another work in between
                if fresh and isinstance(node, Text) and _ends_sentence(content) and node.text[:1] == "." != node.text[1:2]:
                    node = replace(node, text=node.text[1:])  # "Id." and "Inc." bring the full stop of the sentence along
                fresh = False
                _append(content, node)
                continue
            for place, citation in enumerate(node.citations):
                if place:
                    _append(content, Text("; "))
                for run in self.citation(citation, note, content):
                    _append(content, run)
            fresh = True
        if self.style.id_form:
            self._remember(note)
        return NumberedNote(note.id, note.number, tuple(content))

    def _remember(self, note: NumberedNote) -> None:
        """The Bluebook, rule 4.1: *id.* in the next note is clear only if this one cites a single authority."""
        sources = {self.library.root(key) for key in cited_in(note)}
        if len(sources) != 1 or any(may_cite(node.text) or node.href for node in note.content if isinstance(node, Text)):
            self.before = None
            return
        last = [citation for node in note.content if isinstance(node, Cite) for citation in node.citations][-1]
        self.before = _Before(sources.pop(), (last.locator, last.label))

    def citation(self, citation: Citation, note: NumberedNote, content: Sequence[NoteInline]) -> list[NoteInline]:
        """One citation with everything that belongs to it. ``content`` is what stands before it in the note."""
        written: list[NoteInline] = []
        if citation.signal:
            written.append(Text(citation.signal, em=self.style.italic_signals))
        if citation.prefix:
            written.append(Text(f" {citation.prefix}" if written else citation.prefix))
        led = bool(written)
        if led:
            written.append(Text(" "))
        key, item = self.library.look_up(citation.source)
        if item is None:
            written.append(Text(f"[{citation.source}?]"))
            self.before = None
        else:
            in_sentence = not led and continues_sentence(content)
            written.extend(self.form(key, item, citation, note, in_sentence, inside=led or not begins_sentence(content)))
        if citation.suffix:
            joint = "" if citation.suffix[0] in ",.;:" else ", "
            written.append(Text(joint + citation.suffix))
        if citation.parenthetical:
            written.append(Text(f" ({citation.parenthetical})"))
        return written

    def form(
        self, key: str, item: Item, citation: Citation, note: NumberedNote, in_sentence: bool, inside: bool
    ) -> Sequence[NoteInline]:
        """Full, short, or the word for the same again. ``inside`` tells that it does not begin a sentence."""
        locator = self.profile.locator(citation.locator, citation.label)
        place = (citation.locator, citation.label)
        before = self.before
        if before is not None and before.source != key:
            self.before = before = None  # another authority came in between
        # Without a locator "id." would mean the place cited last, which a citation of the whole work is not.
        if before is not None and (citation.locator or not before.place[0]):
            self.before = _Before(key, place)
            return self._again("" if place == before.place else locator, inside)
        first = self.first.get(key)
        if first is None:
            self.first[key] = note
            announced = hereinafter(item)
            return self._full(key, item, locator, in_sentence, f" [hereinafter {announced}]" if announced else "")
        if kind(item) in NEVER_SUPRA:
            return self._full(key, item, locator, in_sentence)
        tail = self.profile.back_after + (f", {locator}" if locator else "")
        link = NoteLink(first.id, first.number)
        ending = [Text(tail)] if tail else []
        name = self.library.short(key)
        return [*short_form(item, name, name.text.casefold() in self.shared), *self.profile.back, link, *ending]

    def _full(self, key: str, item: Item, locator: str, in_sentence: bool, announced: str = "") -> Sequence[Text]:
        made = self.fulls.get(key)
        if made is None or in_sentence:
            made = full_form(item, self.style, in_sentence=in_sentence)
            if not in_sentence:
                self.fulls[key] = made
        runs = made.with_locator(locator)
        return (*runs, Text(announced)) if announced else runs

    def _again(self, locator: str, inside: bool) -> list[Text]:
        words = self.profile.again_inside if inside else self.profile.again
        return [words, Text(self.profile.again_joint + locator)] if locator else [words]


def cited_in(note: NumberedNote) -> list[str]:
    """The keys that a note cites, in order, with repetitions."""
    return [citation.source for node in note.content if isinstance(node, Cite) for citation in node.citations]


def continues_sentence(content: Sequence[NoteInline]) -> bool:
    """Whether what stands before in the note is an unfinished sentence; a citation after "; " is not part of one."""
    tail = _tail(content)
    return bool(tail) and not tail.endswith((*_SENTENCE_ENDS, ";"))


def begins_sentence(content: Sequence[NoteInline]) -> bool:
    """Whether what comes next in the note stands at the head of a sentence."""
    tail = _tail(content)
    return not tail or tail.endswith(_SENTENCE_ENDS[:-1])


def _tail(content: Sequence[NoteInline]) -> str:
    """The last words before; empty at the head of the note. A space may be a run of its own, behind "Id." in italics."""
    for node in reversed(content):
        if not isinstance(node, Text):
            return OTHER
        if not node.text.isspace():
            return node.text.rstrip()
    return ""


def _ends_sentence(content: Sequence[NoteInline]) -> bool:
    last = content[-1] if content else None
    return isinstance(last, Text) and last.text.endswith(".")


def _append(content: list[NoteInline], node: NoteInline) -> None:
    """Add a node; a run with the same marks as its neighbour becomes one with it: writers see one piece where a reader does."""
    last = content[-1] if content else None
    if (
        isinstance(node, Text)
        and isinstance(last, Text)
        and (node.em, node.strong, node.underline, node.href) == (last.em, last.strong, last.underline, last.href)
    ):
        content[-1] = Text(last.text + node.text, last.em, last.strong, last.underline, last.href)
    elif not isinstance(node, Text) or node.text:
        content.append(node)
