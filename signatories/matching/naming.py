"""A name as typed, taken apart: the names by which the body may go, each as a row of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from signatories.folding import MOST_CHARACTERS, without_spaces, words_of
from signatories.matching.data import kinds
from signatories.matching.initials import abridges, spells
from signatories.matching.words import (
    LEGAL,
    LETTERED,
    LONGEST_PLACE,
    PLACE_STARTS,
    PLACES,
    STATES,
    UNSURE_LEGAL,
    UNSURE_STATES,
    Word,
    legal_of,
    letter_of,
    place_of,
    state_of,
    union_of,
    word_of,
)

AliasKind = Literal["main", "acronym", "former", "other", "sponsor"]

MOST_WORDS = 40
"""More words than any name has; what comes behind them only has to be the same."""


@dataclass(frozen=True, slots=True, eq=False)
class Alias:
    """One of the names in a name. ``acronym`` is the one that is typed beside a main name, without being a word of it."""

    kind: AliasKind
    words: tuple[Word, ...]
    content: tuple[Word, ...]
    acronym: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A name taken apart. ``folded`` are all its words; ``joined`` its letters in a row and its numbers; ``cut`` whether there
    was more of it than is looked at; ``sponsor`` the words of the body that it calls itself a project of."""

    text: str
    folded: tuple[str, ...]
    joined: tuple[str, tuple[str, ...]]
    aliases: tuple[Alias, ...]
    cut: bool = False
    sponsor: tuple[str, ...] = ()


def _markers(table: str) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in table.replace("\n", "|").split("|"):
        words = tuple(phrase.split())
        if words:
            found.setdefault(words[0], []).append(words)
    return {first: sorted(phrases, key=len, reverse=True) for first, phrases in found.items()}


_FORMER = _markers(kinds.FORMER)
_OTHERWISE = _markers(kinds.OTHERWISE)
_SPONSORS = _markers(kinds.SPONSORS)


def taken_apart(text: str) -> Name:
    """The names in ``text``: its main name, an acronym beside it, former names and others that it tells of."""
    folded = words_of(text[:MOST_CHARACTERS])
    cut = len(text) > MOST_CHARACTERS or len(folded) > MOST_WORDS
    aliases: list[Alias] = []
    parts = [(kind, _read(part)) for kind, part in _told(folded[:MOST_WORDS])]
    if not all(any(word.kind in ("other", "form") for word in words) for _, words in parts):
        parts = [("main", _read(folded[:MOST_WORDS]))]  # "Local 9 f/k/a 12": a number is no name
    sponsor = [word.reading for kind, words in parts for word in words if kind == "sponsor"]
    for kind, words in parts:
        if kind == "sponsor":
            continue
        found = _with_acronym(words) if words else []
        aliases += found if kind == "main" else [Alias(kind, alias.words, alias.content) for alias in found]
    return Name(text, folded, without_spaces(folded), tuple(aliases), cut, tuple(sponsor))


cached = lru_cache(maxsize=4_096)(taken_apart)


def _told(folded: tuple[str, ...]) -> list[tuple[AliasKind, tuple[str, ...]]]:
    """``folded`` cut where it tells of other names: "formerly", "d.b.a."."""
    parts: list[tuple[AliasKind, tuple[str, ...]]] = []
    kind: AliasKind = "main"
    start = at = 0
    while at < len(folded):
        word = folded[at]
        for markers, what in ((_FORMER, "former"), (_OTHERWISE, "other"), (_SPONSORS, "sponsor")):
            phrase = next((phrase for phrase in markers.get(word, ()) if folded[at : at + len(phrase)] == phrase), None)
            if phrase and at > 0 and at + len(phrase) < len(folded):
                parts.append((kind, folded[start:at]))
                kind = what  # type: ignore[assignment]
                at += len(phrase)
                if folded[at] in ("the", "a", "as", "known"):
                    at += folded[at] != "a"
                start = at
                break
        else:
            at += 1
    parts.append((kind, folded[start:]))
    return [(kind, part) for kind, part in parts if part]


def _read(folded: tuple[str, ...]) -> tuple[Word, ...]:
    """Each word as what it is where it stands: places of several words together, legal forms at the end, short forms."""
    end = len(folded)
    while (
        end > 1
        and folded[end - 2 : end] != ("afl", "cio")
        and (folded[end - 1] in LEGAL or folded[end - 2 : end + 1] == ("sa", "de", "cv"))
    ):
        end -= 1
    words: list[Word] = []
    at = 0
    while at < end:
        text = folded[at]
        if text in PLACE_STARTS:
            length = next((n for n in range(min(LONGEST_PLACE, end - at), 1, -1) if " ".join(folded[at : at + n]) in PLACES), 0)
            if length:
                words.append(place_of(" ".join(folded[at : at + length])))
                at += length
                continue
        if text in UNSURE_STATES and text in STATES and _place_here(folded, at, end):
            words.append(state_of(text))
        elif len(text) == 1 and at > 0 and folded[at - 1] in LETTERED:
            words.append(letter_of(text))
        elif text in LEGAL and text not in UNSURE_LEGAL and at > 0:
            words.append(legal_of(text))
        elif (
            text == "central" and folded[at + 1 : at + 2] and folded[at + 1] in ("de", "da", "do", "dos", "das", "del", "unica")
        ):
            words.append(union_of(text))
        else:
            words.append(word_of(text))
        at += 1
    words += [legal_of(text) for text in folded[end:]]
    return tuple(words)


def _place_here(folded: tuple[str, ...], at: int, end: int) -> bool:
    """Whether a word that may be a place is one: at the end of a name, or between others (IL/IN/MO)."""
    if at == 0:
        return False
    if at == end - 1:  # no name ends in an article or a preposition
        return True
    near = [folded[place] for place in (at - 1, at + 1) if 0 <= place < end]
    return all(word in STATES for word in near)


def _with_acronym(words: tuple[Word, ...]) -> list[Alias]:
    """The name, and beside it the acronym that it gives itself: "… (ABC)", "ABC - …", "ABC/…"."""
    for at, word in enumerate(words):
        if not word.acronymic and not _repeated_acronym(words, at):
            continue
        before, after = words[:at], words[at + 1 :]
        if sum(other.kind != "article" for other in before) >= 2 and all(other.kind != "other" for other in after):
            end = _spelled_until(word.text, before)
            if end:
                return [_alias("main", before + after, word.text), _alias("acronym", (word, *_telling(before[end:]), *after))]
        if at == 0:
            where = next((place for place, other in enumerate(after) if other.kind != "place"), 0)
            for start in sorted({0, where}):
                named, rest = after[:start], after[start:]
                end = _spelled_until(word.text, rest)
                if end:
                    return [_alias("main", rest + named, word.text), _alias("acronym", (word, *named, *_telling(rest[end:])))]
    return [_alias("main", words)]


def _spelled_until(letters: str, words: tuple[Word, ...]) -> int:
    """How many of the first of ``words`` the letters spell, 0 for none: "Guild of Lamp Menders of America (GLM)"."""
    if len(words) < 2 or all(word.kind not in ("other", "form", "arm") for word in words):
        return 0
    if spells(letters, words):
        return len(words)
    if len(letters) > 2:
        for end in range(len(words) - 1, 1, -1):
            if words[end - 1].kind != "article" and spells(letters, words[:end]):
                return end
    return len(words) if abridges(letters, words) else 0


def _telling(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Of words that an acronym leaves out, those that tell bodies apart."""
    kinds = ("place", "number", "direction", "chapter", "arm")
    return tuple([word for word in words if word.kind in kinds and word.reading != "united states"])


def _repeated_acronym(words: Sequence[Word], at: int) -> bool:
    """A word of the language that is an acronym all the same: LAMP, at the end of a name that it spells."""
    word = words[at]
    return word.kind == "other" and at == len(words) - 1 and at > 2 and word.alphabetic and 3 <= len(word.text) <= 10


def _alias(kind: AliasKind, words: tuple[Word, ...], acronym: str = "") -> Alias:
    return Alias(kind, words, tuple([word for word in words if word.kind not in ("article", "legal")]) or words, acronym)
