"""A letter addressed to one recipient. What people signed stays: only the address block and the salutation are another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from letters.document.nodes import Letter


def addressed(letter: Letter, lines: Sequence[str], salutation: str = "") -> Letter:
    """``letter``, stored or resolved, with ``lines`` as its only address block, and with ``salutation`` where that is not
    empty.

    Everything else is the very same: whoever signed agreed to it.
    """
    return replace(letter, recipients=(tuple(lines),), recipient_layout="stacked", salutation=salutation or letter.salutation)
