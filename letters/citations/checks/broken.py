"""A citation of a source that is not in the library: the letter would print a hole."""

from __future__ import annotations

from collections.abc import Iterator

from letters.citations.checks.review import Review
from letters.document.losses import LetterWarning


def check(review: Review) -> Iterator[LetterWarning]:
    """One warning for each such citation; it blocks closing."""
    for note, key in review.citations():
        if review.library.find(key) is None:
            said = f"Note {note} cites “{key}”, which is not in the library."
            yield LetterWarning("broken-source", said, note, blocks=True, source=key)
