"""Plain style, for readers who are no lawyers: author, title, publisher, date, address; then ``Short name, note N above``.

No Latin, no glyphs, nothing in italics but the title, and the same shape for every type of source.
"""

from __future__ import annotations

from letters.citations.csl import Item, field, kind, names
from letters.citations.dates import LONG_MONTHS, MONTHS, date
from letters.citations.profiles.law_review import several, takes_article
from letters.citations.profiles.profile import Body, Line, Profile, authors
from letters.citations.short import NEVER_SUPRA
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


def _body(item: Item, style: Style, in_sentence: bool) -> Body:
    line = Line().add(authors(names(item, "author"), item, style, cut=" and others"))
    article = takes_article(item) if in_sentence else ""
    line.add(article).add(field(item, "title"), italic=True, joint=" " if article else ", ")
    if kind(item) in NEVER_SUPRA:
        _law(line, item)
    else:
        volume, whole = field(item, "volume"), field(item, "container-title")
        line.add(whole).add(f"volume {volume}" if volume and whole else "")
        line.add(field(item, "publisher") or field(item, "authority"))
    return Body(tuple(line.add(date(item, "issued", LONG_MONTHS if style.months == "long" else MONTHS)).runs))


def _law(line: Line, item: Item) -> None:
    """Where a law or a judgment is found has to be said as lawyers say it, or nobody finds it: "88 Av. 2d 412"."""
    if cited := field(item, "note"):
        line.add(cited)
        return
    found = (field(item, name) for name in ("volume", "container-title", "page"))
    numbered = " ".join(part for part in (field(item, "genre"), field(item, "number")) if part)
    # A bare "20-114" tells nobody what it counts; a docket number and the number of a bill do.
    telling = field(item, "genre") or kind(item) != "regulation"
    line.add(" ".join(part for part in found if part) or (numbered if telling else ""))
    line.add(locator_text(field(item, "section"), "section"))
    line.add(field(item, "publisher") or field(item, "authority"))


PLAIN = Profile(
    body=_body,
    locator=locator_text,
    back=(Text(", note "),),
    back_after=" above",
    again=Text("The same"),
    again_inside=Text("the same"),
    again_joint=", ",
)
