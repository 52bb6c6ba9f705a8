"""Citations written out: the full form of a source, and the short form of a source cited before.

The usual style is "law-review style": full in the first note that cites a source, afterwards
``Short name, supra note N, at P``.
Pure: sources come in as CSL-JSON items, inline nodes come out.
"""

from letters.citations.checks import LinkFact
from letters.citations.resolved import resolved
from letters.citations.resolver import citer
from letters.citations.style import Style

__all__ = ["LinkFact", "Style", "citer", "resolved"]
