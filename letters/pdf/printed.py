"""The text as it goes to print: what has no shape and no business on paper is left out."""

from __future__ import annotations

import re
import unicodedata

_UNPRINTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\u2066-\u2069\u202a-\u202e\ufff9-\ufffc]")
_BREAKING = re.compile("[\t-\r\x85\u2028\u2029]+")


def printed(text: str) -> str:
    """``text`` composed (NFC), a line break or tab as one space, without controls, embeddings and the byte order mark.

    A letter's tree has none of these (``letters.document.characters``); PDF/A forbids U+FEFF in what a glyph means
    (ISO 19005-2, 6.2.11.7.2), so one that came through must not stop an export in the night.
    """
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", _UNPRINTED.sub("", _BREAKING.sub(" ", text)))
