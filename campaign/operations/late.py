"""What becomes of those who asked to sign after the deadline: a coordinator looks at each, and accepts or declines.

Whoever is accepted becomes a signature like any other: it names the text that its signer saw, and stands once the owner of the
address has confirmed it, for the next edition. Nothing is deleted, and until that edition is made every decision can be undone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.deadlines import state_at
from campaign.doors import Doors
from campaign.models import Campaign, Edition
from campaign.name_index import searched
from campaign.operations.acts import acted, confirm_door, signature_about, write_to
from campaign.operations.confirming import stand
from campaign.operations.invited import follow
from campaign.operations.moderating import LONGEST_REASON, decide
from campaign.printing import printed_line
from campaign.queries import STANDS, circulating_text, hold, late_requests_of, subject
from campaign.wording import long_moment
from coalition.permissions import Actor, called
from errors import UserError
from letters.models import Version
from mail.models import OutboxMessage
from mail.outbox import enqueue
from mail.wanted import still_wanted
from signatories.addresses import canonical, parsed, trust
from signatories.models import STANDING, Invitation, LateRequest, Signature, SignatureAct

PUT_BACK = "the request to sign late was put back"
"""The reason with which a signature ends whose acceptance was undone."""


class AlreadyDecided(UserError):  # noqa: N818
    """Somebody decided about the request meanwhile."""

    def __init__(self) -> None:
        super().__init__("Somebody has decided about this request already. Look at it once more.")


@dataclass(frozen=True, slots=True)
class LateLine:
    """A request as a coordinator looks at it: what prints of it, the signature that it became, who of those that stand may be
    the same organization, and whether the mailbox stands on the letter already."""

    request: LateRequest
    line: str
    signature: Signature | None
    alike: Sequence[str]
    mailbox: str


def late_lines(session: Session, campaign: Campaign) -> list[LateLine]:
    """Every request, those without a decision first, each with the matcher's word about it."""
    requests = late_requests_of(session, campaign)
    if not requests:
        return []
    standing = select(Signature.id, Signature.line, Signature.address_key, Signature.kind).where(
        Signature.campaign_id == campaign.id, STANDS
    )
    rows = session.execute(standing).all()
    names = {row.id: row.line for row in rows if row.kind == "organization"}
    boxes = {row.address_key: row.line for row in rows if row.address_key}
    lines = [_looked_at(session, campaign, request, names, boxes) for request in requests]
    return sorted(lines, key=lambda one: one.request.status != "new")


def _looked_at(
    session: Session, campaign: Campaign, request: LateRequest, names: Mapping[int, str], boxes: Mapping[str, str]
) -> LateLine:
    line = printed_line(request.name_typed).text
    signature = session.get(Signature, request.signature_id) if request.signature_id else None
    own = {signature.id} if signature is not None else set()
    alike: list[str] = []
    if request.status == "new" and names and request.typed.get("kind") != "individual":
        found = searched(campaign.id, names, line)
        alike = [names[number] for number, _ in sorted(found, key=lambda one: -one[1].score) if number not in own][:3]
    key = canonical(request.contact_email) if request.contact_email else None
    box = boxes.get(key or "", "") if request.status == "new" else ""
    return LateLine(request, line, signature, alike, box)


def accept_late(
    session: Session,
    campaign: Campaign,
    request: LateRequest,
    *,
    reason: str = "",
    doors: Doors,
    by: Actor | str,
    now: datetime,
) -> Signature:
    """Let a request become a signature: for the next edition, or for the list that grows where the letter circulates again.

    It stands at once where it came through a personal link to the mailbox that was invited, and under the text as it is. Else
    its contact is asked by mail to confirm it; or with a ``reason``, which says how the coordinator knows, it stands on their
    word. Raises :class:`AlreadyDecided`, and a :class:`~errors.UserError` for a name that cannot be printed and a contact that
    was let go.
    """
    reason = _held(session, campaign, request, "new", reason)
    address, key = parsed(request.contact_email), canonical(request.contact_email)
    if address is None or key is None:
        raise UserError("Nothing is known of the contact any more, so nobody can confirm this request.")
    signature = session.get(Signature, request.signature_id, with_for_update=True) if request.signature_id else None
    again = signature is not None
    if signature is None:
        signature = _made(session, campaign, request, address, key)
        session.add(signature)
        session.flush()
    _decided(session, campaign, request, "accepted", reason, signature, by=by, now=now)
    if again:
        _put_forward(session, campaign, signature, by=by, now=now)
    if signature.status not in ("unconfirmed", "withdrawn"):
        raise UserError("Its signer has ended this signature; only they can sign again.")
    if reason or signature.status == "withdrawn":
        done = decide(session, campaign, [signature.id], "accept", reason=reason, doors=doors, by=by, now=now)
        if done.passed_by:
            raise UserError("Nothing was changed: %(why)s.", why=done.passed_by[0].why)
    elif _personal(session, campaign, request, signature):
        stand(session, campaign, signature, how="personal link", choice="", doors=doors, now=now)
    else:
        ask_late(session, campaign, signature, doors=doors, now=now)
    return signature


def ask_late(session: Session, campaign: Campaign, signature: Signature, *, doors: Doors, now: datetime) -> None:
    """Mail the contact of an accepted request that the coordinators would take the line, and the link that confirms it."""
    write_to(
        session,
        campaign,
        signature,
        "late_accepted",
        doors=doors,
        now=now,
        contact=signature.contact_name,
        confirm_url=confirm_door(signature, doors),
        open=state_at(campaign, now) == "circulating",  # it was reopened meanwhile
    )


def decline_late(
    session: Session,
    campaign: Campaign,
    request: LateRequest,
    *,
    reason: str,
    tell: bool = False,
    doors: Doors,
    by: Actor | str,
    now: datetime,
) -> None:
    """Decline a request, for a ``reason`` that stays with it; ``tell`` mails it to the contact.

    Raises :class:`AlreadyDecided`, and a :class:`~errors.UserError` (field "reason") without a reason.
    """
    reason = _held(session, campaign, request, "new", reason)
    if not reason:
        raise UserError("Say why: the reason stays with the request.", field="reason")
    _decided(session, campaign, request, "declined", reason, None, by=by, now=now)
    if not tell or not request.contact_email:
        return
    language = str(request.typed.get("language") or "en")
    enqueue(
        session,
        "late_declined",
        to=request.contact_email,
        about=f"late:{request.id}",
        context={
            "title": campaign.title,
            "line": printed_line(request.name_typed).text,
            "contact": request.contact_name,
            "reason": reason,
            "deadline": long_moment(campaign.deadline, campaign.timezone, language) if campaign.deadline else "",
            "letter_url": doors.speaking(language).letter,
        },
        now=now,
        language=language,
        scope=subject(campaign),
    )


def undo_late(
    session: Session, campaign: Campaign, request: LateRequest, *, doors: Doors, by: Actor | str, now: datetime
) -> None:
    """Take a decision about a request back: it waits again. A signature that it became ends, and is taken up when the request
    is accepted again.

    Raises a :class:`~errors.UserError` once an edition was made with it, and :class:`AlreadyDecided` where nothing was decided.
    """
    if request.status == "new":
        raise AlreadyDecided
    was = request.status
    _held(session, campaign, request, was, "")
    if was == "accepted" and _in_edition(session, campaign, request):
        raise UserError("An edition was made since. To take the line off the next one, open it under Signatures.")
    signature = session.get(Signature, request.signature_id) if request.signature_id else None
    if was == "accepted" and signature is not None and signature.status in ("unconfirmed", *STANDING):
        decide(session, campaign, [signature.id], "withdraw", reason=PUT_BACK, doors=doors, by=by, now=now)
    _decided(session, campaign, request, "new", "", None, by=by, now=now)


def can_be_undone(session: Session, campaign: Campaign, request: LateRequest) -> bool:
    """Whether :func:`undo_late` would do it."""
    return request.status == "declined" or (request.status == "accepted" and not _in_edition(session, campaign, request))


def undecided_late(session: Session, campaign: Campaign) -> int:
    """How many requests nobody has decided about."""
    query = select(func.count()).where(LateRequest.campaign_id == campaign.id, LateRequest.status == "new")
    return session.scalar(query) or 0


def _held(session: Session, campaign: Campaign, request: LateRequest, status: str, reason: str) -> str:
    hold(session, campaign)
    session.refresh(request, with_for_update=True)
    if request.status != status:
        raise AlreadyDecided
    if campaign.state not in ("circulating", "closed", "delivered"):
        raise UserError("This campaign is in the archive.")
    reason = " ".join(reason.split())
    if len(reason) > LONGEST_REASON:
        raise UserError("Keep the reason under %(most)d characters.", field="reason", most=LONGEST_REASON)
    return reason


def _decided(
    session: Session,
    campaign: Campaign,
    request: LateRequest,
    status: str,
    reason: str,
    signature: Signature | None,
    *,
    by: Actor | str,
    now: datetime,
) -> None:
    request.status, request.reason = status, reason
    if signature is not None:
        request.signature_id = signature.id
    request.decided_by, request.decided_at = (called(by), now) if status != "new" else ("", None)
    session.flush()
    told: dict[str, Any] = {"reason": reason} if reason else {}
    name = printed_line(request.name_typed).text
    act = {"new": "late put back", "accepted": "late accepted", "declined": "late declined"}[status]
    note(session, campaign, f"signature.{act}", by=by, now=now, request=request.id, name=name, **told)


def _made(session: Session, campaign: Campaign, request: LateRequest, address: str, key: str) -> Signature:
    """The signature that was typed, under the text that its signer saw; what named no text is put to the one that counts."""
    typed = request.typed
    line, title = printed_line(request.name_typed), printed_line(str(typed.get("title", "")))
    affiliation = printed_line(str(typed.get("affiliation", "")))
    if not line.text or line.unprintable or title.unprintable or affiliation.unprintable:
        raise UserError("This name cannot be printed as it stands.")
    seen = select(Version).where(
        Version.letter_id == campaign.letter_id, Version.content_hash == str(typed.get("version_hash", ""))
    )
    saw = session.scalars(seen.order_by(Version.number.desc()).limit(1)).one_or_none()
    text = saw or circulating_text(session, campaign)
    return Signature(
        campaign_id=campaign.id,
        version_id=text.id,
        version_hash=text.content_hash,
        kind=str(typed.get("kind", "organization")),
        name_typed=request.name_typed,
        line=line.text,
        title=title.text,
        affiliation=affiliation.text,
        scope=str(typed.get("scope", "")),
        state=str(typed.get("state", "")),
        type=str(typed.get("type", "")),
        website=str(typed.get("website", "")),
        signed_by=request.contact_name,
        signed_title=request.contact_title,
        contact_name=request.contact_name,
        contact_title=request.contact_title,
        contact_email=address,
        address_key=key,
        trust=trust(address, str(typed.get("website", ""))),
        authorized=True,
        attestation=str(typed.get("attestation", "")),
        answers=list(typed.get("answers", [])),
        language=str(typed.get("language") or "en"),
        origin="form",
        signed_at=request.received_at,
        invitation_id=request.invitation_id,
        status="unconfirmed",
    )


def _put_forward(session: Session, campaign: Campaign, signature: Signature, *, by: Actor | str, now: datetime) -> None:
    """What nobody had confirmed before the request was put back can be confirmed again, by a new link."""
    last = select(SignatureAct).where(SignatureAct.signature_id == signature.id).order_by(SignatureAct.id.desc()).limit(1)
    act = session.scalars(last).one_or_none()
    if signature.status == "withdrawn" and signature.confirmed_at is None and act is not None and act.reason == PUT_BACK:
        signature.status, signature.status_reason = "unconfirmed", ""
        signature.generation += 1
        acted(session, campaign, signature, "put forward", by=by, now=now)
        follow(session, [signature], now=now)


def _personal(session: Session, campaign: Campaign, request: LateRequest, signature: Signature) -> bool:
    """Whether the link that it came through is proof enough: it is the mailbox's own, nothing of that mailbox stands, and its
    signer read the text that counts."""
    invitation = session.get(Invitation, request.invitation_id) if request.invitation_id else None
    if invitation is None or invitation.revoked_at is not None or invitation.address_key != signature.address_key:
        return False
    if request.typed.get("version_hash") != circulating_text(session, campaign).content_hash:
        return False
    others = select(Signature.id).where(
        Signature.campaign_id == campaign.id, Signature.address_key == signature.address_key, STANDS
    )
    return session.scalar(others.limit(1)) is None


def _in_edition(session: Session, campaign: Campaign, request: LateRequest) -> bool:
    """Whether an edition was made after the decision."""
    newest = session.scalar(select(func.max(Edition.closed_at)).where(Edition.campaign_id == campaign.id))
    return newest is not None and request.decided_at is not None and newest > request.decided_at


@still_wanted("late_accepted")
def _still_asked(session: Session, message: OutboxMessage, _now: datetime) -> str | None:
    signature = signature_about(session, message)
    if signature is None or signature.status != "unconfirmed":
        return "the signature was answered meanwhile"
    return None if signature.contact_email == message.recipient else "the address was corrected meanwhile"


@still_wanted("late_declined")
def _still_declined(session: Session, message: OutboxMessage, _now: datetime) -> str | None:
    number = message.about.rpartition(":")[2]
    request = session.get(LateRequest, int(number)) if number.isdigit() else None
    return None if request is not None and request.status == "declined" else "the decision was changed meanwhile"
