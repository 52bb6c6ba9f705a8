"""The page of delivery: whom the letter goes to, what no longer fits, how far the copies are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from campaign.copies import StateCounts, with_own_copy, without_their_count
from campaign.delivery_models import Delivery, DeliveryRecipient
from campaign.delivery_queries import delivered, deliveries_of, recipients_of
from campaign.delivery_standing import Standing, standings
from campaign.desk.blueprint import bp
from campaign.desk.delivery.shown import page
from campaign.desk.forms import whole_number
from campaign.models import Campaign
from campaign.operations.delivering import copies
from campaign.operations.delivering.recipients import take_over, unfit
from campaign.operations.delivering.sending import sendable
from campaign.operations.writing import letter_of
from campaign.queries import campaign_at_desk, edition_of, working_version
from campaign.renditions import draft_of, final_of
from coalition.access import actor
from web import access, database, now, see_other

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A recipient in the list: ``count`` is how many signed from their state, None where their copy does not say; ``last`` the
    newest delivery of the newest edition with how it stands."""

    recipient: DeliveryRecipient
    count: int | None
    last: Delivery | None
    standing: Standing | Literal[""]


@bp.get("/<slug>/delivery")
@access("delivery.view")
def delivery(slug: str) -> str:
    """The recipients, ``page`` by page, and what is to be done about them."""
    with database().read() as session:
        return _page(session, campaign_at_desk(session, slug))


@bp.post("/<slug>/delivery/take-over")
@access("delivery.edit")
def take_over_recipients(slug: str) -> Response:
    """Take from the letter whom it names."""
    with database().write() as session:
        found = take_over(session, campaign_at_desk(session, slug), by=actor(), now=now())
    if found.missing:
        added = len(found.missing)
        flash(ngettext("%(num)d recipient was added.", "%(num)d recipients were added.", added))
    if found.changed:
        changed = len(found.changed)
        flash(ngettext("%(num)d follows the letter again.", "%(num)d follow the letter again.", changed))
    if not (found.missing or found.changed):
        flash(_("Everybody whom the letter names was there already."))
    return see_other("desk.delivery", slug=slug)


def _page(session: Session, campaign: Campaign) -> str:
    recipients = recipients_of(session, campaign)
    pages = max(1, -(-len(recipients) // PER_PAGE))
    at = min(max(1, whole_number(request.args.get("page")) or 1), pages)
    part = recipients[(at - 1) * PER_PAGE : at * PER_PAGE]
    edition = edition_of(session, campaign)
    rows = deliveries_of(session, campaign, edition) if edition else ()
    last: dict[int, Delivery] = {}
    for row in rows:
        last.setdefault(row.recipient_id, row)
    known = standings(session, rows)
    reached = {row.recipient_id for row in rows if known[row.id][0] == "delivered"}
    whole = final_of(edition) if edition else draft_of(session, campaign, now())
    own, counts = with_own_copy(recipients), StateCounts(whole)
    return page(
        session,
        campaign,
        "delivery.html",
        recipients=recipients,
        lines=[Line(one, counts.told(one), it := last.get(one.id), known[it.id][0] if it else "") for one in part],
        at=at,
        pages=pages,
        own=len(own),
        unfit=unfit(letter_of(working_version(session, campaign)), recipients),
        countless=without_their_count(whole, recipients),
        none_there=[one for one in own if counts.told(one) == 0],
        edition=edition,
        progress=copies.progress(session, campaign, edition) if edition else None,
        said=delivered(session, edition) if edition else None,
        reached=sum(one.id in reached for one in recipients),
        to_mail=len(sendable(session, edition, recipients).recipients) if edition else 0,
        logged=len(rows),
    )
