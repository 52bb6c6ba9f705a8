"""The addendum of an edition: a short letter that says only what came to the letter since the edition before.

It is a tree like any letter, so every writer writes it, in the same typeface, with the same list.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from campaign.editions import words
from campaign.editions.changes import changes
from campaign.editions.words import Before
from letters.document.nodes import Block, Letter, Paragraph, SignatoryBlock, Text, arranged
from letters.document.rendition import Rendition, Signatories


def addendum(
    letter: Letter,
    before: Before,
    earlier: Signatories,
    later: Signatories,
    *,
    title: str,
    author: str,
    moment: datetime,
) -> Rendition:
    """The addendum that leads from the list ``earlier`` to ``later`` under ``letter``, closed at ``moment`` (UTC).

    To whom it goes is the letter's own affair: its recipients, its salutation, its copies.
    """
    changed = changes(earlier, later)
    about, language = letter.subject or title, letter.language
    body: list[Block] = [_said(words.opening(about, letter.date, author, earlier.count, before, language))]
    if changed.added.count:
        body += [_said(words.added(changed.added, later.count, language)), SignatoryBlock()]
    if changed.removed.count:
        body.append(_said(words.removed(changed.removed, later.count, language, alone=not changed.added.count)))
    proof = words.proof(before, language)
    if proof:
        body.append(_said(proof))
    whole = replace(
        letter,
        body=tuple(body),
        date=words.day(moment, before.timezone, language),
        delivery=(),
        subject=words.heading(about, language),
        closing="",
        attachments=(),
    )
    return Rendition(whole, title=words.heading(title, language), moment=moment, signatories=changed.added, author=author)


def marked(letter: Letter, mark: str) -> Letter:
    """``letter`` (resolved) with ``mark`` under its list, wherever its author put that."""
    if not mark:
        return letter
    blocks = arranged(letter)
    place = blocks.index(SignatoryBlock()) + 1
    note = Paragraph((Text(mark, em=True),))  # set apart from the letter's own words
    return replace(letter, body=(*blocks[:place], note, *blocks[place:]))


def _said(sentence: str) -> Paragraph:
    return Paragraph((Text(sentence),))
