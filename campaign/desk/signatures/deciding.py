"""Carrying out what a coordinator decided, for those ticked in a list or for one."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from blame import blame
from campaign.desk.blueprint import bp
from campaign.desk.forms import whole_number
from campaign.desk.signatures.decision_form import DecisionForm, decision_form
from campaign.desk.signatures.finding import fitting, mark_of
from campaign.desk.signatures.listing import MOST, asked_for, listed
from campaign.desk.signatures.one import detail, form_for
from campaign.desk.signatures.shown import found
from campaign.operations.moderating import Decided, Decision, decide
from campaign.public.opening import doors_of
from campaign.queries import campaign_at_desk
from coalition.access import actor
from errors import UserError
from web import access, database, now, see_other

_AT_ONCE = 100
"""Signatures in one transaction: whoever signs meanwhile waits for it."""

_SAID = 4
"""Lines that are named in the notice: it travels in a cookie of 4 kB."""


@bp.post("/<slug>/signatures")
@access("signatures.moderate")
def decide_chosen(slug: str) -> tuple[str, int] | Response:
    """Decide about those that were ticked, or about all that the address asks for. The list comes back as it was."""
    show, _words = asked_for()
    form = decision_form(show, sent=True)
    numbers = [number for typed in request.form.getlist("number")[:MOST] if (number := whole_number(typed)) is not None]
    if form.validate() and "all" in request.form:
        numbers = _all(slug, form)
    elif not form.errors and not numbers:
        form.form_errors.append(_("Tick the signatures that you mean."))
    if not form.errors and _carried_out(slug, form, numbers):
        kept = {name: request.args.get(name) for name in ("show", "q", "page")}
        return see_other("desk.signatures", slug=slug, **kept)
    with database().read() as session:
        return listed(session, campaign_at_desk(session, slug), form, frozenset(numbers)), 422


def _all(slug: str, form: DecisionForm) -> list[int]:
    """All that the address asks for. The form says why not, when they are not those that the coordinator saw: somebody who
    signed a moment ago must not be decided about unseen."""
    show, words = asked_for()
    with database().read() as session:
        numbers = fitting(session, campaign_at_desk(session, slug), show=show, words=words)
    if mark_of(numbers) != request.form.get("all") or len(numbers) > MOST:
        form.form_errors.append(_("The list has changed since you opened it. Look at it once more, and tick again."))
        return []
    return numbers


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
    decided = Decided((), ())
    try:
        for start in range(0, len(numbers), _AT_ONCE):
            part = _decided(slug, form, numbers[start : start + _AT_ONCE], decision)
            decided = Decided([*decided.changed, *part.changed], [*decided.passed_by, *part.passed_by])
    except UserError as error:
        blame(form, error)
        return False
    if len(numbers) == 1 and decided.passed_by:
        form.form_errors.append(_of_one(decided))
        return False
    flash(_notice(decision, decided))
    return True


def _decided(slug: str, form: DecisionForm, numbers: list[int], decision: Decision) -> Decided:
    with database().write() as session:
        campaign = campaign_at_desk(session, slug)
        return decide(
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
