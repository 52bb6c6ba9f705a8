"""Escaping text so that it reads back as itself, and no more of it than that takes."""

from __future__ import annotations

import re

from markdown_it.common.utils import MD_TRIM_CHARS

from letters.document.markdown.masks import ENTITY
from letters.document.markdown.rules.count import COUNT

_ASCII_MARKS = re.compile(r"[!-/:-@\[-`{-~]")
_PLAIN_BRACKETS = re.compile(r"\[[^\[\]@\\^#`<*_&{]*\](?![(\[:])")
"""A bracket that can only be text: "[sic]". The letter defines no links, so only what follows it could make it one."""
_MARKS = re.compile(
    rf"(?P<brackets>{_PLAIN_BRACKETS.pattern})|[\\`\[]|\^(?=\[)|\*|(?<![^\W_])_|_(?![^\W_])|<(?! )|(?={ENTITY})&|!(?=\[)"
    rf"|(?=(?i:{COUNT}))\{{"
)
_MARKS_IN_LINK = re.compile(rf"[\\`\[\]^]|\*|(?<![^\W_])_|_(?![^\W_])|<(?! )|(?={ENTITY})&|(?=(?i:{COUNT}))\{{")
_LONE_STAR = re.compile(r"(?<= )\*(?= )")

_STARTS = re.compile(
    r"(?P<mark1>#)(?=#{0,5}(?:[ \t]|$))"  # heading
    r"|(?P<mark2>>)"  # quote
    r"|(?P<mark3>[-+*])(?=[ \t]|$)"  # bullet
    r"|(?P<digits>[0-9]{1,9})(?P<mark4>[.)])(?=[ \t]|$)"  # number
    r"|(?P<mark5>[-*_])(?=(?:[ \t]*[-*_])+[ \t]*$)"  # rule, or the underline of a heading
    r"|(?P<mark6>=)(?==*[ \t]*$)"  # underline of a heading
    r"|(?P<mark7>[|:-])(?=[|: \t-]*$)"  # the second line of a table
    r"|(?P<mark8>~)(?=~~)"  # code
    r"|(?P<mark9>:)(?=::)"  # box
    r"|(?P<label>\[(?:\\.|[^\[\]\\])*\])(?P<mark10>:)"  # definition of a note or link
)


def escaped(text: str, *, in_link: bool = False) -> str:
    """``text`` as Markdown inside a line. In a link's text every bracket is escaped, and what would make it a note."""

    def escape(match: re.Match[str]) -> str:
        is_text = _LONE_STAR.match(text, match.start()) if match[0] == "*" else not in_link and match["brackets"] is not None
        return match[0] if is_text else f"\\{match[0]}"

    return (_MARKS_IN_LINK if in_link else _MARKS).sub(escape, text)


def wholly_escaped(text: str) -> str:
    """``text`` with a backslash before every mark of ASCII."""
    return _ASCII_MARKS.sub(r"\\\g<0>", text)


def with_safe_edges(line: str) -> str:
    """``line`` with white space that a reader would trim at its ends as entities.

    CommonMark trims only spaces and tabs there, many readers (ours too) all white space, and Python's own ``strip`` as well.
    """
    head, tail = line[:1], line[-1:] if len(line) > 1 else ""
    return _edge(head) + line[1 : len(line) - len(tail)] + _edge(tail)


def _edge(character: str) -> str:
    if character == "\xa0":
        return "&nbsp;"
    trimmed = character.isspace() or character == "\ufeff" or (character and character in MD_TRIM_CHARS)
    return f"&#{ord(character)};" if trimmed else character


def with_safe_start(line: str) -> str:
    """``line`` escaped where it would begin a block: a heading, list, quote, rule, table, box or definition."""
    match = _STARTS.match(line)
    if match is None:
        return line
    place = next(match.start(name) for name, value in match.groupdict().items() if name.startswith("mark") and value)
    return f"{line[:place]}\\{line[place:]}"
