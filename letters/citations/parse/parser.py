"""Reading a pasted footnote: prose and citations, each citation with the source that it proposes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

from letters.citations.parse.addresses import Address, is_archive
from letters.citations.parse.draft import Draft
from letters.citations.parse.folding import Folded, fold
from letters.citations.parse.groups import citation_spans
from letters.citations.parse.people import ET_AL
from letters.citations.parse.rules import read_full
from letters.citations.parse.scan import Scene, Span, survey
from letters.citations.parse.segment import Segment
from letters.citations.parse.short_forms import read_short
from letters.citations.parse.signal_words import signal_length

Link = tuple[int, int, str]


def parse_note(text: str, italics: Iterable[Span] = (), links: Iterable[Link] = ()) -> list[Segment]:
    """The pieces of a pasted note.

    Takes ``text`` as it came (any string: wrapped lines, broken addresses, a leading note number), ``italics`` as (start, end)
    offsets of its italic stretches, and ``links`` as (start, end, address) of links hidden behind words; both may be empty.

    Gives segments whose texts, put together, are ``text``. A citation is ``full`` (with the proposed source as CSL-JSON and a
    confidence from 0 to 1 per field), ``supra`` or ``id``. Nothing here decides which source of a library is meant: that is
    :func:`letters.citations.parse.matching.match`. Never raises for a string; the time grows with the length of ``text``.

    What is read, and after which rules: signals (Bluebook 1.2), string cites (1.4), parentheticals (1.5),
    pinpoints (3.2 to 3.4), *id.*, *supra* and "hereinafter" (4.1, 4.2), cases (10), statutes (12), bills and hearings (13),
    regulations and executive orders (14), books (15), periodicals (16), addresses and archive copies (18.2), United Nations and
    treaties (21); The Chicago Manual of Style, 17th ed., chapter 14 (notes and bibliography); APA 7, chapters 9 and 10; Citing
    Medicine (Vancouver); OSCOLA, 4th ed. A string that follows none of them is read by what it resembles.
    """
    folded = fold(text)
    scene = survey(folded.text, folded.spans(italics))
    hidden = _links(folded, links)
    segments: list[Segment] = []
    place = 0
    for start, end in citation_spans(scene):
        low, high = folded.origin[start], _end(folded, end)
        if low > place:
            segments.append(Segment("prose", text[place:low], place))
        segments.append(replace(_citation(scene, hidden, start, end), text=text[low:high], start=low))
        place = high
    if place < len(text):
        segments.append(Segment("prose", text[place:], place))
    return segments


def _end(folded: Folded, end: int) -> int:
    """The place in the paste just behind the character before ``end``: blanks that were dropped there stay with the prose."""
    return folded.origin[end - 1] + 1


def _links(folded: Folded, links: Iterable[Link]) -> list[Link]:
    placed = [(span[0], span[1], href) for start, end, href in links for span in folded.spans([(start, end)])]
    return sorted(placed)


def _citation(scene: Scene, links: list[Link], start: int, end: int) -> Segment:
    text = scene.text[start:end]
    addresses = tuple(
        Address(found.start - start, found.end - start, found.url) for found in _between(scene.addresses, start, end)
    )
    length = signal_length(text)
    body = text[length:].lstrip(" ,:")
    short = read_short(body)
    if short is not None:
        archived = next((found.url for found in addresses if is_archive(found.url)), "")
        url = next((found.url for found in addresses if not is_archive(found.url)), "")
        sure = {
            name: short.sure
            for name, value in (("name", short.name), ("number", short.number), ("locator", short.locator))
            if value
        }
        if url:
            sure["url"] = 0.97
        return Segment(
            "citation",
            text,
            form="supra" if short.form == "supra" else "id",
            signal=text[:length].strip(" ,:"),
            name=short.name,
            number=short.number,
            locator=short.locator,
            label=short.label,
            url=url,
            archive=archived,
            parenthetical=_aside(body[short.end :]),
            confidence=sure,
        )
    low, high = bisect_left(scene.italics, (start, 0)), bisect_left(scene.italics, (end, 0))
    if low and scene.italics[low - 1][1] > start:
        low -= 1
    italics = tuple((max(0, first - start), min(end, last) - start) for first, last in scene.italics[low:high])
    first_link = bisect_left(links, (start, 0, ""))
    last_link = bisect_left(links, (end, 0, ""))
    draft = Draft(text, italics, addresses, tuple(links[first_link:last_link]))
    read_full(draft)
    _note_others(draft)
    return Segment(
        "citation",
        text,
        form="full",
        signal=draft.signal,
        locator=draft.locator,
        label=draft.label,
        url=draft.url,
        archive=draft.archive,
        accessed=draft.accessed,
        parenthetical=draft.parenthetical,
        item=draft.item,
        confidence={name: sure for name, sure in draft.confidence.items() if sure},
    )


def _note_others(draft: Draft) -> None:
    """Remember "et al." behind the last author, so that the source prints it again (``custom.others``, as from BibTeX)."""
    authors = draft.item.get("author")
    last = authors[-1] if isinstance(authors, list) and authors else {}
    name = last.get("family") or last.get("literal") or ""
    if name and re.search(rf"{re.escape(name)}[^;:“\"]{{0,15}}?{ET_AL.pattern}", draft.text):
        known = draft.item.get("custom")
        draft.item["custom"] = {**(known if isinstance(known, dict) else {}), "others": ["author"]}
        draft.confidence.setdefault("custom", 0.9)


def _between(addresses: tuple[Address, ...], start: int, end: int) -> tuple[Address, ...]:
    places = [found.start for found in addresses]
    return addresses[bisect_left(places, start) : bisect_left(places, end)]


def _aside(text: str) -> str:
    """What stands in brackets behind a short form."""
    bare = text.strip(" .,;")
    return bare[1:-1].strip() if bare.startswith("(") and bare.endswith(")") and len(bare) > 2 else ""
