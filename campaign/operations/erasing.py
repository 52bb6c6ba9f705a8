"""A person asks to be forgotten.

What is erased cannot be had back, so the same plan that is carried out is shown before. An organization's name is not a
person's: its line stays, and loses its contact. An individual's line is that person: it stays where it was delivered, in a
frozen edition; before that it is taken off the letter first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from campaign.deadlines import state_at
from campaign.delivery_models import Delivery, DeliveryRecipient
from campaign.models import Campaign, Edition
from campaign.operations.acts import acted
from campaign.operations.blanks import (
    REMOVED,
    blank_invitations,
    blank_late,
    blank_names,
    blank_signatures,
    slices,
)
from campaign.operations.delivering.forgetting import forget
from campaign.operations.invited import follow
from campaign.operations.personal_data import Holdings, find
from campaign.queries import edition_of, hold, subject
from coalition import audit
from coalition.models import AuditEntry
from coalition.permissions import Actor
from mail.models import CaughtMessage, OutboxMessage
from signatories.models import STANDING, Invitation, LateRequest, Signature, SignatureAct
from signatories.organizations import OrganizationContact

Fate = Literal["contact", "printed", "name", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is held: ``what`` it is, on which letter, whether it ``goes``, and ``why`` what stays stays."""

    what: str
    letter: str
    goes: str
    stays: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased, counted."""

    signatures: int
    invitations: int
    late: int
    contacts: int
    messages: int
    recipients: int = 0


def plan(session: Session, holdings: Holdings, now: datetime) -> list[Part]:
    """What erasing would do, part by part; empty when nothing is held. Changes nothing."""
    return [*_signatures(session, holdings, now), *_others(holdings)]


def erase(session: Session, typed: str, coalition_id: int | None, *, by: Actor | str, now: datetime) -> Erased:
    """Erase what is held about the owner of an address, in one coalition or (None) in all, as :func:`plan` says.

    The audit log of each coalition that held something tells that it happened, not whose address it was. Raises a UserError
    for what is no address; an address of which nothing is held erases nothing.
    """
    found = find(session, typed, coalition_id)
    touched = {row.campaign_id for rows in (found.signatures, found.invitations, found.late) for row in rows}
    for number in sorted(touched):
        hold(session, found.campaigns[number])
    found = find(session, typed, coalition_id)  # as it is now that nobody else writes
    for number in sorted(touched):
        _forget_signatures(
            session, found.campaigns[number], [one for one in found.signatures if one.campaign_id == number], now
        )
    invitations = blank_invitations(session, Invitation.id.in_([one.id for one in found.invitations]), now)
    late = blank_late(session, LateRequest.id.in_([one.id for one in found.late]))
    _forget_late_reasons(session, [one.id for one in found.late])
    for some in slices([one.id for one, _ in found.contacts]):
        session.execute(delete(OrganizationContact).where(OrganizationContact.id.in_(some)))
    recipients = forget(
        session,
        DeliveryRecipient.id.in_([one.id for one in found.recipients]),
        Delivery.id.in_([one.id for one in found.deliveries]),
    )
    touched |= {one.campaign_id for one in found.recipients} | {one.campaign_id for one in found.deliveries}
    messages = _delete_mail(session, found)
    session.expire_all()
    done = Erased(len(found.signatures), invitations, late, len(found.contacts), messages, recipients)
    coalitions = {found.campaigns[number].coalition_id for number in touched}
    coalitions |= {organization.coalition_id for _, organization in found.contacts}
    if coalition_id is not None and not found.empty:
        coalitions.add(coalition_id)
    for coalition in sorted(coalitions):
        audit.record(session, "person.erased", by=by, coalition_id=coalition, now=now)
    return done


def fate_of(session: Session, campaign: Campaign, signature: Signature, now: datetime) -> Fate:
    """What erasing does to a signature.

    "contact": only the contact goes. "printed": so too, because the individual's line was delivered. "name": the individual's
    name goes as well. "withdrawn": that, and the line is taken off the letter first.
    """
    if signature.kind != "individual":
        return "contact"
    if _frozen(session, campaign, signature):
        return "printed"
    # Past the deadline the list is as good as frozen. Whoever came after it was is in none yet, and can still be taken off.
    if signature.status == "accepted" and state_at(campaign, now) != "circulating" and edition_of(session, campaign) is None:
        return "printed"
    return "withdrawn" if signature.status in STANDING else "name"


def _signatures(session: Session, holdings: Holdings, now: datetime) -> Iterator[Part]:
    for one in holdings.signatures:
        campaign = holdings.campaigns[one.campaign_id]
        fate = fate_of(session, campaign, one, now)
        what = f"The signature “{one.line}” of {one.signed_at:%Y-%m-%d}"
        contact = "Who signed, the contact's name, title and address, the answers, and the reasons given"
        proof = "what was agreed to, which text, and when"
        if fate == "contact":
            yield Part(what, campaign.title, contact, f"The line “{one.line}” and {proof}", _why_line(one))
        elif fate == "printed":
            why = "the letter was closed with this line, and what was sent cannot be taken back"
            yield Part(what, campaign.title, contact, f"The line “{one.line}” and {proof}", why)
        else:
            first = "It is taken off the letter (withdrawn) first. Then " if fate == "withdrawn" else ""
            goes = f"{first}{'the' if first else 'The'} name, the contact, the answers, and the reasons given"
            yield Part(what, campaign.title, goes, f"That somebody signed, {proof}", "it is the proof, and names nobody")


def _why_line(signature: Signature) -> str:
    if signature.status == "unconfirmed":
        return "it is the name of an organization; with the address gone it cannot be confirmed, and is withdrawn"
    return "it is the name of an organization, not of a person"


def _others(holdings: Holdings) -> Iterator[Part]:
    for one in holdings.invitations:
        yield Part(
            f"The invitation of {one.created_at:%Y-%m-%d}",
            holdings.campaigns[one.campaign_id].title,
            "The contact's name, title and address, and what they answered; the personal link opens nothing any more",
            f"That {one.organization or 'somebody'} was asked, and how it ended",
            "it is about the organization" if one.organization else "it names nobody",
        )
    for late in holdings.late:
        own = late.name_typed == late.contact_name
        name = "name" if own else "contact's name"
        yield Part(
            f"The request of {late.received_at:%Y-%m-%d} to sign after the deadline",
            holdings.campaigns[late.campaign_id].title,
            f"The {name}, the title, the address, and all else that was typed",
            "" if own else f"The name “{late.name_typed}”",
            "" if own else "it is the name of an organization, not of a person",
        )
    for contact, organization in holdings.contacts:
        yield Part(
            f"The contact of “{organization.name}” in the directory, since {contact.added_at:%Y-%m-%d}",
            "",
            "The name, the title and the address",
            "The organization, with its names and notes",
            "it is about the organization; look whether its notes speak of the person",
        )
    for recipient in holdings.recipients:
        yield Part(
            f"The recipient “{recipient.name}”",
            holdings.campaigns[recipient.campaign_id].title,
            "The mail address, and the desk's note",
            f"The name “{recipient.name}” and the address block",
            "it is whom the letter is addressed to",
        )
    for delivery in holdings.deliveries:
        yield Part(
            f"The delivery of {delivery.at:%Y-%m-%d}",
            holdings.campaigns[delivery.campaign_id].title,
            "The address that it went to, and the words of that mail",
            "That the letter was delivered, when, and what was answered",
            "it is the record of what was done with the letter",
        )
    mails = len(holdings.messages) + len(holdings.caught)
    if mails:
        yield Part(f"Mail to this address: {mails}", "", "All of it, also what has not been sent yet")
    if holdings.person is not None:
        if holdings.roles:
            why = "this person coordinates letters here; take them off the list of coordinators first"
        else:
            why = "this person coordinated letters here, and the record of who did what needs the name"
        yield Part("The account to sign in with, and what was done with it", "", "", "All of it", why)


def _forget_signatures(session: Session, campaign: Campaign, signatures: Sequence[Signature], now: datetime) -> None:
    fates = {one.id: fate_of(session, campaign, one, now) for one in signatures}
    nameless = [number for number, fate in fates.items() if fate in ("name", "withdrawn")]
    withdrawn = [one for one in signatures if fates[one.id] == "withdrawn"]
    blank_names(session, campaign, nameless)
    for some in slices([*fates]):
        blank_signatures(session, Signature.id.in_(some), now)
        _forget_reasons(session, some)
    for one in signatures:
        session.refresh(one)
        # Whoever still has a link to the page of this signature must not bring a contact back: neither the owner of the
        # address, nor whoever filled in the form and waits for the mail.
        one.generation += 1
        if one.status == "unconfirmed":
            one.status = "withdrawn"
    follow(session, [one for one in signatures if one.status == "withdrawn"], now=now)
    for one in withdrawn:
        acted(session, campaign, one, "withdrawn", by="the erasure", now=now)
    blank = [number for number in fates if number not in nameless]
    for entry in session.scalars(
        select(AuditEntry).where(
            AuditEntry.subject == subject(campaign), AuditEntry.detail["signature"].as_integer().in_(blank or [0])
        )
    ):
        if "reason" in entry.detail:
            entry.detail = {**entry.detail, "reason": REMOVED}
    session.flush()


def _forget_reasons(session: Session, numbers: Sequence[int]) -> None:
    """Coordinators' words about a signature may name the person, or say what happened to them."""
    for act in session.scalars(
        select(SignatureAct).where(SignatureAct.signature_id.in_(numbers), SignatureAct.reason.not_in(("", REMOVED)))
    ):
        act.reason = REMOVED
    for one in session.scalars(select(Signature).where(Signature.id.in_(numbers), Signature.status_reason != "")):
        one.status_reason = REMOVED  # held and refused need one
    session.flush()


def _forget_late_reasons(session: Session, numbers: Sequence[int]) -> None:
    """The same for what was said about their requests to sign late."""
    for request in session.scalars(select(LateRequest).where(LateRequest.id.in_(numbers), LateRequest.reason != "")):
        request.reason = REMOVED
    about = AuditEntry.detail["request"].as_integer().in_(numbers or [0])
    for entry in session.scalars(select(AuditEntry).where(AuditEntry.act.like("signature.late %"), about)):
        if "reason" in entry.detail:
            entry.detail = {**entry.detail, "reason": REMOVED}
    session.flush()


def _frozen(session: Session, campaign: Campaign, signature: Signature) -> bool:
    """Whether the line stands in a list that was frozen."""
    lists = session.scalars(select(Edition.signatories).where(Edition.campaign_id == campaign.id))
    return any(line[0] == signature.line for one in lists for group in one["groups"] for line in group["lines"])


def _delete_mail(session: Session, found: Holdings) -> int:
    for some in slices([one.id for one in found.caught]):
        session.execute(delete(CaughtMessage).where(CaughtMessage.id.in_(some)))
    for some in slices([one.id for one in found.messages]):
        session.execute(delete(OutboxMessage).where(OutboxMessage.id.in_(some)))
    # A coordinator's test of an invitation is written as to somebody who is invited, by name.
    for some in slices([f"invitation-test:{one.campaign_id}" for one in found.invitations]):
        session.execute(delete(OutboxMessage).where(OutboxMessage.about.in_(some), OutboxMessage.status != "sent"))
    return len(found.messages)
