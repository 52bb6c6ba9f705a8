"""Author, title and container told apart where neither quotation marks nor italics do it."""

from __future__ import annotations

import re

from letters.citations.parse.addresses import slug_words
from letters.citations.parse.draft import Draft, tidy
from letters.citations.parse.heads import COLUMNS, ROLE, SERIES, bare_name
from letters.citations.parse.parts import NO_ELEMENT, Element, elements_of, first_place
from letters.citations.parse.people import UNIT, institution, institutions, leading_authors, natural_authors
from letters.citations.parse.places import is_place
from letters.citations.parse.splits import best_split
from letters.citations.parse.words import is_organization, is_person


def by_commas(draft: Draft) -> None:
    """No marks: names at the head are authors, an outlet or institution at the end is the container, the rest is the title.

    The address helps: its host is often the container's name, and the words of its path are often the title's.
    """
    elements = _listed(draft)
    if not elements:
        return
    if draft.item.get("type") == "post" and "author" in draft.item:
        draft.set("container", tidy(elements[-1].text), 0.85)
        return
    elements = _bylines(draft, elements)
    within = next((element for element in elements[1:] if re.match(r"[Ii]n:? (?:[Tt]he )?[A-ZÀ-Þ]", element.text)), None)
    if within is not None and "container" not in draft.item:
        draft.set("container-title", tidy(re.sub(r"^[Ii]n:? ", "", within.text)), 0.8)
        draft.set("type", "chapter", 0.75)
        elements = [element for element in elements if element.start < within.start]
    slug = slug_words(draft.url) if draft.url else frozenset()
    named = "container" in draft.item or "container-title" in draft.item
    split = best_split(
        elements,
        draft.url,
        slug,
        authors="author" not in draft.item,
        container=not named,
        numbered=_numbered(draft, elements),
        journal=_in_volume(draft),
    )
    start, end = elements[split.title_start].start, elements[split.title_end - 1].end
    title = tidy(draft.text[start:end])
    sure = max(0.4, min(0.9, 0.45 + 0.3 * split.score / len(elements)))
    texts = [element.text for element in elements]
    place = ", ".join(tidy(element.text) for element in elements[split.tail :])
    if split.people:
        joined = ", ".join(texts[: split.people])
        draft.set("author", natural_authors(joined) or institutions(joined), 0.8)
        if split.institution:
            draft.set("container", tidy(texts[split.people]), 0.7)
    elif split.institution:
        draft.set("author", institutions(texts[0]), sure)
    draft.set("title", title, sure)
    draft.eat(start, end)
    if place:
        _set_place(draft, place, title, sure)


def _listed(draft: Draft) -> list[Element]:
    """The elements that may be author, title or container: without scraps, asides, series and places of publication."""
    found = [
        element
        for element in elements_of(draft, first_place(draft.rest), len(draft.rest))
        if (re.search(r"[A-Za-zÀ-ÿ]{2}", element.text) or re.fullmatch(r"\W*X\W*", element.text))
        and not NO_ELEMENT.fullmatch(element.text.strip(" .,:;"))
    ]
    if len(found) > 2 and not found[1].breaks:
        head, unit = found[0], found[1]
        if is_organization(head.text) > 0.5 and UNIT.search(unit.text) and len(unit.text.split()) < 9:
            found = [Element(head.start, unit.end, f"{head.text}, {unit.text}", head.breaks), *found[2:]]
    found = _together(draft, found)
    for element in found[1:]:
        series = SERIES.fullmatch(element.text)
        if series and len(found) > 2:
            draft.set("number", series["number"], 0.8)
            found.remove(element)
            break
    if len(found) > 1 and bare_name(found[0].text) != found[0].text:
        head = found[0]
        found[0] = Element(head.start, head.end, bare_name(head.text), head.breaks)
    if len(found) > 2 and found[0].text in COLUMNS:
        draft.set("genre", found[0].text, 0.8)
        found = found[1:]
    while len(found) > 2 and any(is_place(element.text) for element in found[2:]):
        place = next(element for element in reversed(found[2:]) if is_place(element.text))
        draft.set("publisher-place", tidy(place.text), 0.8)
        found.remove(place)
    return found


def _bylines(draft: Draft, elements: list[Element]) -> list[Element]:
    """Authors known by more than their commas: "by Jane Doe", "Eurofound (2020), …", "Smith et al., …", with their office."""
    if "author" in draft.item:
        return elements
    by = next((element for element in elements[1:] if element.text.startswith("by ") and is_person(element.text[3:])), None)
    if by is not None:
        draft.set("author", natural_authors(by.text[3:]), 0.85)
        return [element for element in elements if element is not by]
    first = elements[0]
    if len(elements) > 1 and len(first.text.split()) < 4:
        year = re.fullmatch(r"\s?\((?:19|20)\d\d[a-z]?\)[,:]?\s?", draft.text[first.end : elements[1].start])
        if year and elements[1].breaks:
            draft.set("author", institutions(first.text), 0.75)
            follow = elements[1]
            return [Element(follow.start, follow.end, follow.text, False), *elements[2:]]
    if len(elements) < 2:
        return elements
    count = leading_authors([element.text for element in elements])
    if not count and re.search(r"\b(?:et al\.?|and others)$", first.text):
        draft.set("author", institutions(first.text), 0.75)
        return elements[1:]
    if count and len(elements) > count + 1:
        office = elements[count].text
        if office in COLUMNS:
            # "Jane Smith, Note, The Limits of Consent": a student's piece or a column (Bluebook rules 16.7, 16.6(b)).
            draft.set("genre", office, 0.8)
            return elements[:count] + elements[count + 1 :]
        if ROLE.match(office) and ":" not in office:
            draft.set("author", natural_authors(", ".join(element.text for element in elements[:count])), 0.85)
            after = elements[count + 1 :]
            if len(after) > 1 and is_organization(after[0].text) > 0.6:
                return after[1:]  # "Merrick Garland, Att'y Gen., U.S. Dep't of Justice, General Policies": where he holds it.
            return after
    return elements


def _numbered(draft: Draft, elements: list[Element]) -> int:
    """Before which element the number of a report stood; -1 for none."""
    number = str(draft.item.get("number", ""))
    if not number:
        return -1
    for index, element in enumerate(elements[1:], 1):
        if element.breaks and number in draft.text[elements[index - 1].end : element.start]:
            return index
    return -1


def _in_volume(draft: Draft) -> bool:
    """Whether a volume or an issue was read: a journal then stands at the end of what is left."""
    return "volume" in draft.item or "issue" in draft.item


def _set_place(draft: Draft, place: str, title: str, sure: float) -> None:
    """The container that stands last; it may bring a year or be the author after all ("…, U. S. Grant")."""
    name = re.sub(r"^(?:in|via|for|by) (?=[A-Z])", "", place)
    dated = re.fullmatch(r"(?P<name>.*[a-z]\S*) (?P<year>(?:19|20)\d\d)", name)
    if dated and "issued" not in draft.item:
        name = dated["name"]
        draft.set("issued", {"date-parts": [[int(dated["year"])]]}, 0.75)
    if "author" not in draft.item and is_person(name) and (re.match(r"[A-Z]\. ", name) or title.startswith("Report of")):
        draft.set("author", natural_authors(name), 0.75)
        return
    draft.set("container", name, sure)


def _together(draft: Draft, found: list[Element]) -> list[Element]:
    """Take several institutions at the head, the last after "and", as authors: "ACLU, Amnesty, and FIDH, Title"."""
    if "author" in draft.item:
        return found
    for last in range(1, min(7, len(found) - 1)):
        closing = re.sub(r"^(?:and|&) ", "", found[last].text)
        if found[last].breaks:
            break
        ends = [institution(closing)] if closing != found[last].text else institutions(closing)
        if closing == found[last].text and len(ends) < 2:
            continue
        names = [*(institution(element.text) for element in found[:last]), *ends]
        if _are_bodies([name.get("literal", "") for name in names]):
            draft.set("author", names, 0.75)
            draft.eat(found[0].start, found[last].end)
            return found[last + 1 :]
        break
    return found


def _are_bodies(names: list[str]) -> bool:
    """Whether ``names`` are institutions each of its own; one of them may be of a kind that no word tells."""
    sure = sum(is_organization(name) >= 0.6 for name in names)
    whole = all(len(name.split()) > 1 or name.isupper() for name in names)
    return whole and sure >= max(2, len(names) - 1) and not any(UNIT.search(name) for name in names[1:])
