"""Rules for the numbers of reports, dockets and preprints."""

from __future__ import annotations

import re

from letters.citations.parse.draft import Draft, within_italics
from letters.citations.parse.legal import DOCKET, REPORT_NUMBER

_NUMBERED = re.compile(rf"(?:,\s|\.\s|\s\(|\(|^)?(?P<number>{REPORT_NUMBER.pattern})\)?(?=[,.;)\s\x00]|$)")


_WORKING = re.compile(
    r"(?:,|\.)?\s\(?(?:(?:Working Paper|Discussion Paper|Technical Report|Tech\. Rep\.|Research Report|Report|Rep\.|"
    r"Policy Statement|Publication|Pub\.|Doc\.|Document|Directive|Special Publication|Paper|Policy Brief|"
    r"Issue Brief)\s(?:No\.?|Nr\.?|no\.|#)\s?(?P<number>[\w./–-]{1,30}\w))\)?"
)


_CODED = re.compile(r"\s\((?P<number>(?!COVID)[A-Z]{2,8}[\w./-]{0,14}\d[\w./-]{0,8}\d[\w./-]{0,10})\)(?=[,.;\x00]|\s?$)")


_PAPERS = r"(?:HC|HL|CP|Cm|Cmnd|Cmd|Cd|SP|HL Paper|SP Paper|NIA)"
_SESSION = re.compile(
    rf"\s?\((?:(?P<series>{_PAPERS})\s(?:(?P<bare>\d{{1,5}})(?=\)|,\s(?:19|20)\d\d))?)?(?:,?\s?(?P<year>(?:19|20)\d\d)(?:[–-]\d{{2,4}})?)?"
    rf"(?:,\s(?:{_PAPERS}\s)?(?P<number>\d{{1,5}}(?:-[IVX]+)?))?\)"
)
"""A paper of Parliament in its brackets (OSCOLA 3.4.2, 3.4.3): "(HC 2021–22, 204)", "(HC 407, 2020)", "(2019–20, HC 55)"."""


_SALES = re.compile(r"\s?\((?:[A-Z][\w ]{2,40} publication)[^()]{0,60}\)")
"""How the United Nations names what it sells: "(United Nations publication, Sales No. E.20.IV.3)"."""
_TOKEN = re.compile(
    r"(?<=[,.\x00])\s(?P<number>(?=[^,\s]*\d[^,\s]*\d)(?=[^,\s]*[A-Z])[A-Z0-9][A-Z0-9./–-]*(?:\([A-Z0-9]{2,6}\)\d*)?)(?=,|\s?\x00|\s\(|\s?$)"
)
"""A code between commas, capitals and digits and no word: "EPA-SAB-22-008", "2021/2345(INI)"."""


def numbers(draft: Draft) -> None:
    """The number of a report or a docket: "GAO-21-518", "NISTIR 8280", "Docket No. FTC-2022-0053"."""
    if draft.done:
        return
    for pattern in (_WORKING, DOCKET):
        match = pattern.search(draft.rest)
        if (
            match
            and pattern is DOCKET
            and not re.search(r"(?:[,.;(\x00]\s?|^)$", draft.rest[: match.start()])
            and not re.match(r"(?:Case|FTC|Docket|Dkt|File|Civ|Cause|App)", match[0])
        ):
            continue  # "General Comment No. 37" is a title.
        if match and not within_italics(draft, *match.span("number")) and re.search(r"\d", match["number"]):
            draft.eat(*match.span())
            draft.set("number", match["number"], 0.85)
    match = _NUMBERED.search(draft.rest)
    if match and not within_italics(draft, match.start("number"), match.end("number")):
        draft.eat(*match.span())
        draft.set("number", match["number"], 0.9)
    token = _TOKEN.search(draft.rest)
    if token and not within_italics(draft, *token.span("number")):
        draft.eat(token.start("number"), token.end())
        draft.set("number", token["number"], 0.8)
    sales = _SALES.search(draft.rest)
    if sales:
        draft.eat(*sales.span())
    session = _SESSION.search(draft.rest)
    if session and (session["series"] or session["number"]) and (session["number"] or session["bare"]):
        draft.eat(*session.span())
        draft.set("number", session["number"] or f"{session['series']} {session['bare']}", 0.85)
        if session["year"] and "issued" not in draft.item:
            draft.set("issued", {"date-parts": [[int(session["year"])]]}, 0.85)
    coded = _CODED.search(draft.rest)
    if coded and not within_italics(draft, *coded.span("number")):
        draft.eat(*coded.span())
        draft.set("number", coded["number"], 0.8)


_PREPRINT = re.compile(
    r"(?P<server>arXiv|SSRN|bioRxiv|medRxiv|SocArXiv)(?: preprint)?,?:?\s?(?:arXiv:)?(?P<number>\d{4}\.\d{4,5}(?:v\d)?|"
    r"\d{6,9})?(?:\s\[[\w.-]{2,12}\])?(?=[,.;)\s\x00]|$)"
)


def preprint(draft: Draft) -> None:
    """A preprint by its server: "arXiv:2206.09511" (Bluebook rule 17.4)."""
    match = _PREPRINT.search(draft.rest)
    if match and match["number"] and not draft.done:
        draft.eat(*match.span())
        draft.set("container-title", match["server"], 0.93)
        draft.set("number", match["number"], 0.93)
        draft.set("type", "article", 0.85)
