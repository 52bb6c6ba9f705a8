"""GFM tables, with the cells that GFM drops: those beyond the last column (GFM 0.29, section 4.10)."""

from __future__ import annotations

from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_block.table import escapedSplit, getLine


def whole_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Push a table; the ``tr_open`` of a row with too many cells has the text of those in ``meta["dropped"]``."""
    first = len(state.tokens)
    if not table(state, start, end, silent):
        return False
    if not silent:
        width = 0
        for token in state.tokens[first:]:
            width += token.type == "th_open"
            if token.type == "tr_open" and token.map and width:
                cells = escapedSplit(getLine(state, token.map[0]).strip().removeprefix("|").removesuffix("|"))
                token.meta["dropped"] = [text for cell in cells[width:] if (text := cell.strip())]
    return True
