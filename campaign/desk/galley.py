"""The galley at the desk: asking signers whether their line is right, and what they answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from flask import abort, flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms.validators import DataRequired

from blame import blame
from campaign.deadlines import wall_time
from campaign.desk.blueprint import bp
from campaign.desk.forms import LocalMoment, whole_number
from campaign.desk.signatures.shown import page
from campaign.models import Campaign
from campaign.operations import galley as galleys
from campaign.public.opening import doors_of
from campaign.queries import campaign_at_desk
from coalition.access import actor
from errors import UserError
from signatories.models import Signature
from web import access, database, now, see_other

_AT_ONCE = 500
"""Signers that are asked in one transaction: others wait for the same lock on SQLite, and must not wait for thousands."""

PER_PAGE = 100

KIND_NAMES: Mapping[str, Any] = {
    "silent": _l("no answer yet"),
    "right": _l("right"),
    "corrected": _l("corrected"),
    "wished": _l("asks for another spelling"),
    "unreached": _l("could not be reached"),
    "unsent": _l("mail not sent"),
    "withdrawn": _l("withdrawn"),
    "off": _l("not on the letter any more"),
}


class GalleyForm(FlaskForm):  # type: ignore[misc]
    """Until when signers are asked to answer."""

    until = LocalMoment(_l("Answer by"), [DataRequired(_l("Choose a date and a time."))])


@bp.get("/<slug>/galley")
@access("signatures.view")
def galley(slug: str) -> str:
    """What asking does, who has been asked, and the answers: ``show`` chooses one kind of them."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        return _page(session, campaign, GalleyForm(formdata=None, until=_offered(campaign)))


@bp.post("/<slug>/galley")
@access("signatures.moderate")
def send_galley(slug: str) -> tuple[str, int] | Response:
    """Ask everybody who stands on the letter and has not been asked; or only move the time."""
    form = GalleyForm()
    if form.validate():
        with database().read() as session:
            waiting = galleys.to_ask(session, campaign_at_desk(session, slug))
        try:
            flash(_sent(_asked(slug, waiting, form.until.data or "")))
            return see_other("desk.galley", slug=slug)
        except UserError as error:
            blame(form, error)
    with database().read() as session:
        return _page(session, campaign_at_desk(session, slug), form), 422


def _asked(slug: str, waiting: list[int], until: str) -> int:
    count = 0
    for start in range(0, len(waiting) or 1, _AT_ONCE):
        with database().write() as session:
            campaign = campaign_at_desk(session, slug)
            part = waiting[start : start + _AT_ONCE]
            count += galleys.ask(session, campaign, part, until, doors=doors_of(campaign.slug), by=actor(), now=now())
    return count


def _sent(count: int) -> str:
    if not count:
        return str(_("The time is kept. Nobody new is to be asked."))
    return str(ngettext("%(num)d signer is asked by mail.", "%(num)d signers are asked by mail.", count))


def _offered(campaign: Campaign) -> str:
    if campaign.galley_until is not None and campaign.galley_until > now():
        return wall_time(campaign.galley_until, campaign.timezone)
    return galleys.default_until(campaign, now())


def _page(session: Session, campaign: Campaign, form: GalleyForm) -> str:
    show = request.args.get("show", "")
    if show not in ("", *galleys.KINDS):
        abort(404)
    answers = galleys.answers(session, campaign)
    fits = [one for one in answers if show in ("", one.kind)]
    pages = max(1, -(-len(fits) // PER_PAGE))
    number = min(max(1, whole_number(request.args.get("page")) or 1), pages)
    part = fits[(number - 1) * PER_PAGE : number * PER_PAGE]
    rows = {one.id: one for one in session.scalars(select(Signature).where(Signature.id.in_([one.number for one in part])))}
    return page(
        session,
        campaign,
        "galley.html",
        form=form,
        waiting=len(galleys.to_ask(session, campaign)),
        asked=len(answers),
        counts=Counter(one.kind for one in answers),
        kinds=KIND_NAMES,
        show=show,
        rows=[(rows[one.number], one.kind) for one in part],
        spellings=galleys.spellings(session, campaign),
        number=number,
        pages=pages,
    )
