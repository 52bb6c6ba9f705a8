"""Rules for what legislatures and agencies make: acts, bills, hearings, codes, the register, executive orders."""

from __future__ import annotations

import re

from letters.citations.parse import legal
from letters.citations.parse.courts import bracketed_date
from letters.citations.parse.dates import whole
from letters.citations.parse.draft import EATEN, Draft, tidy


def order(draft: Draft) -> None:
    """An executive order by its number (Bluebook rule 14.7)."""
    match = legal.ORDER.search(draft.rest)
    if match is None:
        return
    following = draft.rest[match.end() :]
    draft.set("type", "regulation", 0.9)
    draft.set("number", match["number"], 0.95)
    draft.set("genre", "Exec. Order" if match["kind"].startswith(("E", "e")) else match["kind"], 0.8)
    if re.match(r"\s(?:on|of|to)\s", following):
        return
    draft.order = draft.eat(*match.span()).strip(" ,")


def public_law(draft: Draft) -> None:
    """An act by its public law number or its place in the Statutes at Large (Bluebook rule 12.4)."""
    law = legal.PUBLIC_LAW.search(draft.rest)
    large = legal.STATUTES_AT_LARGE.search(draft.rest)
    first = min((match.start() for match in (law, large) if match), default=-1)
    if first < 0:
        return
    draft.set("type", "legislation", 0.97)
    draft.set("title", _act(draft, first), 0.9)
    if law:
        draft.set("number", law["number"].replace("–", "-").replace("‑", "-"), 0.97)
        draft.set("container-title", "Pub. L.", 0.9)
        draft.eat(*law.span())
    if large:
        draft.set("volume", large["volume"], 0.97)
        draft.set("container-title", "Stat.", 0.95)
        draft.set("page", large["page"], 0.95)
        draft.eat(*large.span())
    codified = re.search(r"\((?P<inside>codified[^()]*(?:\([^()]*\)[^()]*)*)\)", draft.rest)
    if codified:
        draft.parenthetical = draft.text[first:][codified.start("inside") - first : codified.end("inside") - first]
        draft.eat(*codified.span())
    section = re.search(
        r"(?:§§?|[Ss]ecs?\.|[Ss]ections?)\s?(?P<number>\d[^;\x00\[\]]{0,80}?)(?=,?\s\x00|\x00|,?\s\(|,\s\d{3}\sStat|\.?$)",
        draft.rest[first:],
    )
    if section:
        draft.eat(first + section.start(), first + section.end())
        draft.set_locator(section["number"].strip(" ,."), "section")
    if large:
        draft.set_locator(large["pin"] or "", "page")
    if law:
        # Where in the law the act stands ("div. G, title LXXII") belongs to the source; the sections are the citation's.
        until = first + section.start() if section else (large.start() if large and large.start() > law.end() else law.end())
        where = draft.text[law.start() : until].strip(" ,")
        bound = f"{large['volume']} Stat. {large['page']}" if large else ""
        draft.set("note", ", ".join(part for part in (where, bound) if part), 0.8)
    bracketed_date(draft)
    _year_of_act(draft)
    draft.done = True


def _year_of_act(draft: Draft) -> None:
    """ "E-Government Act of 2002": the year in its name, where no other stands."""
    named = re.search(r"\bAct of (?P<year>(?:1[789]|20)\d\d)$", str(draft.item.get("title", "")))
    if named and "issued" not in draft.item:
        draft.set("issued", {"date-parts": [[int(named["year"])]]}, 0.7)


def _act(draft: Draft, end: int) -> str:
    """The name of an act that stands before ``end``, taken out."""
    start = 0
    while start < end and draft.rest[start] in EATEN + " ,:.":
        start += 1
    name = tidy(draft.text[start:end])
    draft.eat(start, end)
    name = re.sub(r"^(?:[Tt]he|[Ss]ections? [\w()]+ of the|§+ ?[\w()]+ of the)\s", "", name)
    name = re.sub(r",? (?:§§?|[Ss]ec(?:tion|\.)s?) ?\d[\w().,-]*$", "", name)
    return re.sub(r",? (?:of|at|in|codified at|enacted as)$", "", name).strip(" ,")


def register(draft: Draft) -> None:
    """A page of the Federal Register (Bluebook rule 14.2)."""
    match = legal.REGISTER.search(draft.rest)
    if match is None:
        record = legal.RECORD.search(draft.rest)
        if record:
            draft.set("volume", record["volume"], 0.97)
            draft.set("container-title", "Cong. Rec.", 0.97)
            draft.set("page", record["page"], 0.95)
            draft.eat(*record.span())
        return
    draft.set("type", "regulation", 0.95)
    draft.set("volume", match["volume"], 0.97)
    draft.set("container-title", "Fed. Reg.", 0.97)
    draft.set("page", match["page"], 0.95)
    draft.set_locator(match["pin"] or match["pin2"] or "", "page")
    draft.eat(*match.span())


def british_act(draft: Draft) -> None:
    """An Act of the United Kingdom, whose year is part of its name (OSCOLA 2.4)."""
    start = next((place for place, letter in enumerate(draft.rest) if letter not in EATEN + " ,:"), 0)
    match = legal.BRITISH_ACT.match(draft.rest, start)
    if draft.done or match is None or draft.rest[match.end() :].strip(EATEN + " .,;"):
        return
    draft.set("type", "legislation", 0.9)
    draft.set("title", match["title"], 0.93)
    draft.set("issued", {"date-parts": [[int(match["year"])]]}, 0.9)
    draft.set_locator(match["number"] or "", "section")
    draft.eat(*match.span())
    draft.done = True


def bill(draft: Draft) -> None:
    """A bill before Congress or a legislature (Bluebook rule 13.2)."""
    match = legal.BILL.search(draft.rest)
    if match is None:
        match = legal.BILL_FIRST.search(draft.rest)
        if match is None:
            return
        draft.set("title", tidy(match["title"]), 0.9)
    draft.set("type", "bill", 0.95)
    draft.set("number", f"{match['chamber']} {match['number']}", 0.95)
    draft.set("authority", match["cong"], 0.85)
    before = draft.rest[: match.start()].strip(EATEN + " ,")
    if before:
        draft.set("title", _act(draft, match.start()), 0.9)
    draft.eat(*match.span())
    section = re.search(r",?\s§§?\s?(?P<number>\d[\w().]*)", draft.rest)
    if section:
        draft.set_locator(section["number"], "section")
        draft.eat(*section.span())
    bracketed_date(draft)
    draft.done = True


def code(draft: Draft) -> None:
    """A section of a code (Bluebook rules 12.3, 14.2): the code is the source, the section is the place in it."""
    if "container-title" in draft.item or draft.item.get("type") == "legal_case":
        return
    match = legal.code(draft.rest)
    if match is None or re.search(r"[“”]", draft.rest[: match.start()]):
        return
    before = draft.rest[: match.start()].strip(EATEN + " ,:")
    if match["volume"]:
        draft.set("volume", match["volume"], 0.97)
        draft.set("container-title", _spaced(match["code"]), 0.97)
    else:
        draft.set("container-title", match["state"].strip(" ,"), 0.85)
        draft.set("volume", match["volume2"], 0.85)
    draft.set("type", "regulation" if (match["code"] or "").replace(".", "").replace(" ", "") == "CFR" else "legislation", 0.95)
    if before:
        draft.set("title", _act(draft, match.start()), 0.85)
    section = match["section"].strip(" ,.") + (match["etseq"] or "").rstrip(".")
    draft.eat(*match.span())
    draft.set_locator(section, "part" if re.search(r"\b[Pp](?:ar)?ts?\.?\s", match[0]) else "section")
    bracketed_date(draft)
    draft.done = True


def _spaced(written: str) -> str:
    """ "U. S. C." as "U.S.C."."""
    return written.replace(" ", "")


_HEARING = re.compile(r"\b(?:Hearings? (?:[Bb]efore|on|[Bb]y) )")


def hearing(draft: Draft) -> None:
    """A hearing before a committee (Bluebook rule 13.3): the committee is part of the title."""
    if not _HEARING.search(draft.rest):
        return
    congress = legal.CONGRESS.search(draft.rest)
    draft.set("type", "hearing", 0.93)
    if congress is None:
        return
    draft.set("authority", congress["cong"], 0.85)
    draft.set_locator(congress["pin"] or "", "page")
    start = 0
    while draft.rest[start : start + 1] in (EATEN, " ", ","):
        start += 1
    draft.set("title", tidy(draft.text[start : congress.start()]), 0.92)
    draft.eat(start, congress.end())
    bracketed_date(draft)
    draft.done = True


def is_year(text: str) -> bool:
    """Whether ``text`` is nothing but a year."""
    found = whole(text)
    return found is not None and len(found.parts) == 1
