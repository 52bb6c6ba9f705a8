"""Saying of several that were ticked in the list of signatures that they are one organization."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaign.desk.blueprint import bp
from campaign.desk.forms import whole_number
from campaign.desk.signatures.decision_form import decision_form
from campaign.desk.signatures.listing import MOST, asked_for, listed
from campaign.operations.judging import judge
from campaign.queries import campaign_at_desk
from coalition.access import actor
from errors import UserError
from web import access, database, now, see_other


@bp.post("/<slug>/doubles/join")
@access("signatures.moderate")
def join_chosen(slug: str) -> tuple[str, int] | Response:
    """Put those that were ticked on one line. When that is refused, the list comes back with what was ticked."""
    show, _words = asked_for()
    numbers = [number for typed in request.form.getlist("number")[:MOST] if (number := whole_number(typed)) is not None]
    try:
        if len(set(numbers)) < 2:
            raise UserError(_("Tick two or more that are one organization."))
        with database().write() as session:
            made = judge(session, campaign_at_desk(session, slug), numbers, "same", by=actor(), now=now())
            done = made[0].id
    except UserError as error:
        form = decision_form(show, sent=True)
        form.form_errors.append(error.sentence)
        with database().read() as session:
            return listed(session, campaign_at_desk(session, slug), form, frozenset(numbers)), 422
    return see_other("desk.judged", slug=slug, done=done)
