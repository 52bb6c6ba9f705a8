"""Signatures by how they stand and by their words, in the order that serves: the letter's own for what prints, else time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from campaign.listing import groups_of
from campaign.models import Campaign
from campaign.queries import IN_LIST_ORDER
from signatories.models import STANDING, STATUSES, Signature

WITHDRAWAL_ASKED = "withdrawal-asked"
LINE_WANTED = "line-wanted"

SHOWS = (
    "accepted",
    "pending",
    LINE_WANTED,
    WITHDRAWAL_ASKED,
    "held",
    "refused",
    "unconfirmed",
    "withdrawn",
    "dropped",
    "replaced",
    "all",
)

PER_PAGE = 100

_WISHES: Mapping[str, ColumnElement[bool]] = {
    WITHDRAWAL_ASKED: Signature.withdrawal_asked_at.is_not(None) & Signature.status.in_(STANDING),
    LINE_WANTED: (Signature.line_wanted != "") & Signature.status.in_(STANDING),
}
"""What signers ask for who stand, and may do so in any way that one can stand."""


@dataclass(frozen=True, slots=True)
class Row:
    """A signature in the list. ``repeats`` says that it is accepted, and that another one prints the same line for it."""

    signature: Signature
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One page of signatures. ``counts`` has every one of :data:`SHOWS`, whatever is searched; ``total`` is how many fit.

    ``mark`` stands for these and no others: whoever decides about all of them means those that were there when they looked.
    """

    rows: Sequence[Row]
    counts: Mapping[str, int]
    total: int
    mark: str
    page: int
    pages: int


def find(session: Session, campaign: Campaign, *, show: str, words: str = "", page: int = 1) -> Found:
    """The signatures that ``show`` (one of :data:`SHOWS`) and ``words`` leave, a page of them (the nearest that there is)."""
    ids = fitting(session, campaign, show=show, words=words)
    mark = mark_of(ids)
    printing = show in ("accepted", "all")
    printed = _printed(session, campaign) if printing else {}
    if show == "accepted":
        ids.sort(key=lambda number: printed.get(number, len(printed)))  # stable: what prints nowhere keeps its order, last
    pages = max(1, -(-len(ids) // PER_PAGE))
    page = min(max(1, page), pages)
    part = ids[(page - 1) * PER_PAGE : page * PER_PAGE]
    found = {one.id: one for one in session.scalars(select(Signature).where(Signature.id.in_(part)))}
    rows = [Row(found[number], printing and found[number].prints and number not in printed) for number in part]
    return Found(rows, counts(session, campaign), len(ids), mark, page, pages)


def fitting(session: Session, campaign: Campaign, *, show: str, words: str = "") -> list[int]:
    """Every signature that ``show`` and ``words`` leave, by id, in the order of time."""
    fits = _fitting(campaign, show, words)
    return list(session.scalars(select(Signature.id).where(*fits).order_by(*IN_LIST_ORDER)))


def mark_of(numbers: Sequence[int]) -> str:
    """A short text that is another one for other numbers."""
    return hashlib.sha256(" ".join(map(str, sorted(numbers))).encode()).hexdigest()[:16]


def counts(session: Session, campaign: Campaign) -> dict[str, int]:
    """How many signatures of the campaign each of :data:`SHOWS` has."""
    query = select(Signature.status, func.count()).where(Signature.campaign_id == campaign.id).group_by(Signature.status)
    found: dict[str, int] = {row[0]: row[1] for row in session.execute(query)}
    asked = [func.count().filter(wish) for wish in _WISHES.values()]
    wishes = session.execute(select(*asked).where(Signature.campaign_id == campaign.id)).one()
    every = {status: found.get(status, 0) for status in STATUSES}
    return {**every, **dict(zip(_WISHES, wishes, strict=True)), "all": sum(every.values())}


def _printed(session: Session, campaign: Campaign) -> dict[int, int]:
    """The place on the letter of each signature that prints there, by its id."""
    entries = [item.number for group in groups_of(session, campaign) for item in group.entries]
    return {number: place for place, number in enumerate(entries)}


def _fitting(campaign: Campaign, show: str, words: str) -> list[ColumnElement[bool]]:
    fits: list[ColumnElement[bool]] = [Signature.campaign_id == campaign.id]
    if show in _WISHES:
        fits.append(_WISHES[show])
    elif show != "all":
        fits.append(Signature.status == show)
    for word in words.split()[:10]:
        like = f"%{word.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
        columns = (
            Signature.line,
            Signature.line_wanted,
            Signature.name_typed,
            Signature.affiliation,
            Signature.contact_name,
            Signature.contact_email,
            Signature.website,
        )
        fits.append(or_(*(column.ilike(like, escape="!") for column in columns)))
    return fits
