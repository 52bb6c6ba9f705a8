"""What somebody pasted: the text with its italics and links, on its way through hidden fields. The server keeps nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from errors import UserError
from letters.document.characters import FORBIDDEN, forbidden_in, named

if TYPE_CHECKING:
    from letters.citations.parse import Segment

LONGEST = 20_000
"""Characters of one note: more than any that was ever printed, and quick to read."""

LONGEST_HTML = 400_000
"""Characters of its HTML: a word processor wraps each word into a hundred characters of style."""

MOST_CITATIONS = 60
"""Citations of one note: each is a part of the page that follows."""

Span = tuple[int, int]
Link = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Original:
    """A pasted note: ``italics`` are (start, end) places in ``text``, ``links`` (start, end, address)."""

    text: str
    italics: tuple[Span, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def marks(self) -> str:
        """Italics and links as a hidden field carries them."""
        return json.dumps({"italics": self.italics, "links": self.links}, ensure_ascii=False)

    def pieces(self, segment: Segment) -> list[tuple[str, bool]]:
        """The text of one of the segments, cut where italics begin and end: each piece, and whether it is italic."""
        edges = {segment.start, segment.start + len(segment.text)}
        edges |= {edge for span in self.italics for edge in span if min(edges) < edge < max(edges)}
        cuts = sorted(edges)
        return [
            (self.text[start:end], any(first <= start < last for first, last in self.italics)) for start, end in pairwise(cuts)
        ]

    @property
    def lost_links(self) -> list[Link]:
        """Addresses behind words that no citation took up. A note made of this text would not have them."""
        taken = [(one.start, one.start + len(one.text), one.url) for one in self.segments if one.kind == "citation"]
        return [
            (start, end, href)
            for start, end, href in self.links
            if href not in self.text and not any(first <= start < last and url for first, last, url in taken)
        ]

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The pieces of the note. The same paste gives the same pieces, so that a form can count on their order."""
        return _parsed(self)


@lru_cache(maxsize=16)
def _parsed(original: Original) -> tuple[Segment, ...]:
    # One request asks for the pieces several times, and the longest paste takes a noticeable moment to read.
    from letters.citations.parse import parse_note  # late, as in paste_cards

    return tuple(parse_note(original.text, original.italics, original.links))


def typed(form: Mapping[str, str]) -> tuple[Original, tuple[str, ...]]:
    """What the paste page sent, without characters that may not stand in a letter, and those characters by name.

    The rich box's HTML counts where a script filled it in, else the text. Raises a :class:`~errors.UserError` for nothing at
    all and for more than a note.
    """
    html = form.get("html", "")
    if len(html) > LONGEST_HTML:
        raise _too_long()
    if html.strip():
        from letters.citations.parse import from_html  # late, as in paste_cards

        pasted = from_html(html)
        original = Original(pasted.text, tuple(pasted.italics), tuple(pasted.links))
    else:
        original = Original(unix(form.get("text", "")))
    cleaned, removed = _printable(original)
    return _checked(cleaned), removed


def carried(form: Mapping[str, str]) -> Original:
    """What the hidden fields of the review page brought back. Marks that were tampered with are dropped."""
    text = unix(form.get("text", ""))
    italics: list[Span] = []
    links: list[Link] = []
    try:
        marks = json.loads(form.get("marks", "") or "{}")
        for start, end in marks.get("italics", ()):
            italics.append((_place(start, text), _place(end, text)))
        for start, end, href in marks.get("links", ()):
            links.append((_place(start, text), _place(end, text), str(href)))
    except (ValueError, TypeError, AttributeError, RecursionError):
        italics, links = [], []
    cleaned, _removed = _printable(Original(text, tuple(italics), tuple(links)))
    return _checked(cleaned)


def unix(text: str) -> str:
    """``text`` with line feeds only: a browser sends every line end as two characters, which would move all places."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _place(value: object, text: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= len(text):
        raise ValueError("no place in the text")
    return value


def _checked(original: Original) -> Original:
    if not original.text.strip():
        raise UserError(_("Paste a footnote first."), field="text")
    if len(original.text) > LONGEST:
        raise _too_long()
    if sum(segment.kind == "citation" for segment in original.segments) > MOST_CITATIONS:
        raise UserError(
            _("That has more than %(most)d citations. Paste one footnote at a time.", most=MOST_CITATIONS), field="text"
        )
    return original


def _too_long() -> UserError:
    return UserError(_("That is longer than a footnote can be. Paste one at a time."), field="text")


def _printable(original: Original) -> tuple[Original, tuple[str, ...]]:
    bad = [character for character in forbidden_in(original.text) if character not in "\t\n"]
    if not bad:
        return original, ()
    moved = [0]
    kept: list[str] = []
    for character in original.text:
        if character in "\t\n" or not FORBIDDEN.match(character):
            kept.append(character)
        moved.append(len(kept))
    italics = tuple((moved[start], moved[end]) for start, end in original.italics)
    links = tuple((moved[start], moved[end], href) for start, end, href in original.links)
    return Original("".join(kept), italics, links), tuple(map(named, bad))
