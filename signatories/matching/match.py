"""What comparing two names gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tier = Literal["same", "ask", "review", "different"]

SAME = 0.98
ASK = 0.90
REVIEW = 0.66
"""From which score on a pair is of that tier; below the last it is "different"."""


@dataclass(frozen=True, slots=True)
class Match:
    """How likely two names stand for one organization.

    ``score`` goes from 0 to 1; ``reasons`` are sentences, the one that decided first. "same" only says that the names are the
    same but for capitals, accents, punctuation, articles and legal forms: nothing merges by a score alone.
    """

    score: float
    reasons: tuple[str, ...]

    @property
    def tier(self) -> Tier:
        """What is to be done with the pair: see :data:`SAME`, :data:`ASK` and :data:`REVIEW`."""
        return (
            "same" if self.score >= SAME else "ask" if self.score >= ASK else "review" if self.score >= REVIEW else "different"
        )
