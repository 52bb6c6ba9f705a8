"""Fields that are taken literally: web addresses, DOIs, numbers of preprints."""

from __future__ import annotations

import re

_WRAPPED = re.compile(r"^\s*(?:\\(?:url|nolinkurl|path)\s*)?\{(.*)\}\s*$", re.DOTALL)
_LINK = re.compile(r"^\s*\\(?:url|nolinkurl|path|href)\s*\{(.*?)\}", re.DOTALL)
_INSIDE = re.compile(r"\\(?:url|nolinkurl|path)\s*\{([^{}]*)\}")
_TILDE = re.compile(r"\{?\\textasciitilde\s*(?:\{\})?\}?|\{?\\string~\}?|\\~\{\}|\$\\sim\$|\{\\~\}")
_ESCAPED = re.compile(r"\{?\\([%_&#~$^{}])\}?")


def verbatim(value: str) -> str:
    """``value`` without ``\\url{}`` and outer braces, without the backslashes that people put before ``%``, ``_``, ``&``,
    ``#`` and ``~``, and without any white space, which only comes from wrapping at a column."""
    match = _INSIDE.search(value) or _LINK.match(value)
    if match:
        value = match[1]
    for _ in range(3):
        wrapped = _WRAPPED.match(value)
        if wrapped is None or not _balanced(wrapped[1]):
            break
        value = wrapped[1]
    value = _TILDE.sub("~", value)
    value = _ESCAPED.sub(lambda sign: sign[1], value)
    return "".join(value.split())


def written(value: str) -> str:
    """``value`` for a field in braces, so that :func:`verbatim` gives it back.

    Braces and backslashes, which no web address holds (RFC 3986, section 2), go in as percent escapes: in the file
    they would end the value.
    """
    value = "".join(value.split())
    return (
        value
        if verbatim(value) == value and _balanced(value)
        else re.sub(r"[{}\\$]", lambda sign: f"%{ord(sign[0]):02X}", value)
    )


def _balanced(text: str) -> bool:
    depth = 0
    for mark in re.finditer(r"[{}]", text):
        depth += 1 if mark[0] == "{" else -1
        if depth < 0:
            return False
    return depth == 0
