"""The letter's page for somebody who was invited: the form filled in, nothing to confirm by mail, and other ways to answer."""

from __future__ import annotations

from typing import Any, Literal, NoReturn

from flask import abort, make_response
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

import throttle
from campaign.deadlines import private_at, state_at
from campaign.models import Campaign
from campaign.operations.acts import row_behind
from campaign.operations.inviting import open_link, status_of
from campaign.operations.own_page import mail_links
from campaign.public.blueprint import bp
from campaign.public.letter_page import letter_page
from campaign.public.opening import dead_link, doors_of
from campaign.public.page import closing_of, sign_form
from campaign.public.waiting import AddressForm
from campaign.queries import campaign_behind_link, public_campaign
from signatories.forms import OrganizationForm, SignerForm
from signatories.models import STANDING, Invitation, Signature
from web import access, database, now, render, see_other


@bp.get("/letters/<slug>/i/<token>")
@access("public")
def invited(slug: str, token: str) -> str:
    """The letter, and the form with what is known of the organization and its contact. Looking marks nothing as opened."""
    with database().read() as session:
        campaign, invitation = open_invitation(session, slug, token)
        form = _filled_in(campaign, invitation, token)
        return letter_page(session, campaign, form, "organization", invited=invitation, token=token)


@bp.get("/letters/<slug>/i/<token>/late")
@access("public")
def invited_late(slug: str, token: str) -> str | Response:
    """After the letter has closed: the same form, which asks the coordinators for a place in the next edition."""
    with database().read() as session:
        campaign, invitation = _invitation(session, slug, token)
        if status_of(session, invitation) == "signed" or invitation.revoked_at is not None:
            open_invitation(session, slug, token)  # says so
        if state_at(campaign, now()) == "circulating":
            return see_other("public.invited", slug=slug, token=token)
        return letter_page(session, campaign, _filled_in(campaign, invitation, token), "organization", late=True)


def _filled_in(campaign: Campaign, invitation: Invitation, token: str) -> SignerForm:
    """The form with what is known of the organization and its contact."""
    form = sign_form(campaign, "organization")
    assert isinstance(form, OrganizationForm)
    form.organization.data = invitation.organization
    form.contact_name.data = invitation.contact_name
    form.contact_title.data = invitation.contact_title
    form.contact_email.data = invitation.contact_email
    form.invitation.data = token
    return form


@bp.post("/letters/<slug>/i/<token>/opened")
@access("public")
def opened(slug: str, token: str) -> Response:
    """A person scrolled, typed or pointed at the page: sent by its script once, never by what fetches the links in mails."""
    refusal = throttle.allow("answer")
    if refusal:
        return Response(status=refusal.status, headers=refusal.headers)
    with database().read() as session:
        _, invitation = open_invitation(session, slug, token)
    if invitation.opened_at is None:
        with database().write() as session:
            _, invitation = open_invitation(session, slug, token, lock=True)
            open_link(invitation, now=now())
    return Response(status=204)


@bp.post("/letters/<slug>/i/<token>/page", endpoint="invited_page")
@access("public")
def mail_own_page(slug: str, token: str) -> Response | tuple[str, int, dict[str, str]]:
    """Mail the contact of an invitation the way to their own page. Looking at the link says whether there is one."""
    with database().read() as session:
        campaign, invitation = _invitation(session, slug, token)
    refusal = throttle.allow("links", campaign=slug, mailbox=invitation.address_key or "")
    if refusal:
        form = AddressForm(formdata=None)
        page = render("public/links.html", campaign=campaign, form=form, refusal=refusal.sentence, token=token)
        return page, refusal.status, refusal.headers
    with database().write() as session:
        campaign, invitation = _invitation(session, slug, token)
        if invitation.contact_email:
            to, language = invitation.contact_email, invitation.language
            mail_links(session, campaign, to, doors=doors_of(slug), language=language, now=now())
    return see_other("public.invited_links_sent", slug=slug, token=token)


def campaign_of_form(session: Session, slug: str, form: SignerForm) -> Campaign:
    """The campaign of a form that came back: one that is private still, only with a personal link that is good. 404 as for
    :func:`~campaign.queries.public_campaign`."""
    campaign = campaign_behind_link(session, slug)
    return campaign if invited_words(session, campaign, form) else public_campaign(session, slug, now())


def invited_words(session: Session, campaign: Campaign, form: SignerForm) -> dict[str, Any]:
    """What the letter's page needs besides, when a form comes back that was opened through a personal link."""
    token = form.invitation.data or ""
    invitation = row_behind(session, campaign, Invitation, doors_of(campaign.slug).opened("invited", token))
    good = invitation is not None and invitation.revoked_at is None
    return {"invited": invitation, "token": token} if good else {}


def open_invitation(session: Session, slug: str, token: str, *, lock: bool = False) -> tuple[Campaign, Invitation]:
    """The campaign and the invitation that a personal link opens.

    Otherwise the request ends with a page that leads to the letter: 404 for a link that names nothing here, 410 for one that
    was revoked, whose letter has closed, or whose organization has signed.
    """
    campaign, invitation = _invitation(session, slug, token, lock=lock)
    if status_of(session, invitation) == "signed":
        over(session, campaign, invitation, "signed")  # first: their own page stays open to them, closed or not
    if invitation.revoked_at is not None:
        over(session, campaign, invitation, "revoked")
    if state_at(campaign, now()) != "circulating":
        over(session, campaign, invitation, "closed")
    return campaign, invitation


def any_invitation(session: Session, slug: str, token: str) -> tuple[Campaign, Invitation]:
    """The campaign and the invitation of a personal link that was not taken back, answered or not, open or closed."""
    campaign, invitation = _invitation(session, slug, token)
    if invitation.revoked_at is not None:
        over(session, campaign, invitation, "revoked")
    return campaign, invitation


def _invitation(session: Session, slug: str, token: str, *, lock: bool = False) -> tuple[Campaign, Invitation]:
    campaign = campaign_behind_link(session, slug)
    invitation = row_behind(session, campaign, Invitation, doors_of(slug).opened("invited", token), lock=lock)
    if invitation is None:
        dead_link(campaign)
    return campaign, invitation


def over(session: Session, campaign: Campaign, invitation: Invitation, why: Literal["signed", "revoked", "closed"]) -> NoReturn:
    """End the request: the link has done its work, or is not wanted any more.

    Whose link was taken back is a stranger again, to whom a private letter is not there.
    """
    if why == "revoked" and private_at(campaign, now()):
        abort(404)
    page = render(
        "public/invited_over.html",
        campaign=campaign,
        why=why,
        deadline=closing_of(campaign, now()),
        token=doors_of(campaign.slug).seal.token("invited", invitation.id, invitation.generation),
        own=why == "signed" and _signed_by_contact(session, invitation),
    )
    abort(make_response(page, 410))


def _signed_by_contact(session: Session, invitation: Invitation) -> bool:
    """Whether a signature stands whose contact is the one who got this link. Its page is mailed to them and to nobody else: the
    link may have been forwarded."""
    theirs = select(Signature.id).where(
        Signature.invitation_id == invitation.id,
        Signature.address_key == invitation.address_key,
        Signature.status.in_(STANDING),
    )
    return session.scalar(theirs.limit(1)) is not None
