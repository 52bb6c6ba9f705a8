"""What every act on a signature shares: finding it, writing the act down, and the mail that carries the signer's own link."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.deadlines import state_at, told
from campaign.doors import Doors, Purpose
from campaign.models import Campaign
from campaign.queries import LetterToSign, TextReference, subject
from campaign.wording import long_moment
from coalition.permissions import Actor, called
from errors import UserError
from letters.models import Version
from mail.addresses import parsed
from mail.models import OutboxMessage
from mail.outbox import enqueue
from signatories.addresses import canonical
from signatories.links import Opened
from signatories.models import Consent, Invitation, Signature, SignatureAct

Row = TypeVar("Row", Signature, Invitation)

SIGNER = "the signer"

MOST_MAILS = 5
MAIL_WINDOW = timedelta(hours=1)
"""At most this many mails of one kind about one thing in an hour: a form must not become a way to flood somebody's mailbox."""


@dataclass(frozen=True, slots=True)
class FreshSignature:
    """As much of a signature that was just written as its mail needs."""

    id: int
    whole_line: str
    contact_name: str
    contact_email: str
    language: str
    generation: int = 0


class NotOpen(UserError):  # noqa: N818
    """The letter takes no signatures."""

    def __init__(self) -> None:
        super().__init__("This letter is not open for signature.")


class TooLate(UserError):  # noqa: N818
    """The list is frozen; what was asked for cannot be done any more."""

    def __init__(self) -> None:
        super().__init__("This letter has closed, and its list stands as it is. Please write to the coordinators.")


def row_behind(
    session: Session,
    campaign: Campaign | LetterToSign,
    kind: type[Row],
    opened: Opened | None,
    *,
    purpose: Purpose = "own",
    lock: bool = False,
) -> Row | None:
    """The signature or the invitation that a genuine link names, if the link still opens it; None for another campaign's.

    A revoked invitation too: its page says that it was. ``lock`` keeps others off until the commit.
    """
    if opened is None:
        return None
    query = select(kind).where(kind.id == opened.number, kind.campaign_id == campaign.id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(query).one_or_none()
    if found is None:
        return None
    wanted = found.generation
    if purpose == "contact" and isinstance(found, Signature):
        wanted = contact_generation(found)
    return found if wanted == opened.generation else None


def address_in(typed: str, field: str) -> tuple[str, str]:
    """The mail address that was typed, as mail goes to it, and the key that all spellings of its mailbox share.

    Raises a :class:`~errors.UserError` (for ``field``) for what is no address.
    """
    address, key = parsed(typed), canonical(typed)
    if address is None or key is None:
        raise UserError("This is not a complete e-mail address, like name@example.org.", field=field)
    return address, key


def consent(
    session: Session,
    signature: Signature,
    text: TextReference | Version,
    *,
    how: str,
    by: Actor | str,
    attestation: str = "",
    now: datetime,
) -> None:
    """Write into the ledger that the signature stands under ``text``: how that came (:data:`signatories.models.CONSENTS`), in
    which words, and who said so."""
    session.add(
        Consent(
            signature_id=signature.id,
            version_id=text.id,
            version_hash=text.content_hash,
            how=how,
            attestation=attestation,
            by=called(by),
            at=now,
        )
    )


def acted(
    session: Session,
    campaign: Campaign,
    signature: Signature,
    act: str,
    *,
    by: Actor | str,
    now: datetime,
    reason: str = "",
    **detail: Any,
) -> SignatureAct:
    """Write an act down, at the signature and in the audit log ("signature.<act>"), in the transaction of the act itself."""
    row = SignatureAct(signature_id=signature.id, act=act, by=called(by), reason=reason, detail=detail, at=now)
    session.add(row)
    told = {"reason": reason} if reason else {}
    note(
        session,
        campaign,
        f"signature.{act}",
        by=by,
        now=now,
        signature=signature.id,
        line=signature.line,
        **told,
        **detail,
    )
    return row


def signature_about(session: Session, message: OutboxMessage) -> Signature | None:
    """The signature that a message of :func:`write_to` is about; None when there is none."""
    number = message.about.rpartition(":")[2]
    return session.get(Signature, int(number)) if number.isdigit() else None


def must_be_open(campaign: Campaign, now: datetime) -> None:
    """Raise :class:`TooLate` once the letter has closed, :class:`NotOpen` before it was opened."""
    state = state_at(campaign, now)
    if state == "drafting":
        raise NotOpen
    if state != "circulating":
        raise TooLate


def mails_lately(
    session: Session, kind: str, about: str | Collection[str], now: datetime, *, window: timedelta = MAIL_WINDOW
) -> int:
    """How many messages of this kind about this thing, or these together, went into the outbox within ``window``."""
    recent = select(func.count()).where(
        OutboxMessage.kind == kind,
        OutboxMessage.about == about if isinstance(about, str) else OutboxMessage.about.in_(about),
        OutboxMessage.created_at > now - window,
    )
    return session.scalar(recent) or 0


def write_to(
    session: Session,
    campaign: Campaign | LetterToSign,
    signature: Signature | FreshSignature,
    kind: str,
    *,
    doors: Doors,
    now: datetime,
    to: str = "",
    due_at: datetime | None = None,
    **context: Any,
) -> None:
    """Put a message about a signature into the outbox: to its contact, or to ``to``. Nothing happens when neither is known.

    It goes now, or from ``due_at`` on. Every message gets the letter's title, the whole line as it prints, the deadline in
    words, and the addresses of the letter and of the page that mails somebody their links; ``context`` adds to these.
    """
    address = to or signature.contact_email
    if not address:
        return
    language = signature.language
    doors, date = doors.speaking(language), told(campaign, now)
    enqueue(
        session,
        kind,
        to=address,
        about=f"signature:{signature.id}",
        context={
            "title": campaign.title,
            "line": signature.whole_line,
            "deadline": long_moment(date, campaign.timezone, language) if date else "",
            "letter_url": doors.letter,
            "links_url": doors.recovery,
            **context,
        },
        now=now,
        due_at=due_at,
        language=language,
        scope=subject(campaign),
    )


def own_door(signature: Signature, doors: Doors) -> str:
    """The address of the signer's own page."""
    return doors.speaking(signature.language).to("own", signature.id, signature.generation)


def confirm_door(signature: Signature | FreshSignature, doors: Doors) -> str:
    """The address that confirms the signature: only for a mail to its contact."""
    return doors.speaking(signature.language).to("confirm", signature.id, signature.generation)


def contact_door(signature: Signature, doors: Doors) -> str:
    """The address that confirms the contact's new mail address: only for a mail to that address."""
    return doors.speaking(signature.language).to("contact", signature.id, contact_generation(signature))


def contact_generation(signature: Signature) -> int:
    """What stands in the place of the generation in such a link; another one for each address that is waited for.

    Somebody mistypes the new address and then writes it right. The link that went to the stranger must not confirm the second
    address: whoever confirms is led to the signer's own page.
    """
    named = f"{signature.generation} {signature.email_wanted}".encode()
    return int.from_bytes(hashlib.sha256(named).digest()[:2])
