"""Short forms with a meaning of their own: Assn., Intl., VA."""

from __future__ import annotations

from signatories.matching.case import Case
from signatories.matching.words import Word

_SHORTENED = ("other", "form")


def rule(case: Case) -> None:
    """Pair a short form with a word that it may stand for."""
    for place in list(case.free_a):
        word = case.a[place]
        for partner in case.free_b:
            other = case.b[partner]
            if _begins(word, other) or _begins(other, word):
                case.pair((place,), (partner,))
                case.say(0.90 if case.exact > 1 else 0.80, "“{0}” may be short for “{1}”.", *sorted((word, other), key=_length))
                break
            if (word.also or other.also) and _stands_for(word, other):
                case.pair((place,), (partner,))
                case.say(0.96, "“{0}” is short for “{1}”.", *((word, other) if word.also else (other, word)))
                break


def _begins(short: Word, long: Word) -> bool:
    """Whether one is the beginning of the other, as people shorten any word: Mem., Comm."""
    return (
        3 <= len(short.text) <= 5
        and long.text.startswith(short.text)
        and len(long.text) >= len(short.text) + 3
        and long.known
        and (bool(short.also) or not short.known)
        and short.kind in _SHORTENED
        and long.kind in _SHORTENED
    )


def _length(word: Word) -> int:
    return len(word.text)


def _stands_for(one: Word, other: Word) -> bool:
    if one.also and other.also:
        return bool(one.also & other.also)
    short, long = (one, other) if one.also else (other, one)
    return long.reading in short.also or long.text in short.also or long.stem in short.also
