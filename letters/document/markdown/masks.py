"""Source text with its escapes out of sight, so that a grammar sees only the marks that mean something.

``\\;`` and ``&#59;`` are a semicolon for the reader of the letter, but do not part two citations. A mask has a NUL in the
place of every character that was written as an escape; NUL itself never stands in a text that is read.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

HIDDEN = "\0"
ENTITY = r"&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});"
_ESCAPE = re.compile(rf"\\([!-/:-@\[-`{{-~])|({ENTITY})|([ \t]*\n[ \t]*)")


@dataclass(frozen=True, slots=True)
class Masked:
    """``text`` as it is meant, and ``mask``, as long, with a NUL for each character that was escaped."""

    text: str
    mask: str

    def __getitem__(self, part: slice) -> Masked:
        return Masked(self.text[part], self.mask[part])

    def __bool__(self) -> bool:
        return bool(self.text)

    def stripped(self) -> Masked:
        """Without the plain spaces at both ends. An escaped space is meant, and stays."""
        start = len(self.mask) - len(self.mask.lstrip(" "))
        return self[start : max(start, len(self.mask.rstrip(" ")))]


def masked(raw: str) -> Masked:
    """``raw`` with escapes and entities resolved (CommonMark 0.31, sections 2.4 and 2.5) and each line end as a space."""
    text: list[str] = []
    mask: list[str] = []
    end = 0
    for match in _ESCAPE.finditer(raw):
        character, entity, line_end = match.groups()
        meant = character or (" " if line_end else _meant(entity))
        text += (raw[end : match.start()], meant)
        mask += (raw[end : match.start()], meant if line_end or meant == entity else HIDDEN * len(meant))
        end = match.end()
    return Masked("".join([*text, raw[end:]]), "".join([*mask, raw[end:]]))


def _meant(entity: str) -> str:
    from markdown_it.common.entities import entities  # late: a process that only looks at citation keys does without the parser
    from markdown_it.common.utils import fromCodePoint, isValidEntityCode

    name = entity[1:-1]
    if not name.startswith("#"):
        return entities.get(name, entity)
    code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    return fromCodePoint(code) if isValidEntityCode(code) else "\ufffd"


@dataclass(frozen=True, slots=True)
class Brackets:
    """Which brackets of a source belong together, and where citation keys begin: found once, in one pass.

    Every ``[`` could open something, so looking for its end anew each time would take quadratic time on ``[[[[…``.
    """

    source: str
    mask: str
    """As long as ``source``, with NULs for what is escaped."""
    ends: dict[int, int]
    keys: list[int]
    """Where the ``@`` of citation keys stand, ascending."""


_BRACKET = re.compile(r"[\[\]]")
KEY = r"@(?:\w(?:\w|[:.#$%&+?<>~/-](?=\w))*|\{[^{}\n]+\})"
"""A citation key (Pandoc User's Guide, "Citation syntax"): plain, or anything in braces."""
_KEY = re.compile(rf"(?<!\w){KEY}")


def brackets(source: str, env: MutableMapping[str, Any]) -> Brackets:
    """The brackets of ``source``, an inline text; kept in ``env`` while it is the one being read."""
    known = env.get("brackets")
    if isinstance(known, Brackets) and known.source is source:
        return known
    mask = _ESCAPE.sub(lambda match: match[0] if match[3] else HIDDEN * len(match[0]), source)
    ends: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACKET.finditer(mask):
        if match[0] == "[":
            opened.append(match.start())
        elif opened:
            ends[opened.pop()] = match.start()
    found = Brackets(source, mask, ends, [match.start() for match in _KEY.finditer(mask)])
    env["brackets"] = found
    return found
