"""The name of a host in the one spelling that the name system knows."""

from __future__ import annotations

import re
import unicodedata

import idna

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_DOTS = re.compile("[\u3002\uff0e\uff61]")


def ascii_host(name: str) -> str:
    """``name`` in lower case and ASCII, as it is looked up; "" if no host can be called that.

    Names in other scripts are mapped as browsers map them (UTS #46, non-transitional), so full-width digits and letters become
    plain ones here, before anybody asks whether the name is really a number. An underscore is let through: it breaks the rule
    for host names (RFC 1123, section 2.1) and some sites have one. A single dot at the end (the root) stays away.
    """
    if len(name) > 1000:  # a name is 253 characters at most; nobody should spend time on mapping a megabyte
        return ""
    if not name.isascii():
        try:
            name = idna.uts46_remap(_DOTS.sub(".", unicodedata.normalize("NFC", name)), std3_rules=False, transitional=False)
            name = ".".join(_encoded(label) for label in name.split("."))
        except (idna.IDNAError, UnicodeError):
            return ""
    name = name.lower().removesuffix(".")
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        return ""
    return name


def _encoded(label: str) -> str:
    return label if label.isascii() else idna.alabel(label).decode("ascii")
