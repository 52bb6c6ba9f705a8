"""Likely doubles in a library: the same DOI, the same address, or the same title and year. Offered, never merged by itself.

What speaks against a pair counts more than what speaks for it: two sections of one act, two volumes, two years of one report
and two pages of one site look alike and are not the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from letters.citations.library import merged_into
from letters.library.dates import year_of
from letters.library.merging import are_distinct
from letters.library.titles import Title, is_small, is_typo, names_a_part, numbers_in, title_of, words_of
from letters.links.canonical import canonical

_LEGAL = frozenset({"legal_case", "legislation", "bill", "regulation", "treaty", "hearing"})
_PART_OF = frozenset({"chapter", "entry", "entry-dictionary", "entry-encyclopedia", "paper-conference"})
_COUNTED = (
    "volume",
    "issue",
    "number",
    "part-number",
    "chapter-number",
    "collection-number",
    "edition",
    "section",
    "page",
    "version",
)
_MOST_COMPARED = 10
"""With how many earlier sources of one group a source is compared: a library of nothing but home pages must stay quick."""
_PREFIX = re.compile(r"^(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_HOME = re.compile(r"/?(?:(?:index|default|home)(?:\.[a-z]{3,5})?|[a-z]{2})?/?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two ids, ``a`` the earlier one in the library; ``why`` they may be one source; ``score`` from 0 to 1."""

    a: str
    b: str
    why: str
    score: float


def doubles(items: Sequence[Mapping[str, object]]) -> tuple[Pair, ...]:
    """The likely doubles in ``items``, the surest first. Sources that are merged away are not compared again, and a pair that a
    person called different is not offered. Takes time in proportion to the number of sources."""
    cards = [_Card(item, place) for place, item in enumerate(items) if not merged_into(item)]
    found: dict[tuple[int, int], tuple[_Card, _Card, str, float]] = {}
    for one, other, why, score in _candidates(cards):
        key = (one.place, other.place)
        if (key not in found or found[key][3] < score) and not are_distinct(one.item, other.item):
            found[key] = (one, other, why, score)
    ordered = sorted(found.items(), key=lambda entry: (-entry[1][3], entry[0]))
    return tuple(Pair(one.key, other.key, why, score) for _, (one, other, why, score) in ordered)


class _Card:
    """What is compared of a source."""

    def __init__(self, item: Mapping[str, object], place: int) -> None:
        self.item = item
        self.place = place
        self.key = str(item.get("id", ""))
        self.kind = str(item.get("type", ""))
        self.year = year_of(item)
        address = _text(item, "URL")
        self.url = canonical(address[:4000]) if address else ""
        doi = _text(item, "DOI") or (address if _PREFIX.match(address) else "")
        self.doi = _PREFIX.sub("", doi).strip(" ./").casefold()
        self.title: Title = title_of(_text(item, "title"))

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        return numbers_in(self.title.words)

    @cached_property
    def creators(self) -> frozenset[str]:
        """The words of who made it: authors, editors, publisher, where it appeared."""
        found: list[str] = [_text(self.item, name) for name in ("publisher", "authority", "container-title")]
        for role in ("author", "editor"):
            listed = self.item.get(role)
            for name in listed[:20] if isinstance(listed, list) else []:
                if isinstance(name, Mapping):
                    found.extend(_text(name, part) for part in ("family", "literal"))
        return frozenset(word for text in found for word in words_of(text[:200]) if len(word) > 2 and not is_small(word))

    @cached_property
    def counted(self) -> dict[str, str]:
        """The numbers of the source, and its note, as letters and digits alone."""
        return {name: "".join(words_of(_text(self.item, name)[:1000])) for name in (*_COUNTED, "note") if name in self.item}

    @cached_property
    def is_home(self) -> bool:
        parts = urlsplit(self.url)
        return not parts.query and _HOME.fullmatch(parts.path) is not None


def _candidates(cards: Sequence[_Card]) -> Iterator[tuple[_Card, _Card, str, float]]:
    for one, other in _sharing((card.doi, card) for card in cards if card.doi):
        if not _of_one_book(one, other):
            yield one, other, f"Same DOI: {one.doi}", 0.98
    for one, other in _sharing((card.url, card) for card in cards if card.url):
        if _same_page(one, other):
            yield one, other, f"Same address: {one.url}", 0.95 if one.title.words and other.title.words else 0.8
    for one, other in _sharing((card.title.main, card) for card in cards if card.title.main):
        yield from _same_title(one, other)
    for one, other in _sharing((key, card) for card in cards for key in _nearly(card.title.words)):
        slip = _one_slip(one.title.words, other.title.words)
        if slip and not _against(one, other) and not _strangers(one, other):
            yield one, other, "Nearly the same title", 0.72 if one.year == other.year else 0.62


def _sharing(keyed: Iterable[tuple[Hashable, _Card]]) -> Iterator[tuple[_Card, _Card]]:
    """Pairs of cards with one key, the earlier first."""
    groups: dict[Hashable, list[_Card]] = defaultdict(list)
    for key, card in keyed:
        group = groups[key]
        for other in group[:_MOST_COMPARED]:
            if other is not card:
                yield other, card
        group.append(card)


def _same_page(one: _Card, other: _Card) -> bool:
    if one.title.words and other.title.words:
        return _alike(one, other) and not _against(one, other)
    # Without titles only an address that is a page of its own says anything.
    return not one.is_home and not _against(one, other)


def _same_title(one: _Card, other: _Card) -> Iterator[tuple[_Card, _Card, str, float]]:
    if not _alike(one, other) or _against(one, other) or _strangers(one, other):
        return
    known = one.creators and other.creators
    if len(one.title.main) < 3 and not known:
        return  # "Testimony", "Annual Report": a title that many works have
    whole = one.title.words == other.title.words
    score = (0.9 if known else 0.8) if one.year and other.year else 0.7
    what = "Same title" if whole else "Same title, one without its subtitle"
    year = (
        f" and year, {one.year}"
        if one.year and one.year == other.year
        else "; one has no year"
        if one.year or other.year
        else ""
    )
    yield one, other, what + year, round(score if whole else score - 0.1, 2)


def _alike(one: _Card, other: _Card) -> bool:
    """Whether the titles are the same, if need be without a subtitle that only one of them has."""
    a, b = one.title, other.title
    if a.words == b.words or _one_slip(a.words, b.words):
        return True
    return a.main == b.main and not (a.sub and b.sub) and not names_a_part(a.sub or b.sub)


def _against(one: _Card, other: _Card) -> bool:
    """Whether something says that the two are different works."""
    if one.year and other.year and one.year != other.year:
        return True
    whole = one.title.words and other.title.words and not (one.title.sub or other.title.sub)
    if (whole and one.numbers != other.numbers) or _of_one_book(one, other):
        return True
    if any(_conflict(one.counted.get(name, ""), other.counted.get(name, "")) for name in _COUNTED):
        return True
    # An act and one section of it; "note" holds the citation itself where it is kept as words.
    legal = one.kind in _LEGAL and other.kind in _LEGAL
    return legal and any(one.counted.get(name, "") != other.counted.get(name, "") for name in ("section", "note"))


def _strangers(one: _Card, other: _Card) -> bool:
    """Whether two works of one title come from different people, or only one of them is law. At one address that says nothing:
    there one person wrote down the newspaper, another the foundation behind it."""
    if (one.kind in _LEGAL) != (other.kind in _LEGAL):
        return True
    return bool(one.creators) and bool(other.creators) and one.creators.isdisjoint(other.creators)


def _conflict(a: str, b: str) -> bool:
    """Whether two numbers of one kind differ; "M-24-10" and "OMB M-24-10" do not."""
    if not a or not b or a == b:
        return False
    same_digits = re.findall(r"[0-9]+", a) == re.findall(r"[0-9]+", b)
    return not (same_digits and (a.endswith(b) or b.endswith(a) or a.startswith(b) or b.startswith(a)))


def _of_one_book(one: _Card, other: _Card) -> bool:
    """Whether the two are different chapters: they share the address and the DOI of their book."""
    parts = one.kind in _PART_OF or other.kind in _PART_OF
    return parts and bool(one.title.words and other.title.words) and not _alike(one, other)


def _nearly(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Keys that two titles of at least four words share if they differ in one word."""
    if len(words) >= 4:
        for place in range(min(len(words), 25)):
            yield (*words[:place], *words[place + 1 :])


def _one_slip(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two titles differ in one word, by a slip of the pen or a small word more."""
    if len(one) < 4 or one == other or abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        different = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
        return len(different) == 1 and is_typo(*different[0])
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    place = next((place for place, word in enumerate(shorter) if longer[place] != word), len(shorter))
    return is_small(longer[place]) and longer[place + 1 :] == shorter[place:]


def _text(item: Mapping[str, object], name: str) -> str:
    value = item.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)
