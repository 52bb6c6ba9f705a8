"""An organization, or a person, signs.

Signing and confirming are two acts. What the form sends is kept at once; it stands on the letter when the owner of the mail
address has confirmed it (:mod:`campaign.operations.confirming`), or at once when it came through a personal link, which only
that owner has.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.doors import Doors
from campaign.models import Campaign
from campaign.operations.acts import MAIL_WINDOW, MOST_MAILS, FreshSignature, NotOpen, confirm_door, mails_lately, write_to
from campaign.operations.confirming import Choose, Confirmed, stand
from campaign.printing import printed_line
from campaign.queries import LetterToSign, circulating_text
from campaign.state import state_at
from errors import UserError
from signatories.addresses import canonical, parsed, trust
from signatories.links import Opened
from signatories.models import Invitation, LateRequest, Signature

_KEEP = insert(Signature.__table__).returning(Signature.id)  # type: ignore[arg-type]  # it is a table
"""A row and no object: an object costs four times as much, in the one place where many come at the same moment."""

_OF_MAILBOX = (
    select(Signature.id, Signature.status, Signature.kind, Signature.line, Signature.version_id)
    .where(Signature.campaign_id == bindparam("campaign"), Signature.address_key == bindparam("key"))
    .order_by(Signature.id)
)
"""What the same mailbox signed on this letter before."""


@dataclass(frozen=True, slots=True)
class SignatureEntry:
    """What the form sent, already checked by it. ``version_hash`` names the text that the page showed.

    ``name`` is the organization's, or for an individual the person's own. ``answers`` are pairs of question and answer.
    ``invitation`` is what a personal link named, ``language`` the reader's.
    """

    name: str
    contact_name: str
    contact_title: str
    contact_email: str
    attestation: str
    version_hash: str = ""
    kind: str = "organization"
    title: str = ""
    affiliation: str = ""
    scope: str = ""
    state: str = ""
    website: str = ""
    answers: Sequence[tuple[str, str]] = ()
    language: str = "en"
    invitation: Opened | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """It is kept: ``number`` names the row, ``generation`` its links. ``confirmed`` tells whether it stands already,
    ``personal`` that whoever signed owns the address."""

    number: int
    generation: int = 0
    confirmed: bool = False
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Late:
    """It came after the deadline, and is kept for the coordinator."""

    request: LateRequest


class TextChanged(UserError):  # noqa: N818
    """The letter on the page was not the one that is circulating now."""

    def __init__(self) -> None:
        super().__init__("The text of this letter has changed since you opened the page. Please read it again before you sign.")


def sign(
    session: Session, campaign: Campaign | LetterToSign, entry: SignatureEntry, *, doors: Doors, now: datetime
) -> Signed | Late:
    """Keep a signature on the circulating letter, and put its mail into the outbox; ``now`` is when the request arrived.

    ``campaign`` must be held (:func:`campaign.queries.letter_to_sign`). A request that arrived after the deadline gives
    :class:`Late`: kept, on no letter. Raises :class:`TextChanged` when the page showed another text than the one that
    circulates, and :class:`~errors.UserError` for what cannot be printed or written to (the form has said so before) or a
    letter that is not open.
    """
    line = _printable(entry.name, "organization" if entry.kind == "organization" else "name")
    title, affiliation = _printable(entry.title, "title"), _printable(entry.affiliation, "affiliation")
    if not line:
        raise UserError("This name cannot be printed as it stands.", field="organization")
    if entry.kind == "individual" and not campaign.allow_individuals:
        raise UserError("This letter is for organizations; it takes no signatures of individuals.")
    state = state_at(campaign, now)
    if state in ("drafting", "archived"):
        raise NotOpen
    address, key = parsed(entry.contact_email), canonical(entry.contact_email)
    if address is None or key is None:
        raise UserError("This is not a complete e-mail address, like name@example.org.", field="contact_email")
    if state != "circulating":
        return Late(_late(session, campaign, entry, now))
    text = circulating_text(session, campaign)
    if entry.version_hash and not secrets.compare_digest(entry.version_hash.encode(), text.content_hash.encode()):
        raise TextChanged
    invitation = invitation_behind(session, campaign, entry.invitation)
    personal = invitation is not None and invitation.address_key == key
    before = session.execute(_OF_MAILBOX, {"campaign": campaign.id, "key": key}).all()
    # The same thing sent before and not confirmed yet: a button pressed twice is one signature.
    same = ("unconfirmed", entry.kind, line, text.id)
    number = next((one.id for one in before if (one.status, one.kind, one.line, one.version_id) == same), None)
    if number is None:
        row = {
            "campaign_id": campaign.id,
            "version_id": text.id,
            "version_hash": text.content_hash,
            "kind": entry.kind,
            "name_typed": entry.name,
            "line": line,
            "title": title,
            "affiliation": affiliation,
            "scope": entry.scope,
            "state": entry.state,
            "website": entry.website,
            "contact_name": entry.contact_name,
            "contact_title": entry.contact_title,
            "contact_email": address,
            "address_key": key,
            "trust": trust(address, entry.website),
            "authorized": True,
            "attestation": entry.attestation,
            "answers": [list(pair) for pair in entry.answers],
            "language": entry.language,
            "invitation_id": invitation.id if invitation else None,
            "origin": "form",
            "signed_at": now,
        }
        number = session.execute(_KEEP, row).scalar_one()
        note(
            session, campaign, "signature.added", by="the sign form", now=now, signature=number, line=line, version=text.number
        )
    if not before and not personal:
        # Nobody was here before this one: nothing more to ask, and no row to load. Nearly every signature goes this way.
        fresh = FreshSignature(number, line, entry.contact_name, address, entry.language)
        _mail_link(session, campaign, fresh, stands="", doors=doors, now=now)
        return Signed(number)
    whole, signature = session.get_one(Campaign, campaign.id), session.get_one(Signature, number)
    if personal:
        outcome = stand(session, whole, signature, how="personal link", choice="", doors=doors, now=now)
        kept = signature if isinstance(outcome, Choose) else outcome.signature
        return Signed(kept.id, kept.generation, confirmed=isinstance(outcome, Confirmed), personal=True)
    ask_to_confirm(session, whole, signature, doors=doors, now=now)
    return Signed(signature.id, signature.generation)


def ask_to_confirm(session: Session, campaign: Campaign, signature: Signature, *, doors: Doors, now: datetime) -> bool:
    """Mail the link that confirms. Gives False, and mails nothing, when too many such mails went there lately."""
    about = f"signature:{signature.id}"
    if mails_lately(session, "confirm", about, now) >= MOST_MAILS or _asked_lately(session, signature, now):
        return False
    _mail_link(session, campaign, signature, stands=standing_line(session, signature), doors=doors, now=now)
    return True


def _mail_link(
    session: Session,
    campaign: Campaign | LetterToSign,
    signature: Signature | FreshSignature,
    *,
    stands: str,
    doors: Doors,
    now: datetime,
) -> None:
    write_to(
        session,
        campaign,
        signature,
        "confirm",
        doors=doors,
        now=now,
        confirm_url=confirm_door(signature, doors),
        contact=signature.contact_name,
        stands=stands,
    )


def standing_line(session: Session, signature: Signature) -> str:
    """The line under which the same address stands on this letter already; "" for none. Only for a mail to that address."""
    found = session.scalar(
        select(Signature.line).where(
            Signature.campaign_id == signature.campaign_id,
            Signature.address_key == signature.address_key,
            Signature.id != signature.id,
            Signature.confirmed_at.is_not(None),
            Signature.status.in_(("pending", "accepted", "held")),
        )
    )
    return found or ""


def invitation_behind(session: Session, campaign: Campaign | LetterToSign, opened: Opened | None) -> Invitation | None:
    """The invitation that a personal link names, while the link is good: not revoked, of this campaign, of this generation."""
    if opened is None:
        return None
    found = session.scalars(
        select(Invitation).where(
            Invitation.id == opened.number, Invitation.campaign_id == campaign.id, Invitation.revoked_at.is_(None)
        )
    ).one_or_none()
    return found if found is not None and found.generation == opened.generation else None


def _printable(typed: str, field: str) -> str:
    line = printed_line(typed)
    if line.unprintable:
        raise UserError("This name cannot be printed as it stands.", field=field)
    return line.text


def _asked_lately(session: Session, signature: Signature, now: datetime) -> bool:
    """Whether this mailbox was asked too often within the hour, under whatever names and spellings."""
    recent = select(Signature.id).where(
        Signature.campaign_id == signature.campaign_id,
        Signature.address_key == signature.address_key,
        Signature.status == "unconfirmed",
        Signature.signed_at > now - MAIL_WINDOW,
        Signature.id != signature.id,
    )
    return len(session.scalars(recent.limit(MOST_MAILS)).all()) >= MOST_MAILS


def _late(session: Session, campaign: Campaign | LetterToSign, entry: SignatureEntry, now: datetime) -> LateRequest:
    request = LateRequest(
        campaign_id=campaign.id,
        name_typed=entry.name,
        contact_name=entry.contact_name,
        contact_title=entry.contact_title,
        contact_email=entry.contact_email,
        received_at=now,
    )
    session.add(request)
    session.flush()
    note(
        session,
        campaign,
        "signature.late",
        by="the sign form",
        now=now,
        request=request.id,
        name=printed_line(entry.name).text,
    )
    return request
