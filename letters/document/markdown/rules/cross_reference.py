"""``[#name]``: the bare number of another note."""

from __future__ import annotations

import re

from markdown_it.rules_inline import StateInline

from letters.document.schema_reader import NOTE_ID

_REFERENCE = re.compile(rf"\[#({NOTE_ID.pattern})\](?!\()")


def cross_reference(state: StateInline, silent: bool) -> bool:
    """Push a ``cross_reference`` whose content is the name. ``[#4](address)`` stays a link."""
    match = _REFERENCE.match(state.src, state.pos)
    if match is None or match.end() > state.posMax:
        return False
    if not silent:
        state.push("cross_reference", "", 0).content = match[1]
    state.pos = match.end()
    return True
