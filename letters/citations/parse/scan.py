"""What in a folded note must not be cut through: quotations, brackets, addresses, italic stretches; and where sentences end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from letters.citations.parse.addresses import Address, addresses
from letters.citations.parse.words import ABBREVIATIONS

Span = tuple[int, int]

_LONGEST_QUOTE = 600
_LONGEST_BRACKET = 1200
_CLOSES_SINGLE = re.compile(r"[’'](?=[,.;:)\x00]|\s?[(\[<\x00]|$|\shttps?:)")
_CLOSES_LOOSELY = re.compile(r"[’'](?=\s(?:in\s|[A-Z]))")
_SENTENCE = re.compile(r"[.?!…][”’\"')\]>]{0,3} (?=\S)")
_LAST_WORD = re.compile(r"[\w'’&./-]{1,40}$")
_YEAR_NEXT = re.compile(r"\((?:(?:1[89]|20)\d\d|n\. ?d)")
_NEW_SIGNAL = re.compile(r"(?:See|But|Cf\.|Accord|Contra|Compare)\b")


@dataclass(frozen=True, slots=True)
class Scene:
    """A folded text with what was found in it. ``shut[i]`` is 1 where character i stands inside something closed."""

    text: str
    italics: tuple[Span, ...]
    addresses: tuple[Address, ...]
    quotes: tuple[Span, ...]
    brackets: tuple[Span, ...]
    shut: bytearray


def survey(text: str, italics: Sequence[Span] = ()) -> Scene:
    """Look ``text`` over once."""
    found = addresses(text)
    shut = bytearray(len(text) + 1)
    for address in found:
        _fill(shut, address.start, address.end)
    quotes = _quotes(text, shut)
    for start, end in quotes:
        _fill(shut, start, end)
    brackets = _brackets(text, shut)
    for start, end in brackets:
        _fill(shut, start, end)
    for start, end in italics:
        _fill(shut, start, end)
    return Scene(text, tuple(italics), found, quotes, brackets, shut)


def _fill(shut: bytearray, start: int, end: int) -> None:
    shut[start:end] = b"\x01" * (end - start)


def _quotes(text: str, shut: bytearray) -> tuple[Span, ...]:
    """Quotations with their marks, outermost first. A mark without its partner is none."""
    found: list[Span] = []
    place = 0
    for match in re.finditer(r"[“\"‘']|``", text):
        start = match.start()
        if start < place or shut[start]:
            continue
        before = text[start - 1] if start else " "
        mark = text[start]
        if before not in " ([—–<;\x00" and mark != "“":
            continue
        end = _closing(text, start, mark)
        if end > start + 1:
            found.append((start, end))
            place = end
    return tuple(found)


def _closing(text: str, start: int, mark: str) -> int:
    """The end of the quotation that ``mark`` opens at ``start``; -1 if none closes it."""
    limit = min(len(text), start + _LONGEST_QUOTE)
    if mark in "‘'":
        match = _CLOSES_SINGLE.search(text, start + 2, limit)
        if match is None and mark == "‘":
            # ‘Home Office destroyed landing cards’ The Guardian: nothing but a space, which an apostrophe has behind it too.
            match = next(reversed(list(_CLOSES_LOOSELY.finditer(text, start + 2, min(limit, start + 300)))), None)
        return match.end() if match else -1
    if mark == "“":
        if text.find("”", start, limit) < 0 and text.find('"', start, limit) < 0:
            return -1
        depth = 0
        for place in range(start, limit):
            if text[place] == "“":
                depth += 1
            elif text[place] == "”" or (text[place] == '"' and place > start):
                depth -= 1
                if depth <= 0:
                    return place + 1
        # An outer quotation whose inner one was never closed: better the first closing mark than none.
        first = text.find("”", start, limit)
        return first + 1 if first >= 0 else -1
    close = text.find("''" if mark == "`" else '"', start + 1, limit)
    if close < 0:
        close = text.find("”", start + 1, limit)
    return close + 1 if close >= 0 else -1


def _brackets(text: str, shut: bytearray) -> tuple[Span, ...]:
    """The outermost pairs of round and square brackets. A bracket without its partner is an ordinary character."""
    stack: list[int] = []
    pairs: list[Span] = []
    for match in re.finditer(r"[()\[\]]", text):
        place = match.start()
        if shut[place]:
            continue
        mark = match[0]
        if mark in "([":
            stack.append(place)
        elif stack and text[stack[-1]] == ("(" if mark == ")" else "["):
            start = stack.pop()
            if place - start < _LONGEST_BRACKET:
                while pairs and pairs[-1][0] > start:
                    pairs.pop()
                pairs.append((start, place + 1))
    return tuple(pairs)


def sentence_ends(scene: Scene) -> list[Span]:
    """Where a sentence or an element closed by a full stop ends: (place of its stop, place of what follows)."""
    text = scene.text
    ends: list[Span] = []
    for match in _SENTENCE.finditer(text):
        place, after = match.start(), match.end()
        # The space between the two must be open ground; the stop itself may stand inside a quotation ('"Title." Outlet').
        if scene.shut[after - 1]:
            continue
        if is_end(text, place, after):
            ends.append((place, after))
    return ends


def is_end(text: str, place: int, after: int) -> bool:
    """Whether the mark at ``place`` ends something, when the next word begins at ``after``."""
    following = text[after]
    if text[place] != ".":
        return not following.islower() and following != "("
    address = text.startswith(("http", "www.", "doi:"), after)
    if (
        (following.islower() and not address and not re.match(r"[a-z]{1,4}[A-Z]\w+(?:\.| \[)", text[after : after + 24]))
        or following in "¶§"
        or _YEAR_NEXT.match(text, after)
    ):
        return False
    match = _LAST_WORD.search(text, max(0, place - 40), place)
    word = match[0] if match else ""
    lowered = word.lower().replace("’", "'")
    if lowered in ("id", "ibid"):
        return following not in "§¶("
    if _NEW_SIGNAL.match(text, after) and lowered not in ("but", "no"):
        return True
    if text[place + 1] != " ":
        return True
    if address:
        return True
    if len(word) == 1 and word.isalpha():
        return False
    if re.fullmatch(r"(?:[A-Za-z]{1,2}\.)+[A-Za-z]{1,2}", word):
        return False
    return lowered.split(".")[-1] not in ABBREVIATIONS and not re.search(r"'(?:n|l|t|y|g|rs|r|x|d)$", lowered)
