"""Where the words of a PDF stand on its pages, read back by pdftotext: overlaps, margins, what ends a page, reading order.

A standard's validator sees none of this: it passed a file whose lines lay on top of one another.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from html import unescape
from pathlib import Path

_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">')
_LINE = re.compile(r"<line ")
_WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')


@dataclass(frozen=True)
class Word:
    """A word and its box in points from the page's upper left corner; ``line`` counts the lines of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    line: int

    @property
    def core(self) -> tuple[float, float]:
        """The middle half of its height. A font claims more height than its letters use, so whole boxes touch by right."""
        quarter = (self.bottom - self.top) / 4
        return self.top + quarter, self.bottom - quarter


@dataclass(frozen=True)
class Page:
    """A page's size in points and its words."""

    width: float
    height: float
    words: tuple[Word, ...]

    def overlaps(self) -> list[tuple[str, str]]:
        """Pairs of words that lie on top of one another."""
        found: list[tuple[str, str]] = []
        words = sorted(self.words, key=lambda word: word.core[0])
        for place, upper in enumerate(words):
            for lower in words[place + 1 :]:
                if lower.core[0] >= upper.core[1] - 0.5:
                    break
                if min(upper.right, lower.right) - max(upper.left, lower.left) > 0.7:
                    found.append((upper.text, lower.text))
        return found

    def outside(self, margin: float) -> list[str]:
        """Words of the text area that reach over the side margins, or of the page that leave it."""
        slack = 0.6
        wide = [word.text for word in self.words if word.left < margin - slack or word.right > self.width - margin + slack]
        return wide + [word.text for word in self.words if word.top < 0 or word.bottom > self.height]

    def body(self, margin: float) -> list[Word]:
        """The words between the upper and the lower margin: no header, no footer."""
        return [word for word in self.words if word.core[0] > margin and word.core[1] < self.height - margin]

    def last_line(self, margin: float) -> str:
        """The words of the lowest line of the body, from left to right."""
        words = self.body(margin)
        if not words:
            return ""
        lowest = max(word.core[1] for word in words)
        return " ".join(word.text for word in sorted(words, key=lambda word: word.left) if word.core[1] > lowest - 3)


def pages(path: Path) -> list[Page]:
    """The pages of the PDF at ``path`` with their words."""
    text = subprocess.run(
        ["pdftotext", "-q", "-bbox-layout", str(path), "-"], capture_output=True, check=True, encoding="utf-8"
    ).stdout
    found: list[Page] = []
    for part in text.split("</page>")[:-1]:
        size = _PAGE.search(part)
        assert size is not None
        words: list[Word] = []
        for number, line in enumerate(_LINE.split(part)):
            words.extend(
                Word(unescape(word), float(left), float(top), float(right), float(bottom), number)
                for left, top, right, bottom, word in _WORD.findall(line)
            )
        found.append(Page(float(size[1]), float(size[2]), tuple(words)))
    return found


def reading(path: Path) -> str:
    """The text of the PDF at ``path`` in the order in which it is written, which is the order of its tags."""
    text = subprocess.run(["pdftotext", "-q", "-raw", str(path), "-"], capture_output=True, check=True, encoding="utf-8").stdout
    return " ".join(text.split())
