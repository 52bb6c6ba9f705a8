"""An organization signs."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.models import Campaign
from campaign.printing import printed_line
from campaign.queries import current_version, hold
from campaign.state import state_at
from campaign.wording import long_moment
from coalition.operations.tokens import new_token, token_hash
from errors import UserError
from mail.outbox import enqueue
from signatories.models import LateRequest, Signature


@dataclass(frozen=True, slots=True)
class SignatureEntry:
    """What the form sent, already checked by it. ``version_hash`` names the text that the page showed."""

    organization: str
    contact_name: str
    contact_title: str
    contact_email: str
    attestation: str
    version_hash: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses that the receipt needs: the letter's page, and the receipt's for a token."""

    letter: str
    receipt: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Signed:
    """It is done. ``receipt_token`` opens the signer's receipt; only its hash is kept."""

    signature: Signature
    receipt_token: str


@dataclass(frozen=True, slots=True)
class Late:
    """It came after the deadline, and is kept for the coordinator."""

    request: LateRequest


class TextChanged(UserError):  # noqa: N818
    """The letter on the page was not the one that is circulating now."""

    def __init__(self) -> None:
        super().__init__("The text of this letter has changed since you opened the page. Please read it again before you sign.")


def sign(session: Session, campaign: Campaign, entry: SignatureEntry, *, links: Links, now: datetime) -> Signed | Late:
    """Put a signature on the circulating letter, and its receipt into the outbox; ``now`` is when the request arrived.

    One that arrived after the deadline gives :class:`Late`: kept, on no letter. Raises :class:`TextChanged` when
    the page showed another text than the one that circulates, and :class:`~errors.UserError` for a name that cannot be printed
    (the form has said so before) or a letter that is not open.
    """
    hold(session, campaign, shared=True)
    line = printed_line(entry.organization)
    if not line.text or line.unprintable:
        raise UserError("This name cannot be printed as it stands.", field="organization")
    state = state_at(campaign, now)
    if state in ("drafting", "archived"):
        raise UserError("This letter is not open for signature.")
    if state != "circulating":
        return Late(_late(session, campaign, entry, now))
    version = current_version(session, campaign)
    if entry.version_hash and not secrets.compare_digest(entry.version_hash.encode(), version.content_hash.encode()):
        raise TextChanged
    token = new_token()
    signature = Signature(
        campaign_id=campaign.id,
        version_id=version.id,
        version_hash=version.content_hash,
        name_typed=entry.organization,
        line=line.text,
        contact_name=entry.contact_name,
        contact_title=entry.contact_title,
        contact_email=entry.contact_email,
        authorized=True,
        attestation=entry.attestation,
        origin="form",
        signed_at=now,
        receipt_hash=token_hash(token),
    )
    session.add(signature)
    session.flush()
    note(
        session,
        campaign,
        "signature.added",
        by="the sign form",
        now=now,
        signature=signature.id,
        line=signature.line,
        version=version.number,
    )
    enqueue(
        session,
        "receipt",
        to=entry.contact_email,
        about=f"signature:{signature.id}",
        context={
            "title": campaign.title,
            "line": signature.line,
            "organization": signature.line,
            "signed_at": long_moment(now, campaign.timezone),
            "deadline": long_moment(campaign.deadline, campaign.timezone) if campaign.deadline else "",
            "receipt_url": links.receipt(token),
            "letter_url": links.letter,
        },
        now=now,
    )
    return Signed(signature, token)


def _late(session: Session, campaign: Campaign, entry: SignatureEntry, now: datetime) -> LateRequest:
    request = LateRequest(
        campaign_id=campaign.id,
        name_typed=entry.organization,
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
        name=printed_line(entry.organization).text,
    )
    return request
