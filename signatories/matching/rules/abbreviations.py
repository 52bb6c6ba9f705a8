"""Short forms with a meaning of their own: Assn., Intl., VA."""

from __future__ import annotations

from signatories.matching.case import Case
from signatories.matching.words import Word


def rule(case: Case) -> None:
    """Pair a short form with a word that it may stand for."""
    for place in list(case.free_a):
        word = case.a[place]
        for partner in case.free_b:
            other = case.b[partner]
            if (word.also or other.also) and _stands_for(word, other):
                case.pair((place,), (partner,))
                case.say(0.96, "“{0}” is short for “{1}”.", *((word, other) if word.also else (other, word)))
                break


def _stands_for(one: Word, other: Word) -> bool:
    if one.also and other.also:
        return bool(one.also & other.also)
    short, long = (one, other) if one.also else (other, one)
    return long.reading in short.also or long.text in short.also or long.stem in short.also
