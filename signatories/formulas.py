"""Cells that a spreadsheet would run, made harmless on the way out and read as typed on the way in. Pure."""

from __future__ import annotations

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell begins with that a spreadsheet takes for a formula."""


def harmless(cell: str) -> str:
    """``cell`` so that no spreadsheet runs it: what begins like a formula gets an apostrophe in front, as Excel writes text.

    An organization could sign as ``=HYPERLINK(…)`` and have the coordinator's spreadsheet send the contact list away (OWASP,
    "CSV injection").
    """
    return "'" + cell if cell.startswith(RISKY) else cell


def as_typed(cell: str) -> str:
    """What stood in a cell before :func:`harmless` made it so: a list that we wrote comes back as it was."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(RISKY) else cell
