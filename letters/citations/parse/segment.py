"""What the parser gives: the pieces of a pasted note, each the exact slice it was read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from letters.document.nodes import Locator

Kind = Literal["prose", "citation"]
Form = Literal["", "full", "supra", "id"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a pasted note. The texts of all segments, put together, are exactly what was pasted.

    ``text`` is the slice as pasted, wrapped lines and all; every other field is tidied: lines joined, spaces single.
    What stands between citations ("; ", the last full stop) is prose.
    """

    kind: Kind
    text: str
    start: int = 0
    """Offset of ``text`` in what was pasted."""
    form: Form = ""
    signal: str = ""
    """"See", "See, e.g.," as typed; part of ``text``."""
    prefix: str = ""
    """Words that belong to the citation before its first element."""
    name: str = ""
    """Of a *supra*: the short name before it."""
    number: int | None = None
    """Of a *supra* or *infra*: the number of the note, the first of several."""
    locator: str = ""
    label: Locator = "page"
    url: str = ""
    """The address of the source, in one piece."""
    archive: str = ""
    """The address of an archive copy, which stands in square brackets after the address (Bluebook rule 18.2.1(d))."""
    accessed: str = ""
    """The date of "last accessed …", as typed."""
    parenthetical: str = ""
    """Without its brackets."""
    item: Mapping[str, object] = field(default_factory=dict)
    """The proposed source as CSL-JSON without an id; empty for a short form."""
    confidence: Mapping[str, float] = field(default_factory=dict)
    """From 0 to 1, for each field of ``item`` and for url, archive, locator, name and number where they are set."""
