"""``[^name]``: the place of a note (Pandoc User's Guide, "Footnotes")."""

from __future__ import annotations

import re

from markdown_it.rules_inline import StateInline

_REFERENCE = re.compile(r"\[\^([^\s\[\]^]{1,200})\]")


def note_reference(state: StateInline, silent: bool) -> bool:
    """Push a ``note_reference`` whose content is the name. Matches undefined names too: they must not pass for text."""
    match = _REFERENCE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("note_reference", "", 0).content = match[1]
    state.pos = match.end()
    return True
