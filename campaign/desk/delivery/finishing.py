"""Saying that the letter is delivered, and thanking those who signed."""

from __future__ import annotations

from flask import flash
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from campaign.delivery_queries import delivered
from campaign.desk.blueprint import bp
from campaign.desk.delivery.shown import page
from campaign.operations.delivering import finishing
from campaign.public.opening import doors_of
from campaign.queries import campaign_at_desk, edition_of
from coalition.access import actor
from errors import UserError
from mail.compose import compose
from mail.models import OutboxMessage
from web import access, database, now, see_other


@bp.post("/<slug>/delivery/delivered")
@access("campaign.close")
def mark_delivered(slug: str) -> Response:
    """Say that the newest edition is delivered."""
    try:
        with database().write() as session:
            finishing.deliver(session, campaign_at_desk(session, slug), by=actor(), now=now())
    except UserError as error:
        flash(error.sentence)
        return see_other("desk.delivery", slug=slug)
    flash(_("The letter’s page says now that it is delivered."))
    return see_other("desk.delivery_thanks", slug=slug)


@bp.get("/<slug>/delivery/thanks")
@access("delivery.send")
def delivery_thanks(slug: str) -> str:
    """To how many the thanks go, and what the first of them gets."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        edition = edition_of(session, campaign)
        said = delivered(session, edition) if edition else None
        signers = finishing.to_thank(session, campaign, edition) if edition and said and not said.thanks else []
        shown = None
        if edition and said and signers:
            (draft,) = finishing.thanks(session, campaign, edition, said, signers[:1], doors_of(slug))
            hidden = {**draft.context, "own_url": f"{doors_of(slug).letter}/mine/…"}
            message = OutboxMessage(
                id=0, kind="delivered", recipient=draft.to, language=draft.language, context=hidden, created_at=now()
            )
            shown = compose(message)
        return page(session, campaign, "delivery_thanks.html", said=said, signers=signers, shown=shown)


@bp.post("/<slug>/delivery/thanks")
@access("delivery.send")
def send_thanks(slug: str) -> Response:
    """Thank every signer, once."""
    try:
        with database().write() as session:
            sent = finishing.thank(session, campaign_at_desk(session, slug), doors=doors_of(slug), by=actor(), now=now())
        flash(ngettext("%(num)d signer is thanked.", "%(num)d signers are thanked.", sent))
    except UserError as error:
        flash(error.sentence)
    return see_other("desk.delivery", slug=slug)


@bp.post("/<slug>/delivery/no-thanks")
@access("delivery.send")
def send_no_thanks(slug: str) -> Response:
    """Decide that no thanks go out."""
    try:
        with database().write() as session:
            finishing.thank_nobody(session, campaign_at_desk(session, slug), by=actor(), now=now())
        flash(_("No thanks go out for this edition."))
    except UserError as error:
        flash(error.sentence)
    return see_other("desk.delivery", slug=slug)
