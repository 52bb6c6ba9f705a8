"""Mailing the closed letter to its recipients, each with the file that is theirs; and what becomes of those mails."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.deadlines import private_at
from campaign.delivery_models import Delivery, DeliveryFile, DeliveryRecipient
from campaign.delivery_queries import copies_of, copy_with_bytes
from campaign.doors import Doors
from campaign.editions import bytes_of, file_of
from campaign.models import Campaign, Edition, EditionFile
from campaign.operations.delivering.copies import refuse_without_state
from campaign.operations.delivering.wording import check, filled, own_words, words_for
from campaign.operations.inviting.wording import Words
from campaign.queries import edition_of, hold, subject
from campaign.renditions import final_of
from campaign.wording import long_moment
from coalition.permissions import Actor
from errors import UserError
from mail.attachments import Attachment, source
from mail.models import OutboxMessage
from mail.outbox import Draft, enqueue_all
from mail.undeliverable import Trouble, when_undeliverable

PROGRAM = "the program"

NO_MAIL = "It is not delivered by e-mail."
SENT = "This edition was mailed to them already."


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who gets the letter by mail now, and who does not, each with the reason."""

    recipients: Sequence[DeliveryRecipient]
    skipped: Sequence[tuple[DeliveryRecipient, str]]


def sendable(session: Session, edition: Edition, recipients: Iterable[DeliveryRecipient]) -> Chosen:
    """Of ``recipients``, those to whom the edition goes by mail and was not mailed yet."""
    mailed = set(
        session.scalars(select(Delivery.recipient_id).where(Delivery.edition_id == edition.id, Delivery.channel == "mail"))
    )
    chosen: list[DeliveryRecipient] = []
    skipped: list[tuple[DeliveryRecipient, str]] = []
    for one in recipients:
        why = NO_MAIL if "mail" not in one.channels or not one.email else SENT if one.id in mailed else ""
        if why:
            skipped.append((one, why))
        else:
            chosen.append(one)
    return Chosen(chosen, skipped)


def send(
    session: Session, campaign: Campaign, recipients: Iterable[DeliveryRecipient], *, doors: Doors, by: Actor, now: datetime
) -> int:
    """Mail the newest edition to those who have not got it yet; gives how many mails that made. Pressing twice sends once.

    It comes from ``by``, by name; answers go to them. Raises :class:`~errors.UserError` for a letter that is not closed, for a
    file that is not written yet, and for a copy that would not say its number.
    """
    edition = _edition(session, campaign)
    chosen = sendable(session, edition, recipients).recipients
    sent = _mail(session, campaign, edition, chosen, 1, doors, by, now)
    if sent:
        note(session, campaign, "delivery.mailed", by=by, now=now, count=sent, edition=edition.number)
    return sent


def send_again(
    session: Session, campaign: Campaign, recipient: DeliveryRecipient, attempt: int, *, doors: Doors, by: Actor, now: datetime
) -> bool:
    """Mail the newest edition to one recipient once more, as the ``attempt``-th time; gives whether that made a mail.

    The button says which time it is: pressing it twice sends once. Raises as :func:`send` does.
    """
    edition = _edition(session, campaign)
    if "mail" not in recipient.channels or not recipient.email:
        raise UserError(NO_MAIL)
    if attempt != attempts(session, edition, recipient, "mail") + 1:
        return False
    sent = _mail(session, campaign, edition, [recipient], attempt, doors, by, now)
    note(session, campaign, "delivery.mailed", by=by, now=now, count=sent, edition=edition.number)
    return bool(sent)


def attempts(session: Session, edition: Edition, recipient: DeliveryRecipient, channel: str) -> int:
    """How often the edition went to the recipient by this channel."""
    query = select(func.max(Delivery.attempt)).where(
        Delivery.edition_id == edition.id, Delivery.recipient_id == recipient.id, Delivery.channel == channel
    )
    return session.scalar(query) or 0


def send_test(
    session: Session,
    campaign: Campaign,
    recipient: DeliveryRecipient,
    words: Words,
    *,
    doors: Doors,
    by: Actor,
    now: datetime,
) -> None:
    """Mail the coordinator what that recipient would get, with the same file. Raises as :func:`send` does."""
    check(words)
    edition = _edition(session, campaign)
    refuse_while_private(campaign, words, now)
    file = _file_for(session, edition, [recipient])[recipient.id]
    context = _context(words, campaign, edition, recipient, file, doors, by) | {"name": recipient.name}
    enqueue_all(
        session,
        "delivery_test",
        [
            Draft(
                by.email,
                f"delivery-test:{campaign.id}",
                context,
                recipient.language,
                scope=subject(campaign),
                attach=(_named(file),),
            )
        ],
        now=now,
    )


def refuse_while_private(campaign: Campaign, words: Words, now: datetime) -> None:
    """Raise :class:`~errors.UserError` for words that name the letter's page while it is not there."""
    if private_at(campaign, now) and "{link}" in words.subject + words.text:
        assert campaign.embargo is not None  # or it were not private
        raise UserError(
            f"The letter is private until {long_moment(campaign.embargo, campaign.timezone)}, and the mail would lead to a page"
            " that is not there yet. Lift the embargo, or write words without {link}."
        )


def _edition(session: Session, campaign: Campaign) -> Edition:
    hold(session, campaign)
    edition = edition_of(session, campaign)
    if edition is None or campaign.state not in ("closed", "delivered"):
        raise UserError("Close the letter first: what is delivered is its final edition.")
    return edition


def _mail(
    session: Session,
    campaign: Campaign,
    edition: Edition,
    recipients: Sequence[DeliveryRecipient],
    attempt: int,
    doors: Doors,
    by: Actor,
    now: datetime,
) -> int:
    if not recipients:
        return 0
    refuse_without_state(final_of(edition), recipients)
    files = _file_for(session, edition, recipients)
    own = own_words(session, campaign)
    if own:
        check(own)
    for one in recipients:
        refuse_while_private(campaign, own or words_for(session, campaign, one), now)
    rows: list[Delivery] = []
    contexts: list[dict[str, Any]] = []
    for one in recipients:
        file = files[one.id]
        context = _context(own or words_for(session, campaign, one), campaign, edition, one, file, doors, by)
        contexts.append(context)
        rows.append(
            Delivery(
                campaign_id=campaign.id,
                edition_id=edition.id,
                recipient_id=one.id,
                channel="mail",
                attempt=attempt,
                address=one.email,
                words={"subject": context["subject"], "text": "\n".join(context["lines"])},
                delivery_file_id=file.id if isinstance(file, DeliveryFile) else None,
                edition_file_id=file.id if isinstance(file, EditionFile) else None,
                at=now,
                by=by.called,
            )
        )
    session.add_all(rows)
    session.flush()
    drafts = [
        Draft(
            one.email,
            f"delivery:{row.id}",
            context,
            one.language,
            scope=subject(campaign),
            reply_to=by.email,
            sender_name=by.called,
            attach=(_named(files[one.id]),),
        )
        for one, row, context in zip(recipients, rows, contexts, strict=True)
    ]
    return enqueue_all(session, "delivery", drafts, now=now)


def _context(
    words: Words,
    campaign: Campaign,
    edition: Edition,
    recipient: DeliveryRecipient,
    file: EditionFile | DeliveryFile,
    doors: Doors,
    by: Actor,
) -> dict[str, Any]:
    theirs = doors.speaking(recipient.language)
    shown = filled(words, campaign, edition.count, recipient, link=theirs.letter, coordinator=by.called)
    return {
        "subject": shown.subject,
        "lines": shown.text.splitlines(),
        "file_name": file.file_name,
        "sha256": file.sha256,
        "check_url": theirs.check,
    }


def _file_for(
    session: Session, edition: Edition, recipients: Sequence[DeliveryRecipient]
) -> dict[int, EditionFile | DeliveryFile]:
    """The PDF that each recipient gets. Raises :class:`~errors.UserError` while one of them is not written."""
    whole = file_of(session, edition, "pdf")
    copies = copies_of(session, edition, recipients)
    found: dict[int, EditionFile | DeliveryFile] = {}
    waiting = 0
    for one in recipients:
        file = copies.get((one.id, "pdf")) if one.own_copy else whole
        if file is None or file.written_at is None:
            waiting += 1
        else:
            found[one.id] = file
    if waiting:
        raise UserError(
            "The file is not written yet. Have the copies written, and wait until they are."
            if waiting == 1
            else f"{waiting:,} files are not written yet. Have the copies written, and wait until they are."
        )
    return found


def _named(file: EditionFile | DeliveryFile) -> str:
    return f"{'recipient-copy' if isinstance(file, DeliveryFile) else 'letter-file'}:{file.id}"


@source("recipient-copy")
def _copy(session: Session, number: int) -> Attachment | None:
    file = copy_with_bytes(session, number)
    return Attachment(file.file_name, "application/pdf", file.data) if file is not None and file.data else None


@source("letter-file")
def _letter(session: Session, number: int) -> Attachment | None:
    file = bytes_of(session, number)
    return Attachment(file.file_name, file.media_type, file.data) if file is not None else None


@when_undeliverable("delivery")
def _did_not_arrive(session: Session, message: OutboxMessage, trouble: Trouble, now: datetime) -> None:
    """Write into the log that a mail did not arrive, with what the server said."""
    number = message.about.rpartition(":")[2]
    row = session.get(Delivery, int(number)) if number.isdigit() else None
    if row is None:
        return
    row.trouble = trouble.reason[:500] or "It could not be delivered."
    campaign = session.get_one(Campaign, row.campaign_id)
    note(session, campaign, "delivery.bounced", by=PROGRAM, now=now, recipient=row.recipient.name)
