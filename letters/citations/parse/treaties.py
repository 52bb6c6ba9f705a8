"""Rules for the United Nations, treaties and the European Union (Bluebook rule 21; OSCOLA 2.6)."""

from __future__ import annotations

import re

from letters.citations.parse import legal
from letters.citations.parse.dates import dates, whole
from letters.citations.parse.draft import EATEN, Draft, tidy


def united_nations(draft: Draft) -> None:
    """The symbol of a United Nations document (Bluebook rule 21.7): "U.N. Doc. A/HRC/41/35"."""
    resolution = legal.RESOLUTION.search(draft.rest)
    match = legal.UN_NUMBER.search(draft.rest)
    if match and not any(start < match.start() < end for start, end in draft.italics):
        start, end = match.span()
        if draft.rest[start - 2 : start] == " (" and draft.rest[end : end + 1] == ")":
            start, end = start - 1, end + 1
        draft.eat(start, end)
        draft.set("number", match["a"] or match["b"], 0.93)
        draft.set("type", "report", 0.8)
    if resolution:
        before = draft.rest[: resolution.start()].strip(" ,\x00")
        if not before or "number" in draft.item:
            draft.eat(*resolution.span())
            draft.set("number", resolution["number"], 0.9)
        draft.set("type", "legislation", 0.85)


def treaty(draft: Draft) -> None:
    """A treaty in its series (Bluebook rule 21.4)."""
    series = list(legal.TREATY_SERIES.finditer(draft.rest))
    match = series[-1] if series else None  # "6 U.S.T. 3316, 75 U.N.T.S. 287": the international series stands last.
    for parallel in series[:-1]:
        draft.eat(*parallel.span())
    named = re.match(
        r"[\x00\s]*(?P<title>(?:International |European |American |African |Inter-American |UN |"
        r"United Nations )?(?:Covenant|Convention|Charter|Declaration|Treaty|Protocol|Optional Protocol|"
        r"Universal Declaration)\b[^,(\x00]{3,160}?)(?=,?\s(?:arts?\.|[Aa]rticles?)\s?\d|,|\s\(|\x00|$)",
        draft.rest,
    )
    if match is None and (named is None or re.search(r"[“\"]", draft.rest)):
        return
    article = re.search(r",?\s(?:arts?\.?|[Aa]rticles?)\s(?P<number>\d+(?:\([\w]+\))*(?:[–-]\d+)?)", draft.rest)
    if match is None and article is None:
        return
    if article:
        draft.eat(*article.span())
    draft.set("type", "treaty", 0.9)
    if match:
        draft.set("volume", match["volume"], 0.95)
        draft.set("container-title", match["series"], 0.95)
        draft.set("page", match["page"], 0.95)
        draft.eat(*match.span())


def european(draft: Draft) -> None:
    """A legal act of the European Union in its Official Journal (OSCOLA 2.6.1)."""
    match = next((found for found in legal.JOURNAL_OF_EU.finditer(draft.rest) if found["series"] or found["volume"]), None)
    start = next((place for place, letter in enumerate(draft.rest) if letter not in EATEN + " ,:"), 0)
    act = legal.EU_ACT.match(draft.rest, start)
    if match is None:
        if act:
            _uncollected(draft, act)
        return
    draft.eat(*match.span())
    draft.set("container-title", match["journal"], 0.93)
    draft.set("volume", match["volume"], 0.9)
    draft.set("type", "legislation", 0.9)
    page = re.compile(r"[,\s]{1,2}(?:p\.?\s?|pp\.?\s?)?(?P<page>\d{1,4}(?:[–-]\d{1,4})?)(?=[.,;\s\x00]|$)")
    found = next(
        (
            date
            for date in dates(draft.rest)
            if date.start >= match.start() - 16 and (date.start >= match.start() or "[" in match[0])
        ),
        None,
    )
    after = match.end()
    if match["year"]:
        draft.set("issued", {"date-parts": [[int(match["year"])]]}, 0.92)
    if found and len(found.parts) == 3:
        draft.eat(found.start, found.end)
        draft.set("issued", found.csl, 0.93)
        after = found.end
    elif match[0].startswith("["):
        year = re.search(r"\d{4}", match[0])
        draft.set("issued", {"date-parts": [[int(year[0])]]} if year else None, 0.93)
    at = page.match(draft.rest, after)
    if at:
        draft.set("page", at["page"], 0.9)
        draft.eat(*at.span())
    if act:
        end = match.start()
        named = re.sub(
            r",? (?:arts?\.?|[Aa]rticles?|[Rr]ecitals?) [\d, and–-]{1,30}$",
            "",
            draft.text[act.start("title") : end].strip(" [,"),
        )
        draft.set("title", tidy(named), 0.9)
        draft.eat(0, end)
        draft.done = True


def _uncollected(draft: Draft, act: re.Match[str]) -> None:
    """An act of the Union without its Official Journal: the long title, and the date that stands in it."""
    stop = re.compile(r",? ?\x00|,? (?:arts?\.?|[Aa]rticles?|[Rr]ecitals?|paras?\.?|at) ?\d|\.?$").search(draft.rest, act.end())
    end = stop.start() if stop else len(draft.rest)
    title = draft.text[act.start() : end]
    if len(title) > 600:
        return
    own = re.search(r"\s\((?P<number>[A-Z]{2,5}\(?\d{4}\)?[\w/() -]{2,24}|\d{4}/\d+\([A-Z]+\))\)$", title)
    if own:
        draft.set("number", own["number"], 0.8)
        title = title[: own.start()]
    dated = re.search(r"\bof (?P<date>\d{1,2} [A-Z][a-z]+ \d{4})\b", title)
    found = whole(dated["date"]) if dated else None
    draft.set("type", "legislation", 0.85)
    draft.set("title", tidy(title), 0.85)
    if found:
        draft.set("issued", found.csl, 0.9)
    draft.eat(act.start(), end)
    draft.done = True
