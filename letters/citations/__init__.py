"""Citations written out: the full form of a source, and the short form of a source cited before.

The style is "law-review style": full in the first note that cites a source, afterwards ``Short name, supra note N, at P``.
Pure: sources come in as CSL-JSON items, inline nodes come out.
"""

from letters.citations.resolver import citer

__all__ = ["citer"]
