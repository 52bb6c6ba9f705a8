"""The log of delivery: what went otherwise than by mail, and what came of each: receipt, answer, a day to look after it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.delivery_models import Delivery, DeliveryRecipient
from campaign.delivery_queries import copies_of
from campaign.editions import file_of
from campaign.models import Campaign
from campaign.operations.delivering.sending import attempts
from campaign.queries import edition_of, hold
from coalition.permissions import Actor
from errors import UserError

LONGEST_RECEIPT = 500
LONGEST_ANSWER = 10_000


def record(
    session: Session,
    campaign: Campaign,
    recipient: DeliveryRecipient,
    channel: str,
    *,
    attempt: int,
    at: datetime,
    receipt: str = "",
    follow_up_on: date | None = None,
    by: Actor,
    now: datetime,
) -> Delivery | None:
    """Write down that the newest edition went to the recipient by a portal, by post or by hand at ``at`` (aware).

    ``attempt`` is which time that is, as the page said: pressing its button twice writes one row, and the second gives None.
    Raises :class:`~errors.UserError` (fields "channel", "at", "receipt").
    """
    hold(session, campaign)
    edition = edition_of(session, campaign)
    if edition is None or campaign.state not in ("closed", "delivered"):
        raise UserError("Close the letter first: what is delivered is its final edition.")
    if channel not in ("portal", "post", "hand"):
        raise UserError("Choose how it was delivered. What goes by e-mail is sent from here.", field="channel")
    if at > now:
        raise UserError("That is in the future. Write it down once it is done.", field="at")
    if at < edition.closed_at:
        raise UserError("The letter was not closed yet at that time.", field="at")
    _check(receipt, LONGEST_RECEIPT, "receipt")
    if attempt != attempts(session, edition, recipient, channel) + 1:
        return None
    whole = file_of(session, edition, "pdf")
    copy = copies_of(session, edition, [recipient]).get((recipient.id, "pdf")) if recipient.own_copy else None
    row = Delivery(
        campaign_id=campaign.id,
        edition_id=edition.id,
        recipient_id=recipient.id,
        channel=channel,
        attempt=attempt,
        address={"portal": recipient.portal, "post": recipient.postal or "\n".join(recipient.lines)}.get(channel, ""),
        delivery_file_id=copy.id if copy else None,
        edition_file_id=whole.id if whole and not recipient.own_copy else None,
        at=at,
        by=by.called,
        receipt=receipt.strip(),
        follow_up_on=follow_up_on,
    )
    session.add(row)
    session.flush()
    note(session, campaign, "delivery.recorded", by=by, now=now, recipient=recipient.name, channel=channel)
    return row


def follow(
    session: Session,
    campaign: Campaign,
    delivery: Delivery,
    *,
    receipt: str,
    answer: str,
    answered_on: date | None,
    answer_public: bool,
    follow_up_on: date | None,
    by: Actor,
    now: datetime,
) -> None:
    """Write down what came of a delivery. Raises :class:`~errors.UserError` for too many words, and for an answer that is to be
    published and is empty."""
    _check(receipt, LONGEST_RECEIPT, "receipt")
    _check(answer, LONGEST_ANSWER, "answer")
    if answer_public and not answer.strip():
        raise UserError("Write what was answered before you publish it.", field="answer")
    delivery.receipt, delivery.answer = receipt.strip(), answer.strip()
    delivery.answered_on, delivery.answer_public = answered_on, answer_public
    delivery.follow_up_on = follow_up_on
    note(
        session,
        campaign,
        "delivery.followed",
        by=by,
        now=now,
        recipient=delivery.recipient.name,
        published=answer_public,
    )


def _check(text: str, most: int, field: str) -> None:
    if len(text) > most:
        raise UserError(f"Use at most {most:,} characters.", field=field)
