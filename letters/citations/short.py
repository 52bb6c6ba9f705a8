"""The short form of a source that an earlier note cites in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from letters.citations.csl import Item, custom, field, kind, names, others
from letters.document.nodes import Text

NEVER_SUPRA = frozenset({"legal_case", "legislation", "bill", "regulation", "treaty", "legal_commentary"})
"""The Bluebook, rule 4.2: *supra* is not for cases, statutes, regulations and the like; they are cited in full again."""


def short_name(item: Item) -> Text:
    """Under which name a source goes after its first citation: what the coordinator set (``custom.short``), else its authors'
    family names, else its publisher, else its title."""
    chosen = field(custom(item), "short")
    if chosen:
        return Text(chosen)
    people = names(item, "author")
    if len(people) > 2:
        return Text(f"{people[0].short} et al.")
    if people and others(item, "author"):
        return Text(f"{people[0].short} et al.")
    if people:
        return Text(" & ".join(person.short for person in people))
    publisher = field(item, "publisher") or field(item, "authority")
    return Text(publisher) if publisher else Text(_title(item), em=True)


def hereinafter(item: Item) -> str:
    """The short name that the first citation announces ("[hereinafter …]", rule 4.2(b)); empty unless the coordinator asks for
    it (``custom.hereinafter``)."""
    asked = custom(item).get("hereinafter") is True and kind(item) not in NEVER_SUPRA
    return short_name(item).text if asked else ""


def ambiguous(named: Iterable[tuple[Item, Text]]) -> frozenset[str]:
    """The short names, case folded, that more than one of the sources goes under: those take their title along."""
    counted = Counter(name.text.casefold() for item, name in named if kind(item) not in NEVER_SUPRA)
    return frozenset(name for name, count in counted.items() if count > 1)


def short_form(item: Item, name: Text, shared: bool) -> tuple[Text, ...]:
    """What stands before *supra*: the short name, with the title when another cited source goes under the same (``shared``)."""
    title = _title(item) if shared else ""
    if title and title != name.text:
        return (name, Text(", "), Text(title, em=True))
    return (name,) if name.text else (Text(field(item, "id")),)


def _title(item: Item) -> str:
    return field(item, "title-short") or field(item, "title")
