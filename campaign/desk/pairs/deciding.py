"""Deciding about a pair of the queue."""

from __future__ import annotations

import re
from typing import Any, cast, get_args

from flask import request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from campaign.desk.blueprint import bp
from campaign.desk.forms import whole_number
from campaign.desk.pairs.queue import Kept, listed
from campaign.desk.pairs.shown import SHOWS, by_hand, opinion, two_standing
from campaign.doubtful import doubts_of
from campaign.models import Campaign
from campaign.operations.judging import NotAPair, Opinion, Verdict, judge
from campaign.queries import campaign_at_desk
from coalition.access import actor
from errors import UserError
from web import access, database, now, see_other

_PAIR = re.compile(r"[0-9]{1,9}-[0-9]{1,9}")


@bp.post("/<slug>/doubles")
@access("signatures.moderate")
def judge_pair(slug: str) -> tuple[str, int] | Response:
    """Keep what was judged of two, and go on to the next pair of the queue."""
    numbers = [whole_number(request.form.get(name)) or 0 for name in ("one", "other")]
    prints, part = request.form.get("prints", ""), whole_number(request.form.get("part"))
    verdict = request.form.get("verdict", "")
    try:
        if verdict not in get_args(Verdict):
            raise NotAPair(_("Choose what you want to say of the two."))
        with database().read() as session:
            said = _opinion(session, campaign_at_desk(session, slug), numbers)
        with database().write() as session:
            made = judge(
                session,
                campaign_at_desk(session, slug),
                numbers,
                cast(Verdict, verdict),
                prints=_chosen(prints) if verdict == "same" else None,
                part=part if verdict == "chapter" else None,
                opinion=said,
                by=actor(),
                now=now(),
            )
            done = made[0].id
    except UserError as error:
        with database().read() as session:
            kept = Kept(error.sentence, numbers[0], numbers[1], prints, part)
            return listed(session, campaign_at_desk(session, slug), kept), 422
    return see_other("desk.queue", slug=slug, **_onwards(done))


def _chosen(prints: str) -> int | None:
    """Whose words: None for the rule, and a number that is no signature's for what is none."""
    return None if not prints else whole_number(prints) or 0


def _opinion(session: Session, campaign: Campaign, numbers: list[int]) -> Opinion | None:
    """What stood beside the pair when it was judged. Looked up before the transaction: nobody who signs waits for it."""
    found = doubts_of(session, campaign, at_hand=True)
    for doubt in (*found.open, *found.unsure, *found.before):
        if {doubt.one, doubt.other} == set(numbers):
            return opinion(doubt)
    two = two_standing(session, campaign, numbers)
    return opinion(by_hand(*two)) if two else None


def _onwards(done: int) -> dict[str, Any]:
    """Where the queue goes on: at the pair that came next, with a way to undo what was just said."""
    show, at = request.form.get("show", ""), request.form.get("at", "")
    kept = {"show": show} if show in SHOWS and show != "open" else {}
    return kept | ({"at": at} if _PAIR.fullmatch(at) else {}) | {"done": done}
