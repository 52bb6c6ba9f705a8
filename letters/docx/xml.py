"""The ground that every part stands on: names, children, and text that XML can hold."""

from __future__ import annotations

import re
import unicodedata

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NSMAP = {"w": W, "r": R}

Element = etree._Element

VAL = f"{{{W}}}val"
RID = f"{{{R}}}id"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# XML 1.0, production [2] Char. Tab and line ends are characters of XML, but Word gives them a meaning of its own.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_ENDS = re.compile("[\t\n\r]+")


class UnwritableCharacterError(ValueError):
    """A character that no XML 1.0 file can hold. ``character`` is the one found, ``text`` the whole that it stands in."""

    def __init__(self, character: str, text: str) -> None:
        self.character = character
        self.text = text
        self.codepoint = f"U+{ord(character):04X}"
        name = unicodedata.name(character, "")
        shown = "".join("\ufffd" if _FORBIDDEN.match(c) else c for c in text[:80])
        super().__init__(f"“{shown}” holds {self.codepoint}{' ' + name if name else ''}, which a Word file cannot hold.")


def writable(text: str) -> str:
    """``text`` as it may stand in a part: tabs and line ends are one space, for a break is a node of its own.

    Raises :class:`UnwritableCharacterError` for what XML 1.0 excludes (controls, lone surrogates, U+FFFE and U+FFFF).
    """
    if text.isprintable():
        return text  # nothing that XML forbids is printable; this settles nearly every name at once
    found = _FORBIDDEN.search(text)
    if found:
        raise UnwritableCharacterError(found[0], text)
    return _LINE_ENDS.sub(" ", text)


def w(name: str) -> str:
    """The full name of a WordprocessingML element or attribute: ``w("p")``."""
    return f"{{{W}}}{name}"


def root(name: str) -> Element:
    """The root element of a part, with the two namespaces that the parts use."""
    return etree.Element(w(name), nsmap=NSMAP)


def child(parent: Element, name: str, /, **attributes: str | int) -> Element:
    """A new last child of ``parent``; attributes are WordprocessingML's: ``child(tabs, "tab", val="left", pos=720)``."""
    return etree.SubElement(parent, w(name), {w(key): str(value) for key, value in attributes.items()})


def fragment(markup: str) -> Element:
    """An element from ``markup`` written in this program, prefix ``w``. Never give it text that a person typed."""
    start, _, rest = markup.partition(">")
    closed = "/" if start.endswith("/") else ""
    return etree.fromstring(f'{start.rstrip("/")} xmlns:w="{W}" xmlns:r="{R}"{closed}>{rest}')


def serialized(element: Element) -> bytes:
    """The bytes of a part, UTF-8 with the declaration that Word writes itself."""
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)
