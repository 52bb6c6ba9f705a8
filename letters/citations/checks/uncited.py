"""A source of the library that no note cites: forgotten, or cited by hand."""

from __future__ import annotations

from collections.abc import Iterator

from letters.citations.checks.review import Review
from letters.citations.csl import field
from letters.document.losses import LetterWarning


def check(review: Review) -> Iterator[LetterWarning]:
    """One warning for each; doubles that were merged away are not asked for."""
    for key, item in review.library.items.items():
        if key not in review.first:
            yield LetterWarning("uncited-source", f"No note cites “{field(item, 'title') or key}” ({key}).", source=key)
