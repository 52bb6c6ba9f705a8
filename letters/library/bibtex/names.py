"""Names in ``.bib`` files: "Jan van der Berg", "van der Berg, Jr, Jan", "{Office of Management and Budget}".

After BibTeX (Nicolas Markey, "Tame the BeaST", sections 11 and 12: commas tell the form, a small first letter tells a
particle, braces hide everything) and biblatex's "given=Jan, family=Berg" (its manual, "Data annotations", extended names).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from letters.library.bibtex.encode import encode
from letters.library.bibtex.latex import decode

Name = dict[str, object]

_AND = re.compile(r"[{}]|(?<=\s)and(?=\s)", re.IGNORECASE)
_COMMA = re.compile(r"[{},]")
_GAP = re.compile(r"[{}]|[\s~]+")
_PART = re.compile(r"\s*(given|family|prefix|suffix|useprefix|given-i|family-i|prefix-i|suffix-i|id|hash)\s*=", re.IGNORECASE)
_INSTITUTION = re.compile(
    r"\b(administration|agency|alliance|association|authority|bureau|center|centre|coalition|commission|committee"
    r"|congress|council|department|dep't|foundation|government|group|institute|institution|ministry|office|organi[sz]ation"
    r"|parliament|senate|society|task force|union|university)\b",
    re.IGNORECASE,
)
PARTS = ("family", "given", "non-dropping-particle", "dropping-particle", "suffix", "literal")
"""The parts of a CSL name that can be written."""


@dataclass(frozen=True, slots=True)
class Names:
    """CSL names; whether the list ends in "and others"; and a line for each thing that was guessed or dropped."""

    names: tuple[Name, ...]
    others: bool = False
    losses: tuple[str, ...] = ()


def read_names(value: str) -> Names:
    """The names in ``value``, as written in the file. An unbraced name with a word such as "Department" is an institution."""
    found: list[Name] = []
    losses: list[str] = []
    others = False
    for part in _parted(f" {value} ", _AND):
        part = part.strip()
        if part.lower() == "others":
            others = True
        elif part:
            name = _name(part, losses)
            if name:
                found.append(name)
            else:
                losses.append(f"the name “{part[:60]}” is empty")
    return Names(tuple(found), others, tuple(losses))


def write_name(name: Mapping[str, object], *, extended: bool, ascii_only: bool = False) -> tuple[str, bool]:
    """``name`` as BibTeX, and whether it reads back as the same name. ``extended`` allows biblatex's extended format."""
    parts = {part: " ".join(str(name[part]).split()) for part in PARTS if isinstance(name.get(part), str) and name[part]}
    if "literal" in parts:
        parts = {"literal": parts["literal"]}
    particle = " ".join(parts.pop(kind) for kind in ("dropping-particle", "non-dropping-particle") if kind in parts)
    if particle:
        parts["non-dropping-particle"] = particle
    same = {part: value for part, value in name.items() if value not in ("", None)} == parts
    code = {part: encode(value, ascii_only=ascii_only) for part, value in parts.items()}
    written = ""
    for written in _candidates(code, extended):
        read = read_names(written)
        if read.names == (parts,) and not read.others and not read.losses:
            return written, same
    return written, False


def _candidates(code: Mapping[str, str], extended: bool) -> list[str]:
    if "literal" in code:
        return [f"{{{code['literal']}}}"]
    family, given = code.get("family", ""), code.get("given", "")
    particle, suffix = code.get("non-dropping-particle", ""), code.get("suffix", "")
    jr = f", {suffix}" if suffix else ""
    lead = f"{particle} " if particle else ""
    if not given and not suffix:
        plain, held = f"{lead}{family}", f"{lead}{{{family}}}, {{}}"
    else:
        plain, held = f"{lead}{family}{jr}, {given}", f"{lead}{{{family}}}{', {' + suffix + '}' if suffix else ''}, {{{given}}}"
    named = {"family": family, "given": given, "prefix": particle, "suffix": suffix}
    whole = ", ".join(f"{part}={{{value}}}" for part, value in named.items() if value)
    return [plain, held, *([whole] if extended else [])]


def _parted(value: str, marks: re.Pattern[str]) -> list[str]:
    """``value`` cut at each of ``marks`` that stands in no braces."""
    parts: list[str] = []
    depth = start = 0
    for mark in marks.finditer(value):
        if mark[0] == "{":
            depth += 1
        elif mark[0] == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            parts.append(value[start : mark.start()])
            start = mark.end()
    return [*parts, value[start:]]


def _name(part: str, losses: list[str]) -> Name:
    pieces = [piece.strip() for piece in _parted(part, _COMMA)]
    if all(_PART.match(piece) for piece in pieces):
        return _extended(pieces)
    if len(pieces) == 1:
        if _is_group(part):
            return _filled(literal=part)
        if _INSTITUTION.search(part) and len(part.split()) > 1:
            plain = decode(part).text
            losses.append(f"“{plain[:80]}” was taken for an institution; in braces it would be sure")
            return _filled(literal=part)
        words = [word for word in _parted(part, _GAP) if word]
        cut = next((place for place, word in enumerate(words[:-1]) if _is_small(word)), None)
        if cut is None:
            return _filled(given=" ".join(words[:-1]), family=words[-1] if words else "")
        particle, family = _von_last(words[cut:])
        return _filled(given=" ".join(words[:cut]), particle=particle, family=family)
    if len(pieces) > 3:
        losses.append(f"the name “{decode(part).text[:80]}” has more commas than a name can have")
    particle, family = _von_last([word for word in _parted(pieces[0], _GAP) if word])
    suffix = pieces[1] if len(pieces) > 2 else ""
    given = pieces[-1] if len(pieces) <= 3 else " ".join(pieces[2:])
    return _filled(given=given, particle=particle, family=family, suffix=suffix)


def _von_last(words: list[str]) -> tuple[str, str]:
    """The particle and the family name in "van der Berg": up to the last small word, but the last word is never a particle."""
    if not words or not _is_small(words[0]):
        return "", " ".join(words)
    last = max(place for place, word in enumerate(words) if _is_small(word))
    cut = min(last + 1, len(words) - 1)
    return " ".join(words[:cut]), " ".join(words[cut:])


def _extended(pieces: list[str]) -> Name:
    values: dict[str, str] = {}
    for piece in pieces:
        name, _, value = piece.partition("=")
        values[name.strip().lower()] = value.strip()
    drops = values.get("useprefix", "").strip("{}").lower() == "false"
    return _filled(
        given=values.get("given", ""),
        family=values.get("family", ""),
        suffix=values.get("suffix", ""),
        particle="" if drops else values.get("prefix", ""),
        dropping=values.get("prefix", "") if drops else "",
    )


def _filled(
    *, family: str = "", given: str = "", particle: str = "", dropping: str = "", suffix: str = "", literal: str = ""
) -> Name:
    parts = {
        "family": family,
        "given": given,
        "non-dropping-particle": particle,
        "dropping-particle": dropping,
        "suffix": suffix,
        "literal": literal,
    }
    plain = {part: decode(value).text for part, value in parts.items() if value}
    return {part: value for part, value in plain.items() if value}


def _is_group(part: str) -> bool:
    """Whether one pair of braces holds the whole: ``{World Bank}``, not ``{W}orld {B}ank`` nor ``{\\'E}mile``."""
    if not part.startswith("{") or not part.endswith("}"):
        return False
    depth = 0
    for mark in re.finditer(r"[{}]", part):
        depth += 1 if mark[0] == "{" else -1
        if depth == 0:
            return mark.end() == len(part)
    return False


def _is_small(word: str) -> bool:
    if word.startswith("{") and not word.startswith("{\\"):
        return False  # braces hide the case of what they hold
    first = next((letter for letter in decode(word).text if letter.isalpha()), "")
    return first.islower()
