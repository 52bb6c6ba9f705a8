"""BibTeX and biblatex."""

from letters.library.bibtex.reader import read
from letters.library.bibtex.writer import write

__all__ = ["read", "write"]
