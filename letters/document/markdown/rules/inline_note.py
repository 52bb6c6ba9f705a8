"""``^[content]``: a note at its place (Pandoc User's Guide, "Footnotes")."""

from __future__ import annotations

from markdown_it.rules_inline import StateInline

from letters.document.markdown.masks import brackets


def inline_note(state: StateInline, silent: bool) -> bool:
    """Push an ``inline_note`` with its content unread: reading it here would recurse as deep as somebody cares to nest."""
    if not state.src.startswith("^[", state.pos):
        return False
    start = state.pos + 2
    end = brackets(state.src, state.env).ends.get(start - 1)
    if end is None or end >= state.posMax or not state.src[start:end].strip():
        return False
    if not silent:
        state.push("inline_note", "", 0).content = state.src[start:end]
    state.pos = end + 1
    return True
