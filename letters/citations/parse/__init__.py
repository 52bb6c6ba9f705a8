"""Paste a footnote: what stands in a letter that somebody already wrote becomes prose, citations and proposed sources."""

from letters.citations.parse.matching import Match, match
from letters.citations.parse.note import as_note
from letters.citations.parse.parser import parse_note
from letters.citations.parse.rich import Pasted, from_html
from letters.citations.parse.segment import Segment

__all__ = ["Match", "Pasted", "Segment", "as_note", "from_html", "match", "parse_note"]
