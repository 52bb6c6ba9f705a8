"""What a coalition holds about persons: how long contacts are kept, and what somebody's address leads to."""

from __future__ import annotations

import json

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import EmailField
from wtforms.validators import DataRequired, Length

from blame import blame
from campaign.desk.blueprint import bp
from campaign.models import Campaign
from campaign.operations.erasing import erase, plan
from campaign.operations.personal_data import exported, find
from campaign.operations.retention import contacts_go_at, holds_contacts
from coalition.access import actor, authorize
from coalition.models import Coalition
from errors import UserError
from web import access, attachment, database, now, render, see_other


class AddressForm(FlaskForm):  # type: ignore[misc]
    """Whose data is asked for."""

    email = EmailField(_l("Their mail address"), [DataRequired(_l("Write the mail address.")), Length(max=320)])


@bp.get("/coalition/<int:coalition_id>/privacy", endpoint="privacy")
@access("privacy.manage")
def privacy(coalition_id: int) -> str:
    """When the contacts of each campaign go, and the question whose data is wanted."""
    authorize(coalition_id)
    with database().read() as session:
        return _page(session, coalition_id, AddressForm(formdata=None))


@bp.post("/coalition/<int:coalition_id>/privacy")
@access("privacy.manage")
def look_up_person(coalition_id: int) -> str | tuple[str, int]:
    """What is held about the owner of an address, and what erasing would do. Sent as a form: an address in the address of a
    page would stay in the browser's history.
    """
    authorize(coalition_id)
    return _looked_up(coalition_id)


@bp.post("/coalition/<int:coalition_id>/privacy/export")
@access("privacy.manage")
def export_person(coalition_id: int) -> str | tuple[str, int] | Response:
    """Everything held about the owner of an address, as JSON."""
    authorize(coalition_id)
    form = AddressForm()
    try:
        with database().read() as session:
            told = exported(session, find(session, form.email.data or "", coalition_id), now())
    except UserError:
        return _looked_up(coalition_id)
    text = json.dumps(told, ensure_ascii=False, indent=2)
    return attachment(text, "personal-data.json", "application/json; charset=utf-8")


@bp.post("/coalition/<int:coalition_id>/privacy/erase")
@access("privacy.manage")
def erase_person(coalition_id: int) -> str | tuple[str, int] | Response:
    """Erase it, once the box is ticked that says that this was understood."""
    authorize(coalition_id)
    form = AddressForm()
    if request.form.get("understood") != "yes":
        return _looked_up(coalition_id, refusal=_("Tick the box first: what is erased cannot be had back."))
    try:
        with database().write() as session:
            done = erase(session, form.email.data or "", coalition_id, by=actor(), now=now())
    except UserError:
        return _looked_up(coalition_id)
    flash(
        _(
            "Erased: %(signatures)s signatures, %(invitations)s invitations, %(late)s late requests, "
            "%(contacts)s contacts in the directory, %(recipients)s recipients, %(messages)s messages.",
            signatures=done.signatures,
            invitations=done.invitations,
            late=done.late,
            contacts=done.contacts,
            recipients=done.recipients,
            messages=done.messages,
        )
    )
    return see_other("desk.privacy", coalition_id=coalition_id)


def _looked_up(coalition_id: int, refusal: str = "") -> str | tuple[str, int]:
    form = AddressForm()
    with database().read() as session:
        if form.validate():
            try:
                holdings = find(session, form.email.data or "", coalition_id)
                context = {"parts": plan(session, holdings, now()), "address": form.email.data, "refusal": refusal}
                page = render("desk/privacy_person.html", coalition=session.get_one(Coalition, coalition_id), **context)
                return (page, 422) if refusal else page
            except UserError as error:
                blame(form, error, field="email")
        return _page(session, coalition_id, form), 422


def _page(session: Session, coalition_id: int, form: AddressForm) -> str:
    campaigns = session.scalars(
        select(Campaign).where(Campaign.coalition_id == coalition_id).order_by(Campaign.created_at.desc(), Campaign.id.desc())
    )
    rows = [(one, contacts_go_at(session, one), holds_contacts(session, one)) for one in campaigns]
    return render("desk/privacy.html", coalition=session.get_one(Coalition, coalition_id), form=form, rows=rows, now=now())
