"""Text cut into the pieces that typesetting takes: runs that need room, another language, or a place to break.

Nearly every text is one plain piece, a string. A piece that is more is a dictionary with short keys, because ten thousand names
are handed over as JSON:

* ``t``: the text, or its parts between which a line may break;
* ``m``: break it only if it is wider than so many em;
* ``s``: the room above and below the baseline, in em, where letters are taller than Latin ones;
* ``l``: the language, where the script tells it;
* ``a``: the face, which has one weight only; what it lacks (digits, brackets) is taken from the letter's own face.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from letters.fonts import coverage

Piece = str | dict[str, Any]

_KANA = re.compile("[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
_HANGUL = re.compile("[\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff]")
_WORD = re.compile("[^ \t\u1680\u2000-\u2006\u2008-\u200b\u205f\u3000\u3400-\u9fff\uac00-\ud7a3]+")
"""What cannot be broken without help. Ideographs and Hangul syllables can."""
_SEPARATED = re.compile("[^/.?&=_%,;:+@#~|\\-\u2010-\u2015]*[/.?&=_%,;:+@#~|\\-\u2010-\u2015]*")
_LONGEST_PART = 10
_BOLD = 0.92
"""The share of a line that a word in regular type may take: bold is wider."""
_DICTIONARY = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Scripts written without spaces, in which typesetting finds the words by itself."""


class _Kind(NamedTuple):
    """What a cluster of letters needs: room above and below the baseline in em, and a face other than Tinos."""

    above: float = 0
    below: float = 0
    family: str = ""


_LATIN = _Kind()
_ACCENTED = _Kind(1.15, 0.5)
_LINE = (0.75, 0.25)
"""The room that every line has, in em: the edges that the template sets."""


def width(text: str) -> float:
    """The width of ``text`` in regular type, in em; characters without a known width count as very wide ones."""
    known = coverage.widths()
    kerns = coverage.kerns()
    advances = sum([known.get(character, 1.25) for character in text])
    return advances + sum([kerns.get(first + second, 0.0) for first, second in pairwise(text)])


def is_plain(text: str) -> bool:
    """Whether Tinos prints all of ``text`` in a line of usual height."""
    return coverage.is_plain(text)


def pieces(text: str, room: float) -> list[Piece]:
    """``text`` as pieces for a line that is ``room`` em wide: only words wider than that get places to break inside."""
    return pieces_of([text], room)[0]


def pieces_of(texts: list[str], room: float) -> list[list[Piece]]:
    """The pieces of each of some neighbouring runs of one paragraph. A word may begin in one run and end in another."""
    whole = "".join(texts)
    if is_plain(whole) and (len(whole) < room * _BOLD or width(whole) <= room * _BOLD):
        return [[text] if text else [] for text in texts]
    long_words = _long_words(whole, room)
    language = _language(whole)
    start = 0
    found: list[list[Piece]] = []
    for text in texts:
        found.append([*_styled(text, start, long_words, room, language)])
        start += len(text)
    return found


def _long_words(text: str, room: float) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        word = match[0]
        limit = room * (5 if _DICTIONARY.search(word) else _BOLD)
        if len(word) > limit / 1.25 and width(word) > limit:
            found.append(match.span())
    return found


def _language(text: str) -> str:
    """Kana are Japanese and Hangul is Korean, and so are the ideographs beside them; ideographs alone do not tell."""
    if _KANA.search(text):
        return "ja"
    return "ko" if _HANGUL.search(text) else ""


def _styled(text: str, start: int, long_words: list[tuple[int, int]], room: float, language: str) -> Iterator[Piece]:
    for segment, style in _segments(text, language):
        place = 0
        for first, last in long_words:
            first, last = max(first - start, place), min(last - start, len(segment))
            if first >= last:
                continue
            if first > place:
                yield _piece(segment[place:first], style)
            yield _divisible(segment[first:last], room, style)
            place = last
        if place < len(segment):
            yield _piece(segment[place:], style)
        start += len(segment)


def _piece(text: str, style: dict[str, Any]) -> Piece:
    return {"t": text, **style} if style else text


def _divisible(word: str, room: float, style: dict[str, Any]) -> Piece:
    """A word that may not fit in a line. Where its width is only a guess, the template measures it (``m``) before it cuts."""
    measured = {} if is_plain(word) else {"m": room}
    return {"t": _parts(word), **measured, **style}


def _parts(word: str) -> list[str]:
    """A word that does not fit in a line, cut after the signs that part an address, else every few letters."""
    parts: list[str] = []
    for match in _SEPARATED.finditer(word):
        letters = list(coverage.clusters(match[0]))
        parts.extend("".join(letters[place : place + _LONGEST_PART]) for place in range(0, len(letters), _LONGEST_PART))
    return parts


def _segments(text: str, language: str) -> list[tuple[str, dict[str, Any]]]:
    """``text`` cut where the needed room or language changes; spaces and signs between two letters of a kind go with them."""
    if is_plain(text):
        return [(text, {})] if text else []
    kinds: list[tuple[str, _Kind | None]] = [(cluster, _kind(cluster)) for cluster in coverage.clusters(text)]
    following: list[_Kind | None] = []
    coming: _Kind | None = None
    for _, kind in reversed(kinds):
        coming = kind or coming
        following.append(coming)
    joined: list[tuple[list[str], _Kind]] = []
    before: _Kind | None = None
    for (cluster, kind), after in zip(kinds, reversed(following), strict=True):
        settled = kind or (before if before is not None and before == after else _LATIN)
        before = kind or before
        if joined and joined[-1][1] == settled:
            joined[-1][0].append(cluster)
        else:
            joined.append(([cluster], settled))
    return [("".join(parts), _style(kind, language)) for parts, kind in joined]


@lru_cache(maxsize=1 << 12)
def _kind(cluster: str) -> _Kind | None:
    """What a cluster needs; None for spaces and signs, which go with their neighbours."""
    if cluster.isascii() and not cluster.isalpha():
        return None
    face = coverage.face_of(cluster)
    if face is None or face.folder == "latin":
        return _ACCENTED if len(cluster) > 2 else _LATIN
    above, below = max(face.above, _LINE[0]), max(face.below, _LINE[1])
    return _Kind(above, below, face.family) if (above, below) != _LINE else _Kind(family=face.family)


def _style(kind: _Kind, language: str) -> dict[str, Any]:
    style: dict[str, Any] = {"a": kind.family} if kind.family else {}
    if kind.above:
        style["s"] = [kind.above, kind.below]
    elif kind.family and language:
        style["l"] = language
    return style
