"""Ids of sources: which ones a citation can name, and new ones like "asher-schapiro-2024"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from letters.document.markdown.citation_writer import write_cite
from letters.document.markdown.citations import is_plain_key
from letters.document.markdown.errors import MarkdownError
from letters.document.nodes import Citation, Cite
from letters.document.printable import clean
from letters.library.dates import year_of

LONGEST = 120
"""The longest id that is kept; a longer one makes a letter's Markdown unreadable."""

_UNFOLDED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})
_LEADING = frozenset({"a", "an", "the", "of", "on", "in", "and", "for", "to"})


def usable(key: object) -> bool:
    """Whether a citation in Markdown, ``[@key]`` or ``[@{any words}]``, can name a source by this id and nothing else by it."""
    if not isinstance(key, str) or not 0 < len(key) <= LONGEST or clean(key).text != key:
        return False
    if is_plain_key(key):
        return True
    try:
        write_cite(Cite((Citation(key),)))
    except MarkdownError:
        return False
    return True


def new_id(item: Mapping[str, object], taken: Iterable[str]) -> str:
    """An id for ``item`` that is not in ``taken``: family names and year ("asher-schapiro-2024"), else words of its title.

    Only a-z, 0-9 and hyphens, at most about 60 characters; a number follows when two would be alike ("omb-2024-2"). Ids that
    differ in nothing but case count as alike, because a person reading them out would not know which one is meant.
    """
    return Ids(taken).new(item)


class Ids:
    """The ids of a library that is being read, for giving out new ones in no more time for the last than for the first."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._folded = {key.casefold() for key in self._taken}
        self._counted: dict[str, int] = {}

    def __contains__(self, key: object) -> bool:
        return key in self._taken

    def add(self, key: str) -> None:
        """Take ``key``."""
        self._taken.add(key)
        self._folded.add(key.casefold())

    def new(self, item: Mapping[str, object]) -> str:
        """An id for ``item`` as :func:`new_id` makes it, taken from now on."""
        base = _base(item)
        key, number = base, self._counted.get(base, 1)
        while key in self._folded:
            number += 1
            key = f"{base}-{number}"
        self._counted[base] = number
        self.add(key)
        return key


def _base(item: Mapping[str, object]) -> str:
    people = [*_people(item.get("author")), *_people(item.get("editor"))][:2]
    words = _words(" ".join(people))[:4]
    if not words:
        titles = (item.get(name) for name in ("title", "container-title", "publisher"))
        title = next((text for text in titles if isinstance(text, str) and text.strip()), "")
        words = [word for word in _words(title) if word not in _LEADING][:4]
    year = year_of(item)
    return "-".join([*(words or ["source"]), *([str(year)] if year > 0 else [])])[:60].strip("-")


def _people(listed: object) -> list[str]:
    names = [name for name in listed[:2] if isinstance(name, Mapping)] if isinstance(listed, list) else []
    wholes = [next((name[part] for part in ("literal", "family", "given") if name.get(part)), "") for name in names]
    return [whole for whole in wholes if isinstance(whole, str)]


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text[:200].casefold()).translate(_UNFOLDED)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", plain))
