"""From bytes to text. Spreadsheets write lists in half a dozen encodings, and none of them says which."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
"""Byte order marks (Unicode 15.0, section 23.8). UTF-32 first: its mark begins with that of UTF-16."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text that can be stored and sent; ``encoding`` as a person reads it; ``remarks`` about what was lost on the way."""

    text: str
    encoding: str
    remarks: tuple[str, ...] = ()


def decoded(data: bytes) -> Decoded:
    """The text in ``data``: by its mark, UTF-16 where every other byte is zero, UTF-8 where it is valid, else Windows-1252.

    A byte that the encoding does not know becomes U+FFFD, which no name is accepted with, so that nothing goes by unseen.
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            text = data.decode(codec, "replace")
            if mark == codecs.BOM_UTF8 and _marked_by_mistake(text):
                return storable(data[len(mark) :].decode("cp1252", "replace"), "Windows-1252, marked as UTF-8")
            return storable(text, name)
    codec = _unmarked_utf16(data)
    if codec:
        return storable(data.decode(codec, "replace"), "UTF-16")
    try:
        return storable(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        return storable(data.decode("cp1252", "replace"), "Windows-1252")


def storable(text: str, encoding: str = "") -> Decoded:
    """``text`` without what no text can hold: NUL, and halves of characters."""
    remarks = []
    if "\0" in text:
        text = text.replace("\0", "")
        remarks.append("NUL characters were left out.")
    mended = text.encode("utf-8", "replace").decode() if any("\ud800" <= mark <= "\udfff" for mark in set(text)) else text
    if mended != text:
        remarks.append("Halves of characters were left out; a question mark stands in their place.")
    if "\ufffd" in mended:
        remarks.append("Some characters were lost before or while reading; � stands in their place.")
    return Decoded(mended.removeprefix("\ufeff"), encoding, tuple(remarks))


def _marked_by_mistake(text: str) -> bool:
    """Whether UTF-8 found nothing but broken characters beyond ASCII: somebody put its mark before another encoding."""
    return "\ufffd" in text and all(mark < "\x80" or mark == "\ufffd" for mark in set(text))


def _unmarked_utf16(data: bytes) -> str:
    """ "utf-16-le" or "utf-16-be" where every other byte is (nearly always) zero, as for Latin letters; else ""."""
    sample = data[:4000]
    half = len(sample) // 2
    if half < 2 or len(data) % 2:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > half * 0.7 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.7 and odd < half * 0.1:
        return "utf-16-be"
    return ""
