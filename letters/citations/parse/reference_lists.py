"""Entries of reference lists: authors first, elements closed by full stops (APA 7, chapter 9; CMOS 17, 14.61)."""

from __future__ import annotations

import re

from letters.citations.parse import statutes
from letters.citations.parse.addresses import slug_words
from letters.citations.parse.dates import MONTH, dates
from letters.citations.parse.draft import EATEN, Draft, tidy
from letters.citations.parse.looks import body, work
from letters.citations.parse.parts import authors_of, closed_elements, first_place
from letters.citations.parse.people import institutions, listed_authors, natural_authors
from letters.citations.parse.places import is_place
from letters.citations.parse.scan import is_end, survey
from letters.citations.parse.words import is_organization, is_person, prose

_YEAR = re.compile(r"\.?,?\s?\((?P<inside>[^()]{4,40}|n\.d\.)\)[.,:]?\s")


_PLAIN_YEAR = re.compile(r"[.,]{0,2}\s(?P<inside>(?:1[89]|20)\d\d[a-z]?|n\.d)\.\s(?=\S)")
"""The year between full stops, as author-date lists have it ("World Bank. 2022. …"; CMOS 17, 15.9)."""
_INSTITUTION_HEAD = re.compile(r"(?P<name>[A-Z][^.,:;“”\"\x00]{2,90})\. (?=[A-Z“])")


_JOURNAL_TAIL = re.compile(
    r"[,.]?\s?(?:(?P<year>(?:19|20)\d\d)(?:\s[A-Z][a-z]{2,8}\.?(?:\s\d{1,2})?)?[;,]\s?)?(?:[Vv]ol\.?\s?|"
    r"(?<=[\s,;\x00.]))(?P<volume>\d{1,4})\s?(?:\((?P<issue>[\w –-]{1,14})\)|,\s?(?:[Nn]o\.|[Ii]ssue|[Ii]ss\.|"
    r"\()\s?(?P<issue2>[\w–-]{1,10})\)?)?"
    r"(?:(?:[,:]|,\s(?:pp?\.)?|:\s)\s?(?:pp?\.\s?)?(?P<page>(?:Article\s|"
    r"Art\.\s)?[eA-Z]{0,2}\d{1,7}(?:\s?[–-]\s?[eA-Z]?\d{1,7})?))?(?=[\s.,;:(\x00]|$)"
)


def reference_list(draft: Draft) -> None:
    """An entry of a reference list: authors family name first, elements closed by full stops (APA 7, chapter 9; Vancouver)."""
    if draft.done or draft.item.get("type") in ("legislation", "treaty", "hearing"):
        return
    start = first_place(draft.rest)
    people, length = listed_authors(draft.rest[start:])
    year = _year(draft.rest, start, length, bool(people))
    if year is not None:
        found = list(dates(year["inside"]))
        if not found:
            return
        if found[0].parts:
            draft.set("issued", found[0].csl, 0.95)
        else:
            draft.confidence["issued"] = 0.9
        people = people or authors_of(draft.rest[start : year.start()])
        after = year.end()
    elif people:
        closing = draft.rest[start + length :] + " "
        if draft.rest[start + length - 1] != "." and not re.match(r"\.? ?\.|\. |, (?:eds?|et al)\.?", closing):
            return
        after = start + length
    else:
        head = _INSTITUTION_HEAD.match(draft.rest, start)
        if head is None or not _is_author(head["name"]) or not is_end(draft.rest, head.end("name"), head.end()):
            return
        people = natural_authors(head["name"]) or institutions(head["name"])
        after = head.end()
    draft.set("author", people, 0.93 if year else 0.85)
    draft.eat(start, after)
    _closed_elements(draft, after)


def _year(rest: str, start: int, length: int, listed: bool) -> re.Match[str] | None:
    """The year right behind the authors, in brackets ("(2024).") or between full stops (". 2024.")."""
    last = start + length
    bracketed = _YEAR.search(rest, last, last + 60) if listed else _YEAR.search(rest, start, start + 200)
    if bracketed and listed:
        if rest[last : bracketed.start()].strip(" .,&") in ("", "eds", "Eds", "(Eds.)", "et al", "(Ed.)"):
            return bracketed
    elif bracketed:
        head = rest[start : bracketed.start()]
        plain = "“" not in head and EATEN not in head and len(head.split()) < 15
        if plain and bracketed[0].rstrip().endswith(".") and next(iter(dates(bracketed["inside"])), None):
            return bracketed
    stopped = _PLAIN_YEAR.search(rest, start + max(0, length - 1), start + max(length, 1) + 120)
    if stopped is None:
        return None
    right = rest[last : stopped.start()].strip(" .,") == "" if listed else _is_head(rest[start : stopped.start()])
    return stopped if right else None


def _is_author(name: str) -> bool:
    """Whether ``name``, closed by a full stop, is an author and no sentence."""
    return prose(name) <= 0.5 and (is_organization(name) >= 0.6 or is_person(name))


def _is_head(text: str) -> bool:
    """Whether ``text`` stands in the author's place of a list: an institution or names, and no sentence."""
    bare = text.strip(" .,")
    return (
        0 < len(bare.split()) < 13
        and not re.search(r"[“”\":;\x00]", bare)
        and (is_organization(bare) > 0.4 or natural_authors(bare) is not None)
    )


def _closed_elements(draft: Draft, start: int) -> None:
    """Title and container, each closed by a full stop, from ``start`` on."""
    while start < len(draft.rest) and draft.rest[start] in " .,:" + EATEN:
        start += 1
    scene = survey(draft.rest)
    cut = len(draft.rest)
    quote = next(((low, high) for low, high in scene.quotes if low == start), None)
    italic = next(((low, high) for low, high in draft.italics if low <= start + 1 and high > start + 8), None)
    if quote and draft.rest[quote[1] : quote[1] + 1] != ":":
        cut = quote[1]
    elif italic:
        cut = italic[1]
    else:
        cut = _title_end(draft, start)
    title = draft.text[start:cut]
    bracket = re.search(r"\s\[(?P<form>[A-Z][\w ]{2,40})\]\.?$", title)
    if bracket:
        title = title[: bracket.start()]
        if re.search(r"[Dd]ata", bracket["form"]):
            draft.set("type", "dataset", 0.9)
        elif re.search(r"[Tt]weet|post|Post", bracket["form"]):
            draft.set("type", "post", 0.9)
    number = re.search(
        r"\s\((?P<inside>(?:[A-Z][\w. ]{2,40}\s)?(?:No\.|Report|Rep\.|Publication|Pub\.|Research Note)\s[^()]{1,40})\)\.?$",
        title,
    )
    if number:
        draft.set("number", re.sub(r".*(?:No\.)\s?", "", number["inside"]), 0.85)
        title = title[: number.start()]
    coded = re.search(r"\s\((?P<number>(?!COVID)[A-Z]{2,8}[-/ ]\d[\w./-]{1,20})\)\.?$", title)
    if coded:
        draft.set("number", coded["number"], 0.85)
        title = title[: coded.start()]
    draft.set("title", tidy(title), 0.9)
    draft.eat(start, cut)
    _place_after(draft, cut)
    draft.done = True


def _title_end(draft: Draft, start: int) -> int:
    """Where a title without marks of its own ends: at the first stop, or at a later one where a better container follows
    ("Families wait for food aid. Some give up. Salt Lake Tribune.")."""
    rest = draft.rest
    cuts: list[int] = []
    for match in re.finditer(r"[.?!](?:[”’\"]?) ?(?=[\s\x00]|$)|\x00", rest[start:]):
        place = start + match.start()
        after = place + len(match[0])
        while after < len(rest) and rest[after] in " ":
            after += 1
        if match[0] == EATEN or after >= len(rest) or rest[after] == EATEN or is_end(rest, place, after):
            cuts.append(place + (rest[place] in "?!"))
            if match[0] == EATEN or len(cuts) == 4:
                break
    if len(cuts) < 2:
        return cuts[0] if cuts else len(rest)
    italic = next((low for low, high in draft.italic_spans() if low > start and high - low > 3), -1)
    if italic > 0:
        # What is italic is the container, or its first word; the title is all that stands before it.
        return max((cut for cut in cuts if cut < italic), default=cuts[0])
    slug = slug_words(draft.url) if draft.url else frozenset()
    parts = [rest[low:high].strip(" .") for low, high in zip([start, *cuts], cuts, strict=False)]
    best, most = cuts[0], -9.0
    for count in range(1, len(parts) + 1):
        title = ". ".join(parts[:count])
        behind = parts[count] if count < len(parts) else ""
        if re.search(r"\d|\[|^In:? |^[A-Z][\w .,()]{2,30}: [A-Z]", behind) and count == 1:
            return cuts[0]
        score = work(title, draft.url, slug) - 0.12 * (count - 1)
        score += body(behind, draft.url, slug) - 0.35 if behind else -0.2 * (count > 1 and rest[cuts[0] - 1] not in "?!")
        if behind and rest[cuts[count - 1] - 1] in "?!" and body(behind, draft.url, slug) < 0.5:
            score -= 0.6  # "Who Counts? Racial Gaps in the Census. Data for Justice.": the question is half the title.
        if score > most:
            best, most = cuts[count - 1], score
    return best


def _place_after(draft: Draft, start: int) -> None:
    """The container behind the title: a journal with its numbers, "In … (Eds.), Book", a publisher."""
    tail = draft.rest[start:]
    offset = len(tail) - len(tail.lstrip(' ,.”’"' + EATEN))
    tail = tail[offset:]
    within = re.match(r"In:? (?:(?P<editors>[^()]{3,120}?) \((?:Eds?\.|eds?\.)\), )?(?P<book>[^.(]{5,200})", tail)
    if within:
        draft.set("container-title", tidy(within["book"]), 0.85)
        draft.set("type", "chapter", 0.85)
        return
    numbers = _JOURNAL_TAIL.search(tail)
    if numbers and (
        numbers["issue"]
        or numbers["page"]
        or numbers["year"]
        or numbers["issue2"]
        or tail[numbers.start() : numbers.start() + 1] == ","
    ):
        name = tidy(tail[: numbers.start()])
        year = statutes.is_year(numbers["volume"]) and not (numbers["issue"] or numbers["page"])
        if name and not year and not re.fullmatch(MONTH, name.split()[-1], re.IGNORECASE) and len(name.split()) < 16:
            if numbers["year"]:
                draft.set("issued", {"date-parts": [[int(numbers["year"])]]}, 0.93)
            draft.set("volume", numbers["volume"], 0.93)
            draft.set("issue", numbers["issue"] or numbers["issue2"], 0.9)
            draft.set("page", (numbers["page"] or "").replace(" ", ""), 0.9)
            draft.set("container-title", name, 0.9)
            draft.set("type", "article-journal", 0.93)
            return
    found = next((date for date in dates(tail) if "issued" not in draft.item), None)
    if found:
        draft.set("issued", found.csl, 0.85)
        tail = tail[: found.start] + EATEN + tail[found.end :]
    for element in closed_elements(tail):
        name = tidy(element)
        name = re.sub(r"\s\[[^\[\]]*\]$", "", name)
        if (
            name.startswith(("[", "("))
            or is_place(name)
            or re.match(r"(?:[Tt]ranslated|[Tt]rans\.|[Ee]dited|[Ee]ds?\.|[Ii]llustrated) ", name)
        ):
            continue
        if re.fullmatch(r"[A-Z]{2,6}[- ]?\d[\w-]{1,10}", name):
            draft.set("number", name, 0.8)
            continue
        city = re.match(r"^[A-Z][\w .,'’()]{1,40}: (?=[A-Z])", name)
        if city:
            draft.set("publisher-place", name[: city.end() - 2], 0.8)
            name = name[city.end() :]
        if name and re.search(r"[A-Za-z]{2}", name) and not re.fullmatch(r"(?:[Rr]etrieved|[Aa]vailable)(?: from| at)?", name):
            draft.set("container", name, 0.85)
            return
