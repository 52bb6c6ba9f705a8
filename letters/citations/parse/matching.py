"""Which source of the library a pasted citation means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from letters.citations.csl import Item, custom, field, names
from letters.citations.dates import year
from letters.citations.library import Library
from letters.citations.parse.segment import Segment
from letters.citations.short import short_name
from letters.document.nodes import NumberedNote
from letters.document.walk import keys_in, plain_text
from letters.links.canonical import canonical

LEAST = 0.4
"""Matches below that are not worth a person's glance."""

_ALIKE = 0.82
_SMALL = frozenset(["the", "of", "and", "for", "to", "in", "on", "at", "by", "with", "from", "a", "an", "et", "al"])


@dataclass(frozen=True, slots=True)
class Match:
    """A source of the library by its ``id``, how surely it is meant (0 to 1), and ``why`` in words for a person."""

    id: str
    score: float
    why: str


def match(segment: Segment, library: Iterable[Item], notes: Sequence[NumberedNote] = ()) -> list[Match]:
    """The sources that ``segment`` may mean, best first, each once; none for prose.

    ``library`` is the campaign's CSL-JSON items (one that was merged away stands for what it was merged into); ``notes`` the
    letter's notes in order, with their citations still in them or already written out.

    A full citation is compared by DOI and address, by volume and page or number for authorities of law, then by title, authors
    and year. A *supra* goes by its short name first and by its number second: after an edit it is the
    hand-typed number that is wrong.
    *Id.* means the last source cited before, which is the last one of ``notes``.
    """
    shelf = Library(library)
    if segment.kind != "citation":
        return []
    if segment.form == "id":
        return _same_again(shelf, notes)
    found = _by_name(segment, shelf, notes) if segment.form == "supra" else _full(segment.item, shelf)
    best: dict[str, Match] = {}
    for one in found:
        if one.score >= LEAST and (one.id not in best or best[one.id].score < one.score):
            best[one.id] = one
    return sorted(best.values(), key=lambda one: -one.score)


# --- full citations ---------------------------------------------------------------------------------------------------


def _full(item: Mapping[str, object], shelf: Library) -> Iterator[Match]:
    url, doi = _address(item), field(item, "DOI").lower()
    place, title = _place(item), _words(field(item, "title"))
    for key, known in shelf.items.items():
        other = _words(field(known, "title"))
        alike = _alike(title, other)
        if doi and doi == field(known, "DOI").lower():
            yield Match(key, 0.98, "the same DOI")
        elif url and url == _address(known):
            # One address may serve several works: a home page, a docket. Two different titles make it a question.
            if not title or not other or alike >= 0.5:
                yield Match(key, 0.97, "the same address")
            else:
                yield Match(key, 0.7, "the same address, but another title")
        elif place and place == _place(known):
            yield Match(key, 0.95, "the same volume and page" if field(item, "page") else "the same number")
        elif alike >= _ALIKE:
            yield _by_title(key, item, known, alike)


def _by_title(key: str, item: Item, known: Item, alike: float) -> Match:
    score, why = 0.45 + 0.3 * alike, "the same title" if alike > 0.97 else "nearly the same title"
    mine, theirs = _families(item), _families(known)
    if mine and theirs:
        same = bool(mine & theirs)
        score += 0.1 if same else -0.15
        why += " and author" if same else ", but another author"
    first, second = year(item), year(known)
    if first and second:
        score += 0.12 if first == second else -0.2
        why += f", {first}" if first == second else f", but {second} instead of {first}"
    return Match(key, round(min(0.96, score), 2), why)


def _address(item: Item) -> str:
    url = field(item, "URL")
    return canonical(url) if url else ""


def _place(item: Item) -> tuple[str, ...]:
    """Where an authority or an article stands: its volume, container and page, or the number of an act, a case or a report."""
    volume, page, number = field(item, "volume"), field(item, "page"), field(item, "number")
    container = re.sub(r"[\s.]", "", field(item, "container-title")).casefold()
    if volume and container and page:
        return volume, container, page.split("–")[0].split("-")[0].replace(",", "")
    if number and field(item, "type") in ("legislation", "bill", "legal_case", "regulation"):
        return (field(item, "type"), re.sub(r"[\s,.]", "", number).casefold())
    return ()


def _families(item: Item) -> frozenset[str]:
    return frozenset(_plain(person.short) for person in names(item, "author"))


# --- short forms ------------------------------------------------------------------------------------------------------


def _by_name(segment: Segment, shelf: Library, notes: Sequence[NumberedNote]) -> Iterator[Match]:
    there = _cited(notes[segment.number - 1], shelf) if segment.number and 0 < segment.number <= len(notes) else ()
    wanted = _plain(segment.name)
    named = False
    if wanted:
        for key, known in shelf.items.items():
            score, why = _goes_under(wanted, known, shelf.short(key).text)
            if score >= LEAST:
                named = True
                yield Match(
                    key,
                    round(min(0.99, score + (0.04 if key in there else 0.0)), 2),
                    why + (f", cited in note {segment.number}" if key in there else ""),
                )
    for key in there:
        # The name says nothing, or there is none: the number is all there is, and edits make numbers wrong.
        score = (0.6 if len(there) == 1 else 0.45) if not named else 0.4
        yield Match(key, score, f"cited in note {segment.number}" + (", but under another name" if wanted else ""))


def _goes_under(wanted: str, known: Item, short: str) -> tuple[float, str]:
    """How surely a source goes under the short name ``wanted``, and why."""
    if wanted == _plain(short) or wanted == _plain(field(custom(known), "short")):
        return 0.95, "goes under this short name"
    people = [_plain(person.short) for person in names(known, "author")]
    bare = wanted.removesuffix(" et al").strip()
    if people and bare == people[0]:
        return 0.9, "its first author has this name"
    if people and bare.split(" and ") == people[: len(bare.split(" and "))]:
        return 0.92, "its authors have these names"
    title = _plain(field(known, "title"))
    if wanted in (_plain(field(known, "title-short")), title):
        return 0.92, "this is its title"
    if len(wanted) > 5 and title.startswith(wanted):
        return 0.88, "its title begins like that"
    bodies = [_plain(field(known, name)) for name in ("publisher", "authority", "container-title")] + people
    if any(body and (body == wanted or wanted in _initials(body)) for body in bodies):
        return 0.8, "its publisher goes under this name"
    rest = wanted.split()
    if people and rest and rest[0] == people[0].split()[-1] and len(rest) > 1:
        inside = sum(word in title.split() for word in rest[1:]) / (len(rest) - 1)
        return (0.9, "its author and title begin like that") if inside > 0.6 else (0.5, "its author has this name")
    if (
        len(rest) > 1
        and len(wanted) > 7
        and set(rest) - _SMALL
        and set(rest) - _SMALL
        <= set(title.split())
        | {word for body in bodies for word in body.split()}
        | {initials for body in bodies for initials in _initials(body)}
    ):
        return 0.65, "these words stand in its title or publisher"
    ratio = max((_ratio(wanted, body) for body in (*people, _plain(short)) if body), default=0.0)
    return (0.4 + 0.4 * (ratio - 0.8), "its name is nearly the same") if ratio > 0.85 else (0.0, "")


def _initials(body: str) -> tuple[str, ...]:
    """The acronyms that an institution may go under: "omb" and "oomab" alike for Office of Management and Budget."""
    words = body.split()
    return (
        ("".join(word[0] for word in words if word not in _SMALL), "".join(word[0] for word in words)) if len(words) > 1 else ()
    )


# --- what notes cite --------------------------------------------------------------------------------------------------


def _same_again(shelf: Library, notes: Sequence[NumberedNote]) -> list[Match]:
    for note in reversed(notes):
        there = _cited(note, shelf)
        if there:
            return [Match(there[-1], 0.9 if len(there) == 1 else 0.6, "the source cited last before it")]
    return []


def _cited(note: NumberedNote, shelf: Library) -> tuple[str, ...]:
    """The sources that a note cites, in order: by its citations, or by what stands there where they are written out already."""
    keys = keys_in(note.content)
    if keys:
        return tuple(dict.fromkeys(shelf.root(key) for key in keys if shelf.find(key) is not None))
    text = plain_text(note.content)
    plain = f" {_plain(text)} "
    places: list[tuple[int, str]] = []
    for key, known in shelf.items.items():
        url, title, short = field(known, "URL"), _plain(field(known, "title")), _plain(short_name(known).text)
        place = text.find(url) if url else -1
        if place < 0 and len(title) > 8:
            place = plain.find(f" {title} ")
        if place < 0 and short:
            place = plain.find(f" {short} supra ")
        if place >= 0:
            places.append((place, key))
    return tuple(key for _, key in sorted(places))


# --- comparing words --------------------------------------------------------------------------------------------------


def _plain(text: str) -> str:
    """Words in small letters without accents and punctuation; "&" is "and"."""
    bare = unicodedata.normalize("NFKD", text.replace("&", " and "))
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter)).casefold().replace("’", "").replace("'", "")
    return " ".join(re.findall(r"\w+", bare))


def _words(text: str) -> str:
    return _plain(text).removeprefix("the ").removeprefix("a ")


def _alike(first: str, second: str) -> float:
    """How alike two plain titles are. A title is like itself with its subtitle; titles with other numbers are never alike."""
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    mine, theirs = set(first.split()), set(second.split())
    if len(mine & theirs) / max(len(mine), len(theirs)) < 0.3:
        return 0.0
    if {word for word in mine if word.isdigit()} != {word for word in theirs if word.isdigit()}:
        return 0.0
    short, long = sorted((first, second), key=len)
    if len(short.split()) > 3 and long.startswith(short + " "):
        return 0.93
    return _ratio(first, second)


def _ratio(first: str, second: str) -> float:
    matcher = SequenceMatcher(None, first[:300], second[:300], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() > _ALIKE else 0.0
