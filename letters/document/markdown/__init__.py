"""Letters as Markdown: CommonMark with notes, citations, cross references, and the fields in front matter."""

from letters.document.markdown.errors import MarkdownError
from letters.document.markdown.reader import read
from letters.document.markdown.writer import write

__all__ = ["MarkdownError", "read", "write"]
