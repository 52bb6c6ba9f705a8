"""What one mailbox has signed on a letter, and how often it is asked to confirm.

Whoever fills in the form may type anybody's address. So a mailbox gets a few such mails within the hour, the next ones later,
and how long the answer takes must not tell whether the mailbox was here before: everything is read off one statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.orm import Session

from campaign.doors import Doors
from campaign.models import Campaign
from campaign.operations.acts import (
    MAIL_WINDOW,
    MOST_MAILS,
    FreshSignature,
    confirm_door,
    mails_lately,
    signature_about,
    write_to,
)
from campaign.queries import CIRCULATING, LetterToSign, TextReference
from letters.models import Version
from mail.models import OutboxMessage
from mail.wanted import still_wanted
from signatories.lines import whole_line
from signatories.models import STANDING, Signature

LONGEST_WAIT = 2 * MAIL_WINDOW
"""How long a mail to a busy mailbox may be put off. Who fills in a form a hundred times must not fill the mailbox for a day:
what would come later is mailed when the one who waits for it asks again."""

_TYPED = (
    "kind",
    "name_typed",
    "line",
    "title",
    "affiliation",
    "scope",
    "state",
    "type",
    "website",
    "contact_name",
    "contact_title",
    "contact_email",
    "version_id",
    "attestation",
    "answers",
    "language",
)
"""What the form sent. Two forms are the same act only when all of it is equal: a stranger may have sent the first one, with
other words beside the same name, and those must not come to stand when the owner of the address confirms theirs."""

Before = Row[Any]
"""One of the rows of :func:`text_and_mailbox`."""

_TEXT_AND_MAILBOX = (
    select(
        Version.id.label("text"),
        Version.number.label("text_number"),
        Version.content_hash.label("text_hash"),
        Signature.id,
        Signature.status,
        Signature.generation,
        Signature.invitation_id,
        Signature.signed_at,
        Signature.confirmed_at,
        Signature.stands_beside,
        *(getattr(Signature, name) for name in _TYPED),
    )
    .select_from(Version)
    .outerjoin(Signature, (Signature.campaign_id == bindparam("campaign")) & (Signature.address_key == bindparam("key")))
    .where(Version.id == CIRCULATING)
    .order_by(Signature.id)
)


def text_and_mailbox(session: Session, campaign_id: int, key: str | None) -> tuple[TextReference, Sequence[Before]]:
    """The text that was opened for signature last, and what the mailbox of ``key`` has signed on the letter, in the order of
    its coming. Only for a campaign that is past drafting.

    Both in one statement, and rows and no objects, because every signature asks this.
    """
    session.flush()
    rows: Sequence[Any] = session.connection().execute(_TEXT_AND_MAILBOX, {"campaign": campaign_id, "key": key}).all()
    first = rows[0]
    return TextReference(first.text, first.text_number, first.text_hash), [row for row in rows if row.id is not None]


def the_same(before: Iterable[Before], row: Mapping[str, Any], statuses: Sequence[str]) -> Before | None:
    """The first of ``before`` that has one of these statuses and in which everything typed is as in ``row``: what comes is a
    button pressed twice."""
    for one in before:
        if one.status in statuses and all(getattr(one, name) == row[name] for name in _TYPED):
            return one
    return None


def stands_as(before: Iterable[Before]) -> str:
    """The whole line under which the mailbox stands by itself already, as :func:`campaign.queries.holder_of_mailbox` finds it;
    "" for none. Only for a mail to that mailbox, and for the page behind it."""
    holder = next(
        (one for one in before if one.confirmed_at is not None and one.status in STANDING and not one.stands_beside), None
    )
    return whole_line(holder.kind, holder.line, holder.title, holder.affiliation) if holder is not None else ""


def mail_due(asked: Iterable[datetime], now: datetime) -> datetime | None:
    """When the mail of a new signature goes, after forms were ``asked`` for the same mailbox at these moments (the earliest
    first) and none was answered: at most :data:`MOST_MAILS` go within :data:`MAIL_WINDOW`. None when that is too far away.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> mail_due([noon] * 4, noon) == noon, mail_due([noon] * 5, noon) == noon + MAIL_WINDOW, mail_due([noon] * 20, noon)
    (True, True, None)
    """
    dues: list[datetime] = []
    for at in (*asked, now):
        due = max(at, dues[-MOST_MAILS] + MAIL_WINDOW) if len(dues) >= MOST_MAILS else at
        mailed = due - at <= LONGEST_WAIT
        if mailed:
            dues.append(due)
    return dues[-1] if mailed else None


def mail_first_link(
    session: Session,
    campaign: Campaign | LetterToSign,
    signature: FreshSignature,
    before: Sequence[Before],
    *,
    doors: Doors,
    now: datetime,
) -> None:
    """Mail the link that confirms a new signature, now or when its mailbox may be written to again.

    ``before`` is what that mailbox had signed; whatever that is, the same statements run.
    """
    due = mail_due([one.signed_at for one in before if one.status == "unconfirmed"], now)
    if due is not None:
        _mail_link(session, campaign, signature, stands=stands_as(before), doors=doors, now=now, due_at=due)


def mail_link_again(
    session: Session,
    campaign: Campaign | LetterToSign,
    signature: Signature | FreshSignature,
    before: Sequence[Before],
    *,
    doors: Doors,
    now: datetime,
) -> bool:
    """Mail the link that confirms once more. Gives False, and mails nothing, when too many such mails went there lately, under
    whatever names and spellings."""
    lately = [
        one for one in before if one.id != signature.id and one.status == "unconfirmed" and one.signed_at > now - MAIL_WINDOW
    ]
    if len(lately) >= MOST_MAILS or mails_lately(session, "confirm", f"signature:{signature.id}", now) >= MOST_MAILS:
        return False
    others = [one for one in before if one.id != signature.id]
    _mail_link(session, campaign, signature, stands=stands_as(others), doors=doors, now=now)
    return True


def ask_to_confirm(session: Session, campaign: Campaign, signature: Signature, *, doors: Doors, now: datetime) -> bool:
    """Mail the link that confirms. Gives False, and mails nothing, when too many such mails went there lately."""
    _, before = text_and_mailbox(session, signature.campaign_id, signature.address_key)
    return mail_link_again(session, campaign, signature, before, doors=doors, now=now)


def mail_due_at(session: Session, signature: Signature) -> datetime | None:
    """When the first mail that asks the contact to confirm went out, or will; None when there is none."""
    query = select(func.min(OutboxMessage.due_at)).where(
        OutboxMessage.kind == "confirm",
        OutboxMessage.about == f"signature:{signature.id}",
        OutboxMessage.recipient == signature.contact_email,
    )
    return session.scalar(query)


@still_wanted("confirm")
def _wanted(session: Session, message: OutboxMessage, _now: datetime) -> str | None:
    signature = signature_about(session, message)
    if signature is None or signature.status != "unconfirmed":
        return "the signature was answered meanwhile"
    return None if signature.contact_email == message.recipient else "the address was corrected meanwhile"


def _mail_link(
    session: Session,
    campaign: Campaign | LetterToSign,
    signature: Signature | FreshSignature,
    *,
    stands: str,
    doors: Doors,
    now: datetime,
    due_at: datetime | None = None,
) -> None:
    write_to(
        session,
        campaign,
        signature,
        "confirm",
        doors=doors,
        now=now,
        due_at=due_at,
        confirm_url=confirm_door(signature, doors),
        contact=signature.contact_name,
        stands=stands,
    )
