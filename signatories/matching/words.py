"""What a single word of a name is: how it is read, what kind it is, what else it may mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Literal

from signatories.matching.data import common, kinds, places, spellings, translations

Kind = Literal["article", "legal", "number", "place", "direction", "affiliation", "seat", "arm", "chapter", "form", "other"]

SHORTEST_ROOT = 5
_NONE: Mapping[int, frozenset[int]] = {}


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A word as the rules see it.

    ``text`` is folded; ``reading`` what it is read as (centre: center); ``stem`` without the ending of its number; ``root``
    shared by words of one family (immigrant, immigration); ``also`` all that a short form may stand for; ``meanings`` the lines
    of the table of translations that it stands in, each with the languages; ``parts`` the words in it (new york); ``shorts``
    what it is shortened to in acronyms (va); ``known`` whether it is a word of a language and no name.
    """

    text: str
    reading: str
    stem: str
    root: str
    kind: Kind
    also: frozenset[str] = frozenset()
    meanings: Mapping[int, frozenset[int]] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    shorts: tuple[str, ...] = ()
    known: bool = False
    wide: bool = False
    alphabetic: bool = True

    @property
    def initial(self) -> str:
        """Its first letter."""
        return self.text[0]

    @property
    def acronymic(self) -> bool:
        """Whether it may be an acronym: a few letters that are no word."""
        return not self.known and self.kind == "other" and self.alphabetic and 2 <= len(self.text) <= 10 and self.text.isascii()


def _set(table: str) -> frozenset[str]:
    return frozenset(table.split())


ARTICLES = _set(kinds.ARTICLES)
LEGAL = _set(kinds.LEGAL)
ARMS = _set(kinds.ARMS)
CHAPTERS = _set(kinds.CHAPTERS)
FORMS = _set(kinds.FORMS)
PLAIN_FORMS = _set(kinds.PLAIN_FORMS)
SOFT_PARTS = _set(kinds.SOFT_PARTS)
SEATS = _set(kinds.SEATS)
WIDE = _set(kinds.WIDE)
AFFILIATIONS = _set(kinds.AFFILIATIONS)
NUMBERING = _set(kinds.NUMBERING)
LETTERED = NUMBERING | _set(kinds.LETTERED)
DIRECTIONS = _set(kinds.DIRECTIONS)
ORDINALS = _set(kinds.ORDINALS)
WHERES = frozenset(part.strip() for part in re.split(r"[|\n]", places.WHERES) if part.strip())
UNSURE_LEGAL = _set("ac sa cv org com net corporation oy bv pc kg ag ngo limited npo cio sas")
"""Legal forms that are so only at the end of a name."""

UNSURE_STATES = _set("in or me de la al hi ok id es se am to on go co sa ac ab ap pi para ch fr br as no")
"""Short forms of places that are words as well."""


def _rows(table: str) -> list[list[str]]:
    return [row.split() for row in table.replace("\n", "|").split("|") if row.strip()]


SPELLED = {row[0]: row[1] for row in _rows(spellings.SPELLINGS) if row[0] != row[1]}
SHORT = {row[0]: frozenset(word.replace("_", " ") for word in row[1:]) for row in _rows(spellings.SHORT)}
STATES = {row[0]: tuple(word.replace("_", " ") for word in row[1:]) for row in _rows(places.ABBREVIATED)}
FREQUENCY = {word: number for number, table in sorted(common.COMMON.items()) for word in table.split()}


def _place_table() -> tuple[dict[str, str], dict[str, str]]:
    """Place as written to place as read; and words that come from a place to ``place+``."""
    named: dict[str, str] = {}
    from_there: dict[str, str] = {}
    lines = [line for table in (places.COUNTRIES, places.REGIONS, places.STATES) for line in table.strip().splitlines()]
    for line in lines:
        forms, _, adjectives = line.partition(":")
        first, *others = [form.strip() for form in forms.split("|")]
        for form in (first, *others):
            named.setdefault(form, first)
        for adjective in adjectives.split():
            from_there.setdefault(adjective, f"{first}+")
            if "_" in adjective:
                named.setdefault(adjective.replace("_", " "), f"{first}+")
    for city in filter(str.strip, re.split(r"[|\n]", places.CITIES)):
        named.setdefault(city.strip(), city.strip().replace("st ", "saint ") if city.startswith("st ") else city.strip())
    return named, from_there


PLACES, FROM_PLACES = _place_table()
LONGEST_PLACE = max(name.count(" ") for name in PLACES) + 1
PLACE_STARTS = frozenset(name.split()[0] for name in PLACES if " " in name)
SHORTS_OF = {
    place: tuple(short for short, stands in STATES.items() if place in stands) for stands in STATES.values() for place in stands
} | {"united states": ("us", "usa"), "united kingdom": ("uk",), "los angeles": ("la",), "northwest": ("nw",)}
_COMPASS = {"northwest": "nw", "northeast": "ne", "southwest": "sw", "southeast": "se"}


def _meanings() -> dict[str, Mapping[int, frozenset[int]]]:
    found: dict[str, dict[int, set[int]]] = {}
    for number, line in enumerate(translations.TRANSLATIONS.strip().splitlines()):
        for language, cell in enumerate(line.split("|")):
            for word in cell.split():
                found.setdefault(stem_of(SPELLED.get(word, word)), {}).setdefault(number, set()).add(language)
    return {word: {number: frozenset(them) for number, them in numbers.items()} for word, numbers in found.items()}


_PLURALS = "ores:or eres:er iones:ion oes:ao ades:ad aes:ao ies:y ches:ch shes:sh sses:ss xes:x ais:al eis:el ns:n"
_ENDINGS = tuple((ending.partition(":")[0], ending.partition(":")[2]) for ending in _PLURALS.split())
"""How plurals end, in five languages, and what their singular ends in."""


@cache
def stem_of(word: str) -> str:
    """The word without the ending of its plural."""
    if len(word) < 4 or not word.endswith("s") or (word.endswith(("ss", "us", "is")) and not word.endswith(("ais", "eis"))):
        return word
    for ending, singular in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)] + singular
    return word[:-1]


_FAMILY = """
    izational izations ization izing izers izer ations ational ation ating ators ator ative ants ant ents ings ing ness ments
    mental ment ities ity isms ism ists ist ians ian ials ial ives ive ions ional ion als al ers er ors or ary ture tures cratic
    cracy crats ed es s y e a o as os icas icos ica ico adas ados ada ado
"""
_FAMILY_ENDINGS = {
    last: sorted({ending for ending in _FAMILY.split() if ending[-1] == last}, key=lambda ending: (-len(ending), ending))
    for last in {ending[-1] for ending in _FAMILY.split()}
}
"""By their last letter, the longest first."""


@cache
def root_of(word: str) -> str:
    """What the words of a family share, of five letters or more; the word itself where there is less."""
    if len(word) > SHORTEST_ROOT:
        for ending in _FAMILY_ENDINGS.get(word[-1], ()):
            if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_ROOT:
                return word[: -len(ending)]
    return word


MEANINGS = _meanings()

KNOWN = (
    set(common.KNOWN.split())
    | set(FREQUENCY)
    | ARTICLES | ARMS | CHAPTERS | FORMS | SEATS | WIDE | AFFILIATIONS | NUMBERING | DIRECTIONS | ORDINALS | WHERES
    | {word for line in translations.TRANSLATIONS.split() for word in line.split("|") if word}
    | {part for name in PLACES for part in name.split() if len(part) > 3} | set(FROM_PLACES)
    | set(SPELLED) | set(SPELLED.values()) | {long for stands in SHORT.values() for long in stands}
)  # fmt: skip
KNOWN_STEMS = {stem_of(word) for word in KNOWN}


@lru_cache(maxsize=400_000)
def word_of(text: str) -> Word:
    """The word, without its neighbours being looked at."""
    number = any(mark.isdecimal() for mark in text)
    reading = SPELLED.get(text) or _american(text)
    also = SHORT.get(text, frozenset())
    if len(also) == 1 and text not in STATES and text not in ARTICLES:  # it stands for one word, and is that word
        long = word_of(*also)
        spelled = (text,) if long.kind == "direction" else long.shorts
        return replace(long, text=text, also=also, parts=(text,), shorts=spelled, known=True)
    stem = stem_of(reading)
    kind: Kind = "other"
    shorts: tuple[str, ...] = ()
    if text in ARTICLES:
        kind = "article"
    elif number:
        kind = "number"
    elif text in PLACES:
        return place_of(text)
    elif text in FROM_PLACES or stem in FROM_PLACES:
        kind, reading = "place", FROM_PLACES.get(text) or FROM_PLACES[stem]
        stem = reading
    elif text in STATES and text not in UNSURE_STATES:
        return state_of(text)
    elif text in DIRECTIONS:
        kind = "direction"
        shorts = (_COMPASS[text],) if text in _COMPASS else ()
    elif text in AFFILIATIONS:
        kind = "affiliation"
    elif text in SEATS:
        kind = "seat"
    elif text in ARMS:
        kind = "arm"
    elif text in CHAPTERS:
        kind = "chapter"
    elif text in ORDINALS:
        kind = "number"
    elif text in FORMS or reading in FORMS or (also and all(long in FORMS for long in also)):
        kind = "form"
    elif also and all(long in ARMS for long in also):
        kind = "arm"
    elif also and all(long in DIRECTIONS for long in also):
        kind, shorts = "direction", (text,)
    elif text in WHERES:
        kind = "place"
    return Word(
        text=text,
        reading=reading,
        stem=stem,
        root=root_of(stem) if kind == "other" else stem,
        kind=kind,
        also=also,
        meanings=MEANINGS.get(stem, _NONE),
        parts=(text,),
        shorts=shorts,
        known=text in KNOWN or stem in KNOWN_STEMS or reading in KNOWN or text in STATES,
        wide=text in WIDE,
        alphabetic=text.isalpha(),
    )


def _american(text: str) -> str:
    if len(text) > 6 and ("isation" in text or text.endswith(("ising", "ise", "ised"))):
        american = text.replace("isation", "ization")
        return american if american in FREQUENCY or american in common.KNOWN else text
    return text


@lru_cache(maxsize=20_000)
def place_of(text: str) -> Word:
    """A place of one word or more, as in the tables."""
    name = PLACES[text]
    return Word(text, name, name, name, "place", parts=tuple(text.split()), shorts=SHORTS_OF.get(name, ()), known=True)


@lru_cache(maxsize=1_000)
def state_of(text: str) -> Word:
    """A short form of a place (va)."""
    stands = STATES[text]
    also = frozenset((*stands, *SHORT.get(text, ())))
    return Word(text, stands[0], stands[0], stands[0], "place", also=also, parts=tuple(text), shorts=(text,), known=True)


@lru_cache(maxsize=10)
def union_of(text: str) -> Word:
    """A "central de trabajadores" is a union and no direction."""
    return replace(word_of(text), kind="form")


@lru_cache(maxsize=100)
def letter_of(text: str) -> Word:
    """A letter that stands where numbers do: Ward A."""
    return replace(word_of(text), kind="number", known=True)


@lru_cache(maxsize=1_000)
def legal_of(text: str) -> Word:
    """A word that is a legal form where it stands."""
    return replace(word_of(text), kind="legal", known=True)
