"""The full form of a source, type by type, as runs.

The shapes are those of the letters that policy coalitions send: a law review's order (author, title in italics, where, when)
with the web address last so that the locator is not lost behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from letters.citations.csl import Item, Name, date, field, kind, names, year
from letters.document.nodes import Locator, Text

SCHOLARLY = frozenset({"article-journal", "book", "chapter", "paper-conference", "thesis"})
"""Types whose fourth author makes the list "et al."; news and reports name everybody."""

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


@dataclass(frozen=True, slots=True)
class Full:
    """A full citation in the three pieces between which other things go: the locator stands between body and address."""

    body: tuple[Text, ...]
    address: tuple[Text, ...] = ()
    after: str = ""
    """What follows the address: " (last accessed …)"."""

    def with_locator(self, locator: str) -> tuple[Text, ...]:
        """The whole, with ``locator`` ("at 15") in its place."""
        runs = list(self.body)
        if locator:
            runs.append(Text(f", {locator}"))
        if self.address:
            runs.extend((Text(", "), *self.address))
        if self.after:
            runs.append(Text(self.after))
        return tuple(runs)


def locator_text(locator: str, label: Locator) -> str:
    """A locator as a citation prints it: "at 15", "§ 4", "¶¶ 4-6", "n.5"; empty for none."""
    if not locator:
        return ""
    if label == "page":
        return f"at {locator}"
    # A hyphen inside a section number is part of it ("§ 20-114"); everywhere else it makes a range ("¶¶ 4-6").
    marks = ("–", ",", "&") if label == "section" else ("-", "–", ",", "&")
    several = any(mark in locator for mark in marks)
    return _GLYPHS[label][several] + locator


def authors(people: tuple[Name, ...], scholarly: bool) -> str:
    """Names in the order of the source, joined by commas; more than three scholars become "et al."."""
    if scholarly and len(people) > 3:
        return f"{people[0].full}, et al."
    return ", ".join(person.full for person in people)


def full_form(item: Item, *, in_sentence: bool = False) -> Full:
    """The full form of ``item`` (a CSL-JSON object).

    ``in_sentence`` tells that the citation continues a sentence of the note ("This includes …"), where a named act takes its
    article. A ``custom.full`` list of runs (``text``, ``italic``, ``href``) replaces the rule's output: for the source that a
    coordinator wants printed otherwise, or whose publisher has a style of its own.
    """
    override = _override(item)
    if override is not None:
        return override
    body = _SHAPES.get(kind(item), _general)(item, in_sentence)
    url = field(item, "URL") or _doi_address(item)
    address = (Text(url, href=url),) if url.startswith(("http://", "https://")) else (Text(url),) if url else ()
    accessed = date(item, "accessed")
    undated = not date(item, "issued")
    after = f" (last accessed {accessed})" if url and undated and accessed else ""
    return Full(tuple(body), address, after)


def _doi_address(item: Item) -> str:
    doi = field(item, "DOI")
    return f"https://doi.org/{doi}" if doi else ""


def _override(item: Item) -> Full | None:
    custom = item.get("custom")
    listed = custom.get("full") if isinstance(custom, Mapping) else None
    if not isinstance(listed, list):
        return None
    runs = [
        Text(str(run["text"]), em=run.get("italic") is True, href=field(run, "href") or None)
        for run in listed
        if isinstance(run, Mapping) and isinstance(run.get("text"), str) and run["text"]
    ]
    if not runs:
        return None
    place = next((index for index, run in enumerate(runs) if run.href), None)
    if place is None or place == 0:
        return Full(tuple(runs))
    before = runs[:place]
    # The comma in front of the address belongs to the joint, not to the body: the locator goes between the two.
    before[-1] = Text(before[-1].text.removesuffix(", "), before[-1].em)
    body = tuple(run for run in before if run.text)
    return Full(body, (runs[place],), "".join(run.text for run in runs[place + 1 :]))


class _Line:
    """A citation being put together: pieces joined by commas, each a run or several."""

    def __init__(self) -> None:
        self.runs: list[Text] = []

    def add(self, text: str, *, italic: bool = False, joint: str = ", ") -> _Line:
        if text:
            if self.runs:
                self.runs.append(Text(joint))
            self.runs.append(Text(text, em=italic))
        return self

    def close(self, text: str) -> _Line:
        """Something that follows without a comma, such as the date in brackets."""
        if text:
            self.runs.append(Text(f" {text}" if self.runs else text))
        return self


def _lead(item: Item) -> _Line:
    line = _Line().add(authors(names(item, "author"), kind(item) in SCHOLARLY))
    return line.add(field(item, "title"), italic=True)


def _dated(item: Item) -> str:
    issued = date(item, "issued")
    return f"({issued})" if issued else ""


def _general(item: Item, _: bool) -> list[Text]:
    line = _lead(item).add(field(item, "container-title"))
    line.add(field(item, "publisher") or field(item, "authority"))
    return line.close(_dated(item)).runs


def _news(item: Item, _: bool) -> list[Text]:
    return _lead(item).add(field(item, "container-title")).add(date(item, "issued")).runs


def _magazine(item: Item, _: bool) -> list[Text]:
    return _lead(item).add(field(item, "container-title"), italic=True).add(date(item, "issued")).runs


def _journal(item: Item, _: bool) -> list[Text]:
    volume, issue = field(item, "volume"), field(item, "issue")
    counted = " ".join((f"Vol. {volume}" if volume else "", f"No. {issue}" if issue else "")).strip()
    line = _lead(item).add(field(item, "container-title"), italic=True).add(counted)
    return line.close(_dated(item)).runs


def _book(item: Item, _: bool) -> list[Text]:
    edition = field(item, "edition")
    line = _lead(item).add(_ordinal(edition) + " ed." if edition else "").add(field(item, "publisher"))
    return line.close(_dated(item)).runs


def _chapter(item: Item, _: bool) -> list[Text]:
    line = _lead(item)
    if field(item, "container-title"):
        line.add("in ").runs.append(Text(field(item, "container-title"), em=True))
    editors = names(item, "editor")
    if editors:
        line.close(f"({authors(editors, True)} {'eds.' if len(editors) > 1 else 'ed.'})")
    return line.add(field(item, "publisher")).close(_dated(item)).runs


def _case(item: Item, _: bool) -> list[Text]:
    reporter = " ".join(part for part in (field(item, "volume"), field(item, "container-title"), field(item, "page")) if part)
    court = " ".join(part for part in (field(item, "authority"), year(item)) if part)
    line = _Line().add(field(item, "title"), italic=True).add(reporter or field(item, "number"))
    return line.close(f"({court})" if court else "").runs


def _legislation(item: Item, in_sentence: bool) -> list[Text]:
    title = field(item, "title")
    named = title.lower().startswith(("the ", "an act", "a "))
    line = _Line().add(("the " if in_sentence and title and not named else "") + title)
    cited = field(item, "note")
    if not cited:
        section = field(item, "section")
        collected = " ".join(part for part in (field(item, "volume"), field(item, "container-title")) if part)
        number = field(item, "number")
        parts = [collected, f"No. {number}" if number and not collected else "", f"§ {section}" if section else ""]
        cited = " ".join(part for part in parts if part)
        passed = year(item)
        line.add(cited)
        return line.close(f"({passed})" if passed else "").runs
    return line.add(cited).runs


def _ordinal(edition: str) -> str:
    if not edition.isdigit():
        return edition.removesuffix(" ed.").removesuffix(" edition")
    number = int(edition)
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "d", 3: "d"}.get(number % 10, "th")
    return f"{number}{ending}"  # "2d" and "3d", as legal writing has it (Bluebook 6.2(b))


_SHAPES: dict[str, Callable[[Item, bool], list[Text]]] = {
    "article-newspaper": _news,
    "article-magazine": _magazine,
    "article-journal": _journal,
    "book": _book,
    "chapter": _chapter,
    "paper-conference": _chapter,
    "legal_case": _case,
    "legislation": _legislation,
    "bill": _legislation,
}
