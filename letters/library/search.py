"""Searching the library: all words over all fields, accents and case ignored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from letters.library.dates import MONTHS, date_text, numbers
from letters.library.titles import words_of

_WEIGHTS = {"id": 4, "title": 6, "title-short": 6, "author": 5, "editor": 3, "container-title": 3, "publisher": 3, "issued": 3}
_DEEPEST = 8


def search(items: Sequence[Mapping[str, object]], words: str) -> list[str]:
    """The ids of the ``items`` in which every one of ``words`` begins a word of some field, the best first.

    A word counts most in the title and the authors, and a whole word more than a beginning. Without words all items, in their
    order. Names of months in dates are found ("march 2024"), as are parts of addresses and fields that CSL does not know.
    """
    wanted = words_of(words[:500])[:20]
    if not wanted:
        return [str(item.get("id", "")) for item in items]
    scored: list[tuple[float, int, str]] = []
    for place, item in enumerate(items):
        score = _score(item, wanted)
        if score:
            scored.append((-score, place, str(item.get("id", ""))))
    return [key for _, _, key in sorted(scored)]


def _score(item: Mapping[str, object], wanted: Sequence[str]) -> float:
    best = dict.fromkeys(wanted, 0.0)
    for name, value in item.items():
        weight = _WEIGHTS.get(name, 1)
        for text in _texts(value, _DEEPEST):
            for word in words_of(text[:20_000]):
                for want in best:
                    if word.startswith(want):
                        best[want] = max(best[want], weight * (2.0 if word == want else 1.0))
    return sum(best.values()) if all(best.values()) else 0.0


def _texts(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int | float):
        yield str(value)
    elif depth and isinstance(value, list):
        for entry in value:
            yield from _texts(entry, depth - 1)
    elif depth and isinstance(value, Mapping):
        if "date-parts" in value:
            yield date_text(value)
            yield from _month_names(value)
        for entry in value.values():
            yield from _texts(entry, depth - 1)


def _month_names(date: Mapping[str, object]) -> Iterator[str]:
    for end in numbers(date):
        if len(end) > 1:
            yield MONTHS[end[1] - 1]
