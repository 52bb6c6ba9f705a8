"""Everything that is held about one person, found by their mail address: to be handed out, and to be erased.

Two spellings of one mailbox are one person (:func:`signatories.addresses.canonical`). A coalition sees its own campaigns only;
whoever runs the program sees all.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, func, inspect, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from campaign.delivery_models import Delivery, DeliveryRecipient
from campaign.models import Campaign
from campaign.operations.acts import address_in
from campaign.operations.delivering.forgetting import held_at
from coalition.models import AuditEntry, Coordinator, DeskSession, Person, SignInLink
from database import Base
from mail.models import CaughtMessage, OutboxMessage
from signatories.addresses import canonical
from signatories.models import Consent, Invitation, LateRequest, Signature, SignatureAct
from signatories.organizations import Organization, OrganizationContact

Row = TypeVar("Row", bound=Base)

_SECRETS = ("token_hash",)
"""What opens something is nobody's data."""

_TABLES: dict[str, type[Signature] | type[Invitation] | type[LateRequest]] = {
    "signature": Signature,
    "invitation": Invitation,
    "late": LateRequest,
}
"""What a message may be about, by the word before its number."""

_ONE_SERVICE = {"gmail.com": ("gmail.com", "googlemail.com")}


@dataclass(frozen=True, slots=True)
class Holdings:
    """The rows about the person at ``key``, the address in its canonical form. ``campaigns`` are those that were looked at."""

    key: str
    campaigns: dict[int, Campaign]
    signatures: Sequence[Signature]
    invitations: Sequence[Invitation]
    late: Sequence[LateRequest]
    contacts: Sequence[tuple[OrganizationContact, Organization]]
    """In the directory, each with the organization."""
    messages: Sequence[OutboxMessage]
    caught: Sequence[CaughtMessage]
    person: Person | None
    roles: Sequence[Coordinator]
    everywhere: bool
    """Whether all coalitions were looked at."""
    recipients: Sequence[DeliveryRecipient] = ()
    deliveries: Sequence[Delivery] = ()
    """Of letters that were delivered to the person's mailbox, an office's perhaps."""

    @property
    def empty(self) -> bool:
        """Whether nothing is known of the person."""
        return not (
            self.signatures
            or self.invitations
            or self.late
            or self.contacts
            or self.messages
            or self.caught
            or self.person
            or self.recipients
            or self.deliveries
        )


def find(session: Session, typed: str, coalition_id: int | None) -> Holdings:
    """What is held about the owner of an address, in one coalition or (None) in all. Raises a UserError for no address.

    Caught mail does not say whose it is: a coalition erases it with the rest, and only whoever runs the program is shown it. A
    coalition that holds nothing else finds none: it would learn that another one writes to this person.
    """
    _address, key = address_in(typed, "email")
    query = select(Campaign)
    if coalition_id is not None:
        query = query.where(Campaign.coalition_id == coalition_id)
    campaigns = {one.id: one for one in session.scalars(query)}
    theirs = Campaign.coalition_id == coalition_id if coalition_id is not None else Campaign.id.is_not(None)

    def here(table: type[Signature] | type[Invitation] | type[LateRequest]) -> ColumnElement[bool]:
        return table.campaign_id.in_(select(Campaign.id).where(theirs))

    wide = or_(Signature.address_key == key, _near(Signature.contact_email, key), _near(Signature.email_wanted, key))
    signatures = [
        one
        for one in session.scalars(select(Signature).where(here(Signature), wide).order_by(Signature.id))
        if key in (one.address_key, canonical(one.contact_email), canonical(one.email_wanted))
    ]
    wide = or_(Invitation.address_key == key, _near(Invitation.contact_email, key))
    invitations = [
        one
        for one in session.scalars(select(Invitation).where(here(Invitation), wide).order_by(Invitation.id))
        if key in (one.address_key, canonical(one.contact_email))
    ]
    # Kept as typed, perhaps with an international domain: few enough to look at each.
    asked = session.scalars(select(LateRequest).where(here(LateRequest), LateRequest.contact_email != ""))
    late = [one for one in asked if canonical(one.contact_email) == key]
    contacts = _contacts(session, key, coalition_id)
    person, roles = _account(session, key, coalition_id)
    messages = [
        one for one in _to(session, OutboxMessage, key) if coalition_id is None or _ours(session, one, campaigns, roles)
    ]
    recipients, deliveries = held_at(session, key, campaigns)
    known = bool(signatures or invitations or late or contacts or messages or roles or recipients or deliveries)
    caught = _to(session, CaughtMessage, key) if known or coalition_id is None else []
    everywhere = coalition_id is None
    return Holdings(
        key,
        campaigns,
        signatures,
        invitations,
        late,
        contacts,
        messages,
        caught,
        person,
        roles,
        everywhere,
        recipients,
        deliveries,
    )


def exported(session: Session, holdings: Holdings, now: datetime) -> dict[str, Any]:
    """Everything held, as JSON takes it: every column of every row, with the campaign that it belongs to."""
    slugs = {number: campaign.slug for number, campaign in holdings.campaigns.items()}

    def told(row: Any) -> dict[str, Any]:
        campaign = {"campaign": slugs[row.campaign_id]} if hasattr(row, "campaign_id") else {}
        return {**campaign, **columns(row)}

    def parts(table: type[SignatureAct] | type[Consent], row: Signature) -> list[dict[str, Any]]:
        return [columns(one) for one in session.scalars(select(table).where(table.signature_id == row.id).order_by(table.id))]

    return {
        "address": holdings.key,
        "held_at": now.isoformat(),
        "signatures": [
            {**told(one), "acts": parts(SignatureAct, one), "consents": parts(Consent, one)} for one in holdings.signatures
        ],
        "invitations": [told(one) for one in holdings.invitations],
        "late_requests": [told(one) for one in holdings.late],
        "directory": [{"organization": organization.name, **columns(one)} for one, organization in holdings.contacts],
        "recipients": [told(one) for one in holdings.recipients],
        "deliveries": [told(one) for one in holdings.deliveries],
        "messages": [told(one) for one in holdings.messages],
        "caught_mail": [told(one) for one in holdings.caught if holdings.everywhere],
        "account": _account_told(session, holdings),
    }


def columns(row: Any) -> dict[str, Any]:
    """The columns of a row by name, in values that JSON has. A column that is added later is exported without more ado."""
    names = [column.key for column in inspect(type(row)).columns if column.key not in _SECRETS]
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _near(column: InstrumentedAttribute[str], key: str) -> ColumnElement[bool]:
    """Addresses at the same service. Narrow enough to look at each that is left; an index would not help a rare question."""
    domain = key.rpartition("@")[2]
    return or_(*(func.lower(column).endswith("@" + one, autoescape=True) for one in _ONE_SERVICE.get(domain, (domain,))))


def _to(session: Session, table: type[Row], key: str) -> list[Row]:
    recipient: InstrumentedAttribute[str] = table.recipient  # type: ignore[attr-defined]
    rows = session.scalars(select(table).where(_near(recipient, key)).order_by(table.id))  # type: ignore[attr-defined]
    return [row for row in rows if canonical(row.recipient) == key]  # type: ignore[attr-defined]


def _contacts(session: Session, key: str, coalition_id: int | None) -> list[tuple[OrganizationContact, Organization]]:
    """The person's places in directories, those that were taken off too."""
    query = select(OrganizationContact, Organization).join(Organization, Organization.id == OrganizationContact.organization_id)
    query = query.where(OrganizationContact.address_key == key)
    if coalition_id is not None:
        query = query.where(Organization.coalition_id == coalition_id)
    return [(contact, organization) for contact, organization in session.execute(query.order_by(OrganizationContact.id))]


def _account(session: Session, key: str, coalition_id: int | None) -> tuple[Person | None, list[Coordinator]]:
    """The person's account, where they are a coordinator of the coalition that asks."""
    for person in session.scalars(select(Person).where(_near(Person.email, key))):
        if canonical(person.email) == key:
            query = select(Coordinator).where(Coordinator.person_id == person.id)
            if coalition_id is not None:
                query = query.where(Coordinator.coalition_id == coalition_id)
            roles = list(session.scalars(query.order_by(Coordinator.id)))
            return (person, roles) if roles or coalition_id is None else (None, [])
    return None, []


def _account_told(session: Session, holdings: Holdings) -> dict[str, Any] | None:
    person = holdings.person
    if person is None:
        return None
    coalitions = [one.coalition_id for one in holdings.roles]

    def of(table: type[DeskSession] | type[SignInLink]) -> Iterator[dict[str, Any]]:
        return (columns(one) for one in session.scalars(select(table).where(table.person_id == person.id).order_by(table.id)))

    done = select(AuditEntry).where(AuditEntry.person_id == person.id, AuditEntry.coalition_id.in_(coalitions))
    return {
        **columns(person),
        "roles": [columns(one) for one in holdings.roles],
        "sessions": list(of(DeskSession)),
        "sign_in_links": list(of(SignInLink)),
        "acts": [columns(one) for one in session.scalars(done.order_by(AuditEntry.id))],
    }


def _ours(session: Session, message: OutboxMessage, campaigns: dict[int, Campaign], roles: Sequence[Coordinator]) -> bool:
    """Whether a message is about something of the coalition that asks."""
    what, _, rest = message.about.partition(":")
    number = rest.partition(":")[0]
    if not number.isdigit():
        return False
    if what in _TABLES:
        table = _TABLES[what]
        return session.scalar(select(table.campaign_id).where(table.id == int(number))) in campaigns
    if what == "delivery":
        return session.scalar(select(Delivery.campaign_id).where(Delivery.id == int(number))) in campaigns
    if what in ("links", "invitation-test", "delivery-test"):
        return int(number) in campaigns
    if what == "digest":
        return int(number) in campaigns and bool(roles)
    # Welcome and sign-in go to coordinators.
    return what in ("coordinator", "sign-in") and bool(roles)
