"""What stands above the body (date, delivery, recipients, subject, salutation), and the copies and attachments below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from letters.document.language import Language
from letters.document.nodes import Letter
from letters.pdf.direction import reads_rtl
from letters.pdf.paper import text_width
from letters.pdf.printed import printed
from letters.pdf.runs import pieces

Data = dict[str, Any]

_SIDE_BY_SIDE = 2
"""Address blocks in a row: a third would leave two inches for each, too little for most departments' names."""
_GUTTER = 18.0
_LABEL = 60.0
"""Points kept free between address blocks, and at least for a label such as "CC:" and its space."""


def front(letter: Letter, language: Language, size: float) -> Data:
    """The fields above the body, for type ``size`` points high. Empty fields are left out."""
    room = text_width(language)
    recipients = [lines for lines in letter.recipients if any(lines)]
    abreast = _SIDE_BY_SIDE if letter.recipient_layout == "side by side" and len(recipients) > 1 else 1
    part = (room - (abreast - 1) * _GUTTER) / abreast
    return {
        "date": _line(letter.date, room, size, language),
        "delivery": [_line(text, room, size, language) for text in letter.delivery if text],
        "abreast": abreast,
        "gutter": _GUTTER,
        "recipients": [[_line(text, part, size, language) for text in lines] for lines in recipients],
        "subject": _line(letter.subject, room - _LABEL, size, language),
        "salutation": _line(letter.salutation, room, size, language),
    }


def copies(letter: Letter, language: Language, room: float, size: float) -> list[Data]:
    """One row for the copies and one for the attachments: its label and its lines. Rows without lines are left out."""
    words = language.words
    rows = (
        (words.copies, letter.cc),
        (words.attachment if len(letter.attachments) == 1 else words.attachments, letter.attachments),
    )
    found: list[Data] = []
    for label, texts in rows:
        lines = [_line(text, max(room - 2 * _LABEL, _LABEL), size, language) for text in texts if text]
        if lines:
            found.append({"label": pieces(label, room / size), "lines": lines})
    return found


def _line(text: str, room: float, size: float, language: Language) -> Data | None:
    """One line of plain text as a paragraph's data; None where there is none."""
    text = printed(text)
    if not text.strip():
        return None
    return line(pieces(text, room / size), text, language)


def line(inline: Sequence[Any], text: str, language: Language) -> Data:
    """Pieces with the direction in which ``text`` reads, where it is not the letter's."""
    rtl = reads_rtl(text, language.rtl)
    return {"inline": list(inline)} if rtl == language.rtl else {"inline": list(inline), "dir": "rtl" if rtl else "ltr"}
