"""The number of signatories in the place of every count, or a word for it where there is nothing to count."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TypeVar, get_args

from letters.document.language import language_of
from letters.document.nodes import Count, Counted, Inline, Inlines, Letter, Note, NoteInline, NumberedNote
from letters.document.normal import normal_run
from letters.document.walk import map_runs, runs_of

_N = TypeVar("_N", Inline, NoteInline)


BY_STATE: frozenset[Counted] = frozenset({"organizations_in_state", "individuals_in_state", "signatories_in_state"})
"""The counts that are another number for each recipient."""


def counts_by_state(letter: Letter) -> bool:
    """Whether ``letter``, stored or resolved, says how many have signed from the recipient's state."""
    return any(_holds(content, BY_STATE) for content in runs_of(letter.body))


def counted(letter: Letter, numbers: Mapping[Counted, int]) -> Letter:
    """``letter``, stored or resolved, with text in the place of its counts, as if somebody had typed the right number.

    A count of none prints as "[number]": before anybody has signed, and wherever the list is not shown. Such a copy tells
    nothing about the list, and "the undersigned 0 organizations" is a sentence that nobody wants in a letter. A count by state
    that ``numbers`` does not have prints as "[number by state]": that copy is for nobody in particular. Where it is known, none
    is "0", because that is what its recipient is told.
    """
    if not any(_holds(content) for content in runs_of(letter.body)):
        return letter
    words = {of: _said(letter.language, of, numbers.get(of)) for of in get_args(Counted)}

    def said(node: _N) -> _N:
        return node.said(words[node.of]) if isinstance(node, Count) else node

    def inside(node: Inline) -> Inline:
        if isinstance(node, Note | NumberedNote):
            return replace(node, content=tuple(map(said, node.content)))
        return said(node)

    def change(content: Inlines) -> Inlines:
        return normal_run([inside(node) for node in content]) if _holds(content) else content

    return replace(letter, body=map_runs(letter.body, change))


def _said(language: str, of: Counted, number: int | None) -> str:
    if of not in BY_STATE:
        return number_in(language, number or 0)
    if number is None:
        return language_of(language).words.number_by_state
    return number_in(language, number) if number else "0"


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


def _holds(content: Inlines, of: Collection[Counted] = get_args(Counted)) -> bool:
    return any(
        (isinstance(node, Count) and node.of in of)
        or (isinstance(node, Note | NumberedNote) and any(isinstance(part, Count) and part.of in of for part in node.content))
        for node in content
    )
