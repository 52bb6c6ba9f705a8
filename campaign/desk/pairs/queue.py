"""The queue: the pairs to decide, the first of them open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.desk.blueprint import bp
from campaign.desk.forms import whole_number
from campaign.desk.pairs.shown import SHOWS, Versus, by_hand, name_of, page, two_standing, versus
from campaign.doubtful import Doubts, doubts_of
from campaign.judged import contradictions
from campaign.models import Campaign
from campaign.operations.judging import judgement_at
from campaign.queries import campaign_at_desk
from signatories.doubtful import Doubt
from signatories.judgements import Judgement
from signatories.models import Signature
from web import access, database

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Kept:
    """What was chosen in a form that was refused, and why."""

    refusal: str
    one: int
    other: int
    prints: str
    part: int | None


@dataclass(frozen=True, slots=True)
class Around:
    """Where the open pair stands in the queue: its neighbours, and the page of the list that it is on."""

    earlier: str
    later: str
    rows: Sequence[tuple[Doubt, str, str]]
    """The pairs of this page of the list: each with the two names."""
    page: int
    pages: int


@bp.get("/<slug>/doubles")
@access("signatures.view")
def queue(slug: str) -> str:
    """The pairs that ``show`` asks for, the one at ``at`` open; or the two of ``pair``, whoever put them side by side."""
    with database().read() as session:
        return listed(session, campaign_at_desk(session, slug))


def listed(session: Session, campaign: Campaign, kept: Kept | None = None) -> str:
    """The page as the address asks for it; with what came back in a form that was refused."""
    show = request.values.get("show", "open")
    if show not in SHOWS:
        abort(404)
    done = judgement_at(session, campaign, whole_number(request.args.get("done")) or 0)
    found = doubts_of(session, campaign, at_hand=any(name in request.values for name in ("at", "done", "page", "verdict")))
    if not found.of(show):
        found = doubts_of(session, campaign)  # nobody is told that nothing is left before all names were compared
    pairs = found.of(show)
    opened, extra = _opened(session, campaign, found, pairs, kept)
    place = next((number for number, one in enumerate(pairs) if opened and name_of(one) == name_of(opened)), None)
    return page(
        session,
        campaign,
        "doubles.html",
        doubts=found,
        show=show,
        versus=_shown(session, campaign, found, opened),
        extra=extra,
        around=_around(session, pairs, place),
        place=place,
        kept=kept,
        done=done if done is not None and done.revoked_at is None else None,
        aside=contradictions(session, campaign),
    )


def _opened(
    session: Session, campaign: Campaign, found: Doubts, pairs: Sequence[Doubt], kept: Kept | None
) -> tuple[Doubt | None, bool]:
    """The pair that is open, and whether somebody put it side by side by hand."""
    asked = f"{kept.one}-{kept.other}" if kept else request.args.get("at", "")
    chosen = next((one for one in pairs if name_of(one) == asked), None)
    by_name = f"{kept.one}-{kept.other}" if kept and chosen is None else request.args.get("pair", "")
    if chosen is None and by_name:
        known = next((one for one in (*found.open, *found.unsure, *found.before) if name_of(one) == by_name), None)
        numbers = [number for part in by_name.split("-") if (number := whole_number(part)) is not None]
        two = two_standing(session, campaign, numbers)
        if two is None and not kept:
            abort(404)
        if two is not None:
            return known or by_hand(*two), True
    start = ((whole_number(request.args.get("page")) or 1) - 1) * PER_PAGE
    return chosen or next(iter(pairs[start : start + 1] or pairs[:1]), None), False


def _shown(session: Session, campaign: Campaign, found: Doubts, opened: Doubt | None) -> Versus | None:
    return versus(session, campaign, opened, found.shared) if opened else None


def _around(session: Session, pairs: Sequence[Doubt], place: int | None) -> Around:
    number = (place or 0) // PER_PAGE
    part = pairs[number * PER_PAGE : (number + 1) * PER_PAGE]
    wanted = {signature for one in part for signature in (one.one, one.other)}
    names = {one.id: one.line for one in session.scalars(select(Signature).where(Signature.id.in_(wanted)))}
    return Around(
        earlier=name_of(pairs[place - 1]) if place else "",
        later=name_of(pairs[place + 1]) if place is not None and place + 1 < len(pairs) else "",
        rows=[(one, names.get(one.one, ""), names.get(one.other, "")) for one in part],
        page=number + 1,
        pages=max(1, -(-len(pairs) // PER_PAGE)),
    )


def pair_of(judgement: Judgement) -> str:
    """How an address names the two that a judgement is about, whichever comes first."""
    return f"{judgement.one_id}-{judgement.other_id}"
