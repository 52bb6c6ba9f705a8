"""A letter's page, and signing it."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from campaign.models import Campaign
from campaign.operations import Late, SignatureEntry, Signed, TextChanged, sign
from campaign.operations.signing import Links
from campaign.printing import named, printed_line
from campaign.public.blueprint import bp
from campaign.public.page import closing_of, moment, page_at, sign_form
from campaign.queries import public_campaign
from campaign.state import state_at
from errors import UserError
from signatories.forms import SignForm
from web import access, database, external_url, now, render, see_other


@bp.get("/letters/<slug>")
@access("public")
def letter(slug: str) -> str:
    """The letter, its deadline, who has signed as far as the campaign shows it, and the form."""
    with database().read() as session:
        return _page(session, public_campaign(session, slug), sign_form())


@bp.post("/letters/<slug>/line")
@access("public")
def line(slug: str) -> dict[str, object]:
    """How the organization in the form would print, and what is wrong with it: for the line that follows the typing."""
    with database().read() as session:
        public_campaign(session, slug)
    form = sign_form()
    form.organization.validate(form, [SignForm.validate_organization])
    return {"line": form.line, "removed": _removed(form), "problems": list(form.organization.errors)}


@bp.post("/letters/<slug>/sign", endpoint="sign")
@access("public")
def sign_letter(slug: str) -> str | tuple[str, int] | Response:
    """Sign, or show the line first. Whatever goes wrong, the page comes back with everything that was typed."""
    form = sign_form()
    if "preview" in request.form:
        form.organization.validate(form, [SignForm.validate_organization])
        with database().read() as session:
            campaign = public_campaign(session, slug)
            return _page(session, campaign, form, preview=True), 422 if form.organization.errors else 200
    outcome = None
    if form.validate():
        with database().write() as session:
            outcome = _sign(session, public_campaign(session, slug), form)
    if isinstance(outcome, Signed):
        return see_other("public.signed", slug=slug, token=outcome.receipt_token)
    with database().read() as session:
        campaign = public_campaign(session, slug)
        if isinstance(outcome, Late) or state_at(campaign, now()) != "circulating":
            return _late(campaign, form, kept=isinstance(outcome, Late)), 409
        changed = isinstance(outcome, TextChanged)
        return _page(session, campaign, form, changed=changed), 409 if changed else 422


def _sign(session: Session, campaign: Campaign, form: SignForm) -> Signed | Late | TextChanged | None:
    """Sign as the valid form says. None when the letter's rules refuse it; then the form carries the reason."""
    entry = SignatureEntry(
        organization=form.organization.data or "",
        contact_name=form.contact_name.data or "",
        contact_title=form.contact_title.data or "",
        contact_email=form.contact_email.data or "",
        attestation=form.attestation,
        version_hash=form.version.data or "",
    )
    try:
        return sign(session, campaign, entry, links=links_of(campaign.slug), now=now())
    except TextChanged as changed:
        return changed
    except UserError as error:
        field = form.organization if error.field == "organization" else None
        if field is None:
            form.form_errors.append(error.sentence)
        else:
            field.errors = [*field.errors, error.sentence]
        return None


def links_of(slug: str) -> Links:
    """The addresses that a receipt for this letter names."""
    return Links(
        letter=external_url("public.letter", slug=slug),
        receipt=lambda token: external_url("public.signed", slug=slug, token=token),
    )


def _page(session: Session, campaign: Campaign, form: SignForm, *, changed: bool = False, preview: bool = False) -> str:
    page = page_at(session, campaign, now())
    return render(
        "public/letter.html",
        page=page,
        campaign=campaign,
        form=form if page.open else None,
        line=form.line,
        removed=_removed(form),
        changed=changed,
        preview=preview,
    )


def _late(campaign: Campaign, form: SignForm, *, kept: bool) -> str:
    deadline = closing_of(campaign, now())
    arrived = moment(now(), campaign.timezone, now())
    typed = (form.organization, form.contact_name, form.contact_title, form.contact_email)
    return render("public/late.html", campaign=campaign, deadline=deadline, arrived=arrived, typed=typed, kept=kept)


def _removed(form: SignForm) -> str:
    """The sentence about characters that cannot be seen and were left out of the line; empty when there were none."""
    removed = printed_line(form.organization.data or "").removed
    return _("Left out, because it cannot be seen in print: %(characters)s.", characters=named(removed)) if removed else ""
