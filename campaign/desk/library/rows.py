"""The library as its page shows it: one row per source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from campaign.desk.library.kinds import type_label
from campaign.desk.library.links_known import Item, KnownLinks, LinkLine, address
from campaign.desk.library.printed import in_full, in_short
from campaign.operations.library import cited_in
from letters.citations.csl import kind
from letters.citations.library import Library
from letters.citations.style import Style
from letters.document.nodes import Letter


@dataclass(frozen=True, slots=True)
class Row:
    """A source. ``key`` is its id as it stands, for addresses and forms; ``notes`` are the numbers of the notes that cite it,
    under this key or that of a double; ``copies`` the addresses of its archive copies."""

    key: str
    type: str
    full: Markup
    short: Markup
    notes: tuple[int, ...]
    url: str
    link: LinkLine | None
    copies: tuple[str, ...]


def row_of(item: Item, style: Style, notes: tuple[int, ...], known: KnownLinks) -> Row:
    """The row of one source."""
    url = address(item)
    return Row(
        str(item["id"]),
        type_label(kind(item)),
        in_full(item, style),
        in_short(item),
        notes,
        url,
        known.line(url),
        known.archived(item),
    )


def notes_by_source(letter: Letter, sources: Sequence[Item]) -> dict[str, tuple[int, ...]]:
    """For each source that stands for itself the numbers of the notes that cite it or a double that was merged into it."""
    library = Library(sources)
    found: dict[str, set[int]] = {}
    for key, notes in cited_in(letter).items():
        found.setdefault(library.root(key), set()).update(notes)
    return {key: tuple(sorted(notes)) for key, notes in found.items()}
