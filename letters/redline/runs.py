"""Two paragraphs word by word, with their emphasis, their links and their notes."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from letters.document.nodes import Inline, NoteInline, NoteLink, NumberedNote, Text
from letters.redline.matching import Budget, Pair, common
from letters.redline.tokens import Numbers, Token, joined, key_of, tokens
from letters.redline.tree import Fate, NoteStands, Piece, PointerStands, Run, Stretch

ALIKE = 0.4
"""The share of words in common from which two texts are shown word by word. Below it a reader is lost between the snippets."""

_SENTENCE_ENDS = re.compile(r"[.!?;。！？]")


@dataclass(frozen=True, slots=True)
class Comparing:
    """What a comparison of two letters takes along: the names of their notes, and the work that may still be done."""

    old: Numbers
    new: Numbers
    budget: Budget


Content = Sequence[Inline | NoteInline]


def compared(old: Content, new: Content, comparing: Comparing) -> Run:
    """The run of ``old`` becoming ``new``. Raises ValueError for content that is not resolved."""
    olds = [key_of(node, comparing.old) for node in old]
    if olds == [key_of(node, comparing.new) for node in new]:
        return tuple(_standing(list(zip(old, new, strict=True)), comparing))
    left, right = tokens(old, comparing.old), tokens(new, comparing.new)
    return tuple(_pieces(left, right, _places(left, right, comparing.budget), comparing))


def alone(content: Content, fate: Fate) -> Run:
    """The run of content that only one letter has."""
    return (Stretch(fate, tuple(content)),) if content else ()


# --- which words are the same -------------------------------------------------------------------------------------


def _places(old: list[Token], new: list[Token], budget: Budget) -> list[Pair]:
    """The places of the tokens that stand."""
    pairs = _by_word(old, new, budget)
    words = sum(not token.is_space for token in old) + sum(not token.is_space for token in new)
    if 2 * sum(not old[one].is_space for one, _ in pairs) < ALIKE * words:
        pairs = _by_note(old, new, budget)
    return _without_loose_ends(old, new, _from_word_to_word(old, new, pairs))


def _by_word(old: list[Token], new: list[Token], budget: Budget) -> list[Pair]:
    pairs = common([token.key for token in old], [token.key for token in new], budget)
    return _by_sentence(old, new, budget) if pairs is None else pairs


def _by_sentence(old: list[Token], new: list[Token], budget: Budget) -> list[Pair]:
    """For what is too long to compare by words: sentences that are the same stand, the others went and came whole."""
    olds, news = _sentences(old), _sentences(new)
    found = common([_keys(old[a:b]) for a, b in olds], [_keys(new[a:b]) for a, b in news], budget) or []
    pairs: list[Pair] = []
    for one, other in found:
        pairs += zip(range(*olds[one]), range(*news[other]), strict=True)
    return pairs


def _by_note(old: list[Token], new: list[Token], budget: Budget) -> list[Pair]:
    """For texts with little in common: their notes alone, so that a rewritten sentence keeps its note."""
    olds, news = ([place for place, token in enumerate(side) if isinstance(token.node, NumberedNote)] for side in (old, new))
    found = common([old[place].key for place in olds], [new[place].key for place in news], budget) or []
    return [(olds[one], news[other]) for one, other in found]


def _keys(side: list[Token]) -> tuple[Hashable, ...]:
    return tuple(token.key for token in side)


def _sentences(side: list[Token]) -> list[tuple[int, int]]:
    ends = [place + 1 for place, token in enumerate(side) if isinstance(token.node, Text) and _ends(token.node.text)]
    if not ends or ends[-1] != len(side):
        ends.append(len(side))
    return list(zip([0, *ends[:-1]], ends, strict=True))


def _ends(text: str) -> bool:
    return _SENTENCE_ENDS.fullmatch(text) is not None


def _from_word_to_word(old: list[Token], new: list[Token], pairs: list[Pair]) -> list[Pair]:
    """What only went or only came begins with its word and ends with its space: "{+big +}city", not "{+ big+} city"."""
    moved = list(pairs)
    for place in range(1, len(moved)):
        (one, other), (after, behind) = moved[place - 1], moved[place]
        if not old[after].is_space:
            continue
        if after == one + 1 and behind > other + 1 and new[other + 1].key == new[behind].key:
            moved[place] = (after, other + 1)
        elif behind == other + 1 and after > one + 1 and old[one + 1].key == old[after].key:
            moved[place] = (one + 1, behind)
    return moved


def _without_loose_ends(old: list[Token], new: list[Token], pairs: list[Pair]) -> list[Pair]:
    """Without the spaces and commas that happen to stand between two exchanged words: "a b" for "c d" is one exchange."""
    kept: list[Pair] = []
    for stretch, wide_before, wide_after in _stretches(pairs, len(old), len(new)):
        both_sides = (wide_before[0] or wide_after[0]) and (wide_before[1] or wide_after[1])
        loose = any(wide_before) and any(wide_after) and both_sides
        if not loose or any(old[one].is_word for one, _ in stretch):
            kept += stretch
    return kept


Wide = tuple[bool, bool]
"""Whether something went, and whether something came."""


def _stretches(pairs: list[Pair], old_end: int, new_end: int) -> Iterator[tuple[list[Pair], Wide, Wide]]:
    """Pairs that follow each other, with what is in the gap before and in the gap after them."""
    start = 0
    before = (-1, -1)
    for place in range(1, len(pairs) + 1):
        one, other = pairs[place - 1]
        after = pairs[place] if place < len(pairs) else (old_end, new_end)
        gap = (after[0] > one + 1, after[1] > other + 1)
        if any(gap) or place == len(pairs):
            first = pairs[start]
            yield pairs[start:place], (first[0] > before[0] + 1, first[1] > before[1] + 1), gap
            start, before = place, (one, other)


# --- the pieces ---------------------------------------------------------------------------------------------------


def _pieces(old: list[Token], new: list[Token], pairs: list[Pair], comparing: Comparing) -> Iterator[Piece]:
    standing: list[tuple[Inline | NoteInline, Inline | NoteInline]] = []
    at, to = 0, 0
    for one, other in [*pairs, (len(old), len(new))]:
        if one > at or other > to:
            yield from _standing(standing, comparing)
            standing = []
            yield from alone(joined(token.node for token in old[at:one]), "went")
            yield from alone(joined(token.node for token in new[to:other]), "came")
        if one < len(old) and other < len(new):
            standing.append((old[one].node, new[other].node))
        at, to = one + 1, other + 1
    yield from _standing(standing, comparing)


def _standing(nodes: list[tuple[Inline | NoteInline, Inline | NoteInline]], comparing: Comparing) -> Iterator[Piece]:
    words: list[Inline | NoteInline] = []
    for old, new in nodes:
        if isinstance(old, NumberedNote) and isinstance(new, NumberedNote):
            yield from alone(joined(words), "stands")
            words = []
            yield NoteStands(old, new, compared(old.content, new.content, comparing))
        elif isinstance(old, NoteLink) and isinstance(new, NoteLink) and old != new:
            yield from alone(joined(words), "stands")
            words = []
            yield PointerStands(old, new)
        else:
            words.append(new)
    yield from alone(joined(words), "stands")
