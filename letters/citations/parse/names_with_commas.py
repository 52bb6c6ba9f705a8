"""Names that have commas of their own: "Committee on Economic, Social and Cultural Rights", "Pfizer, Inc."."""

from __future__ import annotations

import re
from collections.abc import Iterator

from letters.citations.parse.words import STRONG_HEADS, is_organization

_WORD = r"(?:[A-ZÀ-Þ][\w’'.-]*|of|the|and|to|in|&)"
_PART = r"[A-ZÀ-Þ][\w’'.-]*(?: (?:[A-ZÀ-Þ][\w’'.-]*|of)){0,2}"
_LIST = re.compile(
    r"(?:[A-ZÀ-Þ][\w’'.-]*\s){0,6}?(?:[A-ZÀ-Þ][\w’'.-]*)\s(?:on|of|for|in)\s(?:the\s)?"
    + rf"{_WORD}(?: {_WORD}){{0,3}}?(?P<items>(?:, {_PART}){{0,4}}?),? (?:and|&|et|y) (?P<last>{_PART}(?: {_WORD}){{0,2}}?)"
    + r"(?=,|[“\"‘(\x00]|\s[“\"‘(\x00]|\.?\s?$|\.\s|:\s| of the )"
)
"""A body that is for several things: the comma before "and", or the commas between the things, do not end its name."""
_FORM = re.compile(r", (?:Inc|LLC|L\.L\.C|LLP|Ltd|Limited|Corp|PLC|N\.A|S\.A|GmbH|AFL-CIO|Local \d{1,4})(?![\w])\.?")
_START = re.compile(r"(?:^|(?<=, )|(?<=\x00 )|(?<=\. ))(?=[A-ZÀ-Þ])")


def _whole(text: str) -> bool:
    """Whether ``text`` is an institution of its own, with a head ("Justice in Aging Institute") or an acronym."""
    words = text.lower().split()
    return bool(re.fullmatch(r"[A-Z]{3,8}", text)) or (len(words) > 1 and any(word in STRONG_HEADS for word in words))


def own_commas(text: str) -> Iterator[int]:
    """The places of commas of ``text`` that belong to a name; each name is looked for where an element begins."""
    for form in _FORM.finditer(text):
        yield form.start()
    for start in _START.finditer(text):
        match = _LIST.match(text, start.start(), start.start() + 200)
        if match is None or "," not in match[0]:
            continue
        head = match[0].split(",")[0]
        parts = [part for part in match["items"].split(", ") if part]
        # Whole institutions side by side are several authors, each with a name of its own.
        bodies = any(_whole(part) for part in (*parts, match["last"]))
        if bodies or (is_organization(head) < 0.5 and not re.search(r"\w[’']n|\b[A-Z][a-z]{2,7}s?\. of\b", head)):
            continue
        first = start.start() == len(text) - len(text.lstrip("\x00 ,.:"))
        if first and not re.match(r",|\s?[“\"‘\x00]|\.\s", text[match.end() :]):
            continue  # "Ministry of Justice, Courts and Tribunals (2021)": the rest is the title, and it needs one.
        for comma in re.finditer(r",", match[0]):
            yield match.start() + comma.start()
