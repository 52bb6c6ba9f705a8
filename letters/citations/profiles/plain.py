"""Plain style, for readers who are no lawyers: author, title, publisher, date, address; then ``Short name, note N above``.

No Latin, no glyphs, nothing in italics but the title, and the same shape for every type of source.
"""

from __future__ import annotations

from letters.citations.csl import Item, field, names
from letters.citations.dates import LONG_MONTHS, MONTHS, date
from letters.citations.profiles.law_review import several
from letters.citations.profiles.profile import Body, Line, Profile, authors
from letters.citations.style import Style
from letters.document.nodes import Locator, Text

_WORDS: dict[str, tuple[str, str]] = {
    "page": ("p.", "pp."),
    "section": ("section", "sections"),
    "paragraph": ("paragraph", "paragraphs"),
    "note": ("note", "notes"),
    "figure": ("figure", "figures"),
    "chapter": ("chapter", "chapters"),
    "table": ("table", "tables"),
    "line": ("line", "lines"),
    "part": ("part", "parts"),
}


def locator_text(locator: str, label: Locator) -> str:
    """A locator in words: "p. 15", "sections 4, 5"; empty for none."""
    return f"{_WORDS[label][several(locator, label)]} {locator}" if locator else ""


def _body(item: Item, style: Style, _: bool) -> Body:
    line = Line().add(authors(names(item, "author"), item, style, cut=" and others"))
    line.add(field(item, "title"), italic=True)
    volume, register = field(item, "volume"), field(item, "container-title")
    where = f"{volume} {register}" if volume and field(item, "section") else register
    line.add(where).add(f"volume {volume}" if volume and register and where == register else "")
    line.add(f"section {field(item, 'section')}" if field(item, "section") else "")
    line.add(field(item, "page") if field(item, "type") == "legal_case" else "")
    line.add(field(item, "publisher") or field(item, "authority"))
    return Body(tuple(line.add(date(item, "issued", LONG_MONTHS if style.months == "long" else MONTHS)).runs))


PLAIN = Profile(
    body=_body,
    locator=locator_text,
    back=(Text(", note "),),
    back_after=" above",
    again=Text("The same"),
    again_inside=Text("the same"),
    again_joint=", ",
)
