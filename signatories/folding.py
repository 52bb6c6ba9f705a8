"""From a name as typed to plain words: without capitals, accents and punctuation.

Nothing that follows sees more than these words. So a name in capitals, without its accents or with other dashes is compared
just like the name itself.
"""

from __future__ import annotations

import re
import unicodedata

MOST_CHARACTERS = 2_000
"""More of a name is not looked at word by word: it only has to be the same."""

_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u064b-\u0652\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
)
"""Accents of Latin, Greek and Cyrillic letters, points of Hebrew and Arabic. Marks that are vowels (Devanagari, Thai) stay."""

_OTHER_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)
_APOSTROPHES = re.compile("['’‘ʼʹ`´′‛]")
_ELISION = re.compile(r"(?<![^\W\d_])(l|d|qu)['’‘ʼʹ`´′‛](?=[^\W\d_])")
"""French and Italian: l'homme is two words; O'Brien and workers' are one."""

_PIECES = re.compile(r"\d+(?:st|nd|rd|th)(?![^\W\d_])|\d+[^\W\d_]{1,2}(?![^\W_])|\d+|[^\W\d_]+")
_CODE = re.compile(r"[^\W\d_]\d+[^\W\d_]*")
"""A letter and a digit: U3A, W3C."""

_WORDS = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """``text`` in lower case, without accents; punctuation stays."""
    if text.isascii():
        return text.lower()
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()).casefold())
    return unicodedata.normalize("NFC", plain.translate(_OTHER_LETTERS))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a name, folded. Letters and numbers in one word are parted (AB32), spelled letters are joined (U.S.)."""
    plain = folded(text).replace("&", " and ")
    plain = _APOSTROPHES.sub("", _ELISION.sub(r"\1 ", plain))
    if not plain.isascii():
        plain = "".join(mark if mark.isalnum() or unicodedata.category(mark)[0] == "M" else " " for mark in plain)
        found = [word for chunk in plain.split() for word in _parted(chunk)]
    else:
        found = [word for chunk in _WORDS.findall(plain) for word in _parted(chunk)]
    return tuple(_spelled(found))


def _parted(chunk: str) -> list[str]:
    if chunk.isalpha():
        return [chunk]
    if chunk.isdecimal():
        return [chunk.lstrip("0") or "0"] if chunk.isascii() else [chunk]
    if _CODE.fullmatch(chunk):
        return [chunk]
    return _PIECES.findall(chunk) if chunk.isascii() else [chunk]


def _spelled(found: list[str]) -> list[str]:
    """``found`` with single letters in a row joined to one word."""
    words: list[str] = []
    run = ""
    for word in [*found, ""]:
        if len(word) == 1 and word.isalpha() and word.isascii():
            run += word
            continue
        if run == "s" and words and words[-1].isalpha():  # "Women s", its apostrophe lost
            words[-1] += run
            run = ""
        elif run:
            words += [run] if len(run) > 2 or not _JOINING.issuperset(run) else run
            run = ""
        words.append(word)
    return words[:-1]


_JOINING = frozenset("aeiouy")
"""Letters that are words by themselves: "Justiça e o Direito"."""


def without_spaces(words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """All letters in a row, and the numbers one by one: "Local 1 2" is not "Local 12"."""
    joined = "".join(words)
    if joined.isalpha():
        return joined, ()
    return joined, tuple(number for word in words for number in re.findall(r"\d+", word))


def bare(text: str) -> str:
    """Of a text without words what is no space: two such names are the same only if this is."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def name_key(name: str) -> str:
    """What two names share that differ in capitals, accents, punctuation and spaces alone; never "".

    >>> name_key("Café  Workers’ Union") == name_key("CAFE WORKERS UNION"), name_key("Local 12") == name_key("Local 1 2")
    (True, False)
    """
    return " ".join(words_of(name[:MOST_CHARACTERS])) or bare(name)
