"""The introductory signals of a citation, and the words that name a locator.

Signals after The Bluebook (21st ed.), rule 1.2; locator labels after CSL 1.0.2, "Locators".
"""

from __future__ import annotations

import re

from letters.document.nodes import Locator

_EXAMPLE = r"(?:,?\s+e\.\s?g\.)"
SIGNAL = re.compile(
    rf"(?:(?:but\s+)?see(?:\s+also|\s+generally)?{_EXAMPLE}?|(?:but\s+)?cf\.{_EXAMPLE}?|accord|contra|compare|e\.\s?g\.),?",
    re.IGNORECASE,
)
"""A whole signal, as typed, with the comma that may follow it."""

_SIGNAL_AT_HEAD = re.compile(rf"{SIGNAL.pattern}(?=\s|$)", re.IGNORECASE)


def signal_at_head(text: str) -> int:
    """How many characters at the head of ``text`` are a signal; 0 for none. "See" in "Seeing" is none."""
    match = _SIGNAL_AT_HEAD.match(text)
    return match.end() if match else 0


def is_signal(text: str) -> bool:
    """Whether ``text`` is a signal and nothing else, its words apart by single spaces."""
    return "  " not in text and SIGNAL.fullmatch(text) is not None


LABELS: dict[Locator, str] = {
    "page": r"pp?\.?|pages?|at(?:\s+pp?\.)?",
    "section": r"§§?|secs?\.|sections?",
    "paragraph": r"¶¶?|paras?\.|paragraphs?",
    "note": r"nn?\.|notes?",
    "figure": r"figs?\.|figures?",
    "chapter": r"chs?\.|chaps?\.|chapters?",
    "table": r"tbls?\.|tables?",
    "line": r"ll?\.|lines?",
    "part": r"pts?\.|parts?",
}
"""Every way to write a label, as a regular expression without groups, to be read without regard to case."""

WRITTEN: dict[Locator, tuple[str, str]] = {
    "page": ("p.", "pp."),
    "section": ("§", "§§"),
    "paragraph": ("¶", "¶¶"),
    "note": ("n.", "nn."),
    "figure": ("fig.", "figs."),
    "chapter": ("ch.", "chs."),
    "table": ("tbl.", "tbls."),
    "line": ("l.", "ll."),
    "part": ("pt.", "pts."),
}
"""How a label is written for one and for several."""
