"""What changed between two letters, word by word, as a tree with writers for a page and for mail."""

from letters.redline.compare import redline
from letters.redline.html_writer import as_html
from letters.redline.labels import ENGLISH, SPANISH, Labels, labels_in
from letters.redline.measure import Summary, changed, summary
from letters.redline.outcome import accepted, rejected
from letters.redline.text_writer import as_text
from letters.redline.tree import Redline

__all__ = [
    "ENGLISH",
    "SPANISH",
    "Labels",
    "Redline",
    "Summary",
    "accepted",
    "as_html",
    "as_text",
    "changed",
    "labels_in",
    "redline",
    "rejected",
    "summary",
]
