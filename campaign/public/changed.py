"""The letter's text was changed: what changed since the signer agreed, and their answer if one is asked."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, request
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

import throttle
from campaign.deadlines import state_at
from campaign.models import Campaign, TextChange
from campaign.operations.answering import agree
from campaign.operations.own_page import Withdrawn, withdraw
from campaign.public.blueprint import bp
from campaign.public.moments import Moment, moment
from campaign.public.opening import doors_of, open_signature
from campaign.public.page import closing_of
from campaign.queries import current_version
from campaign.redlines import redline_page
from campaign.texts_agreed import agreed_texts
from errors import UserError
from languages import chosen, translated
from letters.models import Version
from signatories.models import STANDING, Signature
from web import access, database, now, pages, render, see_other

Answer = str | tuple[str, int] | tuple[str, int, dict[str, str]] | Response


@dataclass(frozen=True, slots=True)
class Change:
    """What the page shows: the redline from the text that the signer agreed to, and the question if there is one."""

    redline: Markup
    old: Version
    new: Version
    until: Moment | None
    words: str
    silence: str


@bp.get("/letters/<slug>/changed/<token>", endpoint="changed")
@access("public")
def look_at_change(slug: str, token: str) -> str:
    """The change, the line, and two buttons while an answer is asked. Looking changes nothing."""
    with database().read() as session:
        campaign, signature = open_signature(session, slug, "changed", token)
        return _page(session, campaign, signature, token)


@bp.post("/letters/<slug>/changed/<token>", endpoint="answer_change")
@access("public")
def answer_change(slug: str, token: str) -> Answer:
    """Agree to the changed text, or withdraw."""
    refusal = throttle.allow("answer")
    if refusal:
        with database().read() as session:
            campaign, signature = open_signature(session, slug, "changed", token)
            return _page(session, campaign, signature, token, refusal.sentence), refusal.status, refusal.headers
    try:
        with database().write() as session:
            campaign, signature = open_signature(session, slug, "changed", token, lock=True)
            if "withdraw" in request.form:
                outcome = withdraw(session, campaign, signature, doors=doors_of(slug), now=now())
                done = _withdrawn(outcome)
            else:
                read = request.form.get("version", "")
                done = _agreed(agree(session, campaign, signature, attestation=attestation(signature), read=read, now=now()))
            generation = signature.generation
            number = signature.id
    except UserError as error:
        with database().read() as session:
            campaign, signature = open_signature(session, slug, "changed", token)
            return _page(session, campaign, signature, token, translated(error)), 409
    pages().clear()
    flash(done)
    return see_other("public.own", slug=slug, token=doors_of(slug).seal.token("own", number, generation))


def _agreed(answered: bool) -> str:
    if answered:
        return str(_("Thank you. You agree to the letter as it is now."))
    return str(_("You have answered already, or nothing is asked any more."))


def _withdrawn(outcome: Withdrawn) -> str:
    if outcome == "asked":
        return str(_("The letter has closed. Your wish was passed on to the coordinators, who will answer you."))
    return str(_("You have withdrawn. Your name is not on the letter any more."))


def attestation(signature: Signature) -> str:
    """The sentence that stands beside the button and is kept with the answer, in the language in which it was read."""
    if signature.kind == "individual":
        return str(_("I agree to the letter as it is now."))
    return str(
        _("I am authorized to sign for %(organization)s, and we agree to the letter as it is now.", organization=signature.line)
    )


def _page(session: Session, campaign: Campaign, signature: Signature, token: str, refusal: str = "") -> str:
    return render(
        "public/changed.html",
        campaign=campaign,
        signature=signature,
        token=token,
        change=_change(session, campaign, signature),
        attestation=attestation(signature),
        refusal=refusal,
        asking=signature.asked is not None and signature.status in STANDING and state_at(campaign, now()) == "circulating",
        standing=signature.status in STANDING,
        deadline=closing_of(campaign, now()),
        open=state_at(campaign, now()) == "circulating",
        own_url=doors_of(campaign.slug).to("own", signature.id, signature.generation),
    )


def _change(session: Session, campaign: Campaign, signature: Signature) -> Change | None:
    """From the text that the signer last agreed to, or was told of, to the one that circulates; without a question from the one
    before. None when the text never changed for them."""
    texts = agreed_texts(session, signature)
    new = current_version(session, campaign)
    before = [version for version in texts if version.content_hash != new.content_hash]
    if not before and signature.asked is None:
        return None
    old = (before or texts)[-1]
    asked = session.get(TextChange, signature.asked) if signature.asked is not None else None
    until = moment(asked.reconfirm_by, campaign.timezone, now()) if asked is not None and asked.reconfirm_by else None
    return Change(
        redline=redline_page(old, new, chosen()),
        old=old,
        new=new,
        until=until,
        words=asked.words if asked else "",
        silence=asked.silence if asked else "",
    )
