"""Writing a string of citations as a bracket that reads back as the same citations."""

from __future__ import annotations

import re

from letters.document.markdown.citations import is_plain_key, read_citations
from letters.document.markdown.errors import MarkdownError
from letters.document.markdown.masks import ENTITY
from letters.document.nodes import Citation, Cite
from letters.document.signals import WRITTEN

_MARKS = re.compile(rf"[\\\[\]@;*`^]|(?<![^\W_])_|_(?![^\W_])|(?={ENTITY})&|<(?=\S)")
_SEVERAL = re.compile(r"[-–—,&]")


def write_cite(cite: Cite) -> str:
    """``cite``, in its normal form, as ``[…]``. What needs no escape gets none."""
    return "[" + "; ".join(_written(citation) for citation in cite.citations) + "]"


def _written(citation: Citation) -> str:
    for candidate in _candidates(citation):
        read = read_citations(candidate)
        if read is not None and read.citations == (citation,) and not read.losses:
            return candidate
    raise MarkdownError(f"The citation of “{citation.source}” cannot be written as Markdown.")


def _candidates(citation: Citation) -> list[str]:
    """The citation written ever more safely, beginning with the most readable."""
    plain = {
        "prefix": _escaped(citation.prefix),
        "suffix": _escaped(citation.suffix),
        "parenthetical": _escaped(citation.parenthetical),
    }
    closed = {
        "prefix": _entities(citation.prefix[:1]) + _escaped(citation.prefix[1:]),
        "suffix": _hidden_suffix(citation.suffix),
        "parenthetical": re.sub(r"[()]", r"\\\g<0>", plain["parenthetical"]),
    }
    numbers = _locator(citation)
    braces = _locator_in_braces(citation, re.sub(r"[{}]", r"\\\g<0>", _escaped(citation.locator)))
    whole = {name: _entities(getattr(citation, name)) for name in plain}
    return [
        _joined(citation, numbers, **plain),
        _joined(citation, braces, **plain),
        _joined(citation, numbers, **{**plain, "prefix": closed["prefix"]}),
        _joined(citation, braces, **{**closed, "prefix": plain["prefix"]}),
        _joined(citation, braces, **closed),
        _joined(citation, _locator_in_braces(citation, _entities(citation.locator)), **whole),
    ]


def _joined(citation: Citation, locator: str, *, prefix: str, suffix: str, parenthetical: str) -> str:
    key = citation.source if is_plain_key(citation.source) else "{" + _entities(citation.source, keep=r"[^\W_]|[:/.?=-]") + "}"
    tail = suffix if suffix.startswith(",") or not suffix else f" {suffix}"
    words = [word for word in (citation.signal, prefix) if word]
    return " ".join([*words, f"@{key}{locator}{tail}", *([f"({parenthetical})"] if parenthetical else [])])


def _locator(citation: Citation) -> str:
    if not citation.locator:
        return ""
    one, several = WRITTEN[citation.label]
    return f", {several if _SEVERAL.search(citation.locator) else one} {_escaped(citation.locator)}"


def _locator_in_braces(citation: Citation, words: str) -> str:
    return f", {{{WRITTEN[citation.label][0]} {words}}}" if words else ""


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\g<0>", text)


def _hidden_suffix(suffix: str) -> str:
    """``suffix`` with the first word and every bracket out of the grammar's sight: it begins like a locator, or ends like a
    parenthetical."""
    head = re.match(r"[,\s]*\S?", suffix)
    cut = head.end() if head else 0
    first = suffix[max(cut - 1, 0) : cut]
    return suffix[: max(cut - 1, 0)] + _entities(first) + re.sub(r"[()]", r"\\\g<0>", _escaped(suffix[cut:]))


def _entities(text: str, keep: str = r"\s") -> str:
    return "".join(character if re.fullmatch(keep, character) else f"&#{ord(character)};" for character in text)
