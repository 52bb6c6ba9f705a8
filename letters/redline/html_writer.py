"""A redline as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from letters.document.language import language_of
from letters.redline.html_blocks import BlockWriter
from letters.redline.html_words import WordWriter
from letters.redline.labels import ENGLISH, Labels
from letters.redline.listed import listed_notes
from letters.redline.measure import Field, any_changed, fields_of
from letters.redline.tree import Address, Line, Redline, Run


def as_html(redline: Redline, labels: Labels = ENGLISH, *, whole: bool = False, offset: int = 2, name: str = "change") -> str:
    """The redline as ``<div class="redline letter">``: what went in ``<del>``, what came in ``<ins>``, each with a word that a
    screen reader speaks (class ``unseen``); nothing inline, so that it passes a strict policy.

    Fields, paragraphs and notes that did not change are left out or counted, unless ``whole``. Changed notes are listed at the
    end. Headings are ``offset`` levels below those of the page. Ids begin with ``name``: two redlines on one page need two.
    """
    words = WordWriter(labels, name, language=redline.language[1], whole=whole)
    blocks = BlockWriter(words, labels, offset=offset, whole=whole)
    language = language_of(redline.language[1])
    parts = list(_settings(redline, words))
    for field_name, field in fields_of(redline).items():
        if field_name == "closing":
            parts.append(blocks.blocks(redline.body))
        if whole or any_changed(field):
            parts += _field(field_name, field, words)
    parts.append(_notes(redline, words, offset))
    direction = ' dir="rtl"' if language.rtl else ""
    inner = "\n".join(part for part in parts if part)
    return f'<div class="redline letter" lang="{escape(redline.language[1])}"{direction}>\n{inner}\n</div>'


def _settings(redline: Redline, words: WordWriter) -> Iterator[str]:
    if redline.language[0] != redline.language[1]:
        yield f'<p class="setting"{words.lang}>{escape(words.labels.language(*redline.language))}</p>'
    if redline.layout[0] != redline.layout[1]:
        yield f'<p class="setting"{words.lang}>{escape(words.labels.arrangement)}</p>'


def _field(name: str, field: Field, words: WordWriter) -> Iterator[str]:
    """A paragraph, or one for each recipient, that says which field it is."""
    label = f'<span class="field-name"{words.lang}>{escape(words.labels.fields[name])}:</span>'
    for lines in _paragraphs(field):
        yield f'<p class="{name}">{label} ' + "<br>\n".join(words.run(line) for line in lines) + "</p>"


def _paragraphs(field: Field) -> list[list[Run]]:
    """The lines of each paragraph that a field fills."""
    addresses = [part for part in field if isinstance(part, Address)]
    if addresses:
        return [[line.run for line in address.lines] for address in addresses]
    lines = [part.run for part in field if isinstance(part, Line)]
    run = tuple(part for part in field if not isinstance(part, Line | Address))
    return [lines or [run]] if lines or run else []


def _notes(redline: Redline, words: WordWriter, offset: int) -> str:
    items: list[str] = []
    for note in listed_notes(redline):
        if not words.whole and not note.changed:
            continue
        anchor = words.anchor(note.number, note.fate)
        number = words.number(note.was, note.number)
        back = f'<a class="back" href="#{anchor}-ref" role="doc-backlink" aria-label="↩ {note.number}">↩</a>'
        items.append(f'<li id="{anchor}"><span class="note-number">{number}.</span> {words.run(note.run)} {back}</li>')
    if not items:
        return ""
    level = min(1 + offset, 6)
    title = f"<h{level}{words.lang}>{escape(words.labels.notes)}</h{level}>"
    body = "\n".join(items)
    return f'<section class="endnotes" role="doc-endnotes">\n{title}\n<ul>\n{body}\n</ul>\n</section>'
