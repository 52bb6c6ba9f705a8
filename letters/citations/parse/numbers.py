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
