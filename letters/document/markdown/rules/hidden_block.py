"""HTML that shows nothing: comments, scripts, styles and declarations. All other tags are read where they stand, inline.

CommonMark's html_block (section 4.6) swallows whole paragraphs unread, so that the Markdown in a ``<div>`` would be lost. Only
its kinds 1, 2, 3 and 5 are blocks here, and only where their end is in the text: a ``<!--`` without end hides nothing.
"""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock, html_block

_OPENING = re.compile(
    r"<(?:(?P<raw>script|style)(?=[\s>]|$)|(?P<comment>!--)|(?P<cdata>!\[CDATA\[)|(?P<other>\?))", re.IGNORECASE
)


def hidden_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Push an ``html_block`` for what shows nothing."""
    begin = state.bMarks[start] + state.tShift[start]
    match = _OPENING.match(state.src, begin, state.eMarks[start])
    if match is None:
        return False
    closing = (
        f"</{match['raw'].lower()}>" if match["raw"] else {"comment": "-->", "cdata": "]]>"}.get(match.lastgroup or "", "?>")
    )
    last = state.env.setdefault("last closings", {})
    if closing not in last:
        last[closing] = state.src.lower().rfind(closing)
    return last[closing] > begin and html_block(state, start, end, silent)
