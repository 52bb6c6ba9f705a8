"""What a browser's clipboard gives as HTML: the text, where it is italic, and the addresses hidden behind words.

Word writes ``<i>`` and ``<span style="font-style:italic">``, Google Docs writes spans inside
``<b style="font-weight:normal">``; both wrap everything in a document with styles. Nothing of the markup is kept but these
three things.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

Span = tuple[int, int]

_ITALIC = frozenset(("i", "em", "cite", "dfn", "var"))
_DROPPED = frozenset(("style", "script", "head", "title", "template", "noscript", "xml"))
_BLOCKS = frozenset(
    (
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "tr",
        "table",
        "blockquote",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "dd",
        "dt",
        "pre",
    )
)
_VOID = frozenset(("br", "img", "hr", "meta", "link", "input", "col", "wbr", "base", "area", "source"))
_STYLE = re.compile(r"(?<![\w-])font-style\s{0,3}:\s{0,3}(italic|oblique|normal)", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True, slots=True)
class Pasted:
    """``text`` with its ``italics`` as (start, end) and its ``links`` as (start, end, address), all offsets in ``text``."""

    text: str
    italics: tuple[Span, ...] = ()
    links: tuple[tuple[int, int, str], ...] = ()


def from_html(html: str) -> Pasted:
    """Read the HTML of a paste. Takes any string and never raises; what is no HTML comes out as the text that it is.

    ``<br>`` and the ends of blocks become line ends, as a browser would show them; only links to http and https are given.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.pasted()


class _Reader(HTMLParser):
    """Goes through the tags, keeping count of what is open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.letters: list[str] = []
        self.length = 0
        self.open: list[tuple[str, bool, str]] = []  # tag, italic in it, address of the link that it stands in
        self.dropped: list[str] = []
        self.italics: list[Span] = []
        self.links: list[tuple[int, int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED and not self.dropped:
            self.dropped.append(tag)
            return
        if self.dropped:
            return
        if tag == "br":
            self.put("\n")
        if tag in _VOID:
            return
        if tag in _BLOCKS:
            self.line()
        given = {name: value or "" for name, value in attrs}
        _, italic, href = self.open[-1] if self.open else ("", False, "")
        italic = italic or tag in _ITALIC
        style = _STYLE.search(given.get("style", ""))
        if style:
            italic = style[1].lower() != "normal"
        if tag == "a" and given.get("href", "").strip().lower().startswith(("http://", "https://")):
            href = given["href"].strip()
        self.open.append((tag, italic, href))

    def handle_endtag(self, tag: str) -> None:
        if self.dropped:
            if tag == self.dropped[-1]:
                self.dropped.pop()
            return
        if tag in _BLOCKS:
            self.line()
        # A closing tag without its partner closes nothing; one that closes several closes them all. Only the last 200 are
        # looked at: no letter is nested deeper, and a hostile paste would take quadratic time.
        for place in range(len(self.open) - 1, max(-1, len(self.open) - 200), -1):
            if self.open[place][0] == tag:
                del self.open[place:]
                break

    def handle_data(self, data: str) -> None:
        if self.dropped:
            return
        text = _BLANKS.sub(" ", data)
        if text.startswith(" ") and (not self.letters or self.letters[-1][-1] in " \n"):
            text = text[1:]
        if not text:
            return
        start = self.length
        self.put(text)
        _, italic, href = self.open[-1] if self.open else ("", False, "")
        if italic:
            if self.italics and self.italics[-1][1] == start:
                start, _ = self.italics.pop()
            self.italics.append((start, self.length))
        if href:
            start = self.length - len(text)
            if self.links and self.links[-1][1:] == (start, href):
                start = self.links.pop()[0]
            self.links.append((start, self.length, href))

    def put(self, text: str) -> None:
        self.letters.append(text)
        self.length += len(text)

    def line(self) -> None:
        """A new line, unless one has just begun."""
        if self.letters and not self.letters[-1].endswith("\n"):
            self.put("\n")

    def pasted(self) -> Pasted:
        text = "".join(self.letters).rstrip()
        end = len(text)
        italics = tuple((start, min(stop, end)) for start, stop in self.italics if start < end)
        links = tuple((start, min(stop, end), href) for start, stop, href in self.links if start < end)
        return Pasted(text, italics, links)
