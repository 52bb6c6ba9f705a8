"""Rules for what is left when everything with a mark of its own is out: author, title, container."""

from __future__ import annotations

import re

from letters.citations.parse.addresses import slug_words
from letters.citations.parse.commas import by_commas
from letters.citations.parse.draft import EATEN, Draft, tidy
from letters.citations.parse.heads import set_authors
from letters.citations.parse.looks import body, work
from letters.citations.parse.parts import NO_ELEMENT, dates_in, elements_of, first_place
from letters.citations.parse.people import institutions, leading_authors, natural_authors
from letters.citations.parse.places import is_place
from letters.citations.parse.scan import survey
from letters.citations.parse.words import OUTLETS, is_organization, is_person


def title_and_container(draft: Draft) -> None:
    """Author, title and container out of what is left: by quotation marks, by italics, else by commas."""
    if draft.container_hint:
        draft.set("container", draft.container_hint, 0.85)
    if draft.done:
        return
    if _by_quotation(draft) or _by_italics(draft):
        return
    by_commas(draft)


def _by_quotation(draft: Draft) -> bool:
    scene = survey(draft.rest)
    start = first_place(draft.rest)
    for low, high in scene.quotes:
        before = draft.rest[start:low].rstrip()
        after = draft.rest[high : high + 2]
        inner = draft.rest[low + 1 : high - 1]
        apart = (not before or before[-1] in ",.:;)" + EATEN) and (
            after[:1] in ",.;:()[" + EATEN
            or not after.strip()
            or after[1:2] in "([" + EATEN
            or inner[-1:] in ",.?!"
            or after[1:2].isupper()
            or draft.rest[high : high + 4] == " in "
        )
        italic = any(begin < low and high < end for begin, end in draft.italics)
        if not apart or italic or len(inner) < 3 or (len(inner.split()) < 2 and before and "," in before[:-1]):
            continue
        onward = re.match(r":\s[^,\x00“”(]{4,160}?(?=,|\x00|\s\(|$)", draft.rest[high:])
        if onward and draft.rest[high + 2 : high + 6] != "http":
            # “Waiting for Justice”: Migrant Workers in Qatar. The quotation is the head of the title.
            high += onward.end()
            draft.set("title", tidy(draft.text[low:high] + " "), 0.9)
        draft.set("title", tidy(draft.text[low + 1 : high - 1]), 0.85 if onward else 0.95)
        names = draft.rest[start:low]
        draft.eat(low, high)
        if names.strip(" ,." + EATEN) and "author" not in draft.item:
            set_authors(draft, names)
        _set_container(draft, high, len(draft.rest))
        return True
    return False


def _byline(draft: Draft, start: int, end: int) -> int:
    """Authors who stand behind the title ("“Title,” by A, B, NPR"; "“Title,” A, The Times"); gives where they end."""
    listed = [element for element in elements_of(draft, start, end) if re.search(r"[A-Za-z]", element.text)]
    by = bool(listed) and listed[0].text.startswith("by ")
    texts = [
        re.sub(r"^by (?:the (?=Editorial))?", "", element.text) if index == 0 else element.text
        for index, element in enumerate(listed)
    ]
    count = leading_authors(texts)
    if count > 1 and count == len(listed) and by:
        count -= 1  # "“Title,” by Marta Quiñones, Arizona Daily Star": the outlet may have the shape of a name.
    if not count or (not by and count >= len(listed)):
        return start
    if not by and ("author" in draft.item or is_organization(texts[0]) > 0.4):
        return start
    joined = ", ".join(texts[:count])
    draft.set("author", natural_authors(joined) or institutions(joined), 0.85)
    last = listed[count - 1]
    draft.eat(listed[0].start, last.end)
    return last.end


_EDITED = re.compile(r"(?P<names>[^()\x00]{3,120}?)\s\((?:[Ee]ds?\.?)\),?\s")


def _set_container(draft: Draft, start: int, end: int, sure: float = 0.88) -> None:
    """The container between ``start`` and ``end``: the first element that is one, with a second where it belongs to it."""
    start = _byline(draft, start, end)
    text = draft.rest[start:end]
    within = re.match(r"[\s,.\x00]*in:? (?=[A-Z])", text)
    if within:
        start += within.end()
        draft.set("type", "chapter", 0.8)
        edited = _EDITED.match(draft.rest, start)
        if edited:
            draft.set("editor", natural_authors(edited["names"]), 0.85)
            start = edited.end()
        book = elements_of(draft, start, end)
        if book and not [low for low, _ in draft.italic_spans() if low >= start]:
            first = next(
                (index for index, part in enumerate(book[1:], 1) if part.breaks or re.match(r"eds?\b|edited", part.text)),
                len(book),
            )
            name = tidy(draft.text[book[0].start : book[first - 1].end])
            draft.set("container-title", re.sub(r",? (?:pp?\. )?\d+[–-]\d+$", "", name), 0.9)
            return
    spans = [(low, high) for low, high in draft.italic_spans() if low >= start]
    if spans and "container-title" not in draft.item:
        low, high = spans[0]
        between = elements_of(draft, start, low)
        name = tidy(re.sub(r",?\s\d{1,4}(?:\(\d+\))?$", "", draft.text[low:high]))
        if not between or len(draft.text[low:high].split()) > 1 or is_organization(name) > 0.4:
            draft.set("container", name, 0.93)
            if within:
                draft.set("container-title", name, 0.93)
            draft.eat(low, high)
            if within:
                return
            return
    elements = [
        element
        for element in elements_of(draft, start, end)
        if re.search(r"[A-Za-z]", element.text) and not NO_ELEMENT.fullmatch(element.text.strip(" .,:;"))
    ]
    if len(elements) > 1 and is_place(elements[0].text):
        draft.set("publisher-place", tidy(elements[0].text), 0.8)
        elements = elements[1:]
    if len(elements) == 1 and is_place(elements[0].text) and not elements[0].text.startswith("The "):
        draft.set("publisher-place", tidy(elements[0].text), 0.8)
        return
    elements = [
        element
        for element in elements
        if not re.fullmatch(
            r"(?:available|accessed|retrieved|online|at|from|and|in|of|on|p|pp|eds?)\b[.: ]*",
            element.text.strip(" .,;:()"),
            re.IGNORECASE,
        )
    ]
    if not elements:
        return
    names = [tidy(elements[0].text)]
    for element in elements[1:]:
        if element.breaks or not (is_organization(element.text) > 0.5 and is_organization(names[0]) > 0.3):
            break
        names.append(tidy(element.text))
    name = ", ".join(names)
    by = re.match(r"by (?P<name>[A-Z].+)", name)
    if by and is_person(by["name"]):
        draft.set("author", natural_authors(by["name"]), 0.85)
        return
    place = re.match(r"^[A-Z][\w .,'’]{1,30}: (?=[A-Z])", name)
    if place and is_organization(name[: place.end() - 2]) < 0.5:
        draft.set("publisher-place", name[: place.end() - 2], 0.7)
        name = name[place.end() :]
    draft.set("container", name, sure)


def _is_outlet(italic: str, loose: str, url: str) -> bool:
    """Whether what is italic is the outlet and what stands loose before it the title, by the look of both."""
    slug = slug_words(url) if url else frozenset()
    straight = body(loose, url, slug) + work(tidy(italic), url, slug)
    return work(loose, url, slug) + body(tidy(italic), url, slug) > straight - 0.2 * (len(loose.split()) > 2)


def _by_italics(draft: Draft) -> bool:
    spans = draft.italic_spans()
    start = first_place(draft.rest)
    spans = tuple(
        (low, high)
        for low, high in spans
        if len(draft.text[low:high].split()) > 1 or len(draft.text[low:high]) > 5 or is_organization(draft.text[low:high]) > 0.9
    )
    if not spans:
        return False
    low, high = spans[0]
    before = elements_of(draft, start, low)
    names = [element.text for element in before]
    count = leading_authors(names)
    loose = [element for element in before[count:] if re.search(r"[a-z]", element.text)]
    name = draft.text[low:high]
    as_container = tidy(name).lower() in OUTLETS or (
        is_organization(name) >= 0.9
        and bool(loose)
        and not (len(loose) == 1 and not count and is_organization(loose[0].text) > 0.6)
    )
    if (
        loose
        and (as_container or (count and len(spans) == 1 and _is_outlet(name, loose[0].text, draft.url)))
        and not (len(loose) == 1 and not count and is_organization(loose[0].text) >= 0.6 and not as_container)
    ):
        # "Author, Title without marks, *The Newspaper*, date": what is italic is where it stood.
        if count and "author" not in draft.item:
            draft.set("author", natural_authors(", ".join(names[:count])), 0.85)
            title_start = before[count].start
        else:
            title_start = before[0].start
        draft.set("title", tidy(draft.text[title_start:low]), 0.8)
        draft.set("container", tidy(re.sub(r",?\s\d{1,4}(?:\(\d+\))?$", "", name)), 0.9)
        draft.eat(title_start, high)
        return True
    end = high
    follow = draft.rest[high:]
    # An editor marks the main title only, or the italics stop before a bracket of the title; the next comma closes the title.
    onward = re.match(r"(?:[:–—] ?|\s(?=\())[^,\x00(]{3,120}?(?=,|\x00|$)|\s?\([A-Z][^()]{1,40}\)(?=,)", follow)
    if onward and EATEN not in onward[0] and not dates_in(onward[0]):
        end = high + onward.end()
    title = draft.text[low:end]
    by = re.match(r"\s?,? by (?P<name>[A-Z][^,\x00(]{3,60})", draft.rest[end:])
    inner = re.search(r"\sby (?P<name>[A-Z][^,]{3,60})$", title)
    draft.set("title", tidy(title), 0.93)
    author_text = draft.rest[start:low]
    draft.eat(low, end)
    if author_text.strip(" ,.:" + EATEN) and "author" not in draft.item:
        set_authors(draft, author_text)
    if by and is_person(by["name"].strip()):
        people = natural_authors(by["name"].strip()) or []
        known = draft.item.get("author")
        draft.set("author", [*(known if isinstance(known, list) else []), *people], 0.95)
        draft.eat(end, end + by.end())
        end += by.end()
    elif inner is not None and is_person(inner["name"]) and "author" not in draft.item:
        draft.set("author", natural_authors(inner["name"]), 0.8)
    _set_container(draft, end, len(draft.rest))
    return True
