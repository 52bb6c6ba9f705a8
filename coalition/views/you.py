"""The page about oneself: the name others see, and the browsers one is signed in with."""

from __future__ import annotations

from flask import abort, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from blame import blame
from coalition.access import actor
from coalition.browsers import browser_name
from coalition.forms import NameForm
from coalition.models import Person
from coalition.operations.people import rename
from coalition.operations.sessions import live_sessions, revoke_all, revoke_session
from coalition.views.blueprint import bp
from errors import UserError
from web import access, database, now, render, see_other


@bp.get("/you")
@access("self")
def you() -> str:
    """One's name, to change, and one's sessions, to end."""
    return _page(NameForm(formdata=None, name=actor().name))


@bp.post("/you/name")
@access("self")
def change_name() -> Response | tuple[str, int]:
    """Change what others see."""
    form = NameForm()
    if form.validate_on_submit():
        try:
            with database().write() as writing:
                rename(writing, writing.get_one(Person, actor().person_id), form.name.data or "")
            flash(_("Saved."))
            return see_other("coalition.you")
        except UserError as error:
            blame(form, error, field="name")
    return _page(form), 422


@bp.post("/you/sessions/<int:session_id>/end")
@access("self")
def end_one(session_id: int) -> Response:
    """End one of one's own sessions."""
    person = actor()
    with database().write() as writing:
        ended = revoke_session(writing, person.person_id, session_id, now())
    if not ended:
        abort(404)
    flash(_("That browser is signed out."))
    return see_other("coalition.you")


@bp.post("/you/sessions/end-others")
@access("self")
def end_others() -> Response:
    """End every session but this one."""
    person = actor()
    with database().write() as writing:
        revoke_all(writing, person.person_id, now(), but=person.session_id)
    flash(_("All other browsers are signed out."))
    return see_other("coalition.you")


def _page(form: NameForm) -> str:
    person = actor()
    with database().read() as reading:
        sessions = live_sessions(reading, person.person_id, now())
    browsers = [(session, browser_name(session.browser)) for session in sessions]
    return render("coalition/you.html", form=form, browsers=browsers, person=person)
