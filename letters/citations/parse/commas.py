"""Author, title and container told apart where neither quotation marks nor italics do it."""

from __future__ import annotations

import re

from letters.citations.parse.addresses import slug_words
from letters.citations.parse.draft import Draft, tidy
from letters.citations.parse.parts import Element, elements_of, first_place, in_slug, is_site
from letters.citations.parse.people import institutions, leading_authors, natural_authors
from letters.citations.parse.words import CITIES, OUTLETS, is_organization, is_person, prose


def by_commas(draft: Draft) -> None:
    """No marks: names at the head are authors, an outlet or institution at the end is the container, the rest is the title.

    The address helps: its host is often the container's name, and the words of its path are often the title's.
    """
    elements = elements_of(draft, first_place(draft.rest), len(draft.rest))
    elements = [
        element for element in elements if re.search(r"[A-Za-z]{2}", element.text) or re.fullmatch(r"\W*X\W*", element.text)
    ]
    elements = [
        element for element in elements if element.text.strip(" .,:;") not in ("at", "in", "from", "available", "online")
    ]
    if not elements:
        return
    if draft.item.get("type") == "post" and "author" in draft.item:
        draft.set("container", tidy(elements[-1].text), 0.85)
        return
    by = next((element for element in elements[1:] if element.text.startswith("by ") and is_person(element.text[3:])), None)
    if by is not None and "author" not in draft.item:
        draft.set("author", natural_authors(by.text[3:]), 0.85)
        elements = [element for element in elements if element is not by]
    if "author" not in draft.item and len(elements) > 1 and len(elements[0].text.split()) < 4:
        year = re.fullmatch(r"\s?\((?:19|20)\d\d[a-z]?\)[,:]?\s?", draft.text[elements[0].end : elements[1].start])
        if year and elements[1].breaks:
            draft.set("author", institutions(elements[0].text), 0.75)  # "Eurofound (2020), Employee monitoring …"
            elements = [Element(elements[1].start, elements[1].end, elements[1].text, False), *elements[2:]]
    elements = _joined(elements)
    if len(elements) > 2 and tidy(elements[-1].text) in CITIES:
        draft.set("publisher-place", tidy(elements[-1].text), 0.8)
        elements = elements[:-1]
    texts = [element.text for element in elements]
    slug = slug_words(draft.url) if draft.url else frozenset()
    count = 0
    if "author" not in draft.item:
        count = leading_authors(texts)
        if count == len(elements):
            count = count - 1 if count > 1 or not draft.url else count
        if count and in_slug(texts[0], slug) > 0.7 and len(slug) > 3 and count < 2:
            count = 0
        named = next((index for index in range(1, count) if in_slug(texts[index], slug) > 0.7 and len(slug) > 2), count)
        if len(elements) - count == 1 and count > 1 and (is_site(texts[-1], draft.url) or texts[-1].lower() in OUTLETS):
            named = min(
                named, count - 1
            )  # "Lauren Kirchner, Machine Bias, ProPublica": the last that looks like a name is the title.
        count = named
        if not count and re.search(r"\b(?:et al\.?|and others)$", texts[0]) and len(texts) > 1:
            draft.set("author", institutions(texts[0]), 0.75)
            elements, texts = elements[1:], texts[1:]
    if count and len(elements) > count + 1 and elements[count].text in _COLUMNS:
        # "Jane Smith, Note, The Limits of Consent": a student's piece or a column (Bluebook rules 16.7, 16.6(b)).
        draft.set("genre", elements[count].text, 0.8)
        elements = elements[:count] + elements[count + 1 :]
    last = len(elements)
    body = elements[count:]
    tail = 0
    named_hint = "container" in draft.item or "container-title" in draft.item
    if len(body) == 2 and not count and "author" not in draft.item and _author_first(draft, body, slug):
        tail = 0
    elif len(body) > 1 and not named_hint:
        tail = _tail_of(body, slug, draft.url)
        headed = not count and "author" not in draft.item and _institution(body[0].text) > 0.5 and prose(body[0].text) < 0.5
        if (
            headed
            and tail
            and not is_site(body[-1].text, draft.url)
            and is_organization(body[-1].text) < 0.6
            and not body[-1].breaks
        ):
            tail = 0  # An institution and then its work; what stands last is no institution, so it is the work's.
    elif len(body) > 1 and body[-1].breaks and not named_hint:
        tail = 1
    if not count and "author" not in draft.item and len(body) - tail > 1:
        first = body[0].text
        score = _institution(first)
        if score > 0.5 and len(first.split(", ")[0].split()) < 10 and in_slug(first, slug) < 0.8 and prose(first) < 0.5:
            count = 1
            body = elements[1:]
    if count and "author" not in draft.item:
        known = natural_authors(", ".join(texts[:count]))
        draft.set("author", known or institutions(texts[0]), 0.8 if known else 0.7)
    last = len(elements) - tail
    if last <= count:
        return
    first_break = next((index for index in range(count + 1, last) if elements[index].breaks), last)
    start, end = elements[count].start, elements[first_break - 1].end
    title = tidy(draft.text[start:end])
    support = in_slug(title, slug) if slug else 0.0
    draft.set("title", title, 0.65 + 0.25 * (support > 0.5))
    draft.eat(start, end)
    if tail:
        name = ", ".join(tidy(element.text) for element in elements[last:])
        name = re.sub(r"^(?:in|via|for|by) (?=[A-Z])", "", name)
        dated = re.fullmatch(r"(?P<name>.*[a-z]\S*) (?P<year>(?:19|20)\d\d)", name)
        if dated and "issued" not in draft.item:
            name = dated["name"]
            draft.set("issued", {"date-parts": [[int(dated["year"])]]}, 0.75)
        if "author" not in draft.item and is_person(name) and (re.match(r"[A-Z]\. ", name) or title.startswith("Report of")):
            draft.set("author", natural_authors(name), 0.75)
            return
        draft.set("container", name, 0.65 + 0.2 * (is_organization(name) > 0.6))
    elif first_break < last and not named_hint:
        draft.set("container", tidy(elements[first_break].text), 0.6)


_UNIT = re.compile(
    r"(?:Div(?:ision|\.)|Off(?:ice|\.)|Bureau|Ctr\.|Center|Dep[’']t|Department|Branch|Section|Directorate)$|"
    r"^(?:U\.S\. )?(?:Office|Off\.|Bureau|Division|Department|Dep[’']t|Directorate) "
)
_COLUMNS = frozenset(
    (
        "Note",
        "Comment",
        "Case Note",
        "Recent Case",
        "Book Review",
        "Editorial",
        "Opinion",
        "Op-Ed",
        "Guest Essay",
        "Commentary",
        "Essay",
    )
)


def _joined(elements: list[Element]) -> list[Element]:
    """An institution whose own name has commas as one part ("National Academies of Sciences, Engineering, and Medicine"), or
    one that stands with its division ("U.S. Dep't of Justice, Civil Rights Div.")."""
    if len(elements) > 2 and not elements[1].breaks:
        head, unit = elements[0], elements[1]
        if is_organization(head.text) > 0.5 and is_organization(unit.text) > 0.6 and _UNIT.search(unit.text):
            return [Element(head.start, unit.end, f"{head.text}, {unit.text}", head.breaks), *elements[2:]]
    for index, element in enumerate(elements[1:4], 1):
        if element.breaks:
            break
        if re.match(r"(?:and|&) \S", element.text):
            whole = elements[: index + 1]
            short = all(len(part.text.split()) < 4 for part in whole[1:])
            if short and index > 1 and is_organization(elements[0].text) > 0.5 and len(elements) > index + 1:
                name = ", ".join(part.text for part in whole)
                return [Element(whole[0].start, whole[-1].end, name, whole[0].breaks), *elements[index + 1 :]]
            break
    return elements


def _institution(text: str) -> float:
    """How much ``text`` is an institution, with its division or without."""
    return max(is_organization(text), is_organization(text.split(", ")[0]))


def _author_first(draft: Draft, body: list[Element], slug: frozenset[str]) -> bool:
    """Of two elements, whether the first is an institution that wrote the second, not a title with its publisher behind it."""
    first, last = body[0].text, body[1].text
    between = draft.text[body[0].end : body[1].start]
    numbered = str(draft.item.get("number", "\x00")) in between
    if (body[1].breaks and not numbered) or is_site(last, draft.url):
        return False
    if numbered:
        return True  # "Cong. Rsch. Serv., R46735, Section 230: An Overview": the number follows who gave it.
    score = _institution(first)
    if is_site(first, draft.url) and in_slug(first, slug) < 0.6:
        return True
    if len(first.split()) < 5 and len(last.split()) > 4 and is_organization(last) < 0.3 and in_slug(first, slug) < 0.6:
        return True  # A short unknown name, then a long title: "No Kid Hungry, Summer Meals: A Review of the Evidence".
    if score <= 0.5 or prose(first) > 0.5 or ":" in first:
        return False
    if slug and in_slug(last, slug) > in_slug(first, slug) + 0.3:
        return True
    if re.search(r"\bNo\. ?\d", last):
        return True
    if score >= is_organization(last) and len(last.split()) > 5 and is_organization(last) < 0.9:
        return True
    return score > is_organization(last) or ":" in last or len(last.split()) > 2 * len(first.split())


def _tail_of(body: list[Element], slug: frozenset[str], url: str) -> int:
    """How many elements at the end are the container."""
    last = body[-1].text
    shared = in_slug(last, slug)
    site = is_site(last, url)
    score = is_organization(last)
    if (
        not site
        and score < 0.9
        and ((shared > 0.7 and len(slug) > 3) or (prose(last) > 0.6 and score < 0.5) or last[:1].islower())
    ):
        return 0
    if len(last.split()) > 14 and score < 0.9:
        return 0
    if re.match(r"(?:and|or|but|&) ", last, re.IGNORECASE):
        return 0
    count = 1
    while (
        count < len(body) - 1
        and (site or score > 0.5)
        and is_organization(body[-1 - count].text) > 0.6
        and in_slug(body[-1 - count].text, slug) < 0.6
        and len(body[-1 - count].text.split()) < 9
    ):
        count += 1
    return count
