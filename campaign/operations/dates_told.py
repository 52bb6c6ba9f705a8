"""Telling people that another date counts: the invited who have not answered, and the signers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.deadlines import state_at, told
from campaign.doors import Doors
from campaign.models import Campaign
from campaign.operations.acts import signature_about
from campaign.operations.blanks import slices
from campaign.operations.inviting.posted import came_back, unwanted
from campaign.operations.inviting.status import standing
from campaign.queries import subject
from campaign.wording import long_moment
from mail.models import OutboxMessage
from mail.outbox import Draft, enqueue_all
from mail.undeliverable import Trouble, when_undeliverable
from mail.wanted import still_wanted
from signatories.models import STANDING, Invitation, Signature

KIND = "deadline_moved"

PAUSE = timedelta(minutes=10)
"""How long the mail waits: whoever sees at once that the new date is wrong moves it again, and nobody hears of both."""


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told: through the row that ``about`` names, whose ``purpose`` door opens what they can do."""

    about: str
    number: int
    generation: int
    address: str
    contact: str
    language: str
    signed: bool


def to_tell(session: Session, campaign: Campaign) -> list[Told]:
    """Who hears of another date, each mailbox once: whoever stands on the letter and can be written to, and who was invited and
    has not answered (whoever lets the board decide has not)."""
    columns = (
        Signature.id,
        Signature.generation,
        Signature.contact_email,
        Signature.contact_name,
        Signature.language,
        Signature.address_key,
    )
    signers = select(*columns).where(Signature.campaign_id == campaign.id, Signature.status.in_(STANDING), Signature.reachable)
    found: dict[str, Told] = {}
    for number, generation, address, contact, language, key in session.execute(signers.order_by(Signature.id)):
        theirs = Told(f"signature:{number}", number, generation, address, contact, language, signed=True)
        found.setdefault(key or address, theirs)
    for one in standing(session, campaign, status="waiting"):
        invited: Invitation = one.invitation
        if invited.contact_email:
            about = f"invitation:{invited.id}"
            theirs = Told(
                about,
                invited.id,
                invited.generation,
                invited.contact_email,
                invited.contact_name,
                invited.language,
                signed=False,
            )
            found.setdefault(invited.address_key or invited.contact_email, theirs)
    return list(found.values())


def tell_moved(
    session: Session,
    campaign: Campaign,
    was: datetime,
    *,
    reason: str = "",
    quiet: bool = False,
    doors: Doors,
    now: datetime,
) -> int:
    """Mail everybody of :func:`to_tell` the date that counts now, beside ``was``, the one that they were told; gives how many.

    With a ``reason`` the letter was reopened. The mail waits for :data:`PAUSE`. What waits of an earlier move is replaced: its
    date counts no more, and the one that its reader knows is the one of before it. Whoever knows the date already, because it
    was moved and moved back, gets nothing. ``quiet`` writes down that nobody is told, so that the next mail names the date
    that its reader knows.
    """
    date = told(campaign, now)
    assert date is not None
    people = to_tell(session, campaign)
    known = _known(session, [one.about for one in people])
    drafts = []
    for one in people:
        before = known.get(one.about, was)
        if before != date:
            draft = _draft(campaign, one, before, date, reason, doors)
            drafts.append(replace(draft, skip="the coordinators told nobody of this date") if quiet else draft)
    added = enqueue_all(session, KIND, drafts, now=now, due_at=now + PAUSE)
    return 0 if quiet else added


def _known(session: Session, abouts: Sequence[str]) -> Mapping[str, datetime]:
    """Skip what waits about these, and give the date that readers know whom the last mail did not reach."""
    known: dict[str, datetime] = {}
    for some in slices(abouts):
        mine = (OutboxMessage.kind == KIND, OutboxMessage.about.in_(some))
        # Held, and then as it is: a worker may claim one at this very moment, and from then on it counts as told.
        query = select(OutboxMessage).where(*mine).order_by(OutboxMessage.id).with_for_update()
        for message in session.scalars(query.execution_options(populate_existing=True)):
            known.pop(message.about, None)
            if message.status in ("waiting", "skipped") and "was_at" in message.context:
                known[message.about] = datetime.fromisoformat(message.context["was_at"])
            if message.status == "waiting":
                message.status, message.reason = "skipped", "the date was moved again"
    session.flush()
    return known


def _draft(campaign: Campaign, one: Told, was: datetime, date: datetime, reason: str, doors: Doors) -> Draft:
    theirs = doors.speaking(one.language)
    context: dict[str, Any] = {
        "title": campaign.title,
        "contact": one.contact,
        "was": long_moment(was, campaign.timezone, one.language),
        "until": long_moment(date, campaign.timezone, one.language),
        "sooner": date < was,
        "reason": reason,
        "signed": one.signed,
        "url": theirs.to("own" if one.signed else "invited", one.number, one.generation),
        "links_url": theirs.recovery,
        "was_at": was.isoformat(),
        "date_at": date.isoformat(),
    }
    return Draft(one.address, one.about, context, one.language, scope=subject(campaign))


@still_wanted(KIND)
def _wanted(session: Session, message: OutboxMessage, now: datetime) -> str | None:
    """A message that names a date goes only while that date counts."""
    if message.about.startswith("invitation:"):
        reason = unwanted(session, message, now)
        if reason is not None:
            return reason
        invited = session.get_one(Invitation, int(message.about.rpartition(":")[2]))
        campaign = session.get_one(Campaign, invited.campaign_id)
    else:
        signature = signature_about(session, message)
        if signature is None or signature.status not in STANDING:
            return "the signature does not stand on the letter any more"
        if signature.contact_email != message.recipient:
            return "the contact has another address now"
        campaign = session.get_one(Campaign, signature.campaign_id)
        if state_at(campaign, now) != "circulating":
            return "the letter has closed"
    date = told(campaign, now)
    return None if date is not None and date.isoformat() == message.context.get("date_at") else "another date counts now"


@when_undeliverable(KIND)
def _came_back(session: Session, message: OutboxMessage, trouble: Trouble, now: datetime) -> None:
    if message.about.startswith("invitation:"):
        came_back(session, message, trouble, now)
