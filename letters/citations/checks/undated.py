"""A page without a date of its own, and without the day it was read: nobody can tell later what it said then."""

from __future__ import annotations

from collections.abc import Iterator

from letters.citations.checks.review import Review, called
from letters.citations.dates import is_dated
from letters.citations.full import address_of
from letters.document.losses import LetterWarning


def check(review: Review) -> Iterator[LetterWarning]:
    """One warning for each such source that is cited (The Bluebook, rule 18.2.2(c): "last visited" for undated pages)."""
    for number, key, item in review.cited():
        if address_of(item) and not is_dated(item, "issued") and not is_dated(item, "accessed"):
            said = f"Note {number} cites {called(key, item)}, a page without a date. Add the day on which you read it."
            yield LetterWarning("undated", said, number, source=key)
