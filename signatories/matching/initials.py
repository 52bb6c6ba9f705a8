"""Acronyms: whether a few letters stand for a row of words."""

from __future__ import annotations

from collections.abc import Sequence

from signatories.matching.words import STATES, Word

MOST_WORDS = 16
_OPTIONAL = ("article", "legal", "affiliation", "seat", "form", "arm")
_TELLING = ("place", "number", "direction", "chapter")
_PLACE_ENDINGS = frozenset(STATES) | {"us", "usa", "uk"}


def row_initials(words: Sequence[Word]) -> str:
    """The initials of all these words."""
    return "".join([word.text[0] if len(word.parts) < 2 else "".join([part[0] for part in word.parts]) for word in words])


def spells(letters: str, words: Sequence[Word]) -> bool:
    """Whether ``letters`` are the initials of ``words``: each gives its own, joining words may.

    A place gives the initial of each of its words or its short form; "northwest" may give two.
    """
    if not 2 <= len(letters) <= 12 or len(words) > MOST_WORDS or not words or letters[0] not in _openings(words[0]):
        return False
    if len(letters) > 2 * len(words) + 2:
        return False
    return _spells(letters, words, 0, 0) or (is_doubled(letters) and _spells(letters[::2], words, 0, 0))


def is_doubled(letters: str) -> bool:
    """Spanish doubles the letters of plurals: CC.OO., EE.UU."""
    return len(letters) == 4 and letters[::2] == letters[1::2]


def _openings(word: Word) -> str:
    return word.initial + (word.shorts[0][0] if word.shorts else "")


def _spells(letters: str, words: Sequence[Word], at: int, of: int) -> bool:
    if of == len(words):
        return at == len(letters)
    word = words[of]
    for piece in _pieces(word):
        if letters.startswith(piece, at) and _spells(letters, words, at + len(piece), of + 1):
            return True
    return word.kind == "article" and of > 0 and _spells(letters, words, at, of + 1)


def _pieces(word: Word) -> tuple[str, ...]:
    first = "".join([part[0] for part in word.parts]) if len(word.parts) > 1 else word.initial
    return (first, *word.shorts) if word.shorts else (first,)


def abridges(letters: str, words: Sequence[Word], *, every: bool = False) -> bool:
    """Whether ``letters`` are made of the beginnings of ``words`` in their order (a LAMENG for a Lamp Menders Guild).

    Looser than :func:`spells`: a word may give up to three letters, and a few words none; two more letters at the end may name
    a place. At least four letters, and most words must have their share; with ``every`` all of them.
    """
    if not 4 <= len(letters) <= 12 or not 2 <= len(words) <= MOST_WORDS:
        return False
    first = next((word for word in words if word.kind != "article"), words[0])
    if letters[0] not in _openings(first):
        return False
    if any(word.text == letters for word in words):
        return False
    contents = sum(word.kind != "article" for word in words)
    needed = contents if every else contents - contents // 4
    return _abridges(letters, words, 0, 0, 0, max(2, needed), {})


def _abridges(
    letters: str, words: Sequence[Word], at: int, of: int, given: int, needed: int, seen: dict[tuple[int, int, int], bool]
) -> bool:
    if at == len(letters):
        return given >= needed
    if of == len(words):
        return given >= needed and given >= 3 and letters[at:] in _PLACE_ENDINGS
    key = (at, of, given)
    if key in seen:
        return seen[key]
    word = words[of]
    more = given + (word.kind != "article")
    found = False
    for piece in _beginnings(word):
        if letters.startswith(piece, at) and _abridges(letters, words, at + len(piece), of + 1, more, needed, seen):
            found = True
            break
    if not found and given and word.kind not in _TELLING:
        found = _abridges(letters, words, at, of + 1, given, needed, seen)
    seen[key] = found
    return found


def _beginnings(word: Word) -> list[str]:
    if len(word.parts) > 1:
        return list(_pieces(word))
    text = word.text
    return [text[:length] for length in range(min(3, len(text)), 0, -1)] + list(word.shorts)


def optional_at_end(word: Word) -> bool:
    """Whether an acronym may leave the word out when it ends a name."""
    return word.kind in _OPTIONAL
