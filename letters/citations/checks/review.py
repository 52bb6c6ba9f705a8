"""What a check is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from letters.citations.csl import Item, field
from letters.citations.library import Library
from letters.citations.style import Style
from letters.document.nodes import Cite, NumberedNote


@dataclass(frozen=True, slots=True)
class LinkFact:
    """What is known of a web address: the state it was found in, where it led, and whether an archive holds a copy.

    ``state`` is a word of ``letters.links.states``. A person's word that the page works outweighs a machine's: then it is "ok".
    """

    state: str = "unchecked"
    final_url: str = ""
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """The notes as they stand, before their citations are written out, and everything that is known about them.

    ``first`` tells for each cited source (by its root key) which note cites it first. ``links`` is None where nobody looks
    after links at all.
    """

    notes: Sequence[NumberedNote]
    library: Library
    style: Style
    first: Mapping[str, NumberedNote]
    links: Mapping[str, LinkFact] | None = None

    def citations(self) -> Iterator[tuple[int, str]]:
        """Every citation's note number and key as written, in order."""
        for note in self.notes:
            for node in note.content:
                if isinstance(node, Cite):
                    for citation in node.citations:
                        yield note.number, citation.source

    def cited(self) -> Iterator[tuple[int, str, Item]]:
        """Every cited source once, with the number of the note that cites it first."""
        for key, note in self.first.items():
            item = self.library.find(key)
            if item is not None:
                yield note.number, key, item


def called(key: str, item: Item) -> str:
    """How a warning names a source: “Title” (key)."""
    title = field(item, "title") or field(item, "URL")
    if len(title) > 90:
        title = title[:88].rsplit(" ", 1)[0] + " …"
    return f"“{title}” ({key})" if title else f"({key})"
