"""Which addresses may stand as link targets in a package.

A relationship's target must be a URI (ECMA-376 Part 2, 9.3). One that does not parse makes the whole file unreadable for
programs built on .NET, and Word offers to "repair" it: so an address that cannot be mended is printed without a link.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

_HOST = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9_-]{1,63}(?<!-))*\.?|\[[0-9A-Fa-f:.]+\]")
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]*[A-Za-z0-9]")
_ALREADY = re.compile(r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")
"""The characters of a URI (RFC 3986, section 2): an address made of them stays exactly as it was typed."""
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_KEPT = "!#$%&'()*+,/:;=?@[]~"
_PATH, _QUERY = (_KEPT.translate({ord(c): None for c in "#?[]"}), _KEPT.translate({ord(c): None for c in "#[]"}))


def target_of(address: str) -> str | None:
    """The URI to link ``address`` with, non-ASCII characters percent-encoded and the host in ASCII, or ``None``.

    Takes only absolute ``http``, ``https`` and ``mailto`` addresses, the three that the letter's schema allows.
    """
    try:
        parts = urlsplit(address.strip())
        port = parts.port
        host = parts.hostname or ""
        if host and not host.isascii():
            host = host.encode("idna").decode("ascii")
    except (UnicodeError, ValueError):
        return None
    query, fragment = _quoted(parts.query, _QUERY), _quoted(parts.fragment, _QUERY)
    if parts.scheme == "mailto":
        if not _MAILBOX.fullmatch(parts.path):
            return None
        if _ALREADY.fullmatch(address):
            return address
        return urlunsplit(("mailto", "", quote(parts.path, safe="@" + _PATH), query, ""))
    bare = f"[{host}]" if ":" in host else host
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(bare):
        return None
    if _ALREADY.fullmatch(address):
        return address
    netloc = bare if port is None else f"{bare}:{port}"
    return urlunsplit((parts.scheme, netloc, _quoted(parts.path, _PATH), query, fragment))


def _quoted(text: str, safe: str) -> str:
    return quote(_STRAY_PERCENT.sub("%25", text), safe=safe)
