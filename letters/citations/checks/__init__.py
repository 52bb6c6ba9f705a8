"""What a person should look at in a letter's notes: one check, one small file, one ordered list.

Each check takes a :class:`Review` and gives warnings; none changes anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from letters.citations.checks import (
    addresses,
    broken,
    copies,
    hand_typed,
    same_name,
    uncited,
    undated,
)
from letters.citations.checks.hand_typed import may_cite
from letters.citations.checks.review import LinkFact, Review
from letters.document.losses import LetterWarning

__all__ = ["CHECKS", "Check", "LinkFact", "Review", "may_cite"]

Check = Callable[[Review], Iterable[LetterWarning]]

CHECKS: tuple[Check, ...] = (
    broken.check,
    hand_typed.check,
    same_name.check,
    addresses.check,
    undated.check,
    copies.check,
    uncited.check,
)
"""In the order in which a person reads them: what blocks first, the library last."""
