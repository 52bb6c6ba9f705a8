"""What goes of recipients when contacts are forgotten: where mail went, and what the desk noted. Their names stay."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from campaign.delivery_models import Delivery, DeliveryRecipient
from campaign.operations.blanks import REMOVED, slices
from mail.models import OutboxMessage
from signatories.addresses import canonical

RECIPIENT_HOLDS = or_(DeliveryRecipient.email != "", DeliveryRecipient.note != "")
DELIVERY_HOLDS = (Delivery.channel == "mail") & (Delivery.address != REMOVED)


def held_at(session: Session, key: str, campaigns: Collection[int]) -> tuple[list[DeliveryRecipient], list[Delivery]]:
    """The recipients of these campaigns whose mail goes to the mailbox of ``key`` (canonical), and what was mailed there."""
    recipients = [
        one
        for one in session.scalars(select(DeliveryRecipient).where(DeliveryRecipient.email != ""))
        if one.campaign_id in campaigns and canonical(one.email) == key
    ]
    deliveries = [
        one
        for one in session.scalars(select(Delivery).where(DELIVERY_HOLDS))
        if one.campaign_id in campaigns and canonical(one.address) == key
    ]
    return recipients, deliveries


def forget(session: Session, recipients: ColumnElement[bool], deliveries: ColumnElement[bool]) -> int:
    """Forget the addresses of these recipients, and where and with which words these mails went; gives how many recipients held
    something. That the letter was delivered to them, when, and with which answer stays."""
    keep_outcomes(session)
    held = session.scalars(select(DeliveryRecipient).where(recipients, RECIPIENT_HOLDS)).all()
    for one in held:
        one.email, one.note = "", ""
        one.channels = [channel for channel in one.channels if channel != "mail"]
    session.flush()
    session.execute(update(Delivery).where(deliveries, DELIVERY_HOLDS).values(address=REMOVED, words=None))
    return len(held)


def keep_outcomes(session: Session) -> None:
    """Write into the log why mails were skipped, before the outbox forgets it: they would count as delivered."""
    skipped = session.execute(
        select(OutboxMessage.about, OutboxMessage.reason).where(
            OutboxMessage.kind == "delivery", OutboxMessage.status == "skipped"
        )
    ).all()
    reasons = {int(number): reason for about, reason in skipped if (number := about.rpartition(":")[2]).isdigit()}
    for some in slices(sorted(reasons)):
        for row in session.scalars(select(Delivery).where(Delivery.id.in_(some), Delivery.trouble == "")):
            row.trouble = reasons[row.id] or "It was not sent."
    session.flush()
