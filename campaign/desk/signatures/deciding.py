"""Carrying out what a coordinator decided, for those ticked in a list or for one."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from blame import blame
from campaign.desk.blueprint import bp
from campaign.desk.forms import whole_number
from campaign.desk.signatures.decision_form import DecisionForm, decision_form
from campaign.desk.signatures.finding import SHOWS
from campaign.desk.signatures.listing import FIRST, listed
from campaign.desk.signatures.one import detail, form_for
from campaign.desk.signatures.shown import found
from campaign.operations.moderating import Decided, Decision, decide
from campaign.public.opening import doors_of
from campaign.queries import campaign_at_desk
from coalition.access import actor
from errors import UserError
from web import access, database, now, see_other

MOST = 1_000
"""Signatures in one form: ten times what a page shows."""

_SAID = 4
"""Lines that are named in the notice: it travels in a cookie of 4 kB."""


@bp.post("/<slug>/signatures")
@access("signatures.moderate")
def decide_chosen(slug: str) -> tuple[str, int] | Response:
    """Decide about those that were ticked. The list comes back with the same filter, words and page."""
    show = request.args.get("show", FIRST)
    if show not in SHOWS:
        abort(404)
    form = decision_form(show, sent=True)
    numbers = [number for typed in request.form.getlist("number")[:MOST] if (number := whole_number(typed)) is not None]
    if form.validate() and not numbers:
        form.form_errors.append(_("Tick the signatures that you mean."))
    if not form.errors and _carried_out(slug, form, numbers):
        kept = {name: request.args.get(name) for name in ("show", "q", "page")}
        return see_other("desk.signatures", slug=slug, **kept)
    with database().read() as session:
        return listed(session, campaign_at_desk(session, slug), form, frozenset(numbers)), 422


@bp.post("/<slug>/signatures/<int:number>")
@access("signatures.moderate")
def decide_one(slug: str, number: int) -> tuple[str, int] | Response:
    """Decide about one signature."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        form = form_for(session, campaign, found(session, campaign, number), sent=True)
    if form.validate() and _carried_out(slug, form, [number]):
        return see_other("desk.signature", slug=slug, number=number)
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        return detail(session, campaign, found(session, campaign, number), form), 422


def _carried_out(slug: str, form: DecisionForm, numbers: list[int]) -> bool:
    """Do it and say what was done. False when it was refused; then the form says why."""
    decision = form.wanted
    if decision is None:
        form.decision.errors = [_("Choose what to do.")]
        return False
    try:
        with database().write() as session:
            campaign = campaign_at_desk(session, slug)
            decided = decide(
                session,
                campaign,
                numbers,
                decision,
                reason=form.reason.data or "",
                tell=form.tell.data,
                beside=form.beside.data,
                doors=doors_of(campaign.slug),
                by=actor(),
                now=now(),
            )
    except UserError as error:
        blame(form, error)
        return False
    if len(numbers) == 1 and decided.passed_by:
        form.form_errors.append(_of_one(decided))
        return False
    flash(_notice(decision, decided))
    return True


def _of_one(decided: Decided) -> str:
    (passed,) = decided.passed_by
    return str(_("Nothing was changed: %(why)s.", why=passed.why))


@dataclass(frozen=True, slots=True)
class _Counted:
    one: str
    many: str


_DONE: dict[Decision, _Counted] = {
    "accept": _Counted("%(num)d signature is accepted.", "%(num)d signatures are accepted."),
    "hold": _Counted("%(num)d signature is held.", "%(num)d signatures are held."),
    "refuse": _Counted("%(num)d signature is refused.", "%(num)d signatures are refused."),
    "withdraw": _Counted("%(num)d signature is taken off.", "%(num)d signatures are taken off."),
    "keep": _Counted("%(num)d signature stays.", "%(num)d signatures stay."),
    "spell": _Counted("%(num)d line is spelled as asked.", "%(num)d lines are spelled as asked."),
    "leave": _Counted("%(num)d line stays as it was.", "%(num)d lines stay as they were."),
}


def _notice(decision: Decision, decided: Decided) -> str:
    words = _DONE[decision]
    parts = [str(ngettext(words.one, words.many, len(decided.changed)))]
    if decided.passed_by:
        parts.append(str(ngettext("%(num)d was passed by.", "%(num)d were passed by.", len(decided.passed_by))))
        parts += [f"“{one.signature.line[:60]}”: {one.why}." for one in decided.passed_by[:_SAID]]
        if len(decided.passed_by) > _SAID:
            parts.append(str(_("The others have reasons of their own; open one to see how it stands.")))
    return " ".join(parts)
