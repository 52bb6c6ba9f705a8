"""The signatory list as data: nearly every line a bare string, of which it is known beforehand that it fits on one line.

Balancing columns needs the height of every entry. Measuring ten thousand of them would double the time of the whole letter, so
only those are measured whose width is in doubt; see ``signatories.typ``.
"""

from __future__ import annotations

from typing import Any

from letters.document.language import Language
from letters.document.rendition import Signatories, SignatoryGroup, SignatoryLine
from letters.pdf.direction import begins_rtl
from letters.pdf.errors import TooLongError
from letters.pdf.front import line
from letters.pdf.lines import HANGING, line_count
from letters.pdf.printed import printed
from letters.pdf.runs import pieces

NAME_SIZE = 11.0
GUTTER = 18.0
LEADING = 0.2 * NAME_SIZE
GAP = 0.42 * NAME_SIZE
"""The type size of a name, the space between two columns, between two lines of a name, and between two names, in points."""
MOST_COLUMNS = 3
LONG_NAME = 400
"""Characters from which on a name makes the list single-column: in a third of the page it would fill a column's height."""
LONGEST_NAME = 1500

Data = dict[str, Any]


def signatory_data(closing: str, signatories: Signatories, language: Language, room: float) -> Data:
    """The closing and the groups for a list ``room`` points wide.

    Raises :class:`TooLongError` for a line of more than :data:`LONGEST_NAME` characters.
    """
    groups = [group for group in signatories.groups if group.lines]
    texts = [[_text(entry, language) for entry in group.lines] for group in groups]
    longest = max((len(text) for lines in texts for text in lines), default=0)
    if longest > LONGEST_NAME:
        raise TooLongError(next(text for lines in texts for text in lines if len(text) > LONGEST_NAME), LONGEST_NAME)
    columns = 1 if longest > LONG_NAME else max(1, min(signatories.columns, MOST_COLUMNS))
    column = (room - (columns - 1) * GUTTER) / columns
    closing = printed(closing)
    return {
        "closing": line(pieces(closing, room / NAME_SIZE), closing, language) if closing.strip() else None,
        "columns": columns,
        "column": column,
        "gutter": GUTTER,
        "size": NAME_SIZE,
        "leading": LEADING,
        "gap": GAP,
        "hanging": HANGING,
        "groups": [_group(group, lines, language, column, room) for group, lines in zip(groups, texts, strict=True)],
    }


def _text(entry: SignatoryLine, language: Language) -> str:
    if not entry.detail:
        return printed(entry.name)
    return printed(entry.name + language.words.comma + entry.detail)


def _group(group: SignatoryGroup, texts: list[str], language: Language, column: float, room: float) -> Data:
    entries = [_entry(text, language, column) for text in texts]
    data: Data = {
        "names": [entry for entry, _ in entries],
        "heights": [lines * (NAME_SIZE + LEADING) - LEADING for _, lines in entries],
        "unsure": [place for place, (_, lines) in enumerate(entries) if not lines],
    }
    for key, text in (("title", printed(group.title)), ("note", printed(group.note))):
        if text.strip():
            data[key] = line(pieces(text, room / NAME_SIZE), text, language)
    return data


def _entry(text: str, language: Language, column: float) -> tuple[str | Data, int]:
    """A string if its number of lines is known, else pieces; and that number, 0 where it must be measured."""
    lines = 0 if language.rtl else line_count(text, column / NAME_SIZE)
    if lines:
        return text, lines
    rtl = begins_rtl(text, language.rtl)
    inline = pieces(text, column / NAME_SIZE)
    return ({"inline": inline} if rtl == language.rtl else {"inline": inline, "dir": "rtl" if rtl else "ltr"}), 0
