"""What names are looked up by. Words that may find each other share a key; which of them do, the rules decide."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from signatories.matching.initials import row_initials
from signatories.matching.naming import Alias
from signatories.matching.words import MEANINGS, NUMBERING, Word, root_of, stem_of, word_of

_WITHOUT = ("seat", "affiliation", "legal", "article")
"""Kinds of words that two names of one body need not share."""

_BEHIND = ("place", "seat", "affiliation")

MOST_JOINED = 8
MOST_INITIALS = 10
MOST_ARTICLES = 3


def _families() -> dict[str, str]:
    """The roots that are tied to each other by a translation, each with one of them."""
    parent: dict[str, str] = {}

    def find(item: str) -> str:
        while parent.setdefault(item, item) != item:
            item = parent[item]
        return item

    for stem, meanings in MEANINGS.items():
        for meaning in meanings:
            parent[find(root_of(stem))] = find(f"#{meaning}")
    return {item: find(item) for item in parent}


_FAMILIES = _families()


def keys_of(word: Word) -> tuple[str, ...]:
    """The keys of a word: one, or several for a short form."""
    if word.also:
        return tuple(sorted({key for long in word.also for key in keys_of(word_of(long))} | {word.text}))
    if word.kind == "place":
        return (word.reading.rstrip("+"),)
    root = root_of(word.stem)
    return (_FAMILIES.get(root, root),)


def required(alias: Alias) -> tuple[Word, ...]:
    """The words that another name must have in some way, if this one is to be found in it whole."""
    content = alias.content
    words = [
        word
        for place, word in enumerate(content)
        if word.kind not in _WITHOUT
        and not (word.wide and word.kind == "other")
        and not (word.text in NUMBERING and place + 1 < len(content) and content[place + 1].kind == "number")
    ]
    return tuple(words) or content


def extras(alias: Alias) -> Iterable[str]:
    """Keys that are no words of the name: the initials of its words, and neighbors written as one."""
    if alias.kind != "acronym":
        for letters in initials(alias):
            yield _plain_key(letters)
    content = alias.content
    if len(content) <= MOST_JOINED:
        for one, other in pairwise(content):
            if one.kind in ("other", "form", "number") and other.kind in ("other", "arm", "form"):
                yield _plain_key(one.text + other.text)


def initials(alias: Alias) -> set[str]:
    """The acronyms that an alias may have: of all its words, with and without those that join and the places behind it;
    of its first two, three and so on; of its last two. Places give the initials of their words or their short form."""
    words = [word for word in alias.words if word.kind != "legal"]
    found = _with_articles(words)
    if words[-1:] and words[-1].kind in _BEHIND:
        while words and words[-1].kind in (*_BEHIND, "article"):
            words.pop()
        found |= _with_articles(words)
    content = alias.content
    plain = [row_initials((word,)) for word in content]
    starts = [plain]
    if any(word.shorts for word in content):
        starts.append([word.shorts[0] if word.shorts else piece for word, piece in zip(content, plain, strict=True)])
    for row in starts:
        letters = ""
        for piece in row[:MOST_INITIALS]:
            letters += piece
            found.add(letters)
        found.add("".join(row[-2:]))
    if len(content) == 2:
        found.add("".join([2 * piece for piece in plain]))  # CC.OO.
    return {letters for letters in found if 2 <= len(letters) <= MOST_INITIALS and letters.isascii()}


def _with_articles(words: list[Word]) -> set[str]:
    pieces = [row_initials((word,)) for word in words]
    articles = [place for place, word in enumerate(words) if word.kind == "article"][:MOST_ARTICLES]
    found: set[str] = set()
    for chosen in range(1 << len(articles)):
        kept = {place for bit, place in enumerate(articles) if chosen >> bit & 1}
        found.add("".join([piece for place, piece in enumerate(pieces) if words[place].kind != "article" or place in kept]))
    return found


def in_pieces(alias: Alias) -> str:
    """The key of an acronym that is written in two or three pieces (AB-CDE); "" for any other name."""
    content = alias.content
    if 2 <= len(content) <= 3 and all(word.alphabetic and len(word.text) <= 4 for word in content):
        return _plain_key("".join([word.text for word in content]))
    return ""


def _plain_key(text: str) -> str:
    """The key of a word that stands in no name: found like any other, but not kept."""
    root = root_of.__wrapped__(stem_of.__wrapped__(text))
    return _FAMILIES.get(root, root)
