"""One letter against another."""

from __future__ import annotations

from collections.abc import Sequence

from letters.document.nodes import Letter, Text
from letters.document.normal import normalize
from letters.redline.aligning import Look
from letters.redline.blocks import compared_blocks, in_pairs
from letters.redline.looks import of_lines
from letters.redline.matching import Budget
from letters.redline.mirror import mirrored
from letters.redline.notes import names
from letters.redline.runs import Comparing, alone, compared
from letters.redline.tokens import Numbers
from letters.redline.tree import Address, Fate, Line, Redline, Run


def redline(old: Letter, new: Letter) -> Redline:
    """What ``old`` has to lose and to gain to become ``new``: both resolved, compared in their normal form.

    Paragraphs that belong together are compared word by word, with emphasis, links and notes. One that was moved went and came.
    A note is known by its name or its words; that its number alone changed is shown, and is no change. The two are always
    compared in the same direction, so that the way back counts the same. Raises ValueError for a letter that is not resolved.
    """
    old, new = normalize(old), normalize(new)
    if repr(new) < repr(old):
        return mirrored(_compared(new, old))
    return _compared(old, new)


def _compared(old: Letter, new: Letter) -> Redline:
    budget = Budget()
    comparing = Comparing(*names(old, new, budget), budget)
    return Redline(
        date=_field(old.date, new.date, comparing),
        delivery=_lines(old.delivery, new.delivery, comparing),
        recipients=in_pairs(old.recipients, new.recipients, _look, comparing, _both_addresses, _lone_address),
        subject=_field(old.subject, new.subject, comparing),
        salutation=_field(old.salutation, new.salutation, comparing),
        body=compared_blocks(old.body, new.body, comparing),
        closing=_field(old.closing, new.closing, comparing),
        cc=_lines(old.cc, new.cc, comparing),
        attachments=_lines(old.attachments, new.attachments, comparing),
        language=(old.language, new.language),
        layout=(old.recipient_layout, new.recipient_layout),
    )


def _field(old: str, new: str, comparing: Comparing) -> Run:
    return compared(_texts(old), _texts(new), comparing)


def _texts(line: str) -> tuple[Text, ...]:
    return (Text(line),) if line else ()


def _lines(old: Sequence[str], new: Sequence[str], comparing: Comparing) -> tuple[Line, ...]:
    return in_pairs(old, new, _look_line, comparing, _both_lines, _lone_line)


def _look_line(line: str, _: Numbers) -> Look:
    return of_lines([line])


def _both_lines(old: str, new: str, comparing: Comparing) -> Line:
    return Line("stands", _field(old, new, comparing))


def _lone_line(line: str, fate: Fate) -> Line:
    return Line(fate, alone(_texts(line), fate))


def _look(lines: Sequence[str], _: Numbers) -> Look:
    return of_lines(lines)


def _both_addresses(old: Sequence[str], new: Sequence[str], comparing: Comparing) -> Address:
    return Address("stands", _lines(old, new, comparing))


def _lone_address(lines: Sequence[str], fate: Fate) -> Address:
    return Address(fate, tuple(_lone_line(line, fate) for line in lines))
