"""The command that finds likely doubles in a list of names."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import click

from command_line import Problem
from errors import UserError
from signatories.formulas import harmless
from signatories.reading.names import read_names

MANY = 5_000
"""From so many names on, all processors share the work."""


@click.command("match")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--column", default="", help="The column of a table with the names: its heading or number. Default: found out.")
@click.option("--minimum", type=click.FloatRange(0.3, 1.0), default=0.66, show_default=True, help="The least score to print.")
def match_command(file: Path, column: str, minimum: float) -> None:
    """Print the likely doubles in FILE as CSV: a, b, score, tier, reasons.

    FILE is a text with a name on each line, or a .csv, .tsv or .xlsx with a column of organizations. Needs no database.
    """
    from signatories.matching import NameIndex  # late: its tables take a moment, and no other command needs them

    try:
        data = file.read_bytes()
    except OSError as error:
        raise Problem(f"{file}: cannot be read ({error.strerror}).") from None
    try:
        names = read_names(data, file.name, column)
    except UserError as error:
        raise Problem(error.sentence) from None
    index: NameIndex[int] = NameIndex(names)
    pairs = index.pairs(minimum, processes=(os.cpu_count() or 1) if len(names) > MANY else 1)
    printed = io.StringIO()
    writer = csv.writer(printed, lineterminator="\n")
    writer.writerow(("a", "b", "score", "tier", "reasons"))
    for one, other, match in pairs:
        a, b = harmless(names[one]), harmless(names[other])
        writer.writerow((a, b, f"{match.score:.3f}", match.tier, " ".join(match.reasons)))
    click.echo(printed.getvalue(), nl=False)
