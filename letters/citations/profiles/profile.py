"""What a profile is, and what profiles have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from letters.citations.csl import Item, Name, kind, others
from letters.citations.style import Style
from letters.document.nodes import Locator, Text

SCHOLARLY = frozenset({"article-journal", "book", "chapter", "paper-conference", "thesis", "article"})
"""Types whose long lists of authors are cut to "et al." as a matter of course; news and reports name everybody."""


@dataclass(frozen=True, slots=True)
class Body:
    """What stands before the address.

    ``tail`` is its end where a locator of the sort ``inner`` goes in front of it: the page of a case before the court, the
    section of a code before the year. Any other locator goes behind.
    """

    runs: tuple[Text, ...]
    tail: tuple[Text, ...] = ()
    inner: Literal["", "page", "section"] = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """A citation style."""

    body: Callable[[Item, Style, bool], Body]
    """Writes what stands before the address; the flag tells that the citation continues a sentence."""
    locator: Callable[[str, Locator], str]
    """A locator as it is printed: "at 15", "§ 4"; empty for none."""
    back: tuple[Text, ...]
    """What stands between a short name and the number of the note that cites it in full: *supra* note."""
    again: Text
    """What stands for the work cited just before, at the head of a sentence …"""
    again_inside: Text
    """… and within one."""
    back_after: str = ""
    """What follows the number of the note that is pointed back to."""
    again_joint: str = " "
    """What stands between that and a locator."""


class Line:
    """A citation being put together: pieces joined by commas. What has the same marks becomes one run."""

    def __init__(self) -> None:
        self._pieces: list[tuple[str, bool]] = []

    def add(self, text: str, *, italic: bool = False, joint: str = ", ") -> Line:
        """Add a piece; nothing for an empty one."""
        if text:
            if self._pieces:
                self._put(joint, False)
            self._put(text, italic)
        return self

    def close(self, text: str) -> Line:
        """Add something that follows without a comma, such as the date in brackets."""
        return self.add(text, joint=" ")

    def _put(self, text: str, italic: bool) -> None:
        if self._pieces and self._pieces[-1][1] is italic:
            self._pieces[-1] = (self._pieces[-1][0] + text, italic)
        else:
            self._pieces.append((text, italic))

    @property
    def runs(self) -> list[Text]:
        """What was put together."""
        return [Text(text, em=italic) for text, italic in self._pieces]


def authors(people: tuple[Name, ...], item: Item, style: Style, cut: str = ", et al.", of: str = "author") -> str:
    """The names in the list ``of``, in the order of the source, joined by commas.

    More than the style allows become "et al.", and so do those whom the library does not know by name.
    """
    limit = style.et_al if style.et_al_everywhere or kind(item) in SCHOLARLY else 0
    if limit and len(people) > limit:
        return people[0].full + cut
    named = ", ".join(person.full for person in people)
    return named + cut if people and others(item, of) else named
