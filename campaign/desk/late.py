"""Who asked to sign after the deadline: looking at each, accepting, declining, and taking that back."""

from __future__ import annotations

from flask import abort, flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import BooleanField, TextAreaField

from blame import blame
from campaign.deadlines import state_at
from campaign.desk.blueprint import bp
from campaign.desk.signatures.finding import WITHDRAWAL_ASKED, counts
from campaign.desk.signatures.shown import page
from campaign.models import Campaign
from campaign.operations.late import LateLine, accept_late, can_be_undone, decline_late, late_lines, undo_late
from campaign.operations.late_together import accept_simple, simple
from campaign.public.opening import doors_of
from campaign.queries import campaign_at_desk
from coalition.access import actor
from errors import UserError
from signatories.models import LateRequest, Signature
from web import access, database, now, see_other

ACTS = ("accept", "vouch", "decline", "undo")


class LateForm(FlaskForm):  # type: ignore[misc]
    """What a coordinator says about one request."""

    reason = TextAreaField(_l("Reason"))
    tell = BooleanField(_l("Tell the contact by mail, with the reason"))


@bp.get("/<slug>/late", endpoint="late")
@access("signatures.view")
def late(slug: str) -> str:
    """The requests, those without a decision first."""
    with database().read() as session:
        return _page(session, campaign_at_desk(session, slug))


@bp.post("/<slug>/late/all")
@access("signatures.moderate")
def accept_all_late(slug: str) -> Response:
    """Accept all about whom there is no doubt."""
    with database().write() as session:
        campaign = campaign_at_desk(session, slug)
        done = accept_simple(session, campaign, doors=doors_of(slug), by=actor(), now=now())
    flash(
        ngettext(
            "%(num)d is accepted. Who has something to confirm was asked by mail.",
            "%(num)d are accepted. Who has something to confirm was asked by mail.",
            done.accepted,
        )
    )
    if done.left:
        flash(ngettext("%(num)d could not be accepted: see below.", "%(num)d could not be accepted: see below.", done.left))
    return see_other("desk.late", slug=slug)


@bp.post("/<slug>/late/<int:number>")
@access("signatures.moderate")
def decide_late(slug: str, number: int) -> tuple[str, int] | Response:
    """Accept a request (asking its contact to confirm, or on the coordinator's word), decline it, or take that back."""
    form, act = LateForm(), request.form.get("act", "")
    if act not in ACTS:
        abort(404)
    reason = form.reason.data or ""
    if act == "vouch" and not reason.strip():
        form.reason.errors = [_("Write how you know that they sign: it is kept as the proof.")]
        return _again(slug, number, form)
    try:
        with database().write() as session:
            campaign = campaign_at_desk(session, slug)
            said = _carried_out(session, campaign, _found(session, campaign, number), act, form, reason)
    except UserError as error:
        blame(form, error)
        return _again(slug, number, form)
    flash(said)
    return see_other("desk.late", slug=slug)


def _carried_out(session: Session, campaign: Campaign, late_request: LateRequest, act: str, form: LateForm, reason: str) -> str:
    doors, name = doors_of(campaign.slug), late_request.name_typed[:60]
    if act == "undo":
        undo_late(session, campaign, late_request, doors=doors, by=actor(), now=now())
        return str(_("“%(name)s” waits for a decision again.", name=name))
    if act == "decline":
        decline_late(session, campaign, late_request, reason=reason, tell=form.tell.data, doors=doors, by=actor(), now=now())
        return str(_("“%(name)s” is declined.", name=name))
    signature = accept_late(
        session, campaign, late_request, reason=reason if act == "vouch" else "", doors=doors, by=actor(), now=now()
    )
    return _accepted(signature, name, open_again=state_at(campaign, now()) == "circulating")


def _accepted(signature: Signature, name: str, *, open_again: bool) -> str:
    if signature.status == "unconfirmed":
        return str(_("“%(name)s” is accepted. The contact was asked by mail to confirm it.", name=name))
    if signature.prints and open_again:
        return str(_("“%(name)s” is accepted, and stands on the letter.", name=name))
    if signature.prints:
        return str(_("“%(name)s” is accepted, and stands in the next edition.", name=name))
    return str(_("“%(name)s” is accepted, and waits among the signatures.", name=name))


def _again(slug: str, number: int, form: LateForm) -> tuple[str, int]:
    with database().read() as session:
        return _page(session, campaign_at_desk(session, slug), number, form), 422


def _found(session: Session, campaign: Campaign, number: int) -> LateRequest:
    found = session.get(LateRequest, number)
    if found is None or found.campaign_id != campaign.id:
        abort(404)
    return found


def _page(session: Session, campaign: Campaign, number: int = 0, form: LateForm | None = None) -> str:
    lines = late_lines(session, campaign)
    standing = counts(session, campaign)

    def form_of(line: LateLine) -> LateForm:
        return form if form is not None and line.request.id == number else LateForm(formdata=None)

    def undoable(line: LateLine) -> bool:
        return can_be_undone(session, campaign, line.request)

    return page(
        session,
        campaign,
        "late.html",
        lines=lines,
        simple=len(simple(lines)),
        open_again=state_at(campaign, now()) == "circulating",
        form_of=form_of,
        undoable=undoable,
        pending=standing["pending"],
        asking=standing[WITHDRAWAL_ASKED],
        asking_show=WITHDRAWAL_ASKED,
    )
