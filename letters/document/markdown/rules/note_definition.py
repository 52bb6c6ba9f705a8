"""``[^name]: content``: what stands in a note (Pandoc User's Guide, "Footnotes")."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

_OPENING = re.compile(r"\[\^([^\s\[\]^]{1,200})\]:[ \t]*")


def note_definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Push ``note_definition_open`` with the name as info, the blocks of the note, and ``note_definition_close``.

    Further paragraphs of the note are indented by four spaces.
    """
    if state.is_code_block(start):
        return False
    match = _OPENING.match(state.src, state.bMarks[start] + state.tShift[start], state.eMarks[start])
    if match is None:
        return False
    if silent:
        return True
    token = state.push("note_definition_open", "", 1)
    token.info = match[1]

    before = state.bMarks[start], state.tShift[start], state.sCount[start], state.parentType, state.blkIndent
    state.parentType = "footnote"
    state.blkIndent += 4
    state.bMarks[start], state.tShift[start], state.sCount[start] = match.end(), 0, state.blkIndent
    state.md.block.tokenize(state, start, end)
    state.bMarks[start], state.tShift[start], state.sCount[start], state.parentType, state.blkIndent = before

    token.map = [start, state.line]
    state.push("note_definition_close", "", -1)
    return True
