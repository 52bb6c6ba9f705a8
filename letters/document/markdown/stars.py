"""Deciding where emphasis can be written with stars (CommonMark 0.31, section 6.2) and where it needs a tag."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace

_STARS = {"strong": "**", "em": "*"}
_PASSES = 4


@dataclass(frozen=True, slots=True)
class Star:
    """An end of an emphasis. Both ends of one carry the same ``span``."""

    tag: str
    opening: bool
    span: int

    def written(self, as_tag: bool) -> str:
        """This end as a tag or as stars."""
        return (f"<{self.tag}>" if self.opening else f"</{self.tag}>") if as_tag else _STARS[self.tag]


def with_stars(pieces: Sequence[str | Star]) -> str:
    """``pieces`` as one text, with tags for every emphasis whose stars would not be read as its ends."""
    tagged: set[int] = set()
    # A tag changes what its neighbours stand next to, so look again; what is still wrong then, the caller's check finds.
    for _ in range(_PASSES):
        failing = _failing(pieces, tagged)
        if not failing:
            break
        tagged |= failing
    return with_tags(pieces, tagged)


def with_tags(pieces: Sequence[str | Star], tagged: set[int] | None = None) -> str:
    """``pieces`` as one text, with tags for the emphases in ``tagged``; for all where that is None."""
    return "".join(
        piece if isinstance(piece, str) else piece.written(tagged is None or piece.span in tagged) for piece in pieces
    )


def _failing(pieces: Sequence[str | Star], tagged: set[int]) -> set[int]:
    failing: set[int] = set()
    written = [piece if isinstance(piece, str) else piece.written(True) if piece.span in tagged else piece for piece in pieces]
    groups = [
        list(group) for _, group in groupby((piece for piece in written if piece), key=lambda piece: isinstance(piece, Star))
    ]
    for place, group in enumerate(groups):
        stars = [piece for piece in group if isinstance(piece, Star)]
        if not stars:
            continue
        before = _text(groups[place - 1])[-1:] if place else " "
        after = _text(groups[place + 1])[:1] if place + 1 < len(groups) else " "
        opens, closes = _flanking(before, after)
        opening = {star.span for star in stars if star.opening}
        closing = {star.span for star in stars if not star.opening}
        if opening and (closing or not opens):
            failing |= opening
        if closing and not closes:
            failing |= closing
    return failing


def _text(group: Sequence[str | Star]) -> str:
    return "".join(piece for piece in group if isinstance(piece, str))


def _flanking(before: str, after: str) -> tuple[bool, bool]:
    """Whether a run of stars between these two characters can open, and whether it can close."""
    space_before, space_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
    mark_before, mark_after = _is_mark(before), _is_mark(after)
    opens = not space_after and (not mark_after or space_before or mark_before)
    closes = not space_before and (not mark_before or space_after or mark_after)
    return opens, closes


def _is_mark(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)
