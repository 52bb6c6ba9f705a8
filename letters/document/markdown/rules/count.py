"""``{organizations}``: how many have signed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

from letters.document.nodes import Counted

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline

COUNT = r"\{(?:" + "|".join(get_args(Counted)) + r")\}"
"""What stands for a count, whether or not somebody begins it with a capital; any other word in braces is text."""
_COUNT = re.compile(COUNT, re.IGNORECASE)


def count(state: StateInline, silent: bool) -> bool:
    """Push a ``count`` whose content is the word in its braces."""
    match = _COUNT.match(state.src, state.pos)
    if match is None or match.end() > state.posMax:
        return False
    if not silent:
        state.push("count", "", 0).content = match[0]
    state.pos = match.end()
    return True
