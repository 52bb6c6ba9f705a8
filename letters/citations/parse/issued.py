"""The rule for the date of the work, and for what stands in brackets with it: court, publisher, edition, editor."""

from __future__ import annotations

import re

from letters.citations.parse.dates import Date, dates
from letters.citations.parse.draft import Draft, within_italics
from letters.citations.parse.legal import COURT
from letters.citations.parse.people import natural_authors
from letters.citations.parse.places import is_place

_BRACKET = re.compile(r"[(\[](?P<inside>[^()\[\]\x00]{0,140}(?:\([^()]{0,40}\)[^()\x00]{0,60})?)[)\]]")


_LEADING = re.compile(
    r"^(?:proposed|last updated|updated|last modified|last revised|last reviewed|reviewed|revised|last amended|"
    r"rev\.|forthcoming|published|issued|posted|dated|"
    r"adopted|as amended|amended|filed|effective|released|as of|last rev\.|approved|signed|"
    r"entered into force)\b:?\s?(?:on\s)?",
    re.IGNORECASE,
)


_COURT_ONLY = re.compile(
    r"(?:(?:\d{1,2}(?:st|nd|rd|th|d)|[A-Z][\w’']*\.(?:[A-Z]\.?)*|(?:[A-Z]\.)+|of|the|for|Ohio|Iowa|Utah|Idaho|Maine|Alaska|Texas|"
    r"Hawaii|Cir|Ct|App|[A-Z]{2,6}|CJEU|ECtHR|Grand|Chamber|Sup|Supreme|Court|Dist|Div|&)[ ,.]{0,2}){1,8}"
)
"""A court in its brackets is all abbreviations: "N.D. Cal.", "5th Cir."; "Riverkeepers of Ohio" is a publisher."""


_PAPER_NUMBER = re.compile(
    r"(?:(?:[A-Z][\w.’']* ){1,3}No\.?|HC|HL|CP|Cm|Cmnd|Cmd|Cd|SG|EUR|(?:Working |Discussion |Research |Briefing |"
    r"Technical )?(?:Paper|Report)(?: No\.?)?|No\.?) ?"
    r"\d[\w./–-]*|(?=[^a-z]*\d)[A-Z][A-Z0-9/.()–-]{3,24}"
)
"""The number of a paper before its year: "(CP 37, 2019)", OSCOLA 3.4.3."""


_THESIS = re.compile(
    r"^(?P<genre>(?:unpublished )?(?:Ph\.? ?D\.?|doctoral|D\. ?Phil\.?|[Mm]aster[’']s|M\.?A\.?|"
    r"M\.?Sc\.?) (?:diss(?:ertation|\.)?|thesis)),?\s?",
    re.IGNORECASE,
)


_CITY = re.compile(r"^(?:[A-Z][\w.’' &/-]{1,40}(?:, (?:[A-Z][\w.]{1,14}))?): (?=[A-Z])")


_EDITION = re.compile(
    r",?\s?(?P<edition>\d{1,2})(?:st|nd|rd|th|d)\s(?:edn?|ed\.|edition)\.?,?\s?|,?\s?(?:rev\.|revised) ed(?:n|\.|ition),?\s?",
    re.IGNORECASE,
)


_EDITED = re.compile(r"^(?P<names>[^()]{4,120}?),? eds?\.,?\s?(?=.|$)")


_TIME = re.compile(
    r",?\s(?:at\s)?\d{1,2}:\d\d(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s[A-Z]{2,4})?|,?\s\d{1,2}\s?[AaPp]\.?[Mm]\.?(?:\s[A-Z]{2,4})?"
)


def date(draft: Draft) -> None:
    """The date of the work: in brackets, with what stands there before it, or between commas, or at the end."""
    if "issued" in draft.item:
        return
    for match in _BRACKET.finditer(draft.rest):
        inside = _TIME.sub("", match["inside"].strip())
        bare = _LEADING.sub("", inside)
        found = list(dates(bare))
        if not found or within_italics(draft, match.start(), match.end()):
            continue
        last = found[-1]
        if re.match(
            r"\s(?!at\s|pp?\b|paras?\b|nn?\b|in\s|on\sfile|chs?\b|figs?\b|tbl|accessed|available|last|and\s|archived|s\s|"
            r"arts?\b)[a-z]",
            draft.rest[match.end() : match.end() + 9],
        ):
            continue  # "General Comment No. 37 (2020) on …": the year is part of the title.
        if last.end < len(bare.rstrip(" .,")) or (last.start > 90):
            continue
        draft.eat(*match.span())
        _issued(draft, last)
        _before_date(draft, bare[: last.start].strip(" ,"))
        return
    _loose_date(draft)


def _issued(draft: Draft, found: Date) -> None:
    if found.parts:
        draft.set("issued", found.csl, found.sure)
    else:
        draft.confidence["issued"] = 0.9


def _before_date(draft: Draft, text: str) -> None:
    """What stands in brackets before the date: a court, an edition, a city and a publisher, an editor."""
    text = _LEADING.sub("", text).strip(" ,;")
    if not text:
        return
    if draft.item.get("type") == "legal_case" or (COURT.search(text) and _COURT_ONLY.fullmatch(text)):
        draft.set("authority", text, 0.85)
        return
    thesis = _THESIS.match(text)
    if thesis:
        draft.set("type", "thesis", 0.95)
        draft.set("genre", thesis["genre"], 0.9)
        text = text[thesis.end() :]
    edition = _EDITION.search(text)
    if edition:
        draft.set("edition", edition["edition"] or "", 0.9)
        text = (text[: edition.start()] + " " + text[edition.end() :]).strip(" ,")
    edited = _EDITED.match(text)
    if edited:
        editors = natural_authors(edited["names"])
        if editors:
            draft.set("editor", editors, 0.8)
            text = text[edited.end() :].strip(" ,")
    city = _CITY.match(text)
    if city:
        draft.set("publisher-place", city[0].rstrip(": "), 0.85)
        text = text[city.end() :]
    if is_place(text):
        draft.set("publisher-place", text.strip(" :,"), 0.8)
    elif _PAPER_NUMBER.fullmatch(text):
        draft.set("number", text, 0.8)
    elif text and not re.fullmatch(r"(?:[a-z]{1,20} ?){1,12}", text):
        draft.container_hint = text.strip(" ,")


def _loose_date(draft: Draft) -> None:
    """A date that is an element of its own between commas, full stops or taken pieces; the last such one."""
    candidates = [
        found for found in dates(draft.rest) if not _quoted(draft, found) and not within_italics(draft, found.start, found.end)
    ]
    best: Date | None = None
    for found in candidates:
        before = draft.rest[: found.start].rstrip(" (\x00")
        follows = _TIME.sub("", draft.rest[found.end :][:40]).lstrip(" )\x00")
        own = (
            not before
            or before[-1] in ',.;:”"’)]'
            or draft.rest[found.start - 2 : found.start].strip(" ") in ("\x00", "(", "\x00(")
        ) and (
            not follows or follows[0] in ",.;:)" or draft.rest[found.end : found.end + 2].strip(" ").startswith(("\x00", ")"))
        )
        full = len(found.parts) > 1
        at_end = not follows.strip(" .,;)\x00")
        leads = _LEADING.search(re.split(r"[,.;\x00(]", draft.rest[: found.start])[-1].strip() + " ")
        if own or (full and (at_end or leads)) or (at_end and not full and before[-1:] in ",.)"):
            if best is None or len(found.parts) >= len(best.parts):
                best = found
        elif full and at_end:
            best = best or found
    if best is None:
        return
    start = best.start
    leading = re.search(
        r"(?:proposed|updated|last updated|(?:last )?reviewed|(?:last )?modified|(?:last )?revised|published|"
        r"issued|posted|dated|adopted|filed|released|of|on)\s(?:on\s)?$",
        draft.rest[:start],
        re.IGNORECASE,
    )
    if leading:
        start = leading.start()
    tail = _TIME.match(draft.rest, best.end)
    draft.eat(start, tail.end() if tail else best.end)
    draft.loose_date = len(best.parts) == 3
    _issued(draft, best)


def _quoted(draft: Draft, found: Date) -> bool:
    """Whether a date stands inside quotation marks: it is part of the title."""
    before = draft.rest[: found.start]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1
