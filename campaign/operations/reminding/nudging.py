"""Those who filled in the sign form and did not press the button in the mail: told once more after a day, and on the last
morning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from campaign.deadlines import state_at
from campaign.doors import Doors
from campaign.models import Campaign
from campaign.operations.acts import confirm_door
from campaign.operations.blanks import slices
from campaign.operations.reminding.planning import counted_from, hours_for, rules_of
from campaign.operations.reminding.wording import deadline_words
from campaign.queries import hold, subject
from campaign.reminder_models import CONFIRM, ReminderStep
from campaign.reminders import APART
from mail.models import OutboxMessage
from mail.outbox import Draft, enqueue
from signatories.models import STANDING, Signature

AFTER = timedelta(hours=24)
"""How long the first mail is given."""

UNTIL = timedelta(days=3)
"""How old an unconfirmed signature may be to be told of the first time: what lay longer, because no worker ran, is told on the
last morning."""

_other = aliased(Signature)

_ANSWERED = (
    select(_other.id)
    .where(
        _other.campaign_id == Signature.campaign_id,
        _other.address_key == Signature.address_key,
        _other.id != Signature.id,
        # Something of this mailbox stands, or came later: whoever sends the form again means the last one.
        or_(_other.status.in_(STANDING), (_other.status == "unconfirmed") & (_other.id > Signature.id)),
    )
    .exists()
)


def to_confirm(session: Session, campaign: Campaign) -> Sequence[Signature]:
    """The signatures that wait for their mail to be answered, one for each mailbox, and none for a mailbox of which something
    stands: a stranger who types somebody's address again and again must not have us write as often."""
    mine = (Signature.campaign_id == campaign.id, Signature.status == "unconfirmed", Signature.contact_email != "")
    query = select(Signature).where(*mine, Signature.address_key.is_not(None), ~_ANSWERED)
    return session.scalars(query.order_by(Signature.id)).all()


def drafts_to_confirm(session: Session, campaign: Campaign, doors: Doors) -> list[Draft]:
    """The mail of the last morning."""
    return [draft_to_confirm(campaign, signature, doors) for signature in to_confirm(session, campaign)]


def first_due(session: Session, campaign: Campaign, now: datetime) -> list[Signature]:
    """Those who are told the first time now: they signed a day ago, and the last morning is not near."""
    if not rules_of(session, campaign).nudging or state_at(campaign, now) != "circulating":
        return []
    hours = hours_for(session, campaign, "")
    if hours is None or not hours.allow(now) or _last_is_near(session, campaign, now):
        return []
    old = [one for one in to_confirm(session, campaign) if now - UNTIL < one.signed_at <= now - AFTER]
    told = set()
    for some in slices([f"signature:{one.id}" for one in old]):
        query = select(OutboxMessage.about).where(OutboxMessage.kind == "confirm_nudge", OutboxMessage.about.in_(some))
        told |= set(session.scalars(query))
    return [one for one in old if f"signature:{one.id}" not in told]


def nudge(session: Session, campaign: Campaign, *, doors: Doors, now: datetime) -> int:
    """Write to those who are :func:`first_due`; gives to how many. The same day's mail is due at the same moment, so that two
    workers write it once."""
    hold(session, campaign)
    found = first_due(session, campaign, now)
    for one in found:
        draft = draft_to_confirm(campaign, one, doors)
        enqueue(
            session,
            "confirm_nudge",
            to=draft.to,
            about=draft.about,
            context=draft.context,
            now=now,
            due_at=one.signed_at + AFTER,
            language=draft.language,
            scope=draft.scope,
        )
    return len(found)


def draft_to_confirm(campaign: Campaign, signature: Signature, doors: Doors) -> Draft:
    """The mail to one of them, as it is to be told now."""
    until = counted_from(campaign)
    context = {
        "title": campaign.title,
        "line": signature.whole_line,
        "contact": signature.contact_name,
        "deadline": deadline_words(campaign, frozenset({signature.language}))[signature.language],
        "confirm_url": confirm_door(signature, doors),
        "letter_url": doors.speaking(signature.language).letter,
        "closes": until.moment.isoformat() if until else "",
    }
    return Draft(signature.contact_email, f"signature:{signature.id}", context, signature.language, scope=subject(campaign))


def _last_is_near(session: Session, campaign: Campaign, now: datetime) -> bool:
    query = select(ReminderStep.id).where(
        ReminderStep.campaign_id == campaign.id,
        ReminderStep.step == CONFIRM,
        or_(
            (ReminderStep.state == "planned") & (ReminderStep.planned_for < now + APART),
            (ReminderStep.state == "done") & (ReminderStep.done_at > now - APART),
        ),
    )
    return session.scalar(query.limit(1)) is not None
