"""Asking signers whether their line is right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import String, and_, cast, func, insert, literal, or_, select, update
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.deadlines import Deadline, DeadlineError, after, deadline, parse_local, state_at, wall_time
from campaign.doors import Doors
from campaign.in_print import all_in_print
from campaign.models import Campaign
from campaign.operations.acts import signature_about
from campaign.queries import PRINTS, hold, subject
from campaign.wording import long_moment
from coalition.permissions import Actor, called
from errors import UserError
from mail.models import OutboxMessage
from mail.outbox import Draft, enqueue_all
from mail.undeliverable import Trouble, when_undeliverable
from mail.wanted import still_wanted
from signatories.models import Signature, SignatureAct

_AT_ONCE = 500

_NEWEST = select(func.max(OutboxMessage.id)).where(OutboxMessage.kind == "galley").group_by(OutboxMessage.about)

NOT_SENT = (Signature.galley == "asked") & literal("signature:").concat(cast(Signature.id, String)).in_(
    select(OutboxMessage.about).where(OutboxMessage.id.in_(_NEWEST), OutboxMessage.status.in_(("skipped", "failed")))
)
"""Asked, but the mail never left: the line did not print when its turn came, because the text had been changed, or it was set
aside for a while."""

_TO_ASK = and_(
    PRINTS,
    Signature.reachable,
    or_(Signature.galley.in_(("", "unreached")), NOT_SENT),
)


def default_until(campaign: Campaign, now: datetime) -> str:
    """Until when to ask, unless a coordinator says otherwise: wall time in the campaign's zone, ISO 8601 to the minute.

    A day before the deadline; when less than two days are left, the middle of what is left. "" without a deadline ahead.
    """
    if campaign.deadline is None or campaign.deadline <= now:
        return ""
    left = campaign.deadline - now
    return wall_time(campaign.deadline - min(timedelta(days=1), left / 2), campaign.timezone)


def to_ask(session: Session, campaign: Campaign) -> list[int]:
    """The signatures that stand on the letter, can be written to, and have not been asked by a mail that left: their ids."""
    query = select(Signature.id).where(Signature.campaign_id == campaign.id, _TO_ASK)
    return list(session.scalars(query.order_by(Signature.id)))


def ask(
    session: Session,
    campaign: Campaign,
    numbers: Sequence[int],
    local: str,
    *,
    doors: Doors,
    by: Actor | str,
    now: datetime,
) -> int:
    """Mail the signers of these signatures their line and a link; gives how many. Who was asked before is not asked again,
    unless that mail never reached them.

    ``local`` is wall time in the campaign's zone: until when they are asked to answer. It may be moved later, also with nobody
    left to ask. Raises a :class:`~errors.UserError` (field "until") for a time that is none, is past, is not before the
    deadline, or is earlier than what signers were told; and for a letter that is not open.
    """
    hold(session, campaign)
    after("ask galley", campaign, now)
    until = _checked(campaign, local, now)
    fresh = _fresh(session, campaign, numbers)
    if not fresh and until.moment == campaign.galley_until:
        return 0
    campaign.galley_until = until.moment
    _mail(session, campaign, fresh, doors, now)
    _mark(session, [signature.id for signature in fresh], called(by), now)
    note(session, campaign, "galley.sent", by=by, now=now, count=len(fresh), until=until.local.isoformat(timespec="minutes"))
    return len(fresh)


def ask_at_new_address(session: Session, campaign: Campaign, signature: Signature, *, doors: Doors, now: datetime) -> None:
    """Mail the question to a contact whose address was changed before they answered; nothing when none is open.

    The first mail went to the old address, where its link opens nothing any more.
    """
    told = campaign.galley_until
    if signature.galley == "asked" and signature.prints and told is not None and told > now:
        _mail(session, campaign, [signature], doors, now)


def _checked(campaign: Campaign, local: str, now: datetime) -> Deadline:
    try:
        until = deadline(parse_local(local), campaign.timezone)
    except DeadlineError as error:
        raise UserError(error.sentence, field="until") from error
    if until.passed(now):
        raise UserError("That time is already past.", field="until")
    if campaign.deadline is not None and until.moment >= campaign.deadline:
        raise UserError("Choose a time before the letter closes: afterwards no line can be changed.", field="until")
    if campaign.galley_until is not None and until.moment < campaign.galley_until:
        raise UserError(
            "Signers were told that they have until %(told)s; a later time can be set, an earlier one cannot.",
            field="until",
            told=long_moment(campaign.galley_until, campaign.timezone),
        )
    return until


def _fresh(session: Session, campaign: Campaign, numbers: Sequence[int]) -> list[Signature]:
    """Those of ``numbers`` that are still to be asked, now that the campaign is held: the button may be pressed twice."""
    found: list[Signature] = []
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), _AT_ONCE):
        query = select(Signature).where(
            Signature.campaign_id == campaign.id,
            Signature.id.in_(wanted[start : start + _AT_ONCE]),
            _TO_ASK,
        )
        found += session.scalars(query.order_by(Signature.id).execution_options(populate_existing=True)).all()
    return found


def _mail(session: Session, campaign: Campaign, signatures: Sequence[Signature], doors: Doors, now: datetime) -> None:
    moments: dict[str, tuple[str, str]] = {}
    printed = all_in_print(session, campaign, signatures)
    drafts = []
    for signature in signatures:
        if signature.language not in moments:
            moments[signature.language] = _moments(campaign, signature.language)
        until, closes = moments[signature.language]
        theirs = doors.speaking(signature.language)
        context = {
            "title": campaign.title,
            "line": printed[signature.id].words,
            "shared": printed[signature.id].shared,
            "contact": signature.contact_name,
            "until": until,
            "deadline": closes,
            "galley_url": theirs.to("galley", signature.id, signature.generation),
            "letter_url": theirs.letter,
            "links_url": theirs.recovery,
        }
        about = f"signature:{signature.id}"
        drafts.append(Draft(signature.contact_email, about, context, signature.language, scope=subject(campaign)))
    enqueue_all(session, "galley", drafts, now=now)


def _mark(session: Session, numbers: Sequence[int], by: str, now: datetime) -> None:
    for start in range(0, len(numbers), _AT_ONCE):
        part = numbers[start : start + _AT_ONCE]
        session.execute(update(Signature).where(Signature.id.in_(part)).values(galley="asked"))
        rows = [{"signature_id": number, "act": "galley asked", "by": by, "detail": {}, "at": now} for number in part]
        session.execute(insert(SignatureAct), rows)


def _moments(campaign: Campaign, language: str) -> tuple[str, str]:
    assert campaign.galley_until is not None
    assert campaign.deadline is not None
    return (
        long_moment(campaign.galley_until, campaign.timezone, language),
        long_moment(campaign.deadline, campaign.timezone, language),
    )


@still_wanted("galley")
def _wanted(session: Session, message: OutboxMessage, now: datetime) -> str | None:
    signature = signature_about(session, message)
    if signature is None or not signature.prints:
        return "the signature does not stand on the letter any more"
    campaign = session.get_one(Campaign, signature.campaign_id)
    if state_at(campaign, now) != "circulating":
        return "the letter has closed"
    if signature.contact_email != message.recipient:
        return "the contact has another address now, and is asked there"
    return "its signer has answered" if signature.galley == "right" else None


@when_undeliverable("galley")
def _unreached(session: Session, message: OutboxMessage, _trouble: Trouble, _now: datetime) -> None:
    """A coordinator sees who could not be asked. Whoever gave another address meanwhile was not reached at the old one."""
    signature = signature_about(session, message)
    if signature is not None and signature.galley == "asked" and signature.contact_email == message.recipient:
        signature.galley = "unreached"
