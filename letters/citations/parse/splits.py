"""Where author, title and container part, when nothing but commas stands between them: the split with the most evidence.

The layouts weighed are those of policy letters: Author(s), Title, Publisher (Date); Author(s), Publisher, Title (Date);
Institution, Title (Date); Title, Publisher (Date).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from letters.citations.parse.looks import body, site_share, work
from letters.citations.parse.parts import Element, in_slug
from letters.citations.parse.people import leading_authors

_MOST = 14
"""Elements whose every split is weighed; with more of them only the authors' number is, none or all."""


@dataclass(frozen=True, slots=True)
class Split:
    """``people`` authors at the head, then perhaps one institution, then the title to ``title_end``, then the container from
    ``tail`` on (``tail`` is the number of elements if there is none)."""

    people: int
    institution: bool
    title_end: int
    tail: int
    score: float

    @property
    def title_start(self) -> int:
        """The index of the title's first element."""
        return self.people + self.institution


def best_split(
    elements: Sequence[Element],
    url: str,
    slug: frozenset[str],
    *,
    authors: bool,
    container: bool,
    numbered: int = -1,
    journal: bool = False,
) -> Split:
    """The split of ``elements`` with the highest score.

    ``authors`` tells whether authors may still be found here, ``container`` whether a container may; ``numbered`` is the index
    of the element before which a report's number stood, or -1.
    """
    splits = _splits(elements, url, slug, authors, container, numbered, journal)
    return max(splits, key=lambda split: (split.score, -split.tail))


def _splits(
    elements: Sequence[Element],
    url: str,
    slug: frozenset[str],
    authors: bool,
    container: bool,
    numbered: int,
    journal: bool,
) -> Iterator[Split]:
    texts = [element.text for element in elements]
    count = len(elements)
    people = leading_authors(texts) if authors else 0
    people = min(people, count - 1)
    for first in range(people + 1) if count <= _MOST else {0, people}:
        named = sum(_person(text, url, slug) for text in texts[:first]) - _too_many(texts[:first])
        for institution in (False, True) if authors and first < count - 1 else (False,):
            start = first + institution
            before = named - 0.3 * (institution and journal)
            if institution:
                before += body(texts[first], url, slug) - (0.55 if first else 0.4)
                if numbered == start and numbered <= first + 1:
                    before += 0.6  # "Cong. Rsch. Serv., R46735, Section 230: An Overview": the number follows who gave it.
            limit = next((index for index in range(start + 1, count) if elements[index].breaks), count)
            for end in range(start + 1, limit + 1) if count <= _MOST else (limit,):
                title = (
                    before
                    - 0.4 * (journal and container and end == count)
                    + work(", ".join(texts[start:end]), url, slug)
                    - 0.12 * (end - start - 1)
                )
                for tail in _tails(elements, end, container):
                    # Who named an institution in front seldom names another behind; "Buy Now, Pay Later" is one title.
                    doubled = (0.35 if first else 0.2) * (
                        institution and tail < count and site_share(texts[tail], url) < 1 if tail < len(texts) else 0
                    )
                    yield Split(first, institution, end, tail, title - doubled + _tail_score(elements, end, tail, url, slug))


def _too_many(names: list[str]) -> float:
    """What speaks against a list of names as long as ``names``: "and" closes a list, and a list of several mostly has one."""
    closed = next((index for index, name in enumerate(names) if re.search(r" (?:and|&) |^(?:and|&) ", name)), len(names))
    if closed == len(names):
        return 0.25 * (len(names) - 1) if names else 0.0
    return 0.8 * (len(names) - 1 - closed)


def _person(text: str, url: str, slug: frozenset[str]) -> float:
    if len(slug) > 1 and in_slug(text, slug) > 0.6:
        return -0.5
    return 0.5 - 0.8 * site_share(text, url) - 0.5 * (work(text, "", frozenset()) > 0.75)


def _tails(elements: Sequence[Element], end: int, container: bool) -> Iterator[int]:
    count = len(elements)
    yield count
    if container:
        yield from range(max(end, count - 5), count)


def _tail_score(elements: Sequence[Element], end: int, tail: int, url: str, slug: frozenset[str]) -> float:
    """The evidence that the elements from ``tail`` on are the container; those between ``end`` and ``tail`` are left out."""
    count = len(elements)
    score = -0.7 * sum(not element.breaks for element in elements[end : min(tail, count)]) - 0.25 * (tail - end)
    for place, element in enumerate(elements[tail:]):
        score += body(element.text, url, slug) - 0.35 - 0.3 * (place > 0)
        score += 0.15 * (place == 0 and element.breaks)
    return score
