"""The names of an organization and its contacts, added, taken off and taken back."""

from __future__ import annotations

from flask import abort, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from blame import blame
from campaign.desk.blueprint import bp
from campaign.desk.directory.one import one_page
from campaign.desk.directory.shown import PRINTING, ContactForm, NameForm, found
from coalition.access import actor
from errors import UserError
from signatories import directory
from web import access, database, now, see_other


@bp.post("/coalition/<int:coalition_id>/directory/<int:number>/names/add")
@access("directory.edit")
def add_organization_name(coalition_id: int, number: int) -> tuple[str, int] | Response:
    """Add a name."""
    form = NameForm()
    with database().read() as session:
        found(session, coalition_id, number)
    if form.validate():
        try:
            with database().write() as session:
                named = found(session, coalition_id, number)
                name, kind = form.name.data or "", form.kind.data or ""
                row = directory.add_name(session, named, name, kind, printing=PRINTING, by=actor(), now=now())
            flash(_("“%(name)s” leads to %(organization)s now.", name=row.name, organization=named.name))
            return see_other("desk.organization", coalition_id=coalition_id, number=number)
        except UserError as error:
            blame(form, error)
    with database().read() as session:
        return one_page(session, found(session, coalition_id, number), naming=form), 422


@bp.post("/coalition/<int:coalition_id>/directory/<int:number>/names/<int:name>/<act>")
@access("directory.edit")
def change_organization_name(coalition_id: int, number: int, name: int, act: str) -> Response:
    """Take a name off ("remove"), or back ("restore")."""
    try:
        with database().write() as session:
            row = directory.name_at(session, found(session, coalition_id, number), name)
            if row is None or act not in ("remove", "restore"):
                abort(404)
            change = directory.remove_name if act == "remove" else directory.restore_name
            change(session, row, by=actor(), now=now())
        flash(_("“%(name)s” was taken off.", name=row.name) if act == "remove" else _("“%(name)s” is back.", name=row.name))
    except UserError as error:
        flash(error.sentence)
    return see_other("desk.organization", coalition_id=coalition_id, number=number)


@bp.post("/coalition/<int:coalition_id>/directory/<int:number>/contacts/add")
@access("directory.edit")
def add_organization_contact(coalition_id: int, number: int) -> tuple[str, int] | Response:
    """Add a person to write to."""
    form = ContactForm()
    with database().read() as session:
        found(session, coalition_id, number)
    if form.validate():
        try:
            with database().write() as session:
                asked = found(session, coalition_id, number)
                directory.add_contact(session, asked, form.contact, printing=PRINTING, by=actor(), now=now())
            flash(_("The contact was added."))
            return see_other("desk.organization", coalition_id=coalition_id, number=number)
        except UserError as error:
            blame(form, error)
    with database().read() as session:
        return one_page(session, found(session, coalition_id, number), contact=form), 422


@bp.post("/coalition/<int:coalition_id>/directory/<int:number>/contacts/<int:contact>/<act>")
@access("directory.edit")
def change_organization_contact(coalition_id: int, number: int, contact: int, act: str) -> Response:
    """Take a contact off ("remove"), or back ("restore")."""
    with database().write() as session:
        row = directory.contact_at(session, found(session, coalition_id, number), contact)
        if row is None or act not in ("remove", "restore"):
            abort(404)
        change = directory.remove_contact if act == "remove" else directory.restore_contact
        change(session, row, by=actor(), now=now())
    flash(_("The contact was taken off.") if act == "remove" else _("The contact is back."))
    return see_other("desk.organization", coalition_id=coalition_id, number=number)
