"""Letters as Markdown: CommonMark with notes, citations, cross references, and the fields in front matter.

What reads and writes it is loaded when it is first called: a process that only shows letters saves 4 MB.
"""

from __future__ import annotations

from letters.document.losses import Loss
from letters.document.markdown.errors import MarkdownError
from letters.document.nodes import Letter

__all__ = ["MarkdownError", "read", "write"]


def read(text: str) -> tuple[Letter, tuple[Loss, ...]]:
    """The letter in ``text``, and everything that it could not hold; see :func:`letters.document.markdown.reader.read`."""
    from letters.document.markdown import reader

    return reader.read(text)


def write(letter: Letter) -> str:
    """``letter`` as Markdown; see :func:`letters.document.markdown.writer.write`."""
    from letters.document.markdown import writer

    return writer.write(letter)
