"""What one list has that another one has not. Pure: compares printed lines, and knows no signature.

Editions of before keep no more than their lines. That is also what a recipient can compare.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from letters.document.rendition import Signatories, SignatoryGroup, SignatoryLine

_Key = tuple[bool, str, str]


@dataclass(frozen=True, slots=True)
class Changes:
    """The lines that were ``added`` and those that were ``removed``, each in the order and the groups of its own list."""

    added: Signatories
    removed: Signatories

    @property
    def any(self) -> bool:
        """Whether the two lists differ in a line."""
        return bool(self.added.count or self.removed.count)


def changes(before: Signatories, after: Signatories) -> Changes:
    """What became of the list from ``before`` to ``after``. A line that moved to another group is no change; one that is
    spelled otherwise is one that went and one that came. Two equal lines are two."""
    return Changes(_beyond(after, before), _beyond(before, after))


def _beyond(one: Signatories, other: Signatories) -> Signatories:
    """The lines of ``one`` that ``other`` has not."""
    there = Counter(_key(group, line) for group in other.groups for line in group.lines)
    groups: list[SignatoryGroup] = []
    for group in one.groups:
        lines: list[SignatoryLine] = []
        for line in group.lines:
            key = _key(group, line)
            if there[key]:
                there[key] -= 1
            else:
                lines.append(line)
        if lines:
            groups.append(SignatoryGroup(tuple(lines), group.title, group.note, group.individuals))
    return Signatories(tuple(groups), one.columns)


def _key(group: SignatoryGroup, line: SignatoryLine) -> _Key:
    return group.individuals, line.name, line.detail
