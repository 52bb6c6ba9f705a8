"""Which note of the old letter is which of the new one, whatever their numbers and names are now."""

from __future__ import annotations

from collections.abc import Hashable

from letters.document.flat import flat
from letters.document.nodes import Letter, NumberedNote
from letters.document.walk import inlines_of
from letters.redline.matching import Budget, common
from letters.redline.tokens import Numbers


def names(old: Letter, new: Letter, budget: Budget) -> tuple[Numbers, Numbers]:
    """For each letter, by number, what the note is called in this comparison: the same for two that are one.

    A note is the same when name and words are, or else when its words are (it was renamed, or the names are mere numbers and a
    note came in before), or else when its name is (it was edited).
    """
    olds, news = _notes(old), _notes(new)
    same: dict[int, int] = {}
    _pair(same, {(note.id, words): number for number, (note, words) in olds.items()}, news, with_name=True)
    taken = set(same.values())
    rest_old = [number for number in olds if number not in taken]
    rest_new = [number for number in news if number not in same]
    found = common([olds[number][1] for number in rest_old], [news[number][1] for number in rest_new], budget)
    same.update({rest_new[other]: rest_old[one] for one, other in found or ()})
    taken = set(same.values())
    left = {(note.id, ""): number for number, (note, _) in olds.items() if number not in taken}
    _pair(same, left, news, with_name=False)
    return {number: ("old", number) for number in olds}, {
        number: ("old", same[number]) if number in same else ("new", number) for number in news
    }


def _notes(letter: Letter) -> dict[int, tuple[NumberedNote, str]]:
    found = (node for node in inlines_of(letter.body) if isinstance(node, NumberedNote))
    return {note.number: (note, flat(note.content)) for note in found}


def _pair(
    same: dict[int, int], olds: dict[tuple[str, str], int], news: dict[int, tuple[NumberedNote, str]], *, with_name: bool
) -> None:
    taken: set[Hashable] = set()
    for number, (note, words) in news.items():
        key = (note.id, words if with_name else "")
        if number not in same and key in olds and key not in taken:
            taken.add(key)
            same[number] = olds[key]
