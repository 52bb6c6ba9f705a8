"""A letter as a page of its own: one file that asks nobody for anything."""

from __future__ import annotations

from html import escape

from letters.document.rendition import Rendition

# The style stands in the file, because the file is mailed and kept; no page of the app uses this.
STYLE = """
:root { color-scheme: light; }
body { margin: 0; padding: 3rem 1.25rem; background: #fff; color: #111; }
.letter, .draft { max-width: 38em; margin: 0 auto; font: 1.0625rem/1.5 Tinos, "Times New Roman", Times, serif; }
.draft { margin-bottom: 2rem; border-bottom: 1px solid; font-weight: 700; text-align: center; }
.letter p, .letter ul, .letter ol, .letter blockquote, .letter address, .table { margin: 0 0 0.9em; }
.letter address { font-style: normal; }
.side-by-side { display: flex; flex-wrap: wrap; gap: 0 3em; }
.subject { font-weight: 700; }
.subject, .cc, .attachments { display: flex; gap: 0.75em; }
.letter .closing { margin-top: 1.8em; break-after: avoid; }
.letter h2, .letter h3, .letter h4 { margin: 1.4em 0 0.4em; font-size: 1em; break-after: avoid; }
.letter h2 { font-size: 1.1em; }
.signatories ul, .cc ul, .attachments ul { padding: 0; list-style: none; }
.signatories li { padding-left: 1em; text-indent: -1em; break-inside: avoid; }
.columns-2 { columns: 2; column-gap: 2em; }
.columns-3 { columns: 3; column-gap: 1.5em; font-size: 0.9em; }
.endnotes { margin-top: 2.5em; border-top: 1px solid; font-size: 0.875em; }
.letter sup { font-size: 0.72em; line-height: 0; }
.letter a { color: #1a4480; overflow-wrap: anywhere; }
.letter sup a, .back { text-decoration: none; }
table { border-collapse: collapse; }
th, td { padding: 0.25em 0.75em 0.25em 0; border-bottom: 1px solid #999; text-align: left; vertical-align: top; }
.right { text-align: right; }
.center { text-align: center; }
.table { overflow-x: auto; }
@media (max-width: 34em) { .columns-2, .columns-3 { columns: 1; } }
@media print { body { padding: 0; } .letter, .draft { max-width: none; font-size: 12pt; } .back { display: none; } }
@page { margin: 1in; }
"""


def page(rendition: Rendition, article: str) -> str:
    """The whole document around the article, marked DRAFT if the rendition is."""
    draft = f'<p class="draft">{escape(rendition.draft)}</p>\n' if rendition.draft else ""
    author = f'<meta name="author" content="{escape(rendition.author)}">\n' if rendition.author else ""
    title = rendition.title or rendition.letter.subject or "Letter"  # a page without a title is not valid (HTML, 4.2.2)
    return (
        f'<!doctype html>\n<html lang="{escape(rendition.letter.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n{author}'
        f"<title>{escape(title)}</title>\n<style>{STYLE}{_running_mark(rendition.draft)}</style>\n</head>\n<body>\n{draft}{article}\n</body>\n</html>\n"
    )


def _running_mark(draft: str) -> str:
    """The mark on every printed page, not on the first alone. Each sign is escaped, so that no word can end the style."""
    if not draft:
        return ""
    words = "".join(f"\\{ord(character):x} " for character in draft)
    return f'@page {{ @top-center {{ content: "{words}"; font: bold 10pt serif; }} }}\n'
