"""What the letter makes of the names that were typed: which of them share a line, by whose word, and what is still open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.judged import live
from campaign.models import Campaign
from campaign.queries import IN_LIST_ORDER, PRINTS
from campaign.shared_lines import SharedLines, Why, shared_lines
from signatories.folding import name_key
from signatories.judgements import Judgement
from signatories.models import Signature

HEADER = ("line that prints", "name", "name as typed", "how", "judged by", "judged at (UTC)")

LEADS, SHARES, ALONE = "gives the line its words", "shares the line", "alone on its line"


@dataclass(frozen=True, slots=True)
class Name:
    """A name that does not print, because another one gives their line its words; and the word by which they share it."""

    number: int
    line: str
    typed: str
    judgement: Judgement | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line that several share: the signature that gives it its words, why it is that one, and the other names. ``chosen_by``
    is who chose the words, if anybody did."""

    number: int
    line: str
    typed: str
    why: Why
    chosen_by: str
    names: Sequence[Name]


@dataclass(frozen=True, slots=True)
class Report:
    """All names that were typed and print, in how many lines; the lines that several share; and bodies with their chapters,
    each on its own line."""

    names: int
    lines: int
    shared: Sequence[Line]
    ties: Sequence[Judgement]


def report_of(session: Session, campaign: Campaign) -> Report:
    """The report of a campaign as its letter stands now."""
    rows, shared, said = _looked_up(session, campaign)
    lines = sorted(_lines(rows, shared, said), key=lambda one: (name_key(one.line), one.number))
    ties = [one for one in said if one.verdict == "chapter"]
    return Report(len(rows), len(rows) - len(shared.printed_by), lines, ties)


def rows_of(session: Session, campaign: Campaign) -> list[tuple[str, ...]]:
    """The report as a table under :data:`HEADER`: every name, in the order of coming, the others of a line right below it."""
    rows, shared, said = _looked_up(session, campaign)
    lines = {one.number: one for one in _lines(rows, shared, said)}
    table: list[tuple[str, ...]] = []
    for number, (line, typed) in rows.items():
        if number in lines:
            shown = lines[number]
            table.append((line, line, typed, LEADS, shown.chosen_by, ""))
            for name in shown.names:
                by, at = _told(name.judgement)
                table.append((line, name.line, name.typed, SHARES, by, at))
        elif number not in shared.printed_by:
            table.append((line, line, typed, ALONE, "", ""))
    return table


def _told(judgement: Judgement | None) -> tuple[str, str]:
    return (judgement.by, _moment(judgement.at)) if judgement else ("", "")


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S")


Rows = Mapping[int, tuple[str, str]]
"""The line and the name as typed of each signature that prints."""


def _looked_up(session: Session, campaign: Campaign) -> tuple[Rows, SharedLines, Sequence[Judgement]]:
    query = select(Signature.id, Signature.line, Signature.name_typed).where(Signature.campaign_id == campaign.id, PRINTS)
    rows = {number: (line, typed) for number, line, typed in session.execute(query.order_by(*IN_LIST_ORDER))}
    return rows, shared_lines(session, campaign.id), live(session, campaign)


def _lines(rows: Rows, shared: SharedLines, said: Sequence[Judgement]) -> Iterator[Line]:
    joined: dict[int, Judgement] = {}
    chosen: dict[int, str] = {}
    for one in said:  # the oldest first: the newest word stays
        if one.verdict == "same" and one.pair not in shared.clusters.set_aside:
            joined |= dict.fromkeys(one.pair, one)
            if one.prints_id is not None:
                chosen[one.prints_id] = one.by
    under: dict[int, list[Name]] = {}
    for number, leader in sorted(shared.printed_by.items()):
        under.setdefault(leader, []).append(Name(number, *rows[number], joined.get(number)))
    for leader, names in under.items():
        why = shared.why[leader]
        yield Line(leader, *rows[leader], why, chosen.get(leader, "") if why == "chosen" else "", names)
