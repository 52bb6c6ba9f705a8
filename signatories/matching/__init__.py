"""Whether two names stand for one organization. Pure.

:func:`compare` two names; :class:`NameIndex` many. docs/matching.md tells how it decides.
"""

from signatories.matching.comparing import compare
from signatories.matching.corpus import Corpus
from signatories.matching.index import NameIndex
from signatories.matching.match import ASK, REVIEW, SAME, Match, Tier

__all__ = ["ASK", "REVIEW", "SAME", "Corpus", "Match", "NameIndex", "Tier", "compare"]
