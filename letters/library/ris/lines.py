"""The lines of an RIS file: tags and values in records, with the number of each line.

Written for this program because the reader that was tried drops a last record without its end mark, and the second value of
a tag that it expects once, without a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from letters.library.reading import Told, short

_TAG = re.compile(r"[ \t]{0,4}([A-Z][A-Z0-9]) {1,2}-(?: (.*)|\s*)", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")
_UNBROKEN = frozenset({"UR", "DO", "L1", "L2", "L3", "L4", "LK"})
"""Tags whose value is one address: a line that goes on belongs to it without a space."""
_LISTS = frozenset({"KW", "SN", "AU", "A1", "A2", "A3", "A4", "ED"})
"""Tags that EndNote writes once, each further value on a line of its own."""
_NUMBERING = re.compile(r"[0-9]{1,6}\.")


@dataclass(slots=True)
class Record:
    """One record: its type as written, and its other tags in order with the lines that they stand on."""

    kind: str
    line: int
    tags: list[tuple[str, str, int]] = field(default_factory=list)


def records(text: str, told: Told) -> list[Record]:
    """The records of ``text``. A record without an end mark ends where the next begins; that and stray lines are told."""
    if control := _CONTROL.search(text):
        told.line("Control characters were left out, here and below.", text.count("\n", 0, control.start()) + 1)
        text = _CONTROL.sub(" ", text)
    found: list[Record] = []
    record: Record | None = None
    pieces: list[str] = []

    def close() -> None:
        """Put the lines that a value goes on over together. Done once per value: a long one must not be copied at each line."""
        if record is not None and record.tags and len(pieces) > 1:
            tag, _, line = record.tags[-1]
            joint = "" if tag in _UNBROKEN else " "
            record.tags[-1] = (tag, joint.join(piece for piece in pieces if piece), line)

    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n"), start=1):
        match = _TAG.fullmatch(line)
        tag, value = (match[1], (match[2] or "").strip()) if match else ("", line.strip())
        if tag == "TY":
            close()
            if record is not None:
                told.line("This record has no end (ER); it ends where the next begins.", record.line)
            record, pieces = Record(value, number), []
            found.append(record)
        elif tag == "ER":
            close()
            record, pieces = None, []
        elif record is None:
            if value and not _NUMBERING.fullmatch(value):
                told.line(f"“{short(line.strip(), 40)}” stands outside of the records and was left out.", number)
        elif tag:
            close()
            record.tags.append((tag, value, number))
            pieces = [value]
        elif value and record.tags:
            last = record.tags[-1][0]
            if last in _LISTS or (last in _UNBROKEN and value.startswith(("http://", "https://"))):
                close()
                record.tags.append((last, value, number))
                pieces = [value]
            else:
                pieces.append(value)
        elif value:
            told.line(f"“{short(value, 40)}” belongs to no tag and was left out.", number)
    close()
    if record is not None:
        told.line("This record has no end (ER); it ends where the file ends.", record.line)
    return found
