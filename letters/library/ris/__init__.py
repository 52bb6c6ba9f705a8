"""RIS, the tagged format that library catalogues and publishers give out."""

from letters.library.ris.reader import read
from letters.library.ris.writer import write

__all__ = ["read", "write"]
