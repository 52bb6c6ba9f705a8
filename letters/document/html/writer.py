"""The letter as HTML: its parts in the order of a letter, notes at its end, everything that a person typed escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from letters.document.html.blocks import blocks
from letters.document.html.inline import inline
from letters.document.html.page import page
from letters.document.language import Language, language_of
from letters.document.nodes import Block, CCBlock, Letter, NumberedNote, SignatoryBlock, arranged
from letters.document.rendition import Rendition, Signatories, SignatoryGroup
from letters.document.walk import inlines_of


def write(rendition: Rendition, *, standalone: bool = False, heading_offset: int = 1) -> str:
    """The letter as ``<article class="letter">``, or with ``standalone`` as a whole page with its own style.

    ``heading_offset`` moves the headings below those of the page that holds the article. Takes a resolved letter; raises
    ValueError for one that is not. Nothing is inline (no style, no script) in the article, so that it passes a strict policy.
    """
    letter = rendition.letter
    language = language_of(letter.language)
    parts = [*_head(letter, language), *_body(rendition, language, heading_offset), _notes(letter, language, heading_offset)]
    direction = ' dir="rtl"' if language.rtl else ""
    article = f'<article class="letter" lang="{escape(letter.language)}"{direction}>\n' + _joined(parts) + "\n</article>"
    return page(rendition, article) if standalone else article


def _joined(parts: Sequence[str]) -> str:
    return "\n".join(part for part in parts if part)


def _lines(lines: Sequence[str]) -> str:
    return "<br>\n".join(escape(line) for line in lines)


def _head(letter: Letter, language: Language) -> list[str]:
    recipients = "\n".join(f"<address>{_lines(lines)}</address>" for lines in letter.recipients)
    layout = "recipients side-by-side" if letter.recipient_layout == "side by side" else "recipients"
    return [
        f'<p class="date">{escape(letter.date)}</p>' if letter.date else "",
        f'<p class="delivery">{_lines(letter.delivery)}</p>' if letter.delivery else "",
        f'<div class="{layout}">\n{recipients}\n</div>' if recipients else "",
        f'<p class="subject"><span>{language.words.subject}</span> {escape(letter.subject)}</p>' if letter.subject else "",
        f'<p class="salutation">{escape(letter.salutation)}</p>' if letter.salutation else "",
    ]


def _body(rendition: Rendition, language: Language, offset: int) -> list[str]:
    """The body with the signatories and the copies where :func:`letters.document.nodes.arranged` puts them."""
    letter = rendition.letter
    parts: list[str] = []
    waiting: list[Block] = []

    def flush() -> None:
        if waiting:
            parts.append(f'<div class="body">\n{blocks(waiting, offset)}\n</div>')
            waiting.clear()

    for block in arranged(letter):
        if isinstance(block, SignatoryBlock):
            flush()
            parts.append(f'<p class="closing">{escape(letter.closing)}</p>' if letter.closing else "")
            parts.append(_signatories(rendition.signatories, language, offset))
        elif isinstance(block, CCBlock):
            flush()
            attachment = language.words.attachments if len(letter.attachments) > 1 else language.words.attachment
            parts.append(_labelled("cc", language.words.copies, letter.cc))
            parts.append(_labelled("attachments", attachment, letter.attachments))
        else:
            waiting.append(block)
    flush()
    return parts


def _signatories(signatories: Signatories, language: Language, offset: int) -> str:
    if not signatories.count:
        return ""
    groups = "\n".join(_group(group, signatories.columns, language, offset) for group in signatories.groups if group.lines)
    label = escape(language.words.signatories)
    return f'<section class="signatories" id="signatories" aria-label="{label}">\n{groups}\n</section>'


def _group(group: SignatoryGroup, columns: int, language: Language, offset: int) -> str:
    level = min(1 + offset, 6)
    title = f"<h{level}>{escape(group.title)}</h{level}>\n" if group.title else ""
    note = f'<p class="note">{escape(group.note)}</p>\n' if group.note else ""
    lines = "\n".join(
        f'<li dir="auto">{escape(line.name)}'
        + (f'<span class="detail">{language.words.comma}{escape(line.detail)}</span>' if line.detail else "")
        + "</li>"
        for line in group.lines
    )
    return f'{title}{note}<ul class="columns-{columns}">\n{lines}\n</ul>'


def _labelled(name: str, label: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    items = "\n".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<div class="{name}">\n<p>{label}</p>\n<ul>\n{items}\n</ul>\n</div>'


def _notes(letter: Letter, language: Language, offset: int) -> str:
    notes = [node for node in inlines_of(letter.body) if isinstance(node, NumberedNote)]
    if not notes:
        return ""
    level = min(1 + offset, 6)
    items = "\n".join(
        f'<li id="note-{note.number}">{inline(note.content)} '
        f'<a class="back" href="#ref-{note.number}" role="doc-backlink" aria-label="↩ {note.number}">↩</a></li>'
        for note in notes
    )
    title = f"<h{level}>{escape(language.words.endnotes)}</h{level}>"
    return f'<section class="endnotes" id="notes" role="doc-endnotes">\n{title}\n<ol>\n{items}\n</ol>\n</section>'
