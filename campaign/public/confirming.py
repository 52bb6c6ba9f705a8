"""The link in the mail: looking shows the line and one large button, pressing it confirms."""

from __future__ import annotations

import secrets

from flask import abort, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

import throttle
from campaign.deadlines import settled, state_at
from campaign.models import Campaign
from campaign.operations.acts import SIGNER, acted, row_behind
from campaign.operations.confirming import Choice, Choose, Confirmed, confirm, in_question, why_it_waits
from campaign.operations.own_page import confirm_contact
from campaign.operations.signing import TextChanged
from campaign.public.blueprint import bp
from campaign.public.opening import doors_of, open_signature
from campaign.public.page import closing_of, sent_with
from campaign.queries import campaign_for_signing, circulating_text, welcomed
from errors import UserError
from languages import translated
from signatories.models import Signature
from web import access, database, now, pages, render, see_other, surroundings

Answer = str | tuple[str, int] | tuple[str, int, dict[str, str]] | Response

_CHOICES: dict[str, Choice] = {"replace": "replace", "both": "both"}


@bp.get("/letters/<slug>/confirm/<token>", endpoint="confirm")
@access("public")
def look(slug: str, token: str) -> str | Response:
    """The line, and the button. Looking changes nothing: programs open the links of a mail before people do."""
    with database().read() as session:
        campaign, signature = open_signature(session, slug, "confirm", token)
        if signature.status != "unconfirmed":
            return see_other("public.own", slug=slug, token=_own(slug, signature))
        return _page(session, campaign, signature, token)


@bp.post("/letters/<slug>/confirm/<token>", endpoint="confirm_now")
@access("public")
def press(slug: str, token: str) -> Answer:
    """Confirm, and lead to the signer's own page."""
    refusal = throttle.allow("answer")
    if refusal:
        with database().read() as session:
            campaign, signature = open_signature(session, slug, "confirm", token)
            return _page(session, campaign, signature, token, refusal.sentence), refusal.status, refusal.headers
    if "not_me" in request.form:
        return _not_me(slug, token)
    choice = _CHOICES.get(request.form.get("choice", ""), "")
    read, doors, arrived = request.form.get("version", ""), doors_of(slug), now()
    opened, clock = doors.opened("confirm", token), surroundings().clock

    def work(session: Session) -> Confirmed | Choose:
        held = campaign_for_signing(session, slug)
        # As in open_signature: a confirmation that was too long on its way is looked at by a coordinator.
        moment = clock() if held.state == "circulating" and settled(held, clock()) else arrived
        found = row_behind(session, held, Signature, opened, lock=True)
        if found is None:
            abort(404)  # the link was revoked a moment ago
        if found.status == "unconfirmed" and not _same_text(session, held, read):
            raise TextChanged
        return confirm(session, held, found, choice=choice, doors=doors, now=moment)

    with database().read() as session:
        open_signature(session, slug, "confirm", token)  # a dead link ends here, in the thread that may write a page
    try:
        outcome = database().together(work)
    except TextChanged as error:
        with database().read() as session:
            campaign, signature = open_signature(session, slug, "confirm", token)
            return _page(session, campaign, signature, token, translated(error)), 409
    if isinstance(outcome, Choose):
        with database().read() as session:
            campaign, signature = open_signature(session, slug, "confirm", token)
            return _page(session, campaign, signature, token, _("Please choose one of the two.")), 422
    pages().clear()
    return see_other("public.own", slug=slug, token=_own(slug, outcome.signature))


def _not_me(slug: str, token: str) -> str:
    """The owner of the address never signed: the signature ends here, and stays on record."""
    with database().write() as session:
        campaign, signature = open_signature(session, slug, "confirm", token, lock=True)
        if signature.status == "unconfirmed":
            signature.status, signature.status_reason = "refused", "the owner of the mail address did not sign"
            acted(session, campaign, signature, "disowned", by=SIGNER, now=now())
        return render("public/disowned.html", campaign=campaign)


def _same_text(session: Session, campaign: Campaign, read: str) -> bool:
    return not read or secrets.compare_digest(read.encode(), circulating_text(session, campaign).content_hash.encode())


def _page(session: Session, campaign: Campaign, signature: Signature, token: str, refusal: str = "") -> str:
    text = circulating_text(session, campaign)
    earlier = in_question(session, signature)
    return render(
        "public/confirm.html",
        campaign=campaign,
        signature=signature,
        token=token,
        version=text.content_hash,
        changed=text.content_hash != signature.version_hash,
        welcome=welcomed(session, signature),
        looked_at=bool(why_it_waits(session, campaign, signature, now())),
        stands=earlier.whole_line if earlier is not None else "",
        deadline=closing_of(campaign, now()),
        open=state_at(campaign, now()) == "circulating",
        sent_with=sent_with(signature),
        refusal=refusal,
    )


def _own(slug: str, signature: Signature) -> str:
    return doors_of(slug).seal.token("own", signature.id, signature.generation)


@bp.get("/letters/<slug>/contact/<token>", endpoint="contact")
@access("public")
def look_at_contact(slug: str, token: str) -> str:
    """The new address of a signer's contact, and the button that confirms it."""
    return _contact_page(slug, token)


@bp.post("/letters/<slug>/contact/<token>", endpoint="contact_now")
@access("public")
def press_contact(slug: str, token: str) -> Answer:
    """Take the new address."""
    refusal = throttle.allow("answer")
    if refusal:
        return _contact_page(slug, token, refusal.sentence), refusal.status, refusal.headers
    try:
        with database().write() as session:
            campaign, signature = open_signature(session, slug, "contact", token, lock=True)
            confirm_contact(session, campaign, signature, doors=doors_of(slug), now=now())
    except UserError as error:
        return _contact_page(slug, token, translated(error)), 409
    return see_other("public.own", slug=slug, token=_own(slug, signature))


def _contact_page(slug: str, token: str, refusal: str = "") -> str:
    with database().read() as session:
        campaign, signature = open_signature(session, slug, "contact", token)
        return render("public/contact.html", campaign=campaign, signature=signature, token=token, refusal=refusal)
