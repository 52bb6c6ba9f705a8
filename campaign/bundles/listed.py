"""Reading ``signatories.csv``."""

from __future__ import annotations

import csv
import io

from campaign.bundles.bundle import Listed
from letters.document.printable import character_name, clean, unprintable

FILE = "signatories.csv"
COLUMNS = (
    "organization",
    "scope",
    "state",
    "contact_name",
    "contact_title",
    "contact_email",
    "website",
    "sort_name",
    "individual",
    "title",
    "affiliation",
    "type",
)
NAME_LIMIT = 300
"""Characters in a printed name; the longest real one we know has 164."""

_PROBLEMS_SHOWN = 50


def read_listed(text: str) -> tuple[tuple[Listed, ...], list[str], list[str]]:
    """The rows of a signatory list, with the problems and the losses, a line each.

    A name is only cleaned of what no page can print (see :func:`letters.document.printable.clean`), and each change is told.
    """
    problems: list[str] = []
    losses: list[str] = []
    rows: list[Listed] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip().casefold() for name in next(reader, [])]
        if "organization" not in header and "individual" not in header:
            return (), [f"{FILE}: line 1: the first line must name the columns, “organization” among them."], []
        repeated = {name for name in header if name and header.count(name) > 1}
        if repeated:
            return (), [f"{FILE}: line 1: the column “{sorted(repeated)[0]}” is there twice."], []
        losses.extend(f"{FILE}: the column “{name}” was left out." for name in header if name and name not in COLUMNS)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            line = reader.line_num
            if len(cells) > len(header):
                problems.append(f"{FILE}: line {line}: has {len(cells)} columns, the first line names {len(header)}.")
                continue
            row = _row(dict(zip(header, cells, strict=False)), line, problems, losses)
            if row is not None:
                rows.append(row)
    except csv.Error as error:
        problems.append(f"{FILE}: line {reader.line_num}: not valid CSV ({error}).")
    if len(problems) > _PROBLEMS_SHOWN:
        more = len(problems) - _PROBLEMS_SHOWN
        problems = [*problems[:_PROBLEMS_SHOWN], f"{FILE}: and {more} more problems."]
    return tuple(rows), problems, losses


def _row(cells: dict[str, str], line: int, problems: list[str], losses: list[str]) -> Listed | None:
    values: dict[str, str] = {}
    for column in COLUMNS:
        typed = cells.get(column, "")
        if len(typed) > NAME_LIMIT:
            problems.append(f"{FILE}: line {line}: {column} has {len(typed):,} characters; at most {NAME_LIMIT}.")
            return None
        cleaned = clean(typed)
        if cleaned.removed:
            names = ", ".join(character_name(mark) for mark in dict.fromkeys(cleaned.removed))
            losses.append(f"{FILE}: line {line}: {column}: left out {names}.")
        missing = unprintable(cleaned.text)
        if missing:
            names = ", ".join(character_name(mark) for mark in missing)
            problems.append(f"{FILE}: line {line}: {column}: cannot be printed: {names}.")
            return None
        values[column] = cleaned.text
    organization, individual = values.pop("organization"), values.pop("individual")
    if organization and individual:
        problems.append(
            f"{FILE}: line {line}: names an organization and an individual; use affiliation for where a person works."
        )
        return None
    name = organization or individual
    if not name:
        problems.append(f"{FILE}: line {line}: has no name.")
        return None
    return Listed(name=name, kind="individual" if individual else "organization", **values)
