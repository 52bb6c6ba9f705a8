"""Between the form and the mail: the page that says where the mail went, and helps when it does not come."""

from __future__ import annotations

from typing import Literal

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import EmailField
from wtforms.validators import DataRequired

import throttle
from blame import blame
from campaign.models import Campaign
from campaign.operations.mailbox import ask_to_confirm, mail_due_at
from campaign.operations.own_page import correct_address, mail_links
from campaign.public.blueprint import bp
from campaign.public.moments import Moment, moment
from campaign.public.opening import dead_link, doors_of
from campaign.public.page import closing_of
from campaign.queries import campaign_behind_link
from errors import UserError
from signatories.addresses import canonical, masked
from signatories.forms import trimmed
from signatories.models import Signature
from web import access, database, now, render, see_other


class AddressForm(FlaskForm):  # type: ignore[misc]
    """One mail address."""

    email = EmailField(_l("E-mail address"), [DataRequired(_l("Write your e-mail address."))], filters=[trimmed])


@bp.get("/letters/<slug>/waiting/<token>")
@access("public")
def waiting(slug: str, token: str) -> str:
    """Look into your mailbox. The same page whether or not the organization, or the address, had signed before."""
    return _page(slug, token)


@bp.post("/letters/<slug>/waiting/<token>/again")
@access("public")
def send_again(slug: str, token: str) -> Response | tuple[str, int, dict[str, str]]:
    """Send the mail again."""
    with database().read() as session:
        signature = _sent(session, slug, token)[1]
    refusal = throttle.allow("resend", campaign=slug, mailbox=signature.address_key or "")
    if refusal:
        return _page(slug, token, refusal.sentence), refusal.status, refusal.headers
    with database().write() as session:
        campaign, signature = _sent(session, slug, token, lock=True)
        sent = True
        if signature.status == "unconfirmed":
            sent = ask_to_confirm(session, campaign, signature, doors=doors_of(slug), now=now())
        elif signature.contact_email and (signature.confirmed_at is not None or signature.status == "replaced"):
            # Confirmed meanwhile: what was lost is the way to the signer's own page. The screen stays the same.
            to, language = signature.contact_email, signature.language
            sent = mail_links(session, campaign, to, doors=doors_of(slug), language=language, now=now())
    # An owner of the address who said that it was not them gets no more mail, and whoever presses here must not learn of it.
    flash(_("The mail is on its way again, unless its question was answered meanwhile.") if sent else _too_many())
    return see_other("public.waiting", slug=slug, token=token)


@bp.post("/letters/<slug>/waiting/<token>/address")
@access("public")
def mend_address(slug: str, token: str) -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """The address was mistyped: send the mail to another one, and make the first link worthless."""
    form = AddressForm()
    with database().read() as session:
        _sent(session, slug, token)
    if not form.validate():
        return _page(slug, token, form=form), 422
    refusal = throttle.allow("resend", campaign=slug, mailbox=canonical(form.email.data or "") or "")
    if refusal:
        return _page(slug, token, refusal.sentence, form), refusal.status, refusal.headers
    try:
        with database().write() as session:
            campaign, signature = _sent(session, slug, token, lock=True)
            sent = correct_address(session, campaign, signature, form.email.data or "", doors=doors_of(slug), now=now())
    except UserError as error:
        blame(form, error, field="email")
        return _page(slug, token, form=form), 422
    flash(_("The mail is on its way to the new address.") if sent else _too_many())
    return see_other("public.waiting", slug=slug, token=token)


def _too_many() -> str:
    words = _("Several mails went there within the hour. Please look for them, also among the junk, before asking again.")
    return str(words)


def _sent(session: Session, slug: str, token: str, *, lock: bool = False) -> tuple[Campaign, Signature]:
    """The signature whose sender this is. The sender's link does not change with the row: nobody else ever gets it."""
    campaign = campaign_behind_link(session, slug)
    opened = doors_of(slug).opened("waiting", token)
    signature = session.get(Signature, opened.number, with_for_update=lock or None) if opened else None
    if signature is None or signature.campaign_id != campaign.id:
        dead_link(campaign)
    return campaign, signature


def _goes(session: Session, campaign: Campaign, signature: Signature) -> Moment | Literal["went", "never"]:
    """Whether the mail went out, or when it will."""
    due = mail_due_at(session, signature) if signature.status == "unconfirmed" else now()
    if due is None:
        return "never"
    return moment(due, campaign.timezone, now()) if due > now() else "went"


def _page(slug: str, token: str, refusal: str = "", form: AddressForm | None = None) -> str:
    with database().read() as session:
        campaign, signature = _sent(session, slug, token)
        # Once it is confirmed, the owner of the address may have given a newer one, which is not the sender's to know.
        address = signature.contact_email if signature.status == "unconfirmed" else ""
        return render(
            "public/waiting.html",
            campaign=campaign,
            signature=signature,
            address=address or masked(signature.contact_email),
            token=token,
            deadline=closing_of(campaign, now()),
            goes=_goes(session, campaign, signature),
            form=form or AddressForm(formdata=None, email=address),
            refusal=refusal,
        )
