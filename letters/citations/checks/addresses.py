"""A web address without "https://": it would print as words and not as a link."""

from __future__ import annotations

import re
from collections.abc import Iterator

from letters.citations.checks.review import Review, called
from letters.citations.full import address_of, is_web
from letters.document.losses import LetterWarning
from letters.document.nodes import Text

_BARE = re.compile(r"(?<![\w@/.:-])www\.[\w-]+(?:\.[\w-]+)+(?:/[^\s<>\"”’)\]]*)?", re.IGNORECASE)


def check(review: Review) -> Iterator[LetterWarning]:
    """One warning for each cited source with such an address, and for each typed into a note."""
    for number, key, item in review.cited():
        url = address_of(item)
        if url and not is_web(url):
            said = f"Note {number} cites {called(key, item)}, whose address “{_short(url)}” does not begin with https://."
            yield LetterWarning("no-scheme", said, number, source=key)
    for note in review.notes:
        for node in note.content:
            if isinstance(node, Text) and node.href is None:
                for match in _BARE.finditer(node.text):
                    said = f"Note {note.number}: “{_short(match[0])}” does not begin with https://, so it is no link."
                    yield LetterWarning("no-scheme", said, note.number)


def _short(url: str) -> str:
    return url if len(url) <= 80 else f"{url[:78]}…"
