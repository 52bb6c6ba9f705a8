"""No more mail: what somebody says who was written to without having asked for it.

They say it of one letter, or of everything that a coalition sends. The mailbox is known by its HMAC alone: the link works long
after the mail that brought it was deleted here, and whoever it was forwarded to learns no address from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.operations.blanks import slices
from campaign.operations.letterhead import coalition_scope
from campaign.queries import subject
from mail.models import Suppression
from mail.sealing import MailSeal, Unsubscribing
from mail.suppression import lift, suppress
from signatories.models import Invitation

Reach = Literal["campaign", "coalition"]


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a link to unsubscribe is about: the campaign, the mailbox, and what its owner has said already."""

    campaign: Campaign
    address_key: str
    unsubscribed: frozenset[str]

    @property
    def from_campaign(self) -> bool:
        """Whether no more mail about this letter is sent."""
        return bool(self.unsubscribed)

    @property
    def from_coalition(self) -> bool:
        """Whether nothing from its coalition is sent."""
        return coalition_scope(self.campaign.coalition_id) in self.unsubscribed


def subscription(session: Session, named: Unsubscribing | None) -> Subscription | None:
    """What a link names; None for a forged one, or a campaign that is not there."""
    what, _, number = named.scope.partition(":") if named else ("", "", "")
    campaign = session.get(Campaign, int(number)) if what == "campaign" else None
    if named is None or campaign is None:
        return None
    entries = select(Suppression.scope).where(
        Suppression.address_key == named.address_key, Suppression.scope.in_(_scopes(campaign).values())
    )
    return Subscription(campaign, named.address_key, frozenset(session.scalars(entries)))


def unsubscribe(session: Session, seal: MailSeal, held: Subscription, reach: Reach, now: datetime) -> None:
    """Send this mailbox nothing more about the letter, or nothing more from its coalition. Saying so twice is saying so once.

    What it asks for itself still comes, and what is about its own signature (:mod:`mail.kinds`).
    """
    suppress(session, held.address_key, "unsubscribed", scope=_scopes(held.campaign)[reach], now=now)
    _mark(session, seal, held, now)


def subscribe_again(session: Session, seal: MailSeal, held: Subscription) -> None:
    """Take both back."""
    for scope in _scopes(held.campaign).values():
        lift(session, held.address_key, "unsubscribed", scope=scope)
    _mark(session, seal, held, None)


def _scopes(campaign: Campaign) -> dict[Reach, str]:
    return {"campaign": subject(campaign), "coalition": coalition_scope(campaign.coalition_id)}


def _mark(session: Session, seal: MailSeal, held: Subscription, moment: datetime | None) -> None:
    """Show it to the coordinators, beside the invitations of this mailbox: of the letter whose mail brought the link. Those of
    the coalition's other letters are marked when their mail is held back."""
    mine = Invitation.campaign_id == held.campaign.id
    rows = session.execute(select(Invitation.id, Invitation.address_key).where(mine, Invitation.address_key.is_not(None)))
    theirs = [number for number, key in rows if key is not None and seal.key_of(key) == held.address_key]
    for some in slices(theirs):
        session.execute(update(Invitation).where(Invitation.id.in_(some)).values(unsubscribed_at=moment))
