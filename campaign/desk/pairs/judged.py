"""What was judged, by whom and when, and taking it back."""

from __future__ import annotations

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from campaign.desk.blueprint import bp
from campaign.desk.forms import whole_number
from campaign.desk.pairs.queue import pair_of
from campaign.desk.pairs.shown import page
from campaign.desk.signatures.shown import verdict_said
from campaign.judged import of_one_act
from campaign.operations.judging import judgement_at, take_back
from campaign.queries import campaign_at_desk
from coalition.access import actor
from signatories.judgements import Judgement
from web import access, database, now, see_other

PER_PAGE = 100


@bp.get("/<slug>/doubles/judged")
@access("signatures.view")
def judged(slug: str) -> str:
    """Every judgement of the campaign, the newest first, those that were taken back too."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        total = session.scalar(select(func.count()).where(Judgement.campaign_id == campaign.id)) or 0
        pages = max(1, -(-total // PER_PAGE))
        number = min(max(1, whole_number(request.args.get("page")) or 1), pages)
        query = select(Judgement).where(Judgement.campaign_id == campaign.id).order_by(Judgement.at.desc(), Judgement.id.desc())
        found = session.scalars(query.offset((number - 1) * PER_PAGE).limit(PER_PAGE)).all()
        done = judgement_at(session, campaign, whole_number(request.args.get("done")) or 0)
        return page(
            session,
            campaign,
            "doubles_judged.html",
            judgements=found,
            total=total,
            number=number,
            pages=pages,
            together=of_one_act(session, done) if done is not None and done.revoked_at is None else (),
        )


@bp.post("/<slug>/doubles/judged/<int:number>/take-back")
@access("signatures.moderate")
def take_judgement_back(slug: str, number: int) -> Response:
    """Take a judgement back; with ``whole``, all that was said in the same moment. ``to`` says where it was asked for."""
    with database().write() as session:
        campaign = campaign_at_desk(session, slug)
        judgement = judgement_at(session, campaign, number)
        if judgement is None:
            raise NotFound
        together = of_one_act(session, judgement) if "whole" in request.form else [judgement]
        for one in together:
            take_back(session, campaign, one, by=actor(), now=now())
        said, pair = verdict_said(judgement), pair_of(judgement)
    if len(together) > 1:
        flash(ngettext("%(num)d judgement was taken back.", "%(num)d judgements were taken back.", len(together)))
    else:
        flash(_("Taken back: %(said)s", said=said))
    if request.form.get("to") == "queue" and len(together) == 1:
        return see_other("desk.queue", slug=slug, pair=pair)
    return see_other("desk.judged", slug=slug)
