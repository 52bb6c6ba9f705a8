"""What is left of a citation, in parts: between commas, between full stops, between the pieces that rules took out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from letters.citations.parse.addresses import host
from letters.citations.parse.dates import dates
from letters.citations.parse.draft import EATEN, Draft, tidy
from letters.citations.parse.names_with_commas import own_commas
from letters.citations.parse.people import institutions, natural_authors
from letters.citations.parse.scan import is_end, survey

NO_ELEMENT = re.compile(
    r"interview(?:ed)? by .*|S\. \d[\d–-]*f{0,2}|(?:at|in|from|available|online|and|&|on|pp?|eds?)[.: ]*|"
    r"slip op\.?|[(\[].*[)\]]|"
    r"(?:and )?(?:[Aa]nnex|[Aa]ppendix|"
    r"[Ee]xhibit|[Aa]tt(?:achment|ach\.))e?s?(?: [\dIVXA-Z]{1,4})?",
)
"""Scraps between commas that are neither author, title nor container."""


def first_place(rest: str) -> int:
    """Where the first letter of ``rest`` stands that is neither taken nor punctuation."""
    place = 0
    while place < len(rest) and rest[place] in " ,.:;" + EATEN:
        place += 1
    return place


def authors_of(text: str) -> list[dict[str, str]]:
    """``text``, which stands in the authors\' place, as CSL-JSON names: persons, or else institutions."""
    bare = tidy(text) if not re.search(r"(?:[a-z]'?n|Off|Dep't|Serv|Ctr|Inst|Jr|Ass’n)\.\s?,?\s?$", text) else text.strip(" ,")
    return natural_authors(bare) or (institutions(bare) if bare else [])


@dataclass(frozen=True, slots=True)
class Element:
    """A part of what is left, between commas or taken pieces."""

    start: int
    end: int
    text: str
    breaks: bool
    """Whether a taken piece, not a comma, stands before it."""


def elements_of(draft: Draft, start: int, end: int) -> list[Element]:
    """The parts between commas that stand outside quotations and brackets."""
    scene = survey(draft.rest[start:end])
    found: list[Element] = []
    place = 0
    breaks = False
    text = draft.rest[start:end]
    kept = set(own_commas(text))
    for match in re.finditer(r", |\x00+|,$", text):
        if (scene.shut[match.start()] and EATEN not in match[0]) or match.start() in kept:
            continue
        piece = text[place : match.start()]
        if piece.strip(' ,.;:()[]”’"'):
            found.append(Element(start + place, start + match.start(), piece.strip(), breaks))
            breaks = False
        breaks = breaks or EATEN in match[0]
        place = match.end()
    piece = text[place:]
    if piece.strip(' ,.;:()[]”’"'):
        found.append(Element(start + place, end, piece.strip(), breaks))
    return found


def closed_elements(text: str) -> list[str]:
    """The elements of ``text`` that full stops, brackets or taken pieces close."""
    found: list[str] = []
    place = 0
    for match in re.finditer(r"\x00+|\.\s|\.$|\s\((?![A-Z]{2}\):)", text):
        last = match.end() >= len(text) or match[0][0] != "."
        if last or text[match.end()] == EATEN or is_end(text, match.start(), match.end()):
            found.append(text[place : match.start()])
            place = match.end()
    found.append(text[place:])
    return found


def dates_in(text: str) -> bool:
    """Whether a date stands in ``text``."""
    return next(iter(dates(text)), None) is not None


def in_slug(text: str, slug: frozenset[str]) -> float:
    """Which share of the longer words of ``text`` stand in the address's path."""
    words = {word for word in re.split(r"[^a-z0-9]+", text.lower()) if len(word) > 2}
    return len(words & slug) / len(words) if words and slug else 0.0


def is_site(text: str, url: str) -> bool:
    """Whether ``text`` names the site of ``url``: "The Markup" and themarkup.org, "Human Rights Watch" and hrw.org."""
    if not url:
        return False
    name = re.sub(r"[^a-z0-9.]", "", host(url))
    plain = re.sub(r"[^a-z0-9]", "", text.lower().removeprefix("the "))
    initials = "".join(
        word[0] for word in text.lower().split() if word[0].isalpha() and word not in ("of", "the", "and", "for")
    )
    labels = name.split(".")
    return (
        (len(plain) > 3 and plain in name.replace(".", ""))
        or (len(initials) > 2 and initials in labels)
        or any(len(label) > 4 and label == plain[: len(label)] for label in labels)
    )
