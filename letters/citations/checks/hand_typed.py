"""A note number typed by hand: right today, wrong as soon as a note is added before it.

The match is offered by name first (the words before *supra* are some source's short name), by number second: whoever typed
"Young, supra note 3" meant Young, whatever note 3 has become since.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from letters.citations.checks.review import Review
from letters.citations.csl import Item, field, names
from letters.citations.short import short_name
from letters.document.flat import flat
from letters.document.losses import LetterWarning, Offer
from letters.document.nodes import Letter, Locator, NumberedNote
from letters.document.walk import runs_of

_NOTE = r"(?:(?:end|foot)?notes?|nn?\.|fn\.?)"
TYPED = re.compile(
    rf"\b(?P<word>supra|infra)\b,?\s*(?:at\s+)?{_NOTE}\s*(?P<number>\d{{1,4}})\b"
    rf"|\b{_NOTE}\s*(?P<number_first>\d{{1,4}}),?\s+(?P<word_last>above|below|supra|infra)\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"\b(?:id|ibid)\.", re.IGNORECASE)
_PLACE = re.compile(
    r",?\s+(?:at|pp?\.)\s+(?P<page>\d[\d,–-]*\d|\d)"
    r"|,?\s*§§?\s*(?P<section>\d[\w.()-]*\w\)?)"
    r"|,?\s*¶¶?\s*(?P<paragraph>\d[\d–-]*\d|\d)",
    re.IGNORECASE,
)
_CITES = re.compile(
    r"\bsupra\b|\bibid\b|\bid\.|://|\bwww\.|\bv\.\s|\b(?:U\.\s?S\.\s?C|C\.\s?F\.\s?R|Fed\.\s?Reg|Stat|F\.\s?[23]d)\b",
    re.IGNORECASE,
)
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " "})


def may_cite(text: str) -> bool:
    """Whether prose may name an authority by hand, so that "id." after it would be open to doubt."""
    return _CITES.search(text) is not None


def check(review: Review) -> Iterator[LetterWarning]:
    """One warning for each number in a note that somebody typed, with the match if there is one."""
    for note in review.notes:
        text = flat(note.content)
        if not _may_point(text):
            continue
        for match in TYPED.finditer(text):
            yield _typed(review, note, text, match)
        for match in _AGAIN.finditer(text):
            said = f"Note {note.number}: “{match[0]}” is typed by hand and means whatever stands before it. Cite the source."
            yield LetterWarning("hand-typed", said, note.number)


def _may_point(text: str) -> bool:
    # Nearly every note is told from those that matter by a look for these letters, at a tenth of the price.
    low = text.lower()
    return any(word in low for word in ("supra", "infra", "above", "below", "id."))


def _typed(review: Review, note: NumberedNote, text: str, match: re.Match[str]) -> LetterWarning:
    number = int(match["number"] or match["number_first"])
    words = " ".join(match[0].split())
    said = f"Note {note.number}: “{words}” is typed by hand and will not follow when notes move."
    named = _by_name(review, text[: match.start()], number) if match["word"] else None
    if named is not None:
        key, start = named
        end, locator, label = _place(text, match.end())
        offer = Offer(note.number, start, end, text[start:end], source=key, locator=locator, label=label)
        said += f" By its name it means “{text[start : match.start()].rstrip(', ')}”: cite {key} instead."
        return LetterWarning("hand-typed", said, note.number, source=key, offer=offer)
    return _by_number(review.notes, number, said, match, note.number)


def check_body(letter: Letter, notes: Sequence[NumberedNote]) -> Iterator[LetterWarning]:
    """The same for the text of the letter: "see note 3 above" there can follow its note just as well."""
    for run, content in enumerate(runs_of(letter.body)):
        text = flat(content)
        for match in TYPED.finditer(text) if _may_point(text) else ():
            words = " ".join(match[0].split())
            said = f"The text has “{words}” typed by hand, which will not follow when notes move."
            number = int(match["number"] or match["number_first"])
            yield _by_number(notes, number, said, match, 0, run)


def _by_number(
    notes: Sequence[NumberedNote], number: int, said: str, match: re.Match[str], where: int, run: int = 0
) -> LetterWarning:
    """The warning with an offer to let the number follow the note that has it today."""
    if not 0 < number <= len(notes):
        return LetterWarning("hand-typed", f"{said} There is no note {number}.", where)
    group = "number" if match["number"] else "number_first"
    offer = Offer(where, match.start(group), match.end(group), match[group], target=notes[number - 1].id, run=run)
    return LetterWarning("hand-typed", f"{said} By its number it means note {number}.", where, offer=offer)


def _by_name(review: Review, before: str, number: int) -> tuple[str, int] | None:
    """Key and place of the source whose name ends ``before``; the longest name wins, of equals the one that note cites."""
    lead = before.rstrip(" \t\n\u00a0,")
    plain = _folded(lead)
    found: list[tuple[int, bool, str]] = []
    for key, item in review.library.items.items():
        for name in _names(item):
            folded = _folded(name)
            cut = len(plain) - len(folded)
            if folded and plain.endswith(folded) and (cut == 0 or not plain[cut - 1].isalnum()):
                there = key in review.first and review.first[key].number == number
                found.append((len(folded), there, key))
    if not found:
        return None
    best = max(found)
    # Two works of one author and a number that fits neither: better ask than guess.
    if len({key for length, there, key in found if (length, there) == best[:2]}) > 1:
        return None
    return best[2], len(lead) - best[0]


def _folded(text: str) -> str:
    """Without regard to case and to the shape of quotes, and of the same length: places in it are places in ``text``."""
    plain = text.translate(_QUOTES)
    lowered = plain.lower()
    return lowered if len(lowered) == len(plain) else plain


def _names(item: Item) -> set[str]:
    """What somebody may have typed before *supra* for this source."""
    title = field(item, "title-short") or field(item, "title")
    short = short_name(item).text
    people = [person.short for person in names(item, "author")]
    listed = {short, title, f"{short}, {title}", " & ".join(people), " and ".join(people)}
    if len(people) > 1:
        listed |= {f"{people[0]} et al.", f"{people[0]}, et al."}
    return {name for name in listed if len(name) > 1}


def _place(text: str, start: int) -> tuple[int, str, Locator]:
    match = _PLACE.match(text, start)
    if match is None:
        return start, "", "page"
    labels: tuple[Locator, ...] = ("page", "section", "paragraph")
    label = next(label for label in labels if match[label])
    return match.end(), match[label], label
