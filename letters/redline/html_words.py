"""What became of words, as HTML."""

from __future__ import annotations

from html import escape
from itertools import groupby

from letters.document.html.inline import inline
from letters.document.nodes import Count, NoteLink, NumberedNote
from letters.redline.labels import Labels
from letters.redline.measure import run_changed
from letters.redline.tree import Fate, NoteStands, PointerStands, Run, Stretch, Words

_TAGS: dict[Fate, str] = {"went": "del", "came": "ins"}


class WordWriter:
    """Writes runs. References to notes lead to those that are listed: to ``name``-note-5, or ``name``-note-was-5 for one that
    went."""

    def __init__(self, labels: Labels, name: str, *, language: str, whole: bool) -> None:
        self.labels = labels
        same = labels.tongue.split("-")[0] == language.split("-")[0]
        self.lang = "" if same else f' lang="{escape(labels.tongue)}"'
        """For what is said in the reader's language in the middle of a letter in another one."""
        self.name = name
        self.whole = whole

    def run(self, run: Run) -> str:
        """The run with ``<del>`` and ``<ins>``; each begins with a word that a screen reader speaks, and ends with one."""
        written: list[str] = []
        for place, piece in enumerate(run):
            match piece:
                case Stretch("stands", content):
                    written.append(self.words(content, "stands"))
                case Stretch(fate, content):
                    after = run[place + 1] if place + 1 < len(run) else None
                    exchanged = after is not None and after.fate == "came"
                    written.append(self.told(self.words(content, fate), fate, exchanged=exchanged))
                case NoteStands(old, new, inside):
                    shown, listed = self.number(old.number, new.number), self.whole or run_changed(inside)
                    written.append(self._reference(new.number, "stands", shown, listed=listed))
                case PointerStands(old, new):
                    written.append(self.number(old.number, new.number))
        return "".join(written)

    def words(self, content: Words, fate: Fate) -> str:
        """Words of one fate."""
        written: list[str] = []
        for special, group in groupby(content, key=lambda node: isinstance(node, NumberedNote | NoteLink | Count)):
            nodes = tuple(group)
            if not special:
                written.append(inline(nodes))
                continue
            for node in nodes:
                if isinstance(node, NumberedNote):
                    written.append(self._reference(node.number, fate, str(node.number), listed=True))
                elif isinstance(node, NoteLink):
                    written.append(str(node.number))
                elif isinstance(node, Count):
                    words = inline([node.said(self.labels.counts[node.of])])
                    written.append(f"<span{self.lang}>{words}</span>" if self.lang else words)
        return "".join(written)

    def anchor(self, number: int, fate: Fate) -> str:
        """The id of a note in the list."""
        return f"{self.name}-note-{'was-' if fate == 'went' else ''}{number}"

    def told(self, written: str, fate: Fate, *, exchanged: bool = False) -> str:
        """HTML of one fate with the words that a screen reader speaks around it. ``exchanged``: what came for it follows."""
        tag = _TAGS[fate]
        label = self.labels.deleted if fate == "went" else self.labels.inserted
        end = "" if exchanged else f'<span class="unseen"{self.lang}> {escape(self.labels.end)} </span>'
        return f'<{tag}><span class="unseen"{self.lang}> {escape(label)} </span>{written}{end}</{tag}>'

    def number(self, old: int, new: int) -> str:
        """A note's number, with the one it had where that was another."""
        return f"{new}" if old == new else f'{new} <span class="was"{self.lang}>({escape(self.labels.was(old))})</span>'

    def _reference(self, number: int, fate: Fate, shown: str, *, listed: bool) -> str:
        if not listed:
            return f"<sup>{shown}</sup>"
        note = self.anchor(number, fate)
        return f'<sup><a id="{note}-ref" href="#{note}" role="doc-noteref">{shown}</a></sup>'
