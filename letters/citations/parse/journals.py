"""Journals by their numbers: volume, issue, page (Bluebook rule 16.4; OSCOLA 3.3.2; CMOS 17, 14.171)."""

from __future__ import annotations

import re

from letters.citations.parse import statutes
from letters.citations.parse.dates import MONTH
from letters.citations.parse.draft import Draft, tidy

_LAW_JOURNAL = re.compile(
    r"(?:,\s|[\x00”’\"]\s?|"
    r"\]\s)(?P<volume>\d{1,4})(?::(?P<issue>\d{1,3}))?\s(?P<name>[A-Z][A-Za-z.&'’:,\- ]{1,90}?)\s(?P<page>[eE]?\d{1,8}|"
    r"__+)(?:,\s(?:at\s)?(?P<pin>\d{1,5}(?:[–-]\d{1,5})?(?:\s(?:&\s)?nn?\.\s?\d+)?(?:,\s\d{1,5}(?:[–-]\d+)?){0,3}))?(?=\s?\(|[,.;\x00]|\s\d{1,4}[,.]?\s?\x00|\s?$|\s\d{1,4}$)"
)


_OSCOLA = re.compile(
    r"\s?[\[(](?P<year>(?:19|"
    r"20)\d\d)[\])]\s(?:(?P<volume>\d{1,4})(?:\((?P<issue>[\w-]{1,6})\))?\s)?(?P<name>[A-Z][A-Za-z.&'’\- ]{1,80}?)"
    r"(?:\s(?P<page>\d{1,5}))?(?:,\s(?P<pin>\d{1,5}(?:[–-]\d{1,5})?))?(?=[,.;\x00]|\s?$)"
)


_VOLUME = re.compile(
    r",?\s\(?(?:[Vv]ol(?:\.|ume)\s?(?P<volume>\d{1,4}[A-Z]?)(?:,?\s(?:[Nn]o\.|[Ii]ssue|[Ii]ss\.|"
    r"[Nn]umber)\s?(?P<issue>[\w–-]{1,8}))?|(?P<volume2>\d{1,4}),?\s(?:[Nn]o\.|[Ii]ssue|"
    r"[Ii]ss\.)\s?(?P<issue2>[\w–/-]{1,8})|(?:[Ii]ssue|[Ii]ss\.|(?<=, )No\.)\s?(?P<issue3>\d{1,4}))\)?"
)


def journal(draft: Draft) -> None:
    """A journal by its numbers: "85 Wash. U. L. Rev. 1249, 1281" (Bluebook rule 16.4), "[2019] Crim LR 188" (OSCOLA 3.3.2)."""
    if draft.done or draft.item.get("type") in ("regulation", "treaty"):
        return
    match = _LAW_JOURNAL.search(draft.rest)
    if (
        match
        and not re.fullmatch(MONTH, match["name"], re.IGNORECASE)
        and not (statutes.is_year(match["volume"]) and "." not in match["name"])
        and not any(low < match.start("name") < high and low < match.start("volume") for low, high in draft.italics)
    ):
        draft.set("volume", match["volume"], 0.95)
        draft.set("issue", match["issue"], 0.8)
        draft.set("container-title", tidy(match["name"]), 0.93)
        draft.set("page", match["page"].strip("_"), 0.93)
        draft.set_locator(match["pin"] or "", "page")
        draft.set("type", "article-journal", 0.93)
        draft.eat(match.start() + 1, match.end())
        return
    match = _OSCOLA.search(draft.rest)
    if match and (match["page"] or match["volume"]) and re.search(r"[’'”\"]\s?$", draft.rest[: match.start()]):
        draft.set("issued", {"date-parts": [[int(match["year"])]]}, 0.95)
        draft.set("volume", match["volume"], 0.93)
        draft.set("issue", match["issue"], 0.9)
        draft.set("container-title", tidy(match["name"]), 0.93)
        draft.set("page", match["page"], 0.93)
        draft.set_locator(match["pin"] or "", "page")
        draft.set("type", "article-journal", 0.93)
        draft.eat(*match.span())
        return
    match = _VOLUME.search(draft.rest)
    if match and not any(low < match.start() < high and match.end() < high for low, high in draft.italics):
        volume, issue = match["volume"] or match["volume2"], match["issue"] or match["issue2"] or match["issue3"]
        draft.set("volume", volume, 0.93)
        draft.set("issue", issue, 0.9)
        if volume:
            draft.set("type", "article-journal", 0.85)
        pages = re.compile(
            r"(?:\s?\((?P<date>[^()]{4,24})\))?(?::\s?|"
            r",\s(?:pp?\.\s?)?)(?P<page>[A-Z]?\d{1,6}(?:\s?[–-]\s?\d{1,6})?)(?=[.,;\x00]|\s?$)"
        ).match(draft.rest, match.end())
        if pages and not (pages["page"].isdigit() and len(pages["page"]) == 4 and pages["page"].startswith(("19", "20"))):
            # A note points to a page behind the colon (CMOS 17, 14.171); the span of a whole article stands in bibliographies.
            draft.set_locator(pages["page"], "page", 0.75)
            draft.eat(pages.start("page") - 1, pages.end())
        draft.eat(match.start() + 1 if draft.rest[match.start()] == "," else match.start(), match.end())
        return
    match = re.compile(r"(?<=[a-z]) (?P<volume>\d{1,4}) ?\((?P<date>(?:19|20)\d\d)\):? ?(?P<page>\d{1,5}[–-]\d{1,5})").search(
        draft.rest
    )
    if match:
        draft.set("volume", match["volume"], 0.93)
        draft.set("issued", {"date-parts": [[int(match["date"])]]}, 0.93)
        draft.set_locator(match["page"], "page", 0.75)
        draft.set("type", "article-journal", 0.9)
        draft.eat(*match.span())
