"""How deliveries stand: what a coordinator wrote down was delivered, and of a mail the outbox knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.delivery_models import Delivery
from campaign.operations.blanks import slices
from mail.models import OutboxMessage

Standing = Literal["on its way", "delivered", "not delivered"]


def standings(session: Session, deliveries: Sequence[Delivery]) -> dict[int, tuple[Standing, str]]:
    """How each delivery stands, by its id, and why it was not delivered.

    What a coordinator wrote down was delivered. Of a mail the outbox knows, as long as it keeps the row; what it keeps no more
    was sent, or its trouble stands in the log.
    """
    mails = {f"delivery:{one.id}": one for one in deliveries if one.channel == "mail" and not one.trouble}
    found: dict[int, tuple[Standing, str]] = {
        one.id: ("not delivered", one.trouble) if one.trouble else ("delivered", "") for one in deliveries
    }
    names = list(mails)
    for some in slices(names):
        query = select(OutboxMessage.about, OutboxMessage.status, OutboxMessage.reason).where(
            OutboxMessage.kind == "delivery", OutboxMessage.about.in_(some)
        )
        for about, status, reason in session.execute(query):
            if status in ("waiting", "claimed"):
                found[mails[about].id] = ("on its way", reason)
            elif status in ("failed", "skipped"):
                found[mails[about].id] = ("not delivered", reason)
    return found


def arrived(session: Session, deliveries: Sequence[Delivery]) -> list[Delivery]:
    """Those that were delivered, as far as anybody knows."""
    known = standings(session, deliveries)
    return [one for one in deliveries if known[one.id][0] == "delivered"]
