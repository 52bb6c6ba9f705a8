"""The recipients of a mail program: ``Name <address>``, one after the other, as they stand in an address line (RFC 5322,
section 3.4, and what Outlook makes of it)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from errors import UserError
from signatories.reading.lists import MOST_ROWS, RawRow

_HEADER = re.compile(r"\s*(?:to|cc|bcc|from|reply-to|para|de|cco|con copia)\s*:", re.IGNORECASE)
"""The name of an address line that was copied along with it."""

_MARK = re.compile(r'[",;<>()]')

_IN_BRACKETS = re.compile(r"(?P<name>.*)<(?P<address>[^<>]*)>", re.DOTALL)
_WITH_COMMENT = re.compile(r"(?P<address>\S+@\S+)\s*\((?P<name>[^()]*)\)")

_PAIRS = {'"': '"', "<": ">", "(": ")"}
_LONGEST = 1_000
"""Characters of one recipient; whatever is longer is none, and is not looked into."""

_MOST_MARKS = 200_000
"""Commas, brackets and the like in one line: 20,000 people have fewer."""

_SUFFIX = re.compile(
    r"(?:inc|llc|ltd|co|corp|lp|llp|pc|sa|jr|sr|i{1,3}|iv|esq|ph\.?d|m\.?d|j\.?d|r\.?n|mph|msw|mba|cpa)\.?$", re.I
)
"""What follows a comma in a name without being a first name."""


def read_people(text: str) -> list[RawRow]:
    """One row for each recipient in ``text``: name and address. A piece that holds no address becomes the address as it stands,
    so that whoever maps the rows can say what is wrong with it. Blank lines become blank rows.

    Raises :class:`~errors.UserError` for more recipients than a list has.
    """
    rows: list[RawRow] = []
    for number, line in enumerate(text.rstrip().splitlines(), start=1):
        if len(line) > _MOST_MARKS and sum(map(line.count, '",;<>()')) > _MOST_MARKS:
            raise UserError(f"Line {number} is no list of people.")
        found = [_person(piece, number) for piece in _pieces(_HEADER.sub("", line, count=1))]
        rows += found or [RawRow(number, ("", ""))]
        if len(rows) > MOST_ROWS:
            raise UserError(f"The list has more than {MOST_ROWS:,} people or lines. Bring it in parts.")
    return rows


def _pieces(line: str) -> Iterator[str]:
    """``line`` cut at its commas and semicolons, outside quotation marks and brackets.

    Outlook writes ``Okafor, Ada <ada@…>; Ruiz, Ana <…>``: where semicolons part the people, commas belong to the names, and a
    piece without an address before one in brackets is the first half of a name.
    """
    semicolons = list(_cut(line, ";"))
    if len(semicolons) > 1:
        for piece in semicolons:
            # "a@x.org, b@y.org; c@z.org" all the same
            yield from _cut_at_commas(piece) if piece.count("@") > 1 else _whole(piece)
        return
    yield from _cut_at_commas(line)


def _cut_at_commas(line: str) -> Iterator[str]:
    half = ""
    for piece in _cut(line, ","):
        if "@" not in piece and not half:
            half = piece
            continue
        if half and piece.count("@") == 1 and "<" in piece and not piece.startswith("<"):
            yield f"{half}, {piece}"
        else:
            yield from _whole(half)
            yield from _whole(piece)
        half = ""
    yield from _whole(half)


def _whole(piece: str) -> Iterator[str]:
    if piece.strip():
        yield piece.strip()


def _cut(line: str, at: str) -> Iterator[str]:
    """``line`` cut at each ``at`` that stands outside quotation marks, brackets and parentheses."""
    start = 0
    closing = ""
    ends = {mark: end for mark, end in _PAIRS.items() if end in line}
    for found in _MARK.finditer(line):
        mark, place = found.group(), found.start()
        if closing:
            if mark == closing and not (mark == '"' and line[place - 1] == "\\"):
                closing = ""
        elif mark in ends and line.find(ends[mark], place + 1, place + _LONGEST) >= 0:
            closing = ends[mark]  # one that is never closed holds nothing together
        elif mark == at:
            yield line[start:place].strip()
            start = place + 1
    yield line[start:].strip()


def _person(piece: str, number: int) -> RawRow:
    if len(piece) > _LONGEST:
        return RawRow(number, ("", piece))
    found = _IN_BRACKETS.fullmatch(piece) or _WITH_COMMENT.fullmatch(piece)
    if not found:
        return RawRow(number, ("", piece))
    name, remarks = _name(found.group("name").strip())
    return RawRow(number, (name, found.group("address").strip()), remarks)


def _name(written: str) -> tuple[str, tuple[str, ...]]:
    """A display name as it is said, and a remark when "Last, First" was turned around."""
    name = written
    if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'":
        name = re.sub(r"\\(.)", r"\1", name[1:-1]).strip()
    last, comma, first = name.partition(", ")
    people = comma and "," not in first and len(last.split()) < 3 and len(first.split()) < 3
    if people and not _SUFFIX.fullmatch(first.strip()):
        turned = f"{first.strip()} {last.strip()}"
        return turned, (f"“{name}” was read as {turned}.",)
    return name, ()
