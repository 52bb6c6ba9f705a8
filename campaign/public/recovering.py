""" "E-mail me my links": for whoever lost the mail. The answer is the same for every address."""

from __future__ import annotations

from werkzeug.wrappers import Response

import throttle
from blame import blame
from campaign.models import Campaign
from campaign.operations.own_page import mail_links
from campaign.public.blueprint import bp
from campaign.public.invited import any_invitation
from campaign.public.opening import doors_of
from campaign.public.waiting import AddressForm
from campaign.queries import campaign_behind_link, public_campaign
from errors import UserError
from languages import chosen
from signatories.addresses import canonical
from web import access, database, now, render, see_other


@bp.get("/letters/<slug>/links", endpoint="links")
@access("public")
def ask(slug: str) -> str:
    """Where to send them?"""
    with database().read() as session:
        return render(
            "public/links.html", campaign=public_campaign(session, slug, now()), form=AddressForm(), refusal="", token=""
        )


@bp.post("/letters/<slug>/links", endpoint="links_wanted")
@access("public")
def send(slug: str) -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Mail the links that belong to the address, if any do."""
    with database().read() as session:
        campaign = public_campaign(session, slug, now())
    return _send(campaign)


@bp.get("/letters/<slug>/links/sent", endpoint="links_sent")
@access("public")
def sent(slug: str) -> str:
    """If the address is known here, the mail is on its way."""
    with database().read() as session:
        return render("public/links_sent.html", campaign=public_campaign(session, slug, now()))


# The same behind an invitation. While the letter is private there is no other way, and whoever was invited may have signed with
# another address, or have had the link from a colleague.


@bp.get("/letters/<slug>/i/<token>/links", endpoint="invited_links")
@access("public")
def ask_invited(slug: str, token: str) -> str:
    """Where to send them?"""
    with database().read() as session:
        campaign, _ = any_invitation(session, slug, token)
        return render("public/links.html", campaign=campaign, form=AddressForm(), refusal="", token=token)


@bp.post("/letters/<slug>/i/<token>/links", endpoint="invited_links_wanted")
@access("public")
def send_invited(slug: str, token: str) -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Mail the links that belong to the address, if any do."""
    with database().read() as session:
        campaign, _ = any_invitation(session, slug, token)
    return _send(campaign, token)


@bp.get("/letters/<slug>/i/<token>/links/sent", endpoint="invited_links_sent")
@access("public")
def sent_invited(slug: str, token: str) -> str:
    """If the address is known here, the mail is on its way."""
    with database().read() as session:
        campaign, _ = any_invitation(session, slug, token)
        return render("public/links_sent.html", campaign=campaign)


def _send(campaign: Campaign, token: str = "") -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    form = AddressForm()

    def page(refusal: str = "") -> str:
        return render("public/links.html", campaign=campaign, form=form, refusal=refusal, token=token)

    if not form.validate():
        return page(), 422
    refusal = throttle.allow("links", campaign=campaign.slug, mailbox=canonical(form.email.data or "") or "")
    if refusal:
        return page(refusal.sentence), refusal.status, refusal.headers
    try:
        with database().write() as session:
            held, doors = campaign_behind_link(session, campaign.slug), doors_of(campaign.slug)
            mail_links(session, held, form.email.data or "", doors=doors, language=chosen(), now=now())
    except UserError as error:
        blame(form, error)
        return page(), 422
    if token:
        return see_other("public.invited_links_sent", slug=campaign.slug, token=token)
    return see_other("public.links_sent", slug=campaign.slug)
