"""Names as the edit form shows them, one on a line, and read back.

The rule that the form states beside the box: *One name on a line. A person is "Family, Given" (a suffix such as Jr. after a
second comma). A line without a comma is an institution, and so is anything in {braces}.* Particles stand with the family
name; a name whose parts are more than that is shown in a longer form, ``family=…, given=…``, so that nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_PARTS = ("family", "given", "suffix", "literal", "non-dropping-particle", "dropping-particle")
_KEYED = re.compile(rf"\s*({'|'.join(_PARTS)})=(.*)")


def names_text(names: object) -> str:
    """A CSL list of names as lines; a name that cannot be shown (it has a part that is no text) is left out of them, see
    :func:`all_shown`."""
    listed = names if isinstance(names, list) else []
    return "\n".join(line for line in map(_line, listed) if line)


def all_shown(names: object) -> bool:
    """Whether the lines of :func:`names_text` give back exactly these names; if not, typing over them loses something, and the
    form says so."""
    return isinstance(names, list) and names_from_text(names_text(names)) == names


def names_from_text(text: str) -> list[dict[str, Any]]:
    """The names in ``text``, one on a line, by the rule above."""
    return [name for name in map(_name, text.splitlines()) if name]


def _line(name: object) -> str:
    if not isinstance(name, Mapping):
        return ""
    parts = {part: _tidy(value) for part, value in name.items() if isinstance(value, str) and part in _PARTS}
    parts = {part: value for part, value in parts.items() if value}
    for line in _candidates(parts):
        if _name(line) == parts:
            return line
    return ", ".join(value for value in parts.values())


def _candidates(parts: Mapping[str, str]) -> Sequence[str]:
    if set(parts) == {"literal"}:
        return (parts["literal"], f"{{{parts['literal']}}}")
    keyed = "; ".join(f"{part}={_escaped(parts[part])}" for part in parts)
    if set(parts) <= {"family", "given", "suffix"} and "family" in parts:
        rest = (parts.get("given", ""), *([parts["suffix"]] if "suffix" in parts else []))
        return (
            ", ".join([parts["family"], *rest]).rstrip(" ") if parts.get("given") or len(rest) > 1 else f"{parts['family']},",
            keyed,
        )
    return (keyed,)


def _name(line: str) -> dict[str, Any]:
    line = _tidy(line)
    if line.startswith("{") and line.endswith("}") and line[1:-1].strip():
        return {"literal": line[1:-1].strip()}
    if _KEYED.fullmatch(line):
        pieces = [_KEYED.fullmatch(piece) for piece in re.split(r"(?<!\\); ", line)]
        if all(pieces):
            found = {piece[1]: _plain(piece[2]) for piece in pieces if piece}
            return {part: value for part, value in found.items() if value}
    family, comma, rest = line.partition(",")
    if not comma:
        return {"literal": line} if line else {}
    given, _, suffix = rest.partition(",")
    parts = {"family": family.strip(), "given": given.strip(), "suffix": suffix.strip()}
    return {part: value for part, value in parts.items() if value}


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace(";", "\\;")


def _plain(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value).strip()
