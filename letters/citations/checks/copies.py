"""Links that readers of the letter could not follow, and pages of which no archive holds a copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from letters.citations.checks.review import LinkFact, Review, called
from letters.citations.full import address_of, copies_of, is_web
from letters.document.losses import LetterWarning
from letters.document.nodes import Text

_SAID: Mapping[str, str] = {
    "dead": "leads nowhere any more",
    "home-page": "now leads to a home page instead of the page that was cited",
    "unreachable": "cannot be reached",
    "moved": "has moved to another address",
    "blocked": "is not an address that may be visited from here",
}
"""The states that a person should do something about. A wall against robots is none: people pass it."""


def check(review: Review) -> Iterator[LetterWarning]:
    """One warning for each cited page that is gone, and for each that no archive holds.

    The second only where copies matter: they are to be printed, or somebody looks after the links.
    """
    facts = review.links or {}
    for number, key, item in review.cited():
        url = address_of(item)
        if not is_web(url):
            continue
        fact = facts.get(url, LinkFact())
        if fact.state in _SAID:
            yield LetterWarning("link", f"Note {number}: {called(key, item)} {_SAID[fact.state]}.", number, source=key)
        if (review.style.archive or review.links is not None) and not fact.archived and not copies_of(item):
            said = f"Note {number}: no archive copy of {called(key, item)} is known."
            yield LetterWarning("unarchived", said, number, source=key)
    yield from _typed(review, facts)


def _typed(review: Review, facts: Mapping[str, LinkFact]) -> Iterator[LetterWarning]:
    """Links that stand in the prose of a note."""
    for note in review.notes:
        for node in note.content:
            if isinstance(node, Text) and node.href and (said := _SAID.get(facts.get(node.href, LinkFact()).state)):
                yield LetterWarning("link", f"Note {note.number}: the link “{node.text[:80]}” {said}.", note.number)
