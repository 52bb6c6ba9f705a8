"""The guard against texts nested deeper than any letter: markdown-it would leave out the rest of such a text in silence."""

from __future__ import annotations

from markdown_it.rules_block import StateBlock

from letters.document.markdown.errors import MarkdownError
from letters.document.schema_reader import DEEPEST

_DEEPEST_LEVEL = 2 * DEEPEST + 3
"""A list takes two levels; a note and a box around it may take one each."""


def too_deep(state: StateBlock, start: int, _end: int, _silent: bool) -> bool:
    """Raise :class:`MarkdownError` where blocks stand too deep in each other; match nothing."""
    if state.level > _DEEPEST_LEVEL:
        raise MarkdownError(f"Lists and quotes may stand at most {DEEPEST} deep in each other.", start + 1)
    return False
