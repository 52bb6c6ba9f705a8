"""The end: a coordinator says that the letter is delivered, and every signer is thanked, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.deadlines import after
from campaign.delivery_models import DeliveredEdition, DeliveryRecipient
from campaign.delivery_queries import delivered, delivered_of, deliveries_of, recipients_of
from campaign.delivery_standing import arrived
from campaign.doors import Doors
from campaign.editions import unpacked
from campaign.in_print import all_in_print
from campaign.models import Campaign, Edition
from campaign.operations.acts import own_door, signature_about
from campaign.queries import PRINTS, edition_of, hold, subject
from campaign.shared_lines import shared_lines
from campaign.wording import long_moment
from coalition.permissions import Actor
from errors import UserError
from mail.models import OutboxMessage
from mail.outbox import Draft, enqueue_all
from mail.wanted import still_wanted
from signatories.models import Signature

NAMED = 3
"""Recipients that the thanks name; of more it says how many."""


def deliver(session: Session, campaign: Campaign, *, by: Actor | str, now: datetime) -> DeliveredEdition:
    """Say that the newest edition is delivered: the letter's page says so from then on.

    Saying it of an edition twice changes nothing. Raises :class:`~errors.UserError` while nothing of it was delivered to
    anybody, and :class:`~campaign.deadlines.NotNow` for a letter that is not closed.
    """
    hold(session, campaign)
    edition = edition_of(session, campaign)
    said = delivered(session, edition) if edition is not None else None
    if said is not None:
        return said
    if campaign.state != "delivered":
        state = after("deliver", campaign, now, by="person")
    if edition is None or not arrived(session, deliveries_of(session, campaign, edition)):
        raise UserError(
            "It was delivered to nobody yet. Send it, or write down how it was delivered, to one recipient at least."
        )
    if campaign.state != "delivered":
        campaign.state = state
    said = DeliveredEdition(edition_id=edition.id, delivered_at=now, delivered_by=by.called if isinstance(by, Actor) else by)
    session.add(said)
    session.flush()
    note(session, campaign, "campaign.delivered", by=by, now=now, edition=edition.number)
    return said


def to_thank(session: Session, campaign: Campaign, edition: Edition) -> Sequence[Signature]:
    """Every signer who stands on the edition and still does, and whose contact is known; but for those whom the thanks for an
    earlier edition went to.

    Who was accepted after the edition was closed is not on it: their thanks come with the next.
    """
    query = select(Signature).where(
        Signature.campaign_id == campaign.id,
        PRINTS,
        Signature.contact_email != "",
        Signature.confirmed_at <= edition.closed_at,
    )
    signatures = session.scalars(query.order_by(Signature.id)).all()
    here = _lines_of(edition)
    earlier = (word.edition for word in delivered_of(session, campaign) if word.thanks == "sent")
    thanked = {line for one in earlier if one.number < edition.number for line in _lines_of(one)}
    printed_by = shared_lines(session, campaign.id).printed_by
    found = []
    for one in signatures:
        leader = session.get(Signature, printed_by[one.id]) if one.id in printed_by else None
        line = (leader or one).whole_line
        if line in here and line not in thanked:
            found.append(one)
    return found


def _lines_of(edition: Edition) -> frozenset[str]:
    """The lines of an edition as they print. Nothing in a frozen list is spelled otherwise later."""
    return frozenset(
        ", ".join(part for part in (line.name, line.detail) if part)
        for group in unpacked(edition.signatories).groups
        for line in group.lines
    )


def thank(session: Session, campaign: Campaign, *, doors: Doors, by: Actor, now: datetime) -> int:
    """Thank them by mail; gives how many mails that made. Raises :class:`~errors.UserError` before the edition is delivered,
    and once it was decided."""
    edition, said = _undecided(session, campaign)
    drafts = thanks(session, campaign, edition, said, to_thank(session, campaign, edition), doors)
    # Due when the edition was delivered: the same edition is the same message, whenever the button is pressed.
    sent = enqueue_all(session, "delivered", drafts, now=now, due_at=said.delivered_at)
    said.thanks, said.thanked_at = "sent", now
    note(session, campaign, "delivery.thanked", by=by, now=now, count=sent, edition=edition.number)
    return sent


def thank_nobody(session: Session, campaign: Campaign, *, by: Actor, now: datetime) -> None:
    """Decide that no thanks go out for this edition. Raises as :func:`thank` does."""
    edition, said = _undecided(session, campaign)
    said.thanks, said.thanked_at = "no", now
    note(session, campaign, "delivery.no_thanks", by=by, now=now, edition=edition.number)


def _undecided(session: Session, campaign: Campaign) -> tuple[Edition, DeliveredEdition]:
    hold(session, campaign)
    edition = edition_of(session, campaign)
    said = delivered(session, edition) if edition is not None else None
    if edition is None or said is None:
        raise UserError("Say first that the letter is delivered.")
    if said.thanks:
        raise UserError("The signers were thanked already." if said.thanks == "sent" else "It was decided to send no thanks.")
    return edition, said


def thanks(
    session: Session,
    campaign: Campaign,
    edition: Edition,
    said: DeliveredEdition,
    signatures: Sequence[Signature],
    doors: Doors,
) -> list[Draft]:
    """What each of them gets."""
    printed = all_in_print(session, campaign, signatures)
    reached = [one.recipient for one in reversed(arrived(session, deliveries_of(session, campaign, edition)))]
    people = list({one.id: one for one in reached}.values())
    drafts = []
    for one in signatures:
        language = one.language
        context = {
            "title": campaign.title,
            "line": printed[one.id].words,
            "delivered": long_moment(said.delivered_at, campaign.timezone, language),
            "recipients": _named(people, language),
            "files": campaign.show_signatories,
            "letter_url": doors.speaking(language).letter,
            "own_url": own_door(one, doors),
        }
        drafts.append(Draft(one.contact_email, f"signature:{one.id}", context, language, scope=subject(campaign)))
    return drafts


def _named(people: Sequence[DeliveryRecipient], language: str) -> str:
    names = [one.name for one in people]
    if len(names) > NAMED:
        return f"{len(names):,} destinatarios" if language.startswith("es") else f"{len(names):,} recipients"
    last = " y " if language.startswith("es") else " and "
    return last.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def everybody_reached(session: Session, campaign: Campaign, edition: Edition) -> tuple[int, int]:
    """To how many of how many recipients the edition was delivered."""
    recipients = {one.id for one in recipients_of(session, campaign)}
    reached = {one.recipient_id for one in arrived(session, deliveries_of(session, campaign, edition))}
    return len(recipients & reached), len(recipients)


@still_wanted("delivered")
def _still_stands(session: Session, message: OutboxMessage, _now: datetime) -> str | None:
    """Who left the letter meanwhile is not thanked for standing on it."""
    signature = signature_about(session, message)
    stands = signature is not None and signature.status == "accepted" and signature.asked is None
    return None if stands else "the signature does not stand any more"
