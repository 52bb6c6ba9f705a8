"""A number of signatories typed by hand, wrong with the next signature; and a count where only plain text can stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from letters.document.flat import flat
from letters.document.losses import LetterWarning, Offer
from letters.document.markdown.rules.count import COUNT
from letters.document.nodes import Counted, Letter
from letters.document.walk import runs_of

_NUMBER = r"(?P<number{}>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}})"
_TYPED = re.compile(
    rf"\bundersigned\s+{_NUMBER.format('')}(?![\w,.]*\d)(?P<rest>[^.;:]{{0,120}})"
    rf"|(?<![\w.,]){_NUMBER.format('_first')}\s+undersigned\b(?P<rest_last>[^.;:]{{0,120}})",
    re.IGNORECASE,
)
_ORGANIZATIONS = r"(?P<organizations>organi[sz]ations|groups|associations|nonprofits|unions|coalitions|companies)"
_INDIVIDUALS = r"(?P<individuals>individuals|people|persons|experts|scholars|professors|scientists|physicians|residents)"
_NOUN = re.compile(rf"\b(?:{_ORGANIZATIONS}|{_INDIVIDUALS})\b", re.IGNORECASE)
_COUNT = re.compile(COUNT, re.IGNORECASE)


def check_counts(letter: Letter) -> Iterator[LetterWarning]:
    """One warning for each: "the undersigned 142 organizations" offers a count in the number's place."""
    for run, content in enumerate(runs_of(letter.body)):
        text = flat(content)
        for match in _TYPED.finditer(text) if "undersigned" in text.lower() else ():
            group = "number" if match["number"] else "number_first"
            of = _counted(match["rest"] or match["rest_last"] or "")
            said = f"The text has “{match[group]}” typed by hand, which will not follow when more sign."
            offer = Offer(0, match.start(group), match.end(group), match[group], run=run, count=of)
            yield LetterWarning("hand-typed", said, offer=offer)
    for place, line in _fields(letter):
        for match in _COUNT.finditer(line):
            yield LetterWarning("count-in-field", f"{place} prints “{match[0]}” as it stands: only the text can hold a count.")


def _counted(rest: str) -> Counted:
    nouns = {match.lastgroup for match in _NOUN.finditer(rest)}
    if nouns == {"organizations"}:
        return "organizations"
    return "individuals" if nouns == {"individuals"} else "signatories"


def _fields(letter: Letter) -> Iterator[tuple[str, str]]:
    yield "The date", letter.date
    yield "The subject", letter.subject
    yield "The salutation", letter.salutation
    yield "The closing", letter.closing
    for place, lines in (("The delivery", letter.delivery), ("The CC", letter.cc), ("The attachments", letter.attachments)):
        yield from ((place, line) for line in lines)
    for lines in letter.recipients:
        yield from (("The recipient", line) for line in lines)
