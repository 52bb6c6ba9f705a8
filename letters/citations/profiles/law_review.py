"""Law-review style: author, title in italics, where and when; afterwards ``Short name, supra note N, at P``.

The shapes are those of the letters that policy coalitions send. They follow the order of The Bluebook (21st ed., rules 10 to
18) but keep titles in one typeface and give the web address last, so that no locator is lost behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from letters.citations.csl import Item, field, kind, names
from letters.citations.dates import LONG_MONTHS, MONTHS, date, year
from letters.citations.profiles.profile import Body, Line, Profile, authors
from letters.citations.style import Style
from letters.document.nodes import Locator, Text

_GLYPHS: dict[str, tuple[str, str]] = {
    "section": ("§ ", "§§ "),
    "paragraph": ("¶ ", "¶¶ "),
    "note": ("n.", "nn."),
    "figure": ("fig. ", "figs. "),
    "chapter": ("ch. ", "chs. "),
    "table": ("tbl. ", "tbls. "),
    "line": ("l. ", "ll. "),
    "part": ("pt. ", "pts. "),
}


def locator_text(locator: str, label: Locator) -> str:
    """A locator as a citation prints it: "at 15", "§ 4", "¶¶ 4-6", "n.5"; empty for none."""
    if not locator:
        return ""
    if label == "page":
        return f"at {locator}"
    return _GLYPHS[label][several(locator, label)] + locator


def several(locator: str, label: Locator) -> bool:
    """Whether a locator names more than one place."""
    # A hyphen inside a section number is part of it ("§ 20-114"); everywhere else it makes a range ("¶¶ 4-6").
    marks = ("–", ",", "&") if label == "section" else ("-", "–", ",", "&")
    return any(mark in locator for mark in marks)


def _body(item: Item, style: Style, in_sentence: bool) -> Body:
    sort = kind(item)
    if sort == "legal_case":
        return _case(item)
    if sort in _LEGAL:
        return _LEGAL[sort](item, style, in_sentence)
    return Body(tuple(_SHAPES.get(sort, _general)(item, style)))


def _lead(item: Item, style: Style) -> Line:
    line = Line().add(authors(names(item, "author"), item, style))
    return line.add(field(item, "title"), italic=True)


def _issued(item: Item, style: Style) -> str:
    return date(item, "issued", LONG_MONTHS if style.months == "long" else MONTHS)


def _bracketed(text: str) -> str:
    return f"({text})" if text else ""


def _general(item: Item, style: Style) -> list[Text]:
    line = _lead(item, style).add(field(item, "container-title"))
    line.add(field(item, "publisher") or field(item, "authority"))
    return line.close(_bracketed(_issued(item, style))).runs


def _news(item: Item, style: Style) -> list[Text]:
    return _lead(item, style).add(field(item, "container-title")).add(_issued(item, style)).runs


def _magazine(item: Item, style: Style) -> list[Text]:
    return _lead(item, style).add(field(item, "container-title"), italic=True).add(_issued(item, style)).runs


def _journal(item: Item, style: Style) -> list[Text]:
    volume, issue = field(item, "volume"), field(item, "issue")
    counted = " ".join((f"Vol. {volume}" if volume else "", f"No. {issue}" if issue else "")).strip()
    line = _lead(item, style).add(field(item, "container-title"), italic=True).add(counted).add(field(item, "page"))
    return line.close(_bracketed(_issued(item, style))).runs


def _book(item: Item, style: Style) -> list[Text]:
    edition = field(item, "edition")
    line = _lead(item, style).add(_ordinal(edition) + " ed." if edition else "").add(field(item, "publisher"))
    return line.close(_bracketed(_issued(item, style))).runs


def _chapter(item: Item, style: Style) -> list[Text]:
    line = _lead(item, style)
    if field(item, "container-title"):
        line.add("in").add(field(item, "container-title"), italic=True, joint=" ")
    editors = names(item, "editor")
    if editors:
        line.close(f"({authors(editors, item, style, of='editor')} {'eds.' if len(editors) > 1 else 'ed.'})")
    return line.add(field(item, "publisher")).add(field(item, "page")).close(_bracketed(_issued(item, style))).runs


def _thesis(item: Item, style: Style) -> list[Text]:
    line = _lead(item, style).close(_bracketed(_issued(item, style)))
    return line.close(_bracketed(", ".join(part for part in (field(item, "genre"), field(item, "publisher")) if part))).runs


def _case(item: Item) -> Body:
    """Rule 10: ``A v. B, 512 F.3d 100, 104 (9th Cir. 2019)``; a case that is in no reporter goes by its number."""
    reporter = " ".join(part for part in (field(item, "volume"), field(item, "container-title"), field(item, "page")) if part)
    court = " ".join(part for part in (field(item, "authority"), year(item)) if part)
    line = Line().add(field(item, "title"), italic=True).add(reporter or field(item, "number"))
    return Body(tuple(line.runs), (Text(f" ({court})"),), "page") if court else Body(tuple(line.runs))


def takes_article(item: Item) -> str:
    """The article before a named act that continues a sentence: "This includes the Taps Act"; empty for anything else."""
    title = field(item, "title")
    named = title.lower().startswith(("the ", "an act", "a "))
    return "the" if kind(item) in ("legislation", "bill") and title and not named else ""


def _legislation(item: Item, _: Style, in_sentence: bool) -> Body:
    """Rule 12: ``Taps Act, Pub. L. No. 117-263, § 4, 136 Stat. 2395 (2022)``, ``42 U.S.C. § 1983 (2018)``; what ``note`` says
    instead, where a law is cited in a way of its own."""
    article = takes_article(item) if in_sentence else ""
    line = Line().add(f"{article} {field(item, 'title')}".strip())
    cited = field(item, "note")
    if cited:
        return Body(tuple(line.add(cited).runs))
    section, number = field(item, "section"), field(item, "number")
    collected = " ".join(part for part in (field(item, "volume"), field(item, "container-title"), field(item, "page")) if part)
    sign = f"{'§§' if several(section, 'section') else '§'} {section}" if section else ""
    if number:
        line.add(("Pub. L. No. " if _PUBLIC_LAW.fullmatch(number) else "No. ") + number).add(sign).add(collected)
    else:
        line.add(" ".join(part for part in (collected, sign) if part))
    tail = (Text(f" ({year(item)})"),) if year(item) else ()
    # A code is cited by its section: whichever citation names one puts it where the source has none of its own.
    return Body(tuple(line.runs), tail, "section" if collected and not section and not number else "")


_PUBLIC_LAW = re.compile(r"\d{2,3}[-–]\d+")
"""How public laws of the United States are numbered: the Congress and a count."""


def _bill(item: Item, style: Style, in_sentence: bool) -> Body:
    number = field(item, "number")
    if field(item, "note") or not number:
        return _legislation(item, style, in_sentence)
    # Rule 13.2: name, number, which Congress, year.
    line = Line().add(field(item, "title")).add(number).add(field(item, "chapter-number") or field(item, "authority"))
    line.add(f"§ {field(item, 'section')}" if field(item, "section") else "")
    return Body(tuple(line.close(_bracketed(year(item))).runs))


def _regulation(item: Item, style: Style, _: bool) -> Body:
    """Rule 14.2: ``Title, 89 Fed. Reg. 1234 (Jan. 5, 2024)``, ``6 C.F.R. § 5.12 (2024)``; else as a report."""
    volume, register, section = field(item, "volume"), field(item, "container-title"), field(item, "section")
    if not (volume and register):
        return Body(tuple(_general(item, style)))
    page = field(item, "page")
    line = Line().add(field(item, "title"), italic=bool(page))
    if section:
        line.add(f"{volume} {register} {'§§' if several(section, 'section') else '§'} {section}")
        return Body(tuple(line.close(_bracketed(year(item))).runs))
    if page:  # a register goes by its pages, a code by its sections
        runs = tuple(line.add(f"{volume} {register} {page}").runs)
        issued = _issued(item, style)
        return Body(runs, (Text(f" ({issued})"),), "page") if issued else Body(runs)
    tail = (Text(f" ({year(item)})"),) if year(item) else ()
    return Body(tuple(line.add(f"{volume} {register}").runs), tail, "section")


def _ordinal(edition: str) -> str:
    if not (edition.isascii() and edition.isdigit()):
        return edition.removesuffix(" ed.").removesuffix(" edition")
    number = int(edition[-6:])
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "d", 3: "d"}.get(number % 10, "th")
    return f"{edition}{ending}"  # "2d" and "3d", as legal writing has it (rule 6.2(b))


_SHAPES: dict[str, Callable[[Item, Style], list[Text]]] = {
    "article-newspaper": _news,
    "article-magazine": _magazine,
    "article-journal": _journal,
    "book": _book,
    "chapter": _chapter,
    "paper-conference": _chapter,
    "thesis": _thesis,
}

_LEGAL: dict[str, Callable[[Item, Style, bool], Body]] = {
    "legislation": _legislation,
    "bill": _bill,
    "regulation": _regulation,
}

LAW_REVIEW = Profile(
    body=_body,
    locator=locator_text,
    back=(Text(", "), Text("supra", em=True), Text(" note ")),
    again=Text("Id.", em=True),
    again_inside=Text("id.", em=True),
)
