"""Short forms: *supra*, *infra*, "above note 3", OSCOLA's "(n 3)", and *id.* (Bluebook rules 4.1, 4.2; OSCOLA 1.2.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from letters.citations.parse.locators import NUMBERS, pointer_at
from letters.document.nodes import Locator

_NOTES = r"(?:foot|end)?(?:notes?|n\.|nn\.|n|nn|fn\.?|fns\.?|nos?\.)"
_AND_MORE = r"(?:(?:(?<=notes\s\d)|(?<=notes\s\d\d)),\s\d{1,4})?(?:\s?(?:[-–]|and|&)\s?\d{1,4}){0,5}"
"""More notes behind the first; after a comma only in the plural, for "supra note 1, 180" points to a page."""
SUPRA = re.compile(
    rf"\b(?:supra|infra)\b\.?,?(?:\sat)?(?:\s\(?{_NOTES}\s?(?P<a>\d{{1,4}}){_AND_MORE}\)?)?"
    rf"|\babove,?\s\(?{_NOTES}\s?(?P<b>\d{{1,4}}){_AND_MORE}\)?"
    rf"|\b(?:(?:foot|end)?notes?|nn?\.)\s(?P<c>\d{{1,4}}){_AND_MORE},?\s(?:above|supra|infra|below)\b"
    rf"|(?<=\s)[(\[](?:n|nn|fn|n\.)\s?(?P<d>\d{{1,4}})[)\]]",
    re.IGNORECASE,
)
ID = re.compile(r"(?:Id\.|Ibid\b\.?|Idem\b\.?|Id(?=\sat\s)|id\.|ibid\b\.?)(?=[\s,;.)]|$)")
_AFTER = re.compile(r",?\s?")
_SQUARE = re.compile(r",?\s\[(?P<number>\d{1,4}(?:[–-]\[?\d{1,4})?)\](?:[–-]\[\d{1,4}\])?")
_PLAIN = re.compile(rf",?\s(?P<number>{NUMBERS}(?:\sn\.\d+)?)(?=[\s,;.()]|$)")
_REPORTER = re.compile(r",?\s\d+\s(?:Fed\. Reg\.|U\.S\.|F\.\d?d?|Stat\.)\s(?=at\s)")


@dataclass(frozen=True, slots=True)
class Short:
    """A short form read at ``start:end`` of a text: ``start`` is where its name begins."""

    form: str
    end: int
    name: str = ""
    number: int | None = None
    locator: str = ""
    label: Locator = "page"
    sure: float = 0.9


def is_supra(text: str) -> bool:
    """Whether a short form by number stands somewhere in ``text``."""
    return any(_counts(match, text) for match in SUPRA.finditer(text))


def _counts(match: re.Match[str], text: str) -> bool:
    """A *supra* counts with its note number, or where only a place follows it; "see above note" in prose does not."""
    if any(match[group] for group in "abcd"):
        return True
    if re.match(
        r",?\s(?:at\s)?(?:[Pp]arts?|[Ss]ections?|[Ss]ecs?\.|§§?|[Aa]ppendix|[Aa]nnex|[Cc]hapter|Table|Figure)\b",
        text[match.end() :],
    ):
        return False  # "See supra Part II.B" points into the letter itself.
    return bool(match.start()) or text[match.end() : match.end() + 1] in (",", ";", "", ".")


def read_short(text: str) -> Short | None:
    """The short form that ``text`` (a citation without its signal) is; None if it is another kind of citation."""
    same = ID.match(text)
    if same:
        end, locator, label = _place(text, same.end())
        return Short("id", end, locator=locator, label=label)
    for match in SUPRA.finditer(text):
        if not _counts(match, text):
            continue
        number = next((int(match[group]) for group in "abcd" if match[group]), None)
        name = text[: match.start()].strip(" ,;:(")
        # "in the report cited supra note 3": a name is short.
        if len(name) > 160:
            return None
        if match["d"] and name.endswith(")"):
            return None
        end, locator, label = _place(text, match.end())
        if not locator and number is not None:
            name, locator, label = _place_before(name)
        return Short("supra", end, _bare(name), number, locator, label, 0.95 if number is not None else 0.6)
    return None


def _bare(name: str) -> str:
    name = re.sub(r",(?=[”\"]$)", "", name.strip(" ,;:"))
    name = re.sub(r"^(?:In|As in|From|Per)\s(?=[“\"])", "", name)
    bare = re.sub(r"(?:\s?\((?:see)?|\scited(?:\sin)?)$", "", name.strip(" ,;:*_")).strip(" ,")
    quoted = bare[:1] in '“"' and bare[-1:] in '”"' and len(re.findall('[“"]', bare)) < 3
    return bare[1:-1].strip(" ,") if quoted else bare


def _place(text: str, place: int) -> tuple[int, str, Locator]:
    """The locator that follows at ``place``: (its end, locator, label)."""
    if text[place : place + 1] == ")":
        place += 1
    end = place
    found: list[tuple[str, Locator]] = []
    reporter = _REPORTER.match(text, end)
    if reporter:
        end = reporter.end()
    while len(found) < 3:
        gap = _AFTER.match(text, end)
        pointer = pointer_at(text, gap.end()) if gap else None
        if pointer is None:
            break
        found.append((pointer.locator, pointer.label))
        end = pointer.end
    square = _SQUARE.match(text, place)
    if square and not found:
        return square.end(), square["number"], "paragraph"
    if found:
        first, label = found[0]
        rest = "".join(f", {_GLYPH.get(kind, '')}{number}" for number, kind in found[1:])
        return end, first + rest, label
    plain = _PLAIN.match(text, place)
    if plain:
        return plain.end(), plain["number"], "page"
    return place, "", "page"


_GLYPH: dict[str, str] = {
    "figure": "fig. ",
    "note": "n.",
    "section": "§ ",
    "paragraph": "¶ ",
    "table": "tbl. ",
    "chapter": "ch. ",
}


def _place_before(name: str) -> tuple[str, str, Locator]:
    """A locator that stands before the *supra* ("Young, at 15, supra note 3")."""
    cut = name.rfind(", ")
    if cut > 0:
        pointer = pointer_at(name, cut + 2)
        if pointer is not None and pointer.end == len(name):
            return name[:cut], pointer.locator, pointer.label
    return name, "", "page"
