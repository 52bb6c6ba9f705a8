"""Letters that are not plain ASCII: which words they make, and which accents they bear.

Every letter becomes one of a private alphabet, whose code points stand in the order of the collation; the letters a to z,
digits and the space are themselves in it. So the words of "Ødegård" are "odegard", and those of a Greek name come behind all
Latin ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

from signatories.ordering.collation import PASSED_OVER
from signatories.ordering.root import BEFORE_KANA, FROM_KANA, LATIN, MARKS, SPELLED

_BEFORE_KANA, _HANGUL, _FROM_KANA, _HAN, _MORE_HAN, _UNKNOWN = 0x10000, 0x20000, 0x30000, 0x40000, 0x50000, 0x90000
"""Where the parts of the alphabet begin."""

_FOLLOWING = 0x100000
"""A Latin letter of its own is the one that it follows with a last letter behind it: þ stands after everything in z."""

_GREEK = "\u0370"
"""Where the other scripts begin. The Latin letters behind it are made of others, or stand in the table of Latin."""

_NO_ACCENT = " "

_QUIET = frozenset(PASSED_OVER + "’‘‛“”„«»ʼʻʹʺ′″´ˈ״׳™℠®©")
"""What is passed over in a name: apostrophes, quotes, the stroke of a transliteration, the marks of a trade."""

Element = tuple[str, str]
"""What a character adds to the words, and what to the accents."""


def letters_of(name: str) -> tuple[str, str]:
    """The words of a name in our alphabet, and its accents: one character for each letter without, and one for each accent."""
    text = unicodedata.normalize("NFC", name)
    words = text.translate(_WORDS)
    return " ".join([word for word in words.split(" ") if word]), text.translate(_ACCENTS).rstrip(_NO_ACCENT)


def turned(name: str) -> str:
    """The name with small and capital letters exchanged, so that small ones come first. Different names stay different."""
    return name.translate(_TURNED)


class _Table(dict[int, str]):
    """A table for ``str.translate`` that learns a character when it first comes."""

    def __init__(self, learn: Callable[[str], str]) -> None:
        self.learn = learn

    def __missing__(self, code: int) -> str:
        self[code] = found = self.learn(chr(code))
        return found


def _other_case(mark: str) -> str:
    other = mark.swapcase()
    return other if len(other) == 1 and other.swapcase() == mark else mark  # "ß" would become "SS", and two names one


_WORDS, _ACCENTS = _Table(lambda mark: _element(mark)[0]), _Table(lambda mark: _element(mark)[1])
_TURNED = _Table(_other_case)


def _element(mark: str) -> Element:
    """What a character adds: by the table, by what Python knows it to be made of, or by the rule for its kind."""
    if mark in _QUIET:
        return "", ""
    if mark in _LATIN:
        return _LATIN[mark], _NO_ACCENT
    if mark in _WEIGHTS:
        return "", _WEIGHTS[mark]
    if mark >= _GREEK and unicodedata.category(mark)[0] in "LM" and mark in _other_scripts():
        return _other_scripts()[mark], _NO_ACCENT
    if "가" <= mark <= "힣":
        return chr(_HANGUL + ord(mark) - ord("가")), _NO_ACCENT
    if mark.isdecimal():
        return str(unicodedata.decimal(mark)), _NO_ACCENT
    for made_of in (
        _SPELLED.get(mark, mark),
        unicodedata.normalize("NFD", mark),
        mark.casefold(),
        unicodedata.normalize("NFKD", mark),
    ):
        if made_of != mark:
            words, accents = zip(*map(_element, made_of), strict=True)
            return "".join(words), "".join(accents)
    kind = unicodedata.category(mark)[0]
    if kind == "M":
        return "", chr(0x21 + len(_WEIGHTS))
    if unicodedata.category(mark) == "Cf":
        return "", ""
    return (chr(_place(ord(mark))), _NO_ACCENT) if kind in "LN" else (" ", "")


def _place(code: int) -> int:
    """A letter that no table has: Han stands in the order of its code points, and whatever is unknown behind it."""
    if 0x4E00 <= code <= 0x9FFF:
        return _HAN + code - 0x4E00
    if 0x3400 <= code <= 0x4DBF or 0x20000 <= code <= 0x3FFFF:
        return _MORE_HAN + code - 0x3400
    return min(_UNKNOWN + code, _FOLLOWING - 1)


def _classes(table: str) -> Iterator[str]:
    """The classes of letters that a table lists as code points, each as a text."""
    for word in table.split():
        first, hyphen, last = word.partition("-")
        if hyphen:
            yield from map(chr, range(int(first, 16), int(last, 16) + 1))
        else:
            yield "".join(chr(int(code, 16)) for code in word.split("+"))


def _latin() -> Iterator[tuple[str, str]]:
    yield from ((chr(code), chr(code).lower()) for code in range(128) if chr(code).isalnum())
    for line in LATIN.split("\n"):
        before, _, following = line.partition(" ")
        for number, these in enumerate(following.split(" ")):
            yield from ((mark, before + chr(_FOLLOWING + number)) for mark in these)


@cache
def _other_scripts() -> dict[str, str]:
    """The letters of all others; a megabyte, made when the first one comes: most accents are on Latin letters."""
    return {
        mark: chr(start + number)
        for start, table in ((_BEFORE_KANA, BEFORE_KANA), (_FROM_KANA, FROM_KANA))
        for number, these in enumerate(_classes(table))
        for mark in these
    }


_WEIGHTS = {mark: chr(0x21 + number) for number, these in enumerate(_classes(MARKS)) for mark in these}
_LATIN = dict(_latin())
_SPELLED = {next(_classes(mark)): next(_classes(others)) for mark, others in re.findall(r"([0-9a-f+]+)=([0-9a-f+]+)", SPELLED)}
