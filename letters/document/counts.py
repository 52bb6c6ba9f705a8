"""The number of signatories in the place of every count, or a word for it where there is nothing to count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from letters.document.language import language_of
from letters.document.nodes import Count, Counted, Inline, Inlines, Letter, Note, NoteInline, NumberedNote
from letters.document.normal import normal_run
from letters.document.walk import map_runs, runs_of

_N = TypeVar("_N", Inline, NoteInline)


def counted(letter: Letter, numbers: Mapping[Counted, int]) -> Letter:
    """``letter``, stored or resolved, with text in the place of its counts, as if somebody had typed the right number.

    A count of none prints as "[number]": before anybody has signed, and wherever the list is not shown. Such a copy tells
    nothing about the list, and "the undersigned 0 organizations" is a sentence that nobody wants in a letter.
    """
    if not any(_holds(content) for content in runs_of(letter.body)):
        return letter
    words = {of: number_in(letter.language, number) for of, number in numbers.items()}

    def said(node: _N) -> _N:
        return node.said(words[node.of]) if isinstance(node, Count) else node

    def inside(node: Inline) -> Inline:
        if isinstance(node, Note | NumberedNote):
            return replace(node, content=tuple(map(said, node.content)))
        return said(node)

    def change(content: Inlines) -> Inlines:
        return normal_run([inside(node) for node in content]) if _holds(content) else content

    return replace(letter, body=map_runs(letter.body, change))


def number_in(language: str, number: int) -> str:
    """``number`` as it is written in ``language``, a BCP 47 tag ("1,204"; "1.204" in German); the word for it where it is 0."""
    if not number:
        return language_of(language).words.number
    if number < 1000:
        return str(number)
    return _grouped(language, number)


def _grouped(language: str, number: int) -> str:
    from babel import Locale, UnknownLocaleError  # late: most letters hold no count, and most counts have three digits
    from babel.numbers import format_decimal

    parts = language.split("-")
    for tag in ("-".join(parts), parts[0]):
        try:
            return format_decimal(number, locale=Locale.parse(tag, sep="-"))
        except (ValueError, UnknownLocaleError):
            continue
    return f"{number:,}"


def _holds(content: Inlines) -> bool:
    return any(
        isinstance(node, Count)
        or (isinstance(node, Note | NumberedNote) and any(isinstance(part, Count) for part in node.content))
        for node in content
    )
