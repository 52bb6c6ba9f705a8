"""Titles made comparable: words without case, accents, punctuation and leading article; numbers kept apart."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"</?(?:i|b|sup|sub|sc|span)\b[^<>]{0,40}>")
_SUBTITLE = re.compile(r"\s*(?::|—|–(?=\s)|\s-\s|\?|\.\s)\s*")
_ARTICLES = frozenset({"a", "an", "the"})
_SMALL_WORDS = "a an the of on in and for to by at with from or as its"
_SMALL = frozenset(_SMALL_WORDS.split())
_PART_WORDS = "volume vol part pt number no chapter ch book phase annex appendix edition ed series session issue tome"
_PARTS = frozenset(_PART_WORDS.split())
_ROMAN = re.compile(r"(?=[ivxlc])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ORDINALS = {
    word: number
    for number, words in enumerate(
        (("first", "one"), ("second", "two"), ("third", "three"), ("fourth", "four"), ("fifth", "five"), ("sixth", "six")),
        start=1,
    )
    for word in words
}
_MOST_WORDS = 60


@dataclass(frozen=True, slots=True)
class Title:
    """``words`` of the whole, of its ``main`` part before a subtitle, and of the ``sub`` title."""

    words: tuple[str, ...]
    main: tuple[str, ...]
    sub: tuple[str, ...]


def title_of(text: str) -> Title:
    """The words of ``text``. A subtitle counts as one only if what stands before it is a title of its own: three words or
    more."""
    text = _TAG.sub("", text[:1000])
    cut = _SUBTITLE.search(text)
    words = _words(text)
    main = _words(text[: cut.start()]) if cut else words
    if len(main) < 3 or len(main) == len(words):
        return Title(words, words, ())
    return Title(words, main, words[len(main) :])


def folded(text: str) -> str:
    """``text`` without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def words_of(text: str) -> tuple[str, ...]:
    """All words of ``text``, without case and accents."""
    return tuple(_WORD.findall(re.sub(r"['’]", "", folded(text))))


def numbers_in(words: tuple[str, ...]) -> tuple[str, ...]:
    """What counts in a title: digits, Roman numerals and ordinals behind a word such as "Part", and words that hold digits."""
    found: list[str] = []
    for place, word in enumerate(words):
        before = words[place - 1] if place else ""
        if any(letter.isdigit() for letter in word):
            found.append(word)
        elif word in _ORDINALS and (before in _PARTS or (place + 1 < len(words) and words[place + 1] in _PARTS)):
            found.append(str(_ORDINALS[word]))
        elif _ROMAN.fullmatch(word) and (before in _PARTS or (place == len(words) - 1 and len(words) > 1)):
            found.append(str(_value(word)))
        elif before in _PARTS and len(word) == 1:
            found.append(word)
    return tuple(sorted(found))


def names_a_part(words: tuple[str, ...]) -> bool:
    """Whether ``words`` speak of a volume, a part, a chapter."""
    return any(word in _PARTS for word in words) or bool(numbers_in(words))


def is_typo(one: str, other: str) -> bool:
    """Whether two words may be one with a slip: long enough, without digits, nearly the same."""
    if min(len(one), len(other)) < 5 or not (one.isalpha() and other.isalpha()):
        return False
    return one[0] == other[0] and SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.86


def is_small(word: str) -> bool:
    """Whether ``word`` is an article, a preposition or the like."""
    return word in _SMALL


def _words(text: str) -> tuple[str, ...]:
    found = [word for word in words_of(text.replace("&", " and "))[:_MOST_WORDS] if word != "s"]
    return tuple(found[1:] if len(found) > 1 and found[0] in _ARTICLES else found)


def _value(roman: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[letter] for letter in roman]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))
