"""The coordinators of a coalition."""

from __future__ import annotations

from typing import cast

from flask import abort, flash
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from blame import blame
from coalition.access import actor, authorize, may
from coalition.forms import AddPersonForm, RoleForm
from coalition.models import Coalition, Coordinator
from coalition.operations import people as operations
from coalition.permissions import Role
from coalition.queries import coordinators_of
from coalition.views.blueprint import bp
from errors import UserError
from web import access, database, external_url, now, render, see_other


@bp.get("/coalition/<int:coalition_id>/people")
@access("coalition.view")
def people(coalition_id: int) -> str:
    """Who coordinates, in which role; for an owner, the forms to change it."""
    authorize(coalition_id)
    return _page(coalition_id, AddPersonForm(formdata=None))


@bp.post("/coalition/<int:coalition_id>/people/add")
@access("coalition.people")
def add(coalition_id: int) -> str | Response | tuple[str, int]:
    """Add somebody, and tell them by mail."""
    authorize(coalition_id)
    form = AddPersonForm()
    if form.validate_on_submit():
        try:
            with database().write() as writing:
                operations.add_person(
                    writing,
                    writing.get_one(Coalition, coalition_id),
                    form.email.data or "",
                    cast(Role, form.role.data),
                    name=form.name.data or "",
                    by=actor(),
                    now=now(),
                    sign_in_url=external_url("coalition.sign_in"),
                )
        except UserError as error:
            blame(form, error, field="email")
        else:
            flash(_("Added. A mail tells them where to sign in."))
            return see_other("coalition.people", coalition_id=coalition_id)
    return _page(coalition_id, form), 422


@bp.post("/coalition/<int:coalition_id>/people/<int:coordinator_id>/role")
@access("coalition.people")
def change_role(coalition_id: int, coordinator_id: int) -> Response:
    """Give a coordinator another role."""
    authorize(coalition_id)
    form = RoleForm(prefix=f"person-{coordinator_id}-")
    if not form.validate_on_submit():
        abort(400)
    try:
        with database().write() as writing:
            coordinator = _coordinator(writing, coalition_id, coordinator_id)
            operations.set_role(writing, coordinator, cast(Role, form.role.data), by=actor(), now=now())
        flash(_("Changed."))
    except UserError as error:
        flash(error.sentence)
    return see_other("coalition.people", coalition_id=coalition_id)


@bp.post("/coalition/<int:coalition_id>/people/<int:coordinator_id>/remove")
@access("coalition.people")
def remove(coalition_id: int, coordinator_id: int) -> Response:
    """Take a coordinator out of the coalition."""
    authorize(coalition_id)
    people_page = see_other("coalition.people", coalition_id=coalition_id)
    try:
        with database().write() as writing:
            coordinator = _coordinator(writing, coalition_id, coordinator_id)
            operations.remove(writing, coordinator, by=actor(), now=now())
    except UserError as error:
        flash(error.sentence)
        return people_page
    flash(_("Removed."))
    return see_other("coalition.you") if coordinator.person_id == actor().person_id else people_page


def _coordinator(session: Session, coalition_id: int, coordinator_id: int) -> Coordinator:
    coordinator = session.get(Coordinator, coordinator_id)
    if coordinator is None or coordinator.coalition_id != coalition_id:
        abort(404)
    return coordinator


def _page(coalition_id: int, form: AddPersonForm) -> str:
    with database().read() as reading:
        coalition = reading.get_one(Coalition, coalition_id)
        coordinators = coordinators_of(reading, coalition_id)
    rows = [
        (coordinator, RoleForm(formdata=None, prefix=f"person-{coordinator.id}-", role=coordinator.role))
        for coordinator in coordinators
    ]
    editable = may(coalition_id, "coalition.people")
    return render("coalition/people.html", coalition=coalition, rows=rows, form=form, editable=editable)
