"""``[See @key, p. 15]``: a string of citations (Pandoc User's Guide, "Citation syntax")."""

from __future__ import annotations

from bisect import bisect

from markdown_it.rules_inline import StateInline

from letters.document.markdown.masks import brackets


def citation(state: StateInline, silent: bool) -> bool:
    """Push a ``citation`` whose content is what stands between the brackets, unread.

    ``[@name](address)`` stays a link, and a bracket with a note in it stays text, so that the note is not lost in a prefix.
    """
    start = state.pos
    if state.src[start] != "[":
        return False
    found = brackets(state.src, state.env)
    end = found.ends.get(start)
    if end is None or end >= state.posMax or state.src.startswith("(", end + 1):
        return False
    place = bisect(found.keys, start)
    if place == len(found.keys) or found.keys[place] > end or found.mask.find("[^", start, end) >= 0:
        return False
    if not silent:
        state.push("citation", "", 0).content = state.src[start + 1 : end]
    state.pos = end + 1
    return True
