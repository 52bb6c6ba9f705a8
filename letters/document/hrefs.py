"""Which addresses a letter may link to."""

from __future__ import annotations

import re
from urllib.parse import quote

from letters.document.characters import FORBIDDEN

LONGEST = 4000
"""In characters. Signed addresses of document stores come close to 2,000."""

_UNSAFE = '\\s<>"`\\\\'
_SHAPE = re.compile(rf"(?:https?://[^/?#{_UNSAFE}][^{_UNSAFE}]*|mailto:[^@{_UNSAFE}]+@[^@{_UNSAFE}]+)", re.IGNORECASE)
_QUOTABLE = re.compile(r'[ <>"`\\]')


def is_safe(href: str) -> bool:
    """Whether ``href`` may stand in a letter: an absolute http or https address with a host, or a mailto address.

    Characters that RFC 3986 (section 2) keeps out of an address and that end one in HTML, XML or Markdown are refused.
    """
    return len(href) <= LONGEST and _SHAPE.fullmatch(href) is not None and FORBIDDEN.search(href) is None


def repaired(href: str) -> str | None:
    """``href`` as typed by a person, with spaces and the like percent-encoded; None if it may not stand in a letter."""
    candidate = _QUOTABLE.sub(lambda match: quote(match[0]), href.strip())
    return candidate if is_safe(candidate) else None
