"""A folded note cut at its semicolons and full stops, and what each piece shows of a citation."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from letters.citations.parse import legal
from letters.citations.parse.dates import dates
from letters.citations.parse.locators import LABELLED
from letters.citations.parse.people import leading_authors, listed_authors, natural_authors
from letters.citations.parse.scan import Scene, sentence_ends
from letters.citations.parse.short_forms import ID, is_supra
from letters.citations.parse.signal_words import signal_length
from letters.citations.parse.words import is_organization, prose

LONGEST = 4000
"""In characters. A piece longer than that is no citation; it stays prose."""

_TAIL = re.compile(
    r"[(\[<]?\s?(?:last\s(?:accessed|visited|viewed|checked|updated)|accessed|retrieved|visited|consulted|archived|"
    r"available\s(?:at|from|online|here)|online|url|doi|https?:|www\.|perma\.cc"
    r"|(?:pp?\.|para|paras|at|§|¶)\s?\.?\s?\d)",
    re.IGNORECASE,
)
_DOI = re.compile(r"\b10\.\d{4,9}/\S")
_AFTER_DATE = re.compile(rf"[”’\"'.)\]]*(?:,?:? (?:{LABELLED.pattern}|[\d–-]{{1,12}}|\[\d{{1,4}}\]))?[.)\]”\"]*")
_APA = re.compile(r"\((?:1[89]|20)\d\d[a-z]?(?:, [A-Z][a-z]+\.?(?: \d{1,2})?(?:[–-]\d{1,2})?)?\)[.,]|\(n\.d\.\)\.")


@dataclass(slots=True)
class Piece:
    """A stretch of the folded text between two places where a citation may begin or end.

    ``joint`` is what separates it from the one before: ";" or "." (or "" for the first).
    """

    start: int
    end: int
    joint: str
    signal: bool = False
    short: bool = False
    legal: bool = False
    address: bool = False
    dated: bool = False
    ended: bool = False
    """Ends with what ends a citation: an address, a date, a bracketed year."""
    head: float = 0.0
    """How much its beginning is a citation's: an author, a quotation, an italic title."""
    tail: bool = False
    """Begins with what only goes on with a citation: "last accessed", "Available at", an archive's address."""
    listed: bool = False
    """Has the head of a reference list's entry: "Young, S. D. (2024).", "Obermeyer Z, Powers B."."""
    prose: float = 0.0
    words: int = 0


def pieces(scene: Scene, begin: int = 0) -> list[Piece]:
    """Cut the text of ``scene`` from ``begin`` on and look at every piece."""
    cuts: list[tuple[int, int, str]] = [(place + 1, after, ".") for place, after in sentence_ends(scene)]
    cuts.extend(
        (match.start(), match.end(), ";") for match in re.finditer(r";\s?", scene.text) if not scene.shut[match.start()]
    )
    cuts.sort()
    found: list[Piece] = []
    start, joint = begin, ""
    places = [address.start for address in scene.addresses]
    for end, after, kind in cuts:
        if end <= start:
            continue
        found.append(_looked_at(scene, places, start, after if kind == "." else end, joint))
        start, joint = after, kind
    if start < len(scene.text):
        found.append(_looked_at(scene, places, start, len(scene.text), joint))
    return found


def _looked_at(scene: Scene, places: list[int], start: int, end: int, joint: str) -> Piece:
    while start < end and scene.text[start] == " ":
        start += 1
    while end > start and scene.text[end - 1] == " ":
        end -= 1
    piece = Piece(start, end, joint)
    text = scene.text[start:end]
    if not text or len(text) > LONGEST:
        piece.prose = 1.0
        return piece
    length = signal_length(text)
    body = text[length:].lstrip(" ,:")
    near = scene.addresses[bisect_left(places, start) : bisect_left(places, end)]
    piece.signal = length > 0
    piece.words = len(text.split())
    piece.address = any(not address.archive or scene.text[address.start - 1] not in "[(" for address in near) or bool(
        _DOI.search(text)
    )
    piece.tail = bool(_TAIL.match(text)) and not piece.signal
    piece.short = bool(ID.match(body)) or is_supra(text)
    piece.legal = legal.is_legal(body)
    piece.prose = prose(body)
    piece.listed = _is_listed(body)
    piece.ended = _ends_in_date(text)
    piece.head = _head(scene, body, end - len(body))
    return piece


def _is_listed(body: str) -> bool:
    people, end = listed_authors(body[:300])
    if people and (len(people) > 1 or body[:end].rstrip()[-1:] == "." or body[end : end + 2] in (". ", " (", ", ")):
        return True
    year = _APA.search(body[:400])
    return year is not None and prose(body[: year.start()]) < 0.5


_PAPER = re.compile(r"\((?:HC|HL|CP|Cm|Cmnd|Cmd|SP|(?:19|20)\d\d)[^()]{0,30}\d\)")


def _ends_in_date(text: str) -> bool:
    """Whether the last thing of ``text``, or the last but a locator or a bracket, is a date."""
    paper = _PAPER.search(text)
    if paper and _AFTER_DATE.fullmatch(text[paper.end() :]):
        return True
    tail = text[-90:]
    found = list(dates(tail))
    if not found:
        return False
    rest = tail[found[-1].end :]
    return bool(_AFTER_DATE.fullmatch(rest)) or bool(re.match(r"\)|\]", rest))


def _head(scene: Scene, body: str, place: int) -> float:
    """How much ``body``, which stands at ``place``, begins as a citation does."""
    for start, end in scene.italics[bisect_left(scene.italics, (place - 2, 0)) :][:1]:
        if start <= place + 1 and len(scene.text[start:end].split()) > 2:
            return 0.9
    if body[:1] in "“\"‘'" and any(start == place and end - start > 8 for start, end in _starting(scene.quotes, place)):
        return 0.85
    first = body.split(",")[0]
    if listed_authors(body[:200])[0]:
        return 0.85
    if "," in body and (leading_authors([first]) or leading_authors([re.sub(r" et al\.?$", "", first)])):
        return 0.85
    if re.match(r"(?:[A-Z][\w-]+ ?){1,2}: [“\"‘]", body):
        return 0.85
    if re.match(r"[^,.“\"]{3,120}[,.] ?[“\"‘]", body) and prose(first) < 0.5:
        return 0.7
    if "," in body and is_organization(first) > 0.5 and prose(first) < 0.5:
        return 0.6
    # "Shalanda D. Young. Title …": the author closed by a full stop, as reference lists have it.
    if (len(body) < 120 and natural_authors(body.rstrip("."))) or is_organization(body.rstrip(".")) > 0.6:
        return 0.6
    return 0.0


def _starting(spans: tuple[tuple[int, int], ...], place: int) -> tuple[tuple[int, int], ...]:
    index = bisect_left(spans, (place, 0))
    return spans[index : index + 1]
