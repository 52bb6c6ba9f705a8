"""The HTML writer: an article for a page of ours, or a whole page that stands on its own."""

from letters.document.html.writer import write

__all__ = ["write"]
