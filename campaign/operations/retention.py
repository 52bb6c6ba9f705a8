"""Contacts are kept for as long as a letter needs them, and then they go.

A campaign says how many days (``Campaign.retention_days``, 180 unless a coordinator chose otherwise). They count from the
newest delivery, or where there is none from the moment in which its newest list was frozen; a draft that was moved to the
archive counts from then, and a draft that somebody still works on keeps what it has. The worker looks once an hour
(:func:`purging`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, or_, select, union
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.delivery_models import Delivery, DeliveryRecipient
from campaign.delivery_queries import delivered_of, deliveries_of
from campaign.delivery_standing import arrived
from campaign.models import Campaign, Edition
from campaign.operations.blanks import (
    INVITATION_HOLDS,
    LATE_HOLDS,
    SIGNATURE_HOLDS,
    blank_invitations,
    blank_late,
    blank_names,
    blank_signatures,
    blank_spoken,
    delete_messages,
    slices,
)
from campaign.operations.delivering.forgetting import DELIVERY_HOLDS, RECIPIENT_HOLDS, forget, keep_outcomes
from campaign.operations.reminding.wording import REMINDED
from campaign.queries import subject
from coalition.models import AuditEntry, DeskSession, SignInLink
from coalition.operations.sessions import IDLE
from database import Database
from mail.models import CaughtMessage, OutboxMessage
from signatories.models import Invitation, LateRequest, Signature
from signatories.organizations import Organization, OrganizationContact

KEEP_MAIL = timedelta(days=90)
"""How long a message that was sent, skipped or given up stays in the outbox: long enough to find out why it did not arrive."""

KEEP_TAKEN_OFF = timedelta(days=90)
"""How long a contact that was taken off the directory can be taken back, and so those of an organization taken out of it."""

KEEP_SESSIONS = timedelta(days=7)
"""How long a sign-in link or a session is kept after its end."""

EVERY = timedelta(hours=1)

ENDED = ("closed", "delivered", "archived")

log = logging.getLogger("undersigned.retention")


@dataclass(frozen=True, slots=True)
class Purged:
    """How many contacts went: of signatures, invitations and late requests; and how many messages."""

    signatures: int = 0
    invitations: int = 0
    late: int = 0
    messages: int = 0
    recipients: int = 0

    @property
    def contacts(self) -> int:
        """All of them together."""
        return self.signatures + self.invitations + self.late + self.recipients


def purging(every: timedelta = EVERY) -> Callable[[Database, datetime], None]:
    """The worker's job of letting contacts go: once when it starts, then every hour."""
    last: datetime | None = None

    def purge_contacts(database: Database, now: datetime) -> None:
        nonlocal last
        if last is not None and last <= now < last + every:
            return
        last = now
        gone = purge_due(database, now)
        if gone:
            log.info("retention: the contacts of %d campaigns went", gone)

    return purge_contacts


def purge_due(database: Database, now: datetime) -> int:
    """Let go what is due at ``now`` (aware); gives of how many campaigns. Each is a transaction of its own, so that signing
    elsewhere waits for one at most.
    """
    with database.read() as session:
        due = [
            campaign.id for campaign in _ended(session) if _due(session, campaign, now) and holds_contacts(session, campaign)
        ]
    for number in due:
        with database.write() as session:
            campaign = session.get_one(Campaign, number)
            if _due(session, campaign, now):  # somebody may have asked for more days in between
                purge(session, campaign, now)
    with database.write() as session:
        tidy(session, now)
    return len(due)


def contacts_go_at(session: Session, campaign: Campaign) -> datetime | None:
    """When the contacts of a campaign go, in UTC; None while it has not ended."""
    ended = _ended_at(session, campaign) if campaign.state in ENDED else None
    return ended + timedelta(days=campaign.retention_days) if ended else None


def holds_contacts(session: Session, campaign: Campaign) -> bool:
    """Whether anything is known of a contact."""
    return any(
        session.scalar(select(table.id).where(table.campaign_id == campaign.id, holds).limit(1)) is not None
        for table, holds in (
            (Signature, SIGNATURE_HOLDS),
            (Invitation, INVITATION_HOLDS),
            (LateRequest, LATE_HOLDS),
            (DeliveryRecipient, RECIPIENT_HOLDS),
            (Delivery, DELIVERY_HOLDS),
        )
    )


def purge(session: Session, campaign: Campaign, now: datetime) -> Purged:
    """Let the contacts of a campaign go, and the mail about it. Doing it again finds nothing.

    The printed lines stay, the names as typed, and the proof of each act. Individuals who never came to stand on the letter are
    persons of whom nothing was published: their names go as well.
    """
    session.flush()
    mine = Signature.campaign_id == campaign.id
    unpublished = (Signature.kind == "individual") & (Signature.status != "accepted")
    numbers = session.scalars(select(Signature.id).where(mine, unpublished, SIGNATURE_HOLDS)).all()
    addresses = _addresses(session, campaign)
    blank_names(session, campaign, numbers)
    blank_spoken(session, campaign)
    gone = Purged(
        signatures=blank_signatures(session, mine & SIGNATURE_HOLDS, now),
        invitations=blank_invitations(session, (Invitation.campaign_id == campaign.id) & INVITATION_HOLDS, now),
        late=blank_late(session, (LateRequest.campaign_id == campaign.id) & LATE_HOLDS),
        recipients=forget(session, DeliveryRecipient.campaign_id == campaign.id, Delivery.campaign_id == campaign.id),
        messages=_delete_mail(session, campaign, addresses),
    )
    session.expire_all()
    if gone.contacts:
        note(
            session,
            campaign,
            "contacts.purged",
            by="the retention rule",
            now=now,
            count=gone.contacts,
            days=campaign.retention_days,
        )
    return gone


def tidy(session: Session, now: datetime) -> None:
    """Delete what has no use any more: ended sign-in links and sessions, mail that went out long ago, and contacts that were
    taken off the directory long ago."""
    keep_outcomes(session)
    session.execute(delete(SignInLink).where(SignInLink.expires_at < now - KEEP_SESSIONS))
    session.execute(
        delete(DeskSession).where(
            or_(
                DeskSession.expires_at < now - KEEP_SESSIONS,
                DeskSession.revoked_at < now - KEEP_SESSIONS,
                DeskSession.last_seen_at < now - IDLE - KEEP_SESSIONS,
            )
        )
    )
    session.execute(
        delete(OutboxMessage).where(
            OutboxMessage.status.in_(("sent", "skipped", "failed")),
            OutboxMessage.created_at < now - KEEP_MAIL,
            # Due later than it was written: a reminder of a campaign that may still be running.
            OutboxMessage.due_at < now - KEEP_MAIL,
        )
    )
    session.execute(delete(CaughtMessage).where(CaughtMessage.caught_at < now - KEEP_MAIL))
    retired = select(Organization.id).where(
        Organization.retired_at < now - KEEP_TAKEN_OFF, Organization.merged_into_id.is_(None)
    )
    session.execute(
        delete(OrganizationContact).where(
            or_(OrganizationContact.removed_at < now - KEEP_TAKEN_OFF, OrganizationContact.organization_id.in_(retired))
        )
    )


def _ended(session: Session) -> list[Campaign]:
    return list(session.scalars(select(Campaign).where(Campaign.state.in_(ENDED)).order_by(Campaign.id)))


def _due(session: Session, campaign: Campaign, now: datetime) -> bool:
    at = contacts_go_at(session, campaign)
    return at is not None and at <= now


def _ended_at(session: Session, campaign: Campaign) -> datetime | None:
    frozen = session.scalar(select(func.max(Edition.closed_at)).where(Edition.campaign_id == campaign.id))
    if frozen is not None:
        # Never before the freeze: a later edition that is not delivered yet has signers who are still to be written to.
        return max([frozen, *_delivered_at(session, campaign)])
    if campaign.state != "archived":
        return None
    put_away = select(func.max(AuditEntry.at)).where(
        AuditEntry.subject == subject(campaign), AuditEntry.act == "campaign.replaced"
    )
    return session.scalar(put_away) or campaign.created_at


def _delivered_at(session: Session, campaign: Campaign) -> list[datetime]:
    """When the newest delivery was that arrived as far as anybody knows, and when a coordinator said last that it is done."""
    moments = [one.at for one in arrived(session, deliveries_of(session, campaign))[:1]]
    return moments + [word.delivered_at for word in delivered_of(session, campaign)[:1]]


def _addresses(session: Session, campaign: Campaign) -> set[str]:
    def of(table: type[Signature] | type[Invitation] | type[LateRequest]) -> ColumnElement[bool]:
        return table.campaign_id == campaign.id

    found = union(
        select(func.lower(Signature.contact_email)).where(of(Signature)),
        select(func.lower(Signature.email_wanted)).where(of(Signature)),
        select(func.lower(Invitation.contact_email)).where(of(Invitation)),
        select(func.lower(LateRequest.contact_email)).where(of(LateRequest)),
        select(func.lower(DeliveryRecipient.email)).where(DeliveryRecipient.campaign_id == campaign.id),
    )
    return {address for address in session.scalars(found) if address}


def _delete_mail(session: Session, campaign: Campaign, addresses: set[str]) -> int:
    """Delete the outbox's rows about the campaign. Caught mail does not say what it is about: all to these addresses goes."""
    signatures = session.scalars(select(Signature.id).where(Signature.campaign_id == campaign.id))
    invitations = session.scalars(select(Invitation.id).where(Invitation.campaign_id == campaign.id)).all()
    abouts = [f"signature:{number}" for number in signatures] + [f"invitation:{number}" for number in invitations]
    abouts += [f"invitation:{number}:{step}" for number in invitations for step in REMINDED]
    late = session.scalars(select(LateRequest.id).where(LateRequest.campaign_id == campaign.id))
    abouts += [f"invitation-test:{campaign.id}", f"delivery-test:{campaign.id}", *(f"late:{number}" for number in late)]
    deliveries = session.scalars(select(Delivery.id).where(Delivery.campaign_id == campaign.id))
    abouts += [f"delivery:{number}" for number in deliveries]
    for some in slices(sorted(addresses)):
        session.execute(delete(CaughtMessage).where(func.lower(CaughtMessage.recipient).in_(some)))
    return delete_messages(session, abouts, OutboxMessage.about.startswith(f"links:{campaign.id}:", autoescape=True))
