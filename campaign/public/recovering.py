""" "E-mail me my links": for whoever lost the mail. The answer is the same for every address."""

from __future__ import annotations

from werkzeug.wrappers import Response

import throttle
from blame import blame
from campaign.operations.own_page import mail_links
from campaign.public.blueprint import bp
from campaign.public.opening import doors_of
from campaign.public.waiting import AddressForm
from campaign.queries import public_campaign
from errors import UserError
from languages import chosen
from signatories.addresses import canonical
from web import access, database, now, render, see_other


@bp.get("/letters/<slug>/links", endpoint="links")
@access("public")
def ask(slug: str) -> str:
    """Where to send them?"""
    with database().read() as session:
        return render("public/links.html", campaign=public_campaign(session, slug, now()), form=AddressForm(), refusal="")


@bp.post("/letters/<slug>/links", endpoint="links_wanted")
@access("public")
def send(slug: str) -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Mail the links that belong to the address, if any do."""
    form = AddressForm()
    with database().read() as session:
        campaign = public_campaign(session, slug, now())
    if not form.validate():
        return render("public/links.html", campaign=campaign, form=form, refusal=""), 422
    refusal = throttle.allow("links", campaign=slug, mailbox=canonical(form.email.data or "") or "")
    if refusal:
        page = render("public/links.html", campaign=campaign, form=form, refusal=refusal.sentence)
        return page, refusal.status, refusal.headers
    try:
        with database().write() as session:
            held = public_campaign(session, slug, now())
            mail_links(session, held, form.email.data or "", doors=doors_of(slug), language=chosen(), now=now())
    except UserError as error:
        blame(form, error)
        return render("public/links.html", campaign=campaign, form=form, refusal=""), 422
    return see_other("public.links_sent", slug=slug)


@bp.get("/letters/<slug>/links/sent", endpoint="links_sent")
@access("public")
def sent(slug: str) -> str:
    """If the address is known here, the mail is on its way."""
    with database().read() as session:
        return render("public/links_sent.html", campaign=public_campaign(session, slug, now()))
