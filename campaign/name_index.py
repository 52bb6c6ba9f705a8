"""The names of a letter, kept ready to be searched for one that is alike.

Making the index of 10,000 names takes a second and 50 MB, and a letter that is signed just now gains a name every moment. So
each process keeps the index of the few letters that were searched last, and uses it for a while though names have come or gone:
who is gone is left out, who is new is compared one by one. The matcher is loaded with the first search, since most processes
never need it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signatories.matching import Match, NameIndex

MOST_INDEXES = 2
MOST_NEW = 100
"""Names that are compared one by one at most, the newest; a search among 10,000 takes a fiftieth of that."""
SHARE_NEW = 20
"""An index is made anew when more than one in so many names came or went: at once for a short list, where that is quick."""


@dataclass
class _Kept:
    names: Mapping[int, str] = field(default_factory=dict)
    index: NameIndex[int] | None = None
    making: Lock = field(default_factory=Lock)


_kept: OrderedDict[int, _Kept] = OrderedDict()
_keeping = Lock()


def compared(names: Mapping[int, str], wanted: str) -> list[tuple[int, Match]]:
    """The same as :func:`searched` for a few names, of which nothing is kept."""
    from signatories.matching import ASK, compare

    return [(number, match) for number, name in names.items() if (match := compare(wanted, name)).score >= ASK]


def searched(campaign_id: int, names: Mapping[int, str], wanted: str) -> list[tuple[int, Match]]:
    """Which of ``names``, those of one letter by number, may be the organization ``wanted``: at the tier at which a signer is
    asked, in no order."""
    from signatories.matching import ASK, compare

    listed, index = _index(campaign_id, names)
    found = [item for item in index.search(wanted, limit=50, minimum=ASK) if names.get(item[0]) == listed[item[0]]]
    new = [number for number, name in names.items() if listed.get(number) != name]
    for number in new[-MOST_NEW:]:
        match = compare(wanted, names[number], corpus=index.corpus)
        if match.score >= ASK:
            found.append((number, match))
    return found


def _index(campaign_id: int, names: Mapping[int, str]) -> tuple[Mapping[int, str], NameIndex[int]]:
    """The index of a letter with the names that it was made of. While one thread makes it anew, others use the old one."""
    from signatories.matching import NameIndex

    with _keeping:
        kept = _kept.setdefault(campaign_id, _Kept())
        _kept.move_to_end(campaign_id)
        while len(_kept) > MOST_INDEXES:
            _kept.popitem(last=False)
        before = kept.names, kept.index
    if _fits(before[0], names) and before[1] is not None:
        return before[0], before[1]
    if not kept.making.acquire(blocking=before[1] is None):
        return before  # type: ignore[return-value]  # it is there: another thread makes the next one
    try:
        if kept.index is None or not _fits(kept.names, names):
            index = NameIndex(names)
            with _keeping:
                kept.names, kept.index = dict(names), index
        return kept.names, kept.index
    finally:
        kept.making.release()


def _fits(listed: Mapping[int, str], names: Mapping[int, str]) -> bool:
    others = len(listed.items() ^ names.items())
    return others <= min(len(names) // SHARE_NEW, MOST_NEW)
