"""What becomes of those who did not answer about a changed text, once the time to answer is over: as it was announced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import String, cast, not_, or_, select
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.consent import Outcome, outcome_of_silence, was_asked
from campaign.deadlines import SETTLING
from campaign.doors import Doors
from campaign.models import Campaign, TextChange
from campaign.operations.acts import acted, consent, signature_about
from campaign.operations.invited import follow
from campaign.queries import circulating_text, circulation_of, hold, subject
from campaign.wording import long_moment
from errors import UserError
from letters.models import Version
from mail.models import OutboxMessage
from mail.outbox import Draft, enqueue_all
from mail.undeliverable import Trouble, when_undeliverable
from signatories.models import STANDING, Signature

SILENCE = "the time to answer"
"""Who did it, where nobody did."""

MAIL_SERVER = "the mail server"
"""Who says that a question cannot be delivered."""

AT_ONCE = 500
"""Signers in one transaction."""

DoorsOf = Callable[[str], Doors]
"""The doors of the letter at a slug."""


class StillAsking(UserError):  # noqa: N818
    """Signers have been asked about a changed text; the list cannot be frozen over their heads."""


def unsettled(session: Session, now: datetime) -> Sequence[TextChange]:
    """The questions whose time is over and that nothing has settled yet.

    As with the deadline, an answer that arrived in time may still be on its way to the disk: they are left alone for a moment.
    """
    over = now - SETTLING
    query = (
        select(TextChange)
        .join(Campaign, Campaign.id == TextChange.campaign_id)
        .where(
            Campaign.state == "circulating",
            TextChange.settled_at.is_(None),
            or_(TextChange.reconfirm_by < over, Campaign.deadline < over),
        )
    )
    return session.scalars(query.order_by(TextChange.id)).all()


def settle_due(session: Session, now: datetime, doors_of: DoorsOf, *, only: int | None = None) -> list[TextChange]:
    """Settle the questions that are :func:`unsettled`, or those of the campaign of that id; gives those that this worked on, in
    which others may be left.

    To be done before closing, again and again until nothing is left: each time it takes a bounded number of signers, because
    everybody who signs elsewhere waits for the transaction.
    """
    settled = [change for change in unsettled(session, now) if only in (None, change.campaign_id)]
    for change in settled:
        campaign = session.get_one(Campaign, change.campaign_id)
        settle(session, campaign, change, doors=doors_of(campaign.slug), now=now)
    return settled


def settle(session: Session, campaign: Campaign, change: TextChange, *, doors: Doors, now: datetime) -> None:
    """Take silence as it was announced, for those who are still asked, :data:`AT_ONCE` at a time. Settling twice is once.

    "keep": the signature goes over to the text that circulates, and the ledger says that it did so by silence. "drop": it is
    taken off, and the contact is told how to come back. Whom no mail reached in time is held for a coordinator.
    """
    hold(session, campaign)
    session.refresh(change)
    if change.settled_at is not None:
        return
    text = circulating_text(session, campaign)
    version = session.get_one(Version, text.id)
    outcomes: dict[Outcome, list[Signature]] = {"keep": [], "drop": [], "hold": []}
    query = select(Signature).where(Signature.campaign_id == campaign.id, Signature.asked == change.id)
    asked = session.scalars(query.order_by(Signature.id).limit(AT_ONCE).with_for_update()).all()
    if len(asked) < AT_ONCE:
        change.settled_at = now
    reached = asked_in_time(session, campaign, change, asked)
    for signature in asked:
        signature.asked = None
        if signature.status in STANDING:
            outcomes[outcome_of_silence(change.silence, reachable=signature.id in reached)].append(signature)
    _keep(session, outcomes["keep"], version, now)
    _drop(session, campaign, outcomes["drop"], change, doors, now)
    _hold(session, campaign, outcomes["hold"], now)
    session.flush()
    if not any(outcomes.values()):
        return
    note(
        session,
        campaign,
        "text.settled",
        by=SILENCE,
        now=now,
        version=text.number,
        kept=len(outcomes["keep"]),
        dropped=len(outcomes["drop"]),
        held=len(outcomes["hold"]),
    )


def asked_in_time(session: Session, campaign: Campaign, change: TextChange, signatures: Sequence[Signature]) -> set[int]:
    """Those of ``signatures`` whose contact a mail about the question of ``change`` reached in time: their ids.

    Only mail to the address that counts now: whoever took a signature over is asked anew. A message that waits, failed or was
    skipped reached nobody. At most :data:`AT_ONCE` signatures.
    """
    circulation = circulation_of(session, campaign)
    if change.reconfirm_by is None or circulation is None:
        return set()
    query = select(OutboxMessage.about, OutboxMessage.recipient, OutboxMessage.created_at, OutboxMessage.sent_at).where(
        OutboxMessage.kind == "reconfirm",
        OutboxMessage.about.in_([f"signature:{signature.id}" for signature in signatures]),
        OutboxMessage.status == "sent",
        OutboxMessage.returned_at.is_(None),
        OutboxMessage.created_at >= change.published_at,
    )
    sent: dict[tuple[str, str], list[tuple[datetime, datetime]]] = defaultdict(list)
    for about, recipient, written, went_out in session.execute(query):
        assert went_out is not None  # what was sent has a moment, and the database sees to it
        sent[about, recipient].append((written, went_out))
    return {
        signature.id
        for signature in signatures
        if was_asked(sent[f"signature:{signature.id}", signature.contact_email], change.reconfirm_by, circulation.opened_at)
    }


def _keep(session: Session, signatures: Sequence[Signature], version: Version, now: datetime) -> None:
    for signature in signatures:
        consent(session, signature, version, how="silence", by="", now=now)


def _drop(
    session: Session,
    campaign: Campaign,
    signatures: Sequence[Signature],
    change: TextChange,
    doors: Doors,
    now: datetime,
) -> None:
    for signature in signatures:
        signature.status, signature.status_reason = "dropped", "no answer about the changed text"
        acted(session, campaign, signature, "dropped", by=SILENCE, now=now)
    follow(session, signatures, now=now)  # the same personal link takes a new signature
    enqueue_all(session, "dropped", (_told(campaign, signature, change, doors, now) for signature in signatures), now=now)


def _told(campaign: Campaign, signature: Signature, change: TextChange, doors: Doors, now: datetime) -> Draft:
    language = signature.language
    behind = doors.speaking(language)

    def said(moment: datetime | None) -> str:
        return long_moment(moment, campaign.timezone, language) if moment is not None else ""

    context = {
        "title": campaign.title,
        "line": signature.whole_line,
        "contact": signature.contact_name,
        "until": said(change.reconfirm_by),
        "deadline": said(campaign.deadline),
        "closed": campaign.deadline is not None and now > campaign.deadline,
        "letter_url": behind.letter,
        "links_url": behind.recovery,
    }
    return Draft(signature.contact_email, f"signature:{signature.id}", context, language, scope=subject(campaign))


def _hold(session: Session, campaign: Campaign, signatures: Sequence[Signature], now: datetime) -> None:
    for signature in signatures:
        reason = _NO_ADDRESS if not signature.contact_email else _NOT_REACHED if signature.reachable else _ON_A_WORD
        signature.status, signature.status_reason = "held", reason
        acted(session, campaign, signature, "held", by=SILENCE, now=now, reason=reason)


_NO_ADDRESS = "the text changed in substance, and there is no mail address to ask at"
_ON_A_WORD = "the text changed in substance, and it stands on a coordinator’s word"
_NOT_REACHED = "the text changed in substance, and no mail that asks about it reached the signer in time"


@when_undeliverable("reconfirm")
def _came_back(session: Session, message: OutboxMessage, _trouble: Trouble, now: datetime) -> None:
    """The server will never take the question: the coordinators see at the signature that its signer is not asked.

    The server's words stay in the outbox: they often repeat the address, and what was done to a signature names none.
    """
    signature = signature_about(session, message)
    if signature is None or signature.asked is None or signature.contact_email != message.recipient:
        return
    campaign = session.get_one(Campaign, signature.campaign_id)
    acted(session, campaign, signature, "unreachable", by=MAIL_SERVER, now=now)


def not_reached(session: Session, signatures: Sequence[int]) -> set[int]:
    """Those of the asked signatures of these ids whose contact the mail server will not take the question for: their ids."""
    query = (
        select(Signature.id)
        .join(TextChange, TextChange.id == Signature.asked)
        .join(OutboxMessage, OutboxMessage.recipient == Signature.contact_email)
        .where(
            Signature.id.in_(signatures),
            OutboxMessage.kind == "reconfirm",
            OutboxMessage.about == "signature:" + cast(Signature.id, String),
            or_(OutboxMessage.status == "failed", OutboxMessage.returned_at.is_not(None)),
            OutboxMessage.created_at >= TextChange.published_at,
        )
    )
    return set(session.scalars(query))


def all_can_be_asked(session: Session, campaign: Campaign, *, asked: bool = False) -> bool:
    """Whether everybody who stands on the letter can be asked by mail; with ``asked``, everybody who is asked just now."""
    without = select(Signature.id).where(
        Signature.campaign_id == campaign.id, Signature.status.in_(STANDING), not_(Signature.reachable)
    )
    if asked:
        without = without.where(Signature.asked.is_not(None))
    return session.scalar(without.limit(1)) is None


def open_question(session: Session, campaign: Campaign) -> TextChange | None:
    """The change that standing signers are asked about just now; None when everybody has answered."""
    query = (
        select(TextChange)
        .join(Signature, Signature.asked == TextChange.id)
        .where(TextChange.campaign_id == campaign.id, Signature.status.in_(STANDING))
    )
    return session.scalars(query.order_by(TextChange.id.desc()).limit(1)).one_or_none()


def refuse_while_asking(session: Session, campaign: Campaign) -> None:
    """Raise :class:`StillAsking` while signers are asked: freezing the list now would leave them off it unheard."""
    change = open_question(session, campaign)
    if change is None or change.reconfirm_by is None:
        return
    raise StillAsking(
        "Signers have been asked whether they agree to the changed text, and may answer until %(until)s. The letter can be"
        " closed after that, or when everybody has answered.",
        until=long_moment(change.reconfirm_by, campaign.timezone),
    )
