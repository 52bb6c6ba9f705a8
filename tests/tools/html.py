"""Reading HTML that our writers made."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import html5lib


def fragment(html: str) -> Element:
    """The one element of the fragment, by a parser that raises at the first thing that HTML does not allow."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    (found,) = parser.parseFragment(html)
    return found
