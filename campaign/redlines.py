"""What differs between two versions of a letter, as they print, for pages and for mail.

The comparing is loaded where something is compared: a process that only shows a letter and takes signatures saves 2 MB.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from campaign.operations.writing import resolution_of
from letters.models import Version

if TYPE_CHECKING:
    from letters.redline import Redline

MOST_LINES = 30
MOST_CHARACTERS = 4_000
"""What a mail quotes of a change. Whoever rewrote the letter is better read on the page that the mail leads to."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A version, equal to another one with the same words: the hash covers everything that prints."""

    content_hash: str
    version: Version = field(compare=False, repr=False)


def redline_of(old: Version, new: Version) -> Redline:
    """The redline between two versions. Versions never change: many signers looking at one change cost one comparison."""
    return _redline(_Text(old.content_hash, old), _Text(new.content_hash, new))


def redline_page(old: Version, new: Version, language: str, *, whole: bool = False) -> Markup:
    """The redline for a page in the reader's ``language``; with the unchanged text around it when ``whole``."""
    return _page(_Text(old.content_hash, old), _Text(new.content_hash, new), language, whole)


def redline_lines(old: Version, new: Version, language: str) -> tuple[list[str], bool]:
    """The changes for a mail, a line for each paragraph that changed, and whether there are more than a mail should quote."""
    from letters.redline import as_text, labels_in

    lines = as_text(redline_of(old, new), labels_in(language))
    kept: list[str] = []
    room = MOST_CHARACTERS
    for line in lines[:MOST_LINES]:
        if len(line) > room:
            break
        room -= len(line)
        kept.append(line)
    return kept, len(kept) < len(lines)


@lru_cache(maxsize=16)
def _redline(old: _Text, new: _Text) -> Redline:
    from letters.redline import redline

    return redline(resolution_of(old.version).letter, resolution_of(new.version).letter)


@lru_cache(maxsize=32)
def _page(old: _Text, new: _Text, language: str, whole: bool) -> Markup:
    from letters.redline import as_html, labels_in

    written = as_html(_redline(old, new), labels_in(language), whole=whole)
    return Markup(written)  # noqa: S704  (the writer escapes everything that a person typed)
