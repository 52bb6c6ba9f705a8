"""The note that confirmed segments become."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from letters.citations.parse.addresses import addresses
from letters.citations.parse.folding import fold
from letters.citations.parse.segment import Segment
from letters.document.characters import FORBIDDEN
from letters.document.hrefs import is_safe
from letters.document.nodes import Citation, Cite, NoteInline, Text
from letters.document.signals import is_signal as is_known_signal

Span = tuple[int, int]

_JOINT = re.compile(r"\s*;\s*")


def as_note(segments: Sequence[Segment], sources: Sequence[str | None], italics: Iterable[Span] = ()) -> tuple[NoteInline, ...]:
    """The content of a note out of ``segments``, once a person confirmed what each one means.

    ``sources`` has one entry per segment: the id of the library's source that a citation means, or None to keep the segment as
    the prose that it is. ``italics`` are the italic stretches of what was pasted, as (start, end); they stay on the prose.

    Citations with nothing but a semicolon between them become one :class:`Cite`, in their order. Prose has its wrapped lines
    joined and its addresses as links; a leading note number is dropped, because numbers are computed.
    Raises ValueError if the two sequences are not of one length.
    """
    if len(segments) != len(sources):
        raise ValueError(f"{len(segments)} segments, but {len(sources)} sources.")
    spans = tuple(italics)
    content: list[NoteInline] = []
    citations: list[Citation] = []
    joint: Segment | None = None

    def close() -> None:
        if citations:
            content.append(Cite(tuple(citations)))
            citations.clear()

    for index, (segment, source) in enumerate(zip(segments, sources, strict=True)):
        if source is not None and segment.kind == "citation":
            if joint is not None and not (citations and _JOINT.fullmatch(joint.text)):
                close()
                content.extend(_prose(joint, spans))
            joint = None
            citations.append(citation_of(segment, source))
            continue
        if joint is not None:
            close()
            content.extend(_prose(joint, spans))
        joint = segment if index else _without_number(segment, segments)
    close()
    if joint is not None:
        content.extend(_prose(joint, spans))
    return _trimmed(content)


def citation_of(segment: Segment, source: str) -> Citation:
    """The pointer to ``source`` that ``segment`` is: its signal, locator and parenthetical.

    A signal that the tree does not know ("See, in particular,") goes into the prefix, where it prints the same.
    """
    signal, prefix = segment.signal, segment.prefix
    if signal and not is_known_signal(signal):
        signal, prefix = "", f"{signal} {prefix}".strip()
    return Citation(
        source, signal, _plain(prefix), _plain(segment.locator), segment.label, parenthetical=_plain(segment.parenthetical)
    )


def _plain(text: str) -> str:
    return FORBIDDEN.sub("", text)


_NUMBER = re.compile(r"\s*(?:\[\d{1,3}\]|\d{1,3}[.)]?|[*†‡]|\^\d{1,3})\s+")


def _without_number(segment: Segment, segments: Sequence[Segment]) -> Segment:
    """The first prose without the number of the note, which was pasted along."""
    match = _NUMBER.match(segment.text)
    alone = segment.kind == "prose" and match is not None and match.end() == len(segment.text) and len(segments) > 1
    return replace(segment, text="", start=segment.start + len(segment.text)) if alone else segment


def _prose(segment: Segment, italics: Sequence[Span]) -> list[NoteInline]:
    """Prose as runs: lines joined, italics and links in place."""
    folded = fold(segment.text)
    spans = folded.spans((start - segment.start, end - segment.start) for start, end in italics)
    marks = sorted(
        {0, len(folded.text), *(edge for span in spans for edge in span)}
        | {edge for found in addresses(folded.text) for edge in (found.start, found.end)}
    )
    links = {found.start: found for found in addresses(folded.text)}
    runs: list[NoteInline] = []
    href: str | None = None
    until = span = 0
    for start, end in pairwise(marks):
        found = links.get(start)
        if found is not None:
            href, until = found.url if is_safe(found.url) else None, found.end
        elif start >= until:
            href = None
        while span < len(spans) and spans[span][1] <= start:
            span += 1
        italic = span < len(spans) and spans[span][0] <= start
        text = _plain(folded.text[start:end])
        if text:
            runs.append(Text(text, em=italic, href=href))
    return runs


def _trimmed(content: Sequence[NoteInline]) -> tuple[NoteInline, ...]:
    """Without blanks at the two ends of the note."""
    kept = list(content)
    while kept and isinstance(kept[0], Text):
        bare = kept[0].text.lstrip()
        if bare:
            kept[0] = replace(kept[0], text=bare)
            break
        kept.pop(0)
    while kept and isinstance(kept[-1], Text):
        bare = kept[-1].text.rstrip()
        if bare:
            kept[-1] = replace(kept[-1], text=bare)
            break
        kept.pop()
    return tuple(kept)
