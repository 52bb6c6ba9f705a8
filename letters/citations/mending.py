"""Putting a living reference in the place of a number that was typed by hand."""

from __future__ import annotations

from dataclasses import replace

from letters.document.flat import exchanged, flat
from letters.document.losses import Offer
from letters.document.nodes import Citation, Cite, Count, Inline, Inlines, Letter, Note, Text, XRef
from letters.document.walk import map_inlines, map_runs, runs_of


class OutdatedOffer(ValueError):  # noqa: N818
    """The words that were to be replaced do not stand there any more: somebody changed the text meanwhile."""


def mended(letter: Letter, offer: Offer) -> Letter:
    """``letter`` with the words of ``offer`` replaced by what it offers. Raises :class:`OutdatedOffer`."""
    if offer.note == 0:
        return _in_body(letter, offer)
    number = 0
    done = False

    def change(node: object) -> object:
        nonlocal number, done
        if not isinstance(node, Note):
            return node
        number += 1
        if number != offer.note:
            return node
        done = True
        new = Cite((Citation(offer.source, locator=offer.locator, label=offer.label),)) if offer.source else XRef(offer.target)
        _check(flat(node.content), offer)
        return replace(node, content=exchanged(node.content, offer.start, offer.end, (new,)))

    body = map_inlines(letter.body, change)  # type: ignore[arg-type]
    if not done:
        raise OutdatedOffer
    return replace(letter, body=body)


def _in_body(letter: Letter, offer: Offer) -> Letter:
    place = -1

    def change(content: Inlines) -> Inlines:
        nonlocal place
        place += 1
        if place != offer.run:
            return content
        _check(flat(content), offer)
        return exchanged(content, offer.start, offer.end, (_living(content, offer),))

    if offer.run >= sum(1 for _ in runs_of(letter.body)):
        raise OutdatedOffer
    return replace(letter, body=map_runs(letter.body, change))


def _living(content: Inlines, offer: Offer) -> Inline:
    """What takes the place of a number in the body; a count keeps its marks."""
    if not offer.count:
        return XRef(offer.target)
    place = 0
    for node in content:
        place += len(node.text) if isinstance(node, Text) else 1
        if place > offer.start and isinstance(node, Text):
            return Count(offer.count, node.em, node.strong, node.underline, node.href)
    raise OutdatedOffer


def _check(text: str, offer: Offer) -> None:
    if text[offer.start : offer.end] != offer.words:
        raise OutdatedOffer
