"""Writing the content of a paragraph, heading, cell or note as Markdown.

What is written is read again at once, and written more cautiously until it reads as it should: first with stars and few
escapes, then with tags, at last with every mark escaped. So the usual text stays pleasant, and the strange one right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from letters.document.markdown.check import Place, reads_as
from letters.document.markdown.citation_writer import write_cite
from letters.document.markdown.errors import MarkdownError
from letters.document.markdown.escapes import escaped, wholly_escaped, with_safe_edges, with_safe_start
from letters.document.markdown.masks import ENTITY
from letters.document.markdown.stars import Star, with_stars, with_tags
from letters.document.nodes import Break, Cite, Count, Inline, Note, NoteInline, NoteLink, NumberedNote, Text, XRef
from letters.document.spans import Close, Mark, Open, spans

_ADDRESS = re.compile(r"https?:[^<>\s]*", re.IGNORECASE)
_MAIL = re.compile(r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*")
_GUARDED = re.compile(r"(?<!\\)(?P<pairs>(?:\\\\)*)(?P<mark>[!^])$")
_CLOSING_HASHES = re.compile(r"(?:(?<=\s)|^)(?=#+$)")

Event = Open | Close | Inline | NoteInline


def write_run(content: Sequence[Inline | NoteInline], place: Place) -> str:
    """``content``, in its normal form and not empty, as Markdown for ``place``. Only a break gives more than one line."""
    cautious = _pieces(content, place, wholly=True)
    pleasant = _pieces(content, place, wholly=False)
    for text in (with_stars(pleasant), with_tags(pleasant), with_tags(cautious)):
        written = _settled(text, place)
        if reads_as(written, content, place):
            return written
    raise MarkdownError("A paragraph of this letter cannot be written as Markdown.")


def _settled(text: str, place: Place) -> str:
    """``text`` made safe at the ends and starts of its lines."""
    text = with_safe_edges(text)
    if place == "heading":
        return _CLOSING_HASHES.sub(r"\\", text)
    if place == "cell":
        return text
    return "\n".join(with_safe_start(line) for line in text.split("\n"))


def _pieces(content: Sequence[Inline | NoteInline], place: Place, *, wholly: bool) -> list[str | Star]:
    """``content`` written out, but for the ends of emphasis."""
    events = list(spans(content, notes_inside=True))
    pieces: list[str | Star] = []
    opened: list[int] = []
    in_link = False
    count = 0
    place_in = 0
    while place_in < len(events):
        event = events[place_in]
        following = events[place_in + 1 : place_in + 3]
        place_in += 1
        match event:
            case Open(Mark("link", href)):
                if bare := _bare_link(href, following):
                    pieces.append(bare)
                    place_in += 2
                else:
                    _guard(pieces, "!^")
                    pieces.append("[")
                    in_link = True
            case Close(Mark("link", href)):
                pieces.append(f"]({_destination(href)})")
                in_link = False
            case Open(Mark("underline")):
                pieces.append("<u>")
            case Close(Mark("underline")):
                pieces.append("</u>")
            case Open(Mark(kind)):
                count += 1
                opened.append(count)
                pieces.append(Star(kind, True, count))
            case Close(Mark(kind)):
                pieces.append(Star(kind, False, opened.pop()))
            case Text(text):
                written = wholly_escaped(text) if wholly else escaped(text, in_link=in_link)
                after_number = place_in > 1 and isinstance(events[place_in - 2], XRef | Cite)
                pieces.append("\\" + written if after_number and written.startswith("(") else written)
            case Count():
                pieces.append(event.typed)
            case Break():
                pieces.append("\\\n" if place in ("paragraph", "note") else "<br>")
            case Note(name):
                before_bracket = bool(following) and isinstance(after := following[0], Text) and after.text.startswith("(")
                _guard(pieces, "!^" if before_bracket else "^")
                pieces.append(f"[^{name}]")
            case XRef(target):
                _guard(pieces, "^")
                pieces.append(f"[#{target}]")
            case Cite():
                _guard(pieces, "^")
                pieces.append(write_cite(event))
            case NumberedNote() | NoteLink():
                raise MarkdownError("A resolved letter is not written as Markdown: numbers are never stored.")
    return pieces


def _guard(pieces: list[str | Star], marks: str) -> None:
    """Escape a mark at the end of ``pieces`` that would make something else of the bracket to come: ``![`` or ``^[``."""
    last = pieces[-1] if pieces else ""
    if isinstance(last, str) and (match := _GUARDED.search(last)) and match["mark"] in marks:
        pieces[-1] = f"{last[:-1]}\\{match['mark']}"


def _bare_link(href: str, following: Sequence[Event]) -> str:
    """``<address>`` where the text of a link is its address, else nothing."""
    if len(following) == 2 and isinstance(text := following[0], Text) and isinstance(following[1], Close):
        if text.text == href and _ADDRESS.fullmatch(href):
            return f"<{href}>"
        if f"mailto:{text.text}" == href and _MAIL.fullmatch(text.text):
            return f"<{text.text}>"
    return ""


def _destination(href: str) -> str:
    written = re.sub(ENTITY, lambda match: f"&amp;{match[0][1:]}", href)
    depth = deepest = 0
    for character in href:
        depth += {"(": 1, ")": -1}.get(character, 0)
        deepest = max(deepest, depth)
        if depth < 0:
            break
    return written if depth == 0 and deepest < 10 else f"<{written}>"
