"""Reading and writing ``recipients.csv``: whom the letter goes to."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from campaign.recipient_entries import MOST_RECIPIENTS, RecipientEntry, checked, joined, words_of_channels

FILE = "recipients.csv"
COLUMNS = (
    "name",
    "stands_for",
    "address_block",
    "own_copy",
    "salutation",
    "state",
    "channels",
    "email",
    "portal",
    "postal",
    "language",
    "note",
)

_PROBLEMS_SHOWN = 50


def read_recipients(text: str) -> tuple[tuple[RecipientEntry, ...], list[str], list[str]]:
    """The recipients of the file, with the problems and the losses, a line each. An empty text has none of anything."""
    if not text.strip():
        return (), [], []
    problems: list[str] = []
    losses: list[str] = []
    rows: list[RecipientEntry] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip().casefold() for name in next(reader, [])]
        if "name" not in header:
            return (), [f"{FILE}: line 1: the first line must name the columns, “name” among them."], []
        losses.extend(f"{FILE}: the column “{name}” was left out." for name in header if name and name not in COLUMNS)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(header):
                problems.append(f"{FILE}: line {reader.line_num}: has more columns than the first line names.")
                continue
            entry, found = checked(_entry(dict(zip(header, cells, strict=False))))
            problems.extend(f"{FILE}: line {reader.line_num}: {field}: {sentence}" for field, sentence in found)
            rows.append(entry)
    except csv.Error as error:
        problems.append(f"{FILE}: line {reader.line_num}: not valid CSV ({error}).")
    if len(rows) > MOST_RECIPIENTS:
        problems.append(f"{FILE}: more than {MOST_RECIPIENTS:,} recipients.")
    if len(problems) > _PROBLEMS_SHOWN:
        problems = [*problems[:_PROBLEMS_SHOWN], f"{FILE}: and {len(problems) - _PROBLEMS_SHOWN} more problems."]
    return tuple(rows), problems, losses


def write_recipients(recipients: Iterable[RecipientEntry]) -> str:
    """The file that :func:`read_recipients` reads back."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in recipients:
        writer.writerow(
            (
                one.name,
                one.kind,
                "\n".join(one.lines),
                "yes" if one.own_copy else "no",
                one.salutation,
                one.state,
                joined(one.channels),
                one.email,
                one.portal,
                one.postal,
                one.language,
                one.note,
            )
        )
    return buffer.getvalue()


def _entry(cells: dict[str, str]) -> RecipientEntry:
    def cell(column: str) -> str:
        return cells.get(column, "").strip()

    return RecipientEntry(
        name=cell("name"),
        kind=cell("stands_for").casefold() or "other",
        lines=tuple(line for line in cell("address_block").splitlines() if line.strip()),
        own_copy=cell("own_copy").casefold() in ("yes", "true", "1"),
        salutation=cell("salutation"),
        state=cell("state"),
        channels=words_of_channels(cell("channels")),
        email=cell("email"),
        portal=cell("portal"),
        postal=cell("postal"),
        language=cell("language").casefold() or "en",
        note=cell("note"),
    )
