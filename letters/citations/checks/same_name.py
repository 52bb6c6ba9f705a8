"""Two cited works that nothing tells apart in a short citation: a *supra* to one could as well mean the other."""

from __future__ import annotations

from collections.abc import Iterator

from letters.citations.checks.review import Review, called
from letters.citations.csl import Item, kind
from letters.citations.short import NEVER_SUPRA, ambiguous, short_form
from letters.document.losses import LetterWarning
from letters.document.walk import plain_text


def check(review: Review) -> Iterator[LetterWarning]:
    """One warning at each citation of such a work after its first; cited once only, neither has a short form to confuse."""
    works = [(key, item) for _, key, item in review.cited() if kind(item) not in NEVER_SUPRA]
    shared = ambiguous((item, review.library.short(key)) for key, item in works)
    under: dict[str, list[tuple[str, Item]]] = {}
    for key, item in works:
        if review.library.short(key).text.casefold() in shared:
            # With both titles printed, as they are when a short name is shared: what is equal then stays equal.
            name = plain_text(short_form(item, review.library.short(key), shared=True))
            under.setdefault(name.casefold(), []).append((key, item))
    alike = {key: same for same in under.values() if len(same) > 1 for key, _ in same}
    if not alike:
        return
    seen: set[str] = set()
    for number, written in review.citations():
        key = review.library.root(written)
        if key in alike and key in seen:
            others = ", ".join(called(other, item) for other, item in alike[key] if other != key)
            item = next(item for other, item in alike[key] if other == key)
            yield LetterWarning(
                "same-short-name",
                f"Note {number} cites {called(key, item)} in short, and {others} goes under the very same name. "
                "Give one of them a short name of its own, or merge them if they are one work.",
                number,
                source=key,
            )
        seen.add(key)
