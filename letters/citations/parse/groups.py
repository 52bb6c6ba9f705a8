"""Which stretches of a note are citations: pieces that belong together, without the sentence that leads to them."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from letters.citations.parse import legal
from letters.citations.parse.dates import MONTH
from letters.citations.parse.pieces import LONGEST, Piece, pieces
from letters.citations.parse.scan import Scene, Span
from letters.citations.parse.short_forms import ID, SUPRA, is_supra
from letters.citations.parse.signal_words import inner_signals, is_signal, signal_length
from letters.citations.parse.surroundings import lead_length, trail_length
from letters.citations.parse.words import is_organization, is_person, prose

_LOOK_AHEAD = 3


_COUNTS = re.compile(
    rf"U\.?\s?S|C\.?\s?F|Fed\.|F\.|Stat\.|Op\.|WL|S\. ?Ct|[A-Z][a-z]*\. (?:L\.|Comp\.|Stat\.|Rev\.|Code)|(?:{MONTH})\s|"
    rf"FR\b|(?:Harv|Yale|Colum|Stan|Geo|N\.Y)"
)
"""What follows a number that counts something: "12 U.S.C.", "85 Wash. U. L. Rev."."""


_HISTORY = re.compile(
    r"[\d)], (?:as )?(?:revoked|amended|superseded|rescinded|replaced|repealed|reinstated|modified|extended)(?: in part)? by "
    r"(?=Exec\.|Executive Order|E\.O\.|EO \d|Presidential|Proclamation|Memorandum|\d{1,3} Fed\. Reg\.)"
)
"""An order's later history is a citation of its own: "…, revoked by Exec. Order No. 13,993, …"."""
_INLINE_ID = re.compile(r"(?<=, )[Ii]d\. (?=at \d|§|¶)")


_NUMBER = re.compile(r"\s{0,9}(?:\[\d{1,3}\]|\d{1,3}[.)]?|[*†‡]|\^\d{1,3})\s{1,9}(?=[^\s\d(])")


@dataclass(slots=True)
class _Group:
    """Pieces of one citation, with what they show taken together."""

    first: Piece
    last: Piece
    address: bool
    complete: bool
    listed: bool
    short: bool
    count: int = 1

    def add(self, piece: Piece) -> None:
        self.last = piece
        self.address |= piece.address
        self.complete |= piece.address or piece.ended or piece.legal
        self.count += 1


def citation_spans(scene: Scene) -> list[Span]:
    """Where citations stand in the text of ``scene``, in order and apart from each other."""
    number = _note_number(scene.text)
    listed = pieces(scene, number)
    found: list[Span] = []
    group: _Group | None = None
    for index, piece in enumerate(listed):
        if group is not None and (_goes_on(scene, group, piece) or _still_title(group, listed, index)):
            group.add(piece)
            continue
        if group is not None:
            found.extend(_cut(scene, group, number))
            group = None
        if _begins(scene, listed, index):
            whole = piece.address or piece.ended or piece.legal or piece.short
            text = scene.text[piece.start : piece.end].rstrip(".")
            listed_too = piece.listed or (piece.words < 10 and "," not in text and not whole and is_organization(text) > 0.6)
            group = _Group(piece, piece, piece.address, whole, listed_too, piece.short)
        else:
            found.extend(_in_brackets(scene, piece))
    if group is not None:
        found.extend(_cut(scene, group, number))
    return found


def _note_number(text: str) -> int:
    """Where the note begins behind a number that was pasted along ("12 See …", "[12] …", "12. …")."""
    match = _NUMBER.match(text)
    return match.end() if match and not _COUNTS.match(text, match.end()) else 0


def _begins(scene: Scene, listed: list[Piece], index: int) -> bool:
    piece = listed[index]
    if piece.end <= piece.start:
        return False
    text = scene.text[piece.start : piece.end]
    if len(text) > LONGEST:
        return False
    if _names_alone(text):
        near = listed[index + 1 : index + 10]
        after = next((later for later in near if not _names_alone(scene.text[later.start : later.end])), None)
        if after is not None and after.joint == ";":
            return after.listed or after.head >= 0.8
    if any(_is_citation(text[place:]) for place in inner_signals(text)[:3]):
        return True
    if piece.signal and (piece.words < 4 or piece.short or piece.legal or piece.address or piece.ended or piece.head):
        return True
    if piece.short or piece.address or piece.listed:
        return True
    if piece.legal:
        return True
    if piece.ended:
        if piece.head >= 0.6 and re.search(r"\([^()]{0,90}\d{4}\)", text):
            return True
        return piece.prose < 0.5 or piece.head >= (0.7 if piece.prose > 0.7 else 0.6)
    if piece.head < 0.5 and not piece.signal and not _title_like(piece):
        return False
    if piece.prose >= 0.6 and piece.head < 0.8 and not piece.signal:
        return False
    # "World Health Organization. Global report …": an author alone; the title behind it may read like a sentence.
    alone = piece.words < 10 and piece.head >= 0.6
    for following in listed[index + 1 : index + 1 + _LOOK_AHEAD + alone]:
        if following.signal or following.short or (following.joint == ";" and following.head >= 0.8):
            return piece.signal and piece.head >= 0.8
        if following.address or following.ended or following.legal or following.listed:
            return following.head < 0.8 or (piece.head >= 0.6 and piece.words <= 8)
        if following.prose > (0.75 if alone else 0.65):
            break
    if piece.head >= 0.6 and piece.prose < 0.3 and piece.words > 4:
        return True
    return (piece.signal and piece.head >= 0.5) or (piece.head >= 0.85 and piece.prose < 0.4 and piece.words > 3)


def _title_like(piece: Piece) -> bool:
    return 1 < piece.words < 40 and piece.prose < 0.3


def _goes_on(scene: Scene, group: _Group, piece: Piece) -> bool:
    """Whether ``piece`` still belongs to the citation ``group``."""
    text = scene.text[piece.start : piece.end]
    if piece.signal or piece.short or piece.end <= piece.start:
        return False
    if group.short and group.complete:
        return text.startswith(("http", "(")) and not group.address and piece.joint == "." and piece.tail
    if piece.tail and not re.match(r"https?:|www\.|at |para ", text):
        return piece.joint == "." or not piece.address or not group.address
    if piece.joint == ";":
        if _names_alone(scene.text[group.last.start : group.last.end]):
            return True  # "Rashida Richardson; Jason Schultz; Kate Crawford, Dirty Data": authors between semicolons.
        if group.listed and re.match(r"\d{1,4}[(:]|(?:19|20)\d\d[.,]", text):
            return True
        return not group.complete and not (piece.head >= 0.8 and (piece.address or piece.ended))
    if text.startswith(("http", "www.", "doi:", "DOI:")):
        return not group.address
    if group.address:
        return False
    last = scene.text[group.last.start : group.last.end]
    if group.count == 1 and re.fullmatch(r"(?:1[89]|20)\d\d[a-z]?\.", text) and group.first.words < 14:
        group.listed = True
        return True
    if group.listed and (
        re.fullmatch(r"(?:1[89]|20)\d\d[a-z]?\.", last)
        or (re.search(r"[,.] (?:1[89]|20)\d\d[a-z]?\.$", last) and group.count == 1)
    ):
        return True
    if group.count == 1 and group.listed and not group.complete and piece.joint == ".":
        return True  # The author stood alone; this is the title.
    if group.listed:
        if group.last.listed and group.count == 1:
            return True
        return piece.prose < 0.6 and piece.words < 16 and not piece.listed
    if group.complete:
        # "…, Chicago: University Press. 2019." and the like: a scrap that no sentence is.
        return piece.words < 7 and piece.prose < 0.25 and piece.head < 0.8 and not piece.address and piece.ended
    return not (piece.head >= 0.8 and (piece.address or piece.ended) and group.first.words > 8)


def _still_title(group: _Group, listed: list[Piece], index: int) -> bool:
    """Whether ``piece`` is the second sentence of a title in a reference list: the outlet and the address follow it."""
    if not group.listed or group.complete or group.count > 2 or listed[index].words > 16 or listed[index].joint != ".":
        return False
    behind = listed[index + 1 : index + 3]
    return bool(behind) and behind[0].words < 7 and any(piece.address for piece in behind)


def _names_alone(text: str) -> bool:
    return len(text) < 60 and "," not in text and is_person(text)


def _cut(scene: Scene, group: _Group, number: int) -> list[Span]:
    """The citation or citations of ``group``, without the words that lead to them and without its last stop."""
    start, end = max(number, group.first.start), group.last.end
    text = scene.text[start:end]
    cuts = [place for place in inner_signals(text) if place and not _inside(scene, start, start + place)]
    cuts = [place for place in cuts if not is_signal(text[:place])]
    if text[:8].lower() == "compare ":
        cuts.extend(
            match.end() for match in re.finditer(r",? (?=with [A-Z“])", text) if not _inside(scene, start, start + match.end())
        )
    cuts.extend(match.end() for match in re.finditer(r"\s(?:and|&)\s(?=https?:)", text))
    cuts.extend(match.end() for match in _HISTORY.finditer(text))
    cuts.extend(match.start() for match in _INLINE_ID.finditer(text))
    cuts.extend(match.end() for match in re.finditer(r"\d{4}\),? and (?=[A-Z][^;()]{2,90} v\.? )", text))
    notes = [match.start() for match in SUPRA.finditer(text)]
    for first, second in pairwise(notes):
        both = re.search(r",? (?:and|&|with) (?=[A-Z“])", text[first:second])
        if both and not re.search(r"\b(?:see|See)\b", text[first:second]):
            cuts.append(first + both.end())
    cuts = sorted(set(cuts))
    spans: list[Span] = []
    places = [0, *cuts]
    for index, place in enumerate(places):
        until = places[index + 1] if index + 1 < len(places) else len(text)
        if index + 1 < len(places) and not _is_citation(text[place:until]):
            continue
        span = _trimmed(scene, start + place, start + until, group.first.head if not place else 1.0)
        if span is not None:
            spans.append(span)
    return spans


def _inside(scene: Scene, start: int, place: int) -> bool:
    """Whether ``place`` stands inside a quotation, an address or an italic title; a bracket does not count."""
    if not scene.shut[place]:
        return False
    return any(
        low < place < high for low, high in (*scene.quotes, *((a.start, a.end) for a in scene.addresses)) if low >= start - 1
    )


def _is_citation(text: str) -> bool:
    return (
        is_supra(text)
        or bool(ID.match(text))
        or legal.is_legal(text)
        or "http" in text
        or bool(re.search(r"\((?:[^()]{0,60} )?(?:19|20)\d\d\)", text))
    )


def _trimmed(scene: Scene, start: int, end: int, head: float) -> Span | None:
    text = scene.text[start:end]
    aside = _aside(scene, start, text)
    if aside is not None:
        return aside
    italics = [low - start for low, high in scene.italics[bisect_left(scene.italics, (start, 0)) :][:4] if high - low > 9]
    lead = 0 if signal_length(text) else lead_length(text, head, italics)
    start += lead
    text = text[lead:]
    length = len(text) - trail_length(text)
    if length <= 0:
        return None
    return start, start + length


def _in_brackets(scene: Scene, piece: Piece) -> list[Span]:
    """Citations in the brackets of a sentence: "… it will not appeal (see Letter from A to B (May 3, 2021))."."""
    found: list[Span] = []
    for low, high in scene.brackets[bisect_left(scene.brackets, (piece.start, 0)) :]:
        if low >= piece.end:
            break
        inside = scene.text[low + 1 : high - 1]
        if signal_length(inside) and _is_citation(inside):
            found.append((low + 1, high - 1))
    return found


def _aside(scene: Scene, start: int, text: str) -> Span | None:
    """A short form in the brackets of a sentence ("The agency's own figures (see note 4 above) say otherwise")."""
    supra = next((match for match in SUPRA.finditer(text) if match.start()), None)
    if supra is None or "“" in text[: supra.start()]:
        return None
    index = bisect_left(scene.brackets, (start + supra.start(), 0)) - 1
    if index < 0:
        return None
    low, high = scene.brackets[index]
    if low < start or high <= start + supra.start() or not signal_length(scene.text[low + 1 : high - 1]):
        return None
    return (low + 1, high - 1) if prose(scene.text[start:low]) >= 0.35 else None
