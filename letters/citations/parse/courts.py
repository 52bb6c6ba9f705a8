"""Rules for decisions of courts (Bluebook rule 10; OSCOLA 2.1 and 2.6.2)."""

from __future__ import annotations

import re

from letters.citations.parse import legal
from letters.citations.parse.dates import dates
from letters.citations.parse.draft import EATEN, Draft, tidy

_DOCUMENT = re.compile(
    r"^(?P<document>(?:[A-Z][\w.’'& ]{2,110}?))(?:\s(?P<label>¶¶?|at|§|p\.|"
    r"para\.?)?\s?(?P<number>[\d–-]+)(?:\([a-z]\))?)?,\s(?=[^,]{2,80}\sv\.?\s)"
)


def case(draft: Draft) -> None:
    """A court's decision: name, volume, reporter, page, pinpoint, court and year (Bluebook rule 10; OSCOLA 2.1)."""
    named = legal.CASE_NAME.search(draft.rest)
    if named is None:
        return
    court = legal.STRASBOURG.search(draft.rest, named.start())
    if court:
        draft.set("number", court["number"], 0.95)
        draft.set("container-title", court["reporter"], 0.95)
        draft.set("issued", {"date-parts": [[int(court["year"])]]}, 0.95)
        draft.eat(*court.span())
    reported = next((match for match in legal.CASE.finditer(draft.rest) if match.start() > named.start()), None)
    bracketed = list(legal.BRACKETED_CASE.finditer(draft.rest, named.start()))
    docket = next((match for match in legal.DOCKET.finditer(draft.rest, named.start())), None)
    marks = [match.start() for match in (court, reported, bracketed[0] if bracketed else None, docket) if match]
    bracket = re.compile(r",?\s[(\[][^()\[\]]{0,60}(?:19|20)\d\d[)\]]").search(draft.rest, named.start())
    if not marks and bracket is None and not named.group().strip().lower().startswith(("v", "in re", "ex parte", "matter of")):
        return
    if not marks and "“" in draft.rest[: named.start()]:
        return
    eaten = draft.rest.find(EATEN, named.end())
    stops = [*marks, *([bracket.start()] if bracket else []), *([eaten] if eaten >= 0 else [])]
    end = min(stops, default=len(draft.rest))
    start = next((place for place, letter in enumerate(draft.rest[: named.end()]) if letter not in EATEN + " ,:"), 0)
    marked = next((low for low, high in draft.italics if start < low < named.start() < high), None)
    if marked is not None and EATEN not in draft.rest[marked:end]:
        # "Human Rights Committee, *Toonen v. Australia*": the italics tell where the name of the case begins.
        draft.eat(start, marked)
        start = marked
    document = _DOCUMENT.match(draft.rest[start:end])
    if document and re.match(
        r"(?:Statement of Interest|Complaint|Compl|Brief|Br\.|Decl|Order|Petition|Motion|Amicus|Mem|Opinion|Tr\.|Answer|Am\.)",
        document["document"],
    ):
        if document["number"]:
            draft.set_locator(
                document["number"], "paragraph" if (document["label"] or "").startswith(("¶", "para")) else "page"
            )
        draft.eat(start, start + document.end())
        start += document.end()
    name = tidy(draft.text[start:end])
    name = re.sub(r",? \[GC\]$", "", name)
    name = re.sub(
        r",? (?:App(?:lication)?|Case|Civil Action|Appeal|FTC File|File|Communication|Index|Docket)$|, FTC$", "", name
    ).strip(" ,")
    draft.eat(start, end)
    draft.set("type", "legal_case", 0.97)
    draft.set("title", name, 0.93)
    if bracketed:
        last = bracketed[-1]
        draft.set("issued", {"date-parts": [[int(last["year"])]]}, 0.95)
        draft.set("volume", last["volume"], 0.9)
        draft.set("container-title", last["reporter"], 0.95)
        draft.set("page", last["page"], 0.9)
        draft.set("authority", last["court"], 0.8)
        draft.eat(bracketed[0].start(), last.end())
    if reported:
        draft.set("volume", reported["volume"], 0.97)
        draft.set("container-title", reported["reporter"], 0.97)
        draft.set("page", reported["page"], 0.95)
        draft.set_locator(reported["pin"] or reported["pin2"] or "", "page")
        draft.eat(*reported.span())
        for parallel in legal.CASE.finditer(draft.rest):
            draft.eat(*parallel.span())
    elif docket:
        draft.set("number", docket["number"], 0.9)
        draft.eat(*docket.span())
    bracketed_date(draft)
    if "issued" not in draft.item:
        loose = next(
            (
                found
                for found in dates(draft.rest)
                if found.parts and draft.rest[: found.start].rstrip()[-1:] in ("", ",", ")", EATEN)
            ),
            None,
        )
        if loose:
            draft.set("issued", loose.csl, 0.85)
            draft.eat(loose.start, loose.end)
    draft.done = True


_AGENCY = re.compile(
    r",?\s(?P<volume>\d{1,3})\s(?P<reporter>N\.?L\.?R\.?B\.?|I\.?\s?&\s?N\.?\sDec\.|F\.?T\.?C\.|M\.?S\.?P\.?R\.?|F\.?L\.?R\.?A\.?|"
    r"I\.?B\.?L\.?A\.?|FERC|F\.E\.R\.C\.)\s(?:No\.\s|¶\s?)?(?P<page>[\d,]{1,7}\d|"
    r"\d)(?:,\s(?:slip op\.\s)?(?:at\s)?(?P<pin>\d{1,5}(?:[–-]\d+)?))?"
)


def agency_decision(draft: Draft) -> None:
    """What an agency decided, under one name and no "v." ("Lion Elastomers LLC, 372 N.L.R.B. No. 83"; Bluebook rule 14.3)."""
    match = _AGENCY.search(draft.rest)
    if match is None or draft.done or not draft.rest[: match.start()].strip(EATEN + " ,") or "“" in draft.rest[: match.start()]:
        return
    start = next(place for place, letter in enumerate(draft.rest) if letter not in EATEN + " ,:")
    draft.set("type", "legal_case", 0.9)
    draft.set("title", tidy(draft.text[start : match.start()]), 0.9)
    draft.set("volume", match["volume"], 0.95)
    draft.set("container-title", match["reporter"], 0.93)
    draft.set("page", match["page"], 0.9)
    draft.set_locator(match["pin"] or "", "page")
    draft.eat(start, match.end())
    bracketed_date(draft)
    draft.done = True


def bracketed_date(draft: Draft) -> None:
    """The date in brackets, with the court before it."""
    for match in re.finditer(r"\s?\((?P<inside>[^()\x00]{3,80})\)", draft.rest):
        found = list(dates(match["inside"]))
        if not found or found[-1].end < len(match["inside"].rstrip()):
            continue
        draft.eat(*match.span())
        if found[-1].parts:
            draft.set("issued", found[-1].csl, 0.96)
        court = match["inside"][: found[-1].start].strip(" ,")
        if court and not re.fullmatch(r"proposed|codified|as amended|effective|to be codified.*", court):
            draft.set("authority", court, 0.9)
        return


def european_case(draft: Draft) -> None:
    """A judgment of the European courts by its number and its ECLI (OSCOLA 2.6.2)."""
    number = legal.EU_CASE.search(draft.rest)
    ecli = legal.ECLI.search(draft.rest)
    if number is None and ecli is None:
        return
    draft.set("type", "legal_case", 0.95)
    if ecli:
        draft.eat(*ecli.span())
        draft.set("issued", {"date-parts": [[int(ecli["year"])]]}, 0.93)
    if number:
        draft.eat(*number.span())
        draft.set("number", number["number"], 0.95)
