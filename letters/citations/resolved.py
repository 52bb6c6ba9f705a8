"""A letter with its library: everything in it numbered and written out, and everything that a person should look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from letters.citations.checks import LinkFact
from letters.citations.checks.counts import check_counts
from letters.citations.checks.hand_typed import check_body
from letters.citations.csl import Item
from letters.citations.resolver import citer
from letters.citations.style import STANDARD, Style
from letters.document.nodes import Letter
from letters.document.resolve import Resolution, resolve


def resolved(
    letter: Letter, sources: Iterable[Item], style: Style = STANDARD, links: Mapping[str, LinkFact] | None = None
) -> Resolution:
    """:func:`letters.document.resolve.resolve` with the citer for ``sources`` in ``style``, and with what the text itself says
    of notes and of signatories looked through as well. ``links`` is what is known of web addresses, None where nobody looks
    after them."""
    resolution = resolve(letter, citer(sources, style, links))
    return replace(resolution, warnings=(*resolution.warnings, *check_body(letter, resolution.notes), *check_counts(letter)))
