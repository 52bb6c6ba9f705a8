"""Rules for where in a source a citation points (Bluebook rules 3.2 to 3.4)."""

from __future__ import annotations

import re

from letters.citations.parse.dates import dates, whole
from letters.citations.parse.draft import Draft, within_italics
from letters.citations.parse.locators import LABELLED, NUMBERS, pointer_at
from letters.document.nodes import Locator

_POINTER = re.compile(rf"(?:[,.;:)\]”’\"\x00]\s?|\s(?=[(]))(?:\()?(?={LABELLED.pattern.replace('?P<', '?P<x_')})")


_PROVISION = re.compile(
    r",\s(?:Principles?|[Aa]rticles?|[Aa]rts?\.?|Rules?|[Rr]ecitals?|Annex|App(?:endix|\.)|Question|[Pp]oints?|Exhibit|"
    r"Ex\.)\s(?:\d{1,3}|[IVX]{1,5}|[A-Z])(?:\(\w{1,3}\)){0,3}(?=[,.;\x00]|\s?$)"
)
"""A provision that CSL has no label for. It is not the title's and not the container's."""


_BARE_AFTER = re.compile(rf"(?:[)\x00]),?\s(?P<number>{NUMBERS})(?=\s?[,.;\x00]|\s?$)")


_BEFORE_BRACKET = re.compile(
    r"(?<=[\w”’)?!])(?:,)?\s(?P<number>(?:\d{1,4}|"
    r"[ivxl]{1,6})(?:\s?[–-]\s?\d{1,4})?(?:,\s\d{1,4}(?:[–-]\d{1,4})?)*(?:\s(?:&\s)?nn?\.\s?\d+)?)\s(?=\()"
)


_SECTION_BEFORE = re.compile(
    r"(?<=[\w”’)?!]),?\s(?P<label>chs?\.|§§?|pts?\.|¶¶?|"
    r"arts?\.)\s?(?P<number>[\dIVXLivxl]{1,6}(?:[–-]\d+)?(?:\([\w]\))*)\s(?=\()"
)


_SQUARE = re.compile(r"\s\[(?P<number>\d{1,4}(?:[–-]\[?\d{1,4})?)\](?:[–-]\[\d{1,4}\])?(?=$|[\s,.;\x00])")


def locator(draft: Draft) -> None:
    """The place in the source: labelled anywhere between elements, bare behind a bracket, or before the bracketed date."""
    for provision in _PROVISION.finditer(draft.rest):
        if not within_italics(draft, provision.start() + 2, provision.end()):
            draft.eat(*provision.span())
    _labelled(draft)
    before = _SECTION_BEFORE.search(draft.rest)
    if before:
        draft.set_locator(before["number"], _KINDS.get(before["label"][:2].rstrip("s."), "section"))
        draft.eat(*before.span())
    square = _SQUARE.search(draft.rest)
    if square and not whole(square["number"]):
        draft.set_locator(square["number"], "paragraph", 0.7)
        draft.eat(*square.span())
    if not draft.locator and not draft.done:
        _bare(draft)


_KINDS: dict[str, Locator] = {
    "ch": "chapter",
    "§": "section",
    "§§": "section",
    "pt": "part",
    "¶": "paragraph",
    "¶¶": "paragraph",
}


def _labelled(draft: Draft) -> None:
    """ "at 15", "pp. 3-5", "fig. 2", wherever an element may begin."""
    place = 0
    while match := _POINTER.search(draft.rest, place):
        place = match.end()
        pointer = pointer_at(draft.rest, place)
        if pointer is None or within_italics(draft, pointer.start, pointer.end):
            continue
        if not re.match(r"[\s\x00]*(?:$|[,.;()\[\]\x00]|at\b|and\b)", draft.rest[pointer.end :]):
            continue
        if draft.done and pointer.label == "page" and "(" in match[0]:
            draft.set("page", pointer.locator, 0.85)  # "(pp. 610–623)" in a reference list is where the chapter stands.
        else:
            draft.set_locator(pointer.locator, pointer.label)
        start = match.start() if draft.rest[match.start()] in ",.;:" else match.start() + 1
        place = end = pointer.end
        if "(" in match[0] and draft.rest[end : end + 1] == ")":
            end += 1
            start = match.start()
        draft.eat(start, end)


_NUMBERED_THINGS = frozenset(
    (
        "part",
        "no",
        "vol",
        "act",
        "of",
        "in",
        "volume",
        "version",
        "phase",
        "chapter",
        "title",
        "section",
        "covid",
        "art",
        "article",
        "level",
    )
)
"""Words whose number belongs to a title ("… Part 3 (2019)") and points nowhere."""


def _bare(draft: Draft) -> None:
    """A page without a label: behind the brackets of a book ("(2017), 64–67"), or in front of them ("Risks 12–14 (2021)")."""
    behind = _BARE_AFTER.search(draft.rest)
    if behind and not whole(behind["number"]) and not within_italics(draft, *behind.span("number")):
        draft.set_locator(behind["number"], "page", 0.8)
        draft.eat(behind.start("number") - 1, behind.end())
        return
    before = _BEFORE_BRACKET.search(draft.rest)
    if before and not whole(before["number"]) and next(iter(dates(draft.rest[before.end() : before.end() + 80])), None):
        word = draft.rest[: before.start()].split(" ")[-1].strip(".,").lower()
        if word not in _NUMBERED_THINGS:
            draft.set_locator(before["number"], "page", 0.75)
            draft.eat(before.start(), before.end())
