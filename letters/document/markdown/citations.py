"""The grammar of a bracket with citations: ``[See @key, p. 15; see also @other, at 3 (parenthetical)]``.

After pandoc (Pandoc User's Guide, "Citation syntax"): citations are parted by semicolons; each has an optional prefix, a
key, an optional locator after the first comma, and a suffix. Ours are the signal at the head of the prefix, the
parenthetical at the end of the suffix, and backslash escapes everywhere. A locator that does not look like one is written in
braces: ``@key, {p. the last}``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from letters.document.markdown.masks import HIDDEN, KEY, Masked, masked
from letters.document.nodes import Citation, Locator
from letters.document.signals import LABELS, is_signal, signal_at_head


@dataclass(frozen=True, slots=True)
class Read:
    """The citations of a bracket, and a sentence for each thing that a citation cannot hold."""

    citations: tuple[Citation, ...]
    losses: tuple[str, ...]


_KEY = re.compile(rf"(?<!\w)(-?){KEY}")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3})(?=[^\s*_])([^*_]{1,200}?)(?<=\S)\1(?![\w*])")
_LABEL = "|".join(f"(?P<{label}>{words})" for label, words in LABELS.items())
_CLAUSES = r"(?:\([0-9A-Za-z]{1,8}\))"
_ITEM = rf"(?:(?:[A-Za-z]{{1,4}}-(?=[0-9]))?(?=[A-Za-z]{{0,4}}[0-9])[0-9A-Za-z]++(?:[.:][0-9A-Za-z]++)*+{_CLAUSES}*+)"
_ROMAN = r"(?:(?=[ivxlcdm])m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})(?![0-9A-Za-z]))"
_RANGE = rf"(?:{_ITEM}|{_ROMAN})(?: ?[-–—] ?(?:{_ITEM}|{_ROMAN}|{_CLAUSES}++))*+"
_NUMBERS = rf"{_RANGE}(?:(?:, ?| ?& ?){_RANGE}(?=$|,| ?&| \())*+"
"""Numbers as they are cited: "15", "3-4", "12(a)(1)", "iv, vi & 9". What follows a comma counts only if it cannot be words."""
_LABELLED = re.compile(rf"(?:{_LABEL}) ?(?P<value>{_NUMBERS})(?=$|[\s,;:.)])", re.IGNORECASE)
_BARE = re.compile(rf"(?P<value>(?=[0-9]){_NUMBERS})(?= ?(?:$|,| \())")
_IN_BRACES = re.compile(r"\{([^{}]*)\}")
_LABELLED_WORDS = re.compile(rf"(?:{_LABEL})(?: +|(?<=[§¶]))(?P<value>.+)", re.IGNORECASE)
_COMMA = re.compile(r" *, *")


def read_citations(raw: str) -> Read | None:
    """The citations in ``raw``, what stands between the brackets; None if it names no source."""
    losses: list[str] = []
    source = _without_emphasis(masked(raw), losses)
    parts: list[Masked] = []
    start = 0
    for end in [*(match.start() for match in re.finditer(";", source.mask)), len(source.mask)]:
        part = source[start:end]
        # What names no source belongs to the citation before it, or to the prefix of the first.
        if parts and not (_KEY.search(part.mask) and _KEY.search(parts[-1].mask)):
            parts[-1] = Masked(f"{parts[-1].text};{part.text}", f"{parts[-1].mask};{part.mask}")
        else:
            parts.append(part)
        start = end + 1
    if not _KEY.search(parts[0].mask):
        return None
    citations = tuple(_citation(part, losses) for part in parts)
    return Read(citations, tuple(losses)) if all(citation.source for citation in citations) else None


def _without_emphasis(source: Masked, losses: list[str]) -> Masked:
    """``source`` without emphasis marks: a signal is printed in italics anyway, and no other part of a citation holds marks."""
    text: list[str] = []
    mask: list[str] = []
    end = 0
    inside_keys = {place for key in _KEY.finditer(source.mask) for place in range(key.start(), key.end())}
    for match in _EMPHASIS.finditer(source.mask):
        if not inside_keys.isdisjoint((match.start(), match.end() - 1)):
            continue  # an underscore of a key
        words = source.text[match.start(2) : match.end(2)]
        if not is_signal(words):
            losses.append(f"The emphasis on “{words}” in a citation was dropped; the words are kept.")
        text += (source.text[end : match.start()], words)
        mask += (source.mask[end : match.start()], match[2])
        end = match.end()
    return Masked("".join([*text, source.text[end:]]), "".join([*mask, source.mask[end:]]))


def _citation(source: Masked, losses: list[str]) -> Citation:
    match = _KEY.search(source.mask)
    assert match is not None
    key = source.text[match.start() + len(match[1]) + 1 : match.end()]
    if match[0][len(match[1]) + 1] == "{":
        key = key[1:-1]
    if match[1]:
        losses.append(f"“-@{key}” asks for a citation without its author; it is given whole.")
    lead = source[: match.start()].stripped()
    cut = signal_at_head(lead.mask)
    signal = " ".join(word for word in lead.text[:cut].split(" ") if word)
    prefix = lead[cut:].stripped().text
    rest = source[match.end() :]
    if other := _KEY.search(rest.mask):
        losses.append(
            f"“{rest.text[other.start() : other.end()]}” is not parted from “@{key}” by a semicolon; it is kept as words."
        )
    locator, label, rest = _locator(rest)
    suffix, parenthetical = _parenthetical(rest.stripped())
    return Citation(
        key.strip(),
        signal=signal,
        prefix=prefix,
        locator=locator,
        label=label,
        suffix=suffix,
        parenthetical=parenthetical,
    )


def _locator(rest: Masked) -> tuple[str, Locator, Masked]:
    comma = _COMMA.match(rest.mask)
    if comma is None:
        return "", "page", rest
    after = rest[comma.end() :]
    if braces := _IN_BRACES.match(after.mask):
        inside = after[braces.start(1) : braces.end(1)].stripped()
        if inside:
            words = _LABELLED_WORDS.fullmatch(inside.mask)
            locator = inside[words.start("value") :].stripped() if words else inside
            return locator.text, _label(words), after[braces.end() :]
    match = _LABELLED.match(after.mask) or _BARE.match(after.mask)
    if match is None:
        return "", "page", rest
    value = after.text[match.start("value") : match.end("value")]
    return value, _label(match), after[match.end("value") :]


def _label(match: re.Match[str] | None) -> Locator:
    for label in LABELS:
        if match is not None and match.groupdict().get(label):
            return label
    return "page"


def _parenthetical(suffix: Masked) -> tuple[str, str]:
    """The suffix and the parenthetical at its end: the last brackets, if a space or nothing stands before them."""
    depth = 0
    if suffix.mask.endswith(")"):
        for place in range(len(suffix.mask) - 1, -1, -1):
            depth += {")": 1, "(": -1}.get(suffix.mask[place], 0)
            if depth == 0:
                inside = suffix[place + 1 : -1].stripped().text
                if inside and (place == 0 or suffix.mask[place - 1] == " "):
                    return suffix[:place].stripped().text, inside
                break
    return suffix.text, ""


def is_plain_key(source: str) -> bool:
    """Whether ``source`` can stand after ``@`` without braces."""
    return HIDDEN not in source and re.fullmatch(KEY, f"@{source}") is not None and not source.startswith("{")
