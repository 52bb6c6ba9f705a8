"""Reading a list of people, whatever it came as."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from errors import UserError
from signatories.reading.decoding import Decoded, decoded, storable
from signatories.reading.delimited import read_table, separator_of
from signatories.reading.lists import (
    LINES,
    MOST_BYTES,
    MOST_ROWS,
    PEOPLE,
    SEPARATORS,
    RawRow,
    ReadList,
    as_text,
    gapless,
    squared,
    understood,
)
from signatories.reading.people import read_people
from signatories.reading.purposes import INVITING, Purpose

_ZIP = b"PK\x03\x04"
"""How a zip archive begins, as every .xlsx is one."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How Excel's files before 2007 begin, and newer ones that are locked with a password."""


def read_list(data: bytes | str, filename: str = "", separator: str = "", purpose: Purpose = INVITING) -> ReadList:
    """The list in ``data``: a pasted text, or the bytes of a file: CSV and its kin, an Excel workbook, a mail's recipients.

    ``separator`` (a key of :data:`~signatories.reading.lists.SEPARATORS`, or :data:`~signatories.reading.lists.PEOPLE`, or
    :data:`~signatories.reading.lists.LINES`) says how a text is to be cut; "" finds out. ``filename`` helps with that, and so
    does the ``purpose``: a text that is no table has people to be asked, or a name on each line.

    Raises :class:`~errors.UserError`, and nothing else, for what cannot be read and for more than 5 MB, 20,000 rows or 60
    columns: a list that is too long is refused whole, never cut.
    """
    if len(data) > MOST_BYTES:
        raise UserError("The list is larger than 5 megabytes. Keep the columns with organizations, names and addresses.")
    if isinstance(data, str):
        return _from_text(storable(data), filename, separator, purpose)
    if data.startswith(_ZIP):
        return _from_workbook(data)
    if data.startswith(_OLE):
        raise UserError("This is an older Excel file, or one with a password. Save it as .xlsx or .csv, without a password.")
    if data.startswith((b"%PDF-", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b")):
        raise UserError("This file is no list that can be read. Save the list as .xlsx or .csv, or paste it.")
    return _from_text(decoded(data), filename, separator, purpose)


def _from_workbook(data: bytes) -> ReadList:
    from signatories.reading.workbook import read_workbook  # late: a process that reads no workbook saves 10 MB

    sheet = read_workbook(data)
    rows = gapless(replace(row, cells=tuple(storable(cell).text for cell in row.cells)) for row in sheet.rows)
    return ReadList(
        rows=squared(map(understood, rows)),
        separator=",",
        source=f"an Excel workbook, sheet “{sheet.name}”",
        remarks=sheet.remarks,
        text=as_text(squared(rows)),
    )


def _from_text(found: Decoded, filename: str, separator: str, purpose: Purpose) -> ReadList:
    text = found.text
    if separator not in (*SEPARATORS, PEOPLE, LINES):
        separator = _separator(text, filename, purpose)
    remarks: tuple[str, ...] = ()
    if separator == PEOPLE:
        rows: Iterable[RawRow] = read_people(text)
        source = "recipients of a mail program"
    elif separator == LINES:
        rows = _lines(text)
        source = "a name on each line"
    else:
        table, remarks = read_table(text, separator)
        rows = map(understood, table)
        source = f"a table with {SEPARATORS[separator]}"
    whole = squared(rows)
    if not whole:
        raise UserError("There is nothing in this list.")
    return ReadList(whole, separator, source, found.encoding, (*found.remarks, *remarks), text)


def _lines(text: str) -> list[RawRow]:
    rows = [RawRow(number, (line,)) for number, line in enumerate(text.rstrip().splitlines(), start=1)]
    if len(rows) > MOST_ROWS:
        raise UserError(f"The list has more than {MOST_ROWS:,} lines. Bring it in parts.")
    return rows


def _separator(text: str, filename: str, purpose: Purpose) -> str:
    """What parts the cells of ``text``, or that it is no table.

    ``Ada <ada@x.org>, Ben <ben@y.org>`` and ``ada@x.org; ben@y.org`` have commas and semicolons too: where nearly every cell
    holds an address, each is a person. And the commas in a text of names are the names' own.
    """
    ending = filename.lower().rpartition(".")[2]
    if ending in ("tsv", "tab"):
        return "\t"
    found = separator_of(text)
    if ending == "csv":
        return found or ","
    if purpose is not INVITING:
        return found if found == "\t" or (found and _a_table(text, found, purpose)) else LINES
    if not found or (found in ",;" and not _has_headings(text, found, purpose) and _people(text, found)):
        return PEOPLE
    return found


def _people(text: str, separator: str) -> bool:
    """Whether most lines of ``text`` hold nothing but addresses, or recipients with theirs in brackets."""
    lines = [line for line in text[:60_000].splitlines() if line.strip()]
    recipients = sum(
        ("<" in line and "@" in line) or all("@" in piece for piece in line.strip().strip(separator).split(separator))
        for line in lines
    )
    return recipients * 2 >= len(lines)


def _a_table(text: str, separator: str, purpose: Purpose) -> bool:
    """Whether the separators of ``text`` part cells, and are not the commas of names: there are headings that we know, most
    lines hold an address, or all have the same two separators or more."""
    lines = [line for line in text.splitlines()[:500] if line.strip()]
    counts = {line.count(separator) for line in lines}
    even = len(lines) > 1 and len(counts) == 1 and counts.pop() > 1
    return even or _has_headings(text, separator, purpose) or sum("@" in line for line in lines) * 2 >= len(lines)


def _has_headings(text: str, separator: str, purpose: Purpose) -> bool:
    """Whether a first line names two columns that we know: then a cell like ``Ada <ada@x.org>`` is a cell."""
    first = next((line for line in text[:60_000].splitlines() if line.strip()), "")
    return "@" not in first and len({purpose.role_of(cell) for cell in first.split(separator)} - {""}) > 1
