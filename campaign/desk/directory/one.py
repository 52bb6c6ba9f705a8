"""One organization of the directory: added, looked at, changed, retired and taken back."""

from __future__ import annotations

from flask import flash
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from blame import blame
from campaign.desk.blueprint import bp
from campaign.desk.directory.shown import PRINTING, ContactForm, NameForm, OrganizationForm, found, page
from campaign.signed_on import signed_on
from coalition.access import actor, authorize
from errors import UserError
from signatories import directory
from signatories.directory.known import keys_of, whole
from signatories.organizations import Organization
from web import access, database, now, see_other


@bp.get("/coalition/<int:coalition_id>/directory/new")
@access("directory.edit")
def new_organization(coalition_id: int) -> str:
    """The form."""
    authorize(coalition_id)
    with database().read() as session:
        return page(session, coalition_id, "directory_new.html", form=OrganizationForm(formdata=None))


@bp.post("/coalition/<int:coalition_id>/directory/new")
@access("directory.edit")
def create_organization(coalition_id: int) -> tuple[str, int] | Response:
    """Add it."""
    authorize(coalition_id)
    form = OrganizationForm()
    if form.validate():
        try:
            with database().write() as session:
                made = directory.add(session, coalition_id, form.details, printing=PRINTING, by=actor(), now=now())
            flash(_("%(name)s is in the directory.", name=made.name))
            return see_other("desk.organization", coalition_id=coalition_id, number=made.id)
        except UserError as error:
            blame(form, error)
    with database().read() as session:
        return page(session, coalition_id, "directory_new.html", form=form), 422


@bp.get("/coalition/<int:coalition_id>/directory/<int:number>")
@access("directory.view")
def organization(coalition_id: int, number: int) -> str:
    """All that is known of it, and which letters it stands on."""
    with database().read() as session:
        return one_page(session, found(session, coalition_id, number))


@bp.post("/coalition/<int:coalition_id>/directory/<int:number>")
@access("directory.edit")
def save_organization(coalition_id: int, number: int) -> tuple[str, int] | Response:
    """Change its name and what is known of it."""
    form = OrganizationForm()
    with database().read() as session:
        found(session, coalition_id, number)
    if form.validate():
        try:
            with database().write() as session:
                changing = found(session, coalition_id, number)
                changed = directory.change(session, changing, form.details, printing=PRINTING, by=actor(), now=now())
            flash(_("Saved.") if changed else _("Nothing was changed."))
            return see_other("desk.organization", coalition_id=coalition_id, number=number)
        except UserError as error:
            blame(form, error)
    with database().read() as session:
        return one_page(session, found(session, coalition_id, number), form=form), 422


@bp.post("/coalition/<int:coalition_id>/directory/<int:number>/retire")
@access("directory.edit")
def retire_organization(coalition_id: int, number: int) -> Response:
    """Take it out of the directory."""
    with database().write() as session:
        retiring = found(session, coalition_id, number)
        directory.retire(session, retiring, by=actor(), now=now())
    flash(_("%(name)s does not stand in the directory any more.", name=retiring.name))
    return see_other("desk.organization", coalition_id=coalition_id, number=number)


@bp.post("/coalition/<int:coalition_id>/directory/<int:number>/restore")
@access("directory.edit")
def restore_organization(coalition_id: int, number: int) -> Response:
    """Take it back."""
    try:
        with database().write() as session:
            restoring = found(session, coalition_id, number)
            directory.restore(session, restoring, by=actor(), now=now())
        flash(_("%(name)s stands in the directory again.", name=restoring.name))
    except UserError as error:
        flash(error.sentence)
    return see_other("desk.organization", coalition_id=coalition_id, number=number)


def one_page(
    session: Session,
    shown: Organization,
    *,
    form: OrganizationForm | None = None,
    naming: NameForm | None = None,
    contact: ContactForm | None = None,
) -> str:
    """The page of one organization; each form as it was sent, where it was refused."""
    parts = whole(session, shown)
    contacts = directory.contacts_of(session, parts)
    names = sorted(directory.names_of(session, parts), key=lambda one: one.organization_id != shown.id)  # its own first
    into = session.get(Organization, shown.merged_into_id) if shown.merged_into_id is not None else None
    return page(
        session,
        shown.coalition_id,
        "directory_one.html",
        organization=shown,
        form=form or OrganizationForm(formdata=None, obj=shown),
        naming=naming or NameForm(formdata=None),
        contact=contact or ContactForm(formdata=None),
        names=[one for one in names if one.removed_at is None],
        names_removed=[one for one in names if one.removed_at is not None],
        contacts=[one for one in contacts if one.removed_at is None],
        contacts_removed=[one for one in contacts if one.removed_at is not None],
        joined=directory.joined_into(session, shown),
        parts={one.id: one for one in parts},
        into=into,
        namesakes=directory.namesakes(session, shown) if shown.retired_at is None else [],
        signed=signed_on(session, shown.coalition_id, keys_of(session, shown)),
    )
