"""Mail that waits and names a date that is not the letter's any more: it is written anew, unless a step of the new plan reaches
the same people anyway.

A mail server that is busy, or the night, keeps a reminder waiting; meanwhile a coordinator moves the deadline. The mail must
not go with the old date, and whoever it was for must not go without. The row stays the same one, so that nobody gets two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from campaign.deadlines import state_at
from campaign.doors import Doors
from campaign.models import Campaign
from campaign.operations.acts import signature_about
from campaign.operations.inviting.posted import invitation_about
from campaign.operations.reminding.nudging import draft_to_confirm
from campaign.operations.reminding.planning import counted_from
from campaign.operations.reminding.wording import BOARD
from campaign.queries import hold, subject
from campaign.reminder_models import CONFIRM, ReminderStep
from coalition.models import AuditEntry
from mail.models import OutboxMessage
from mail.outbox import Draft
from mail.wanted import Later

KINDS = ("reminder", "confirm_nudge")

MOVED = "the deadline was moved, and the next reminder names the new one"

_MOVES = ("deadline.set", "campaign.reopened")

_SOON = timedelta(minutes=1)


def outdated(session: Session, campaign: Campaign, message: OutboxMessage, now: datetime) -> str | Later | None:
    """What becomes of a message that names another date than the letter's; None for one that names the right one.

    It is skipped where a step of the plan lies ahead that goes to the same people. Else it waits for :func:`renew`.
    """
    until = counted_from(campaign)
    if until is not None and message.context.get("closes") == until.moment.isoformat():
        return None
    return Later(now + _SOON) if until is not None and _renewed(session, campaign, message) else MOVED


def to_renew(session: Session, campaign: Campaign, now: datetime) -> list[OutboxMessage]:
    """The messages that wait and are to be written anew."""
    if state_at(campaign, now) != "circulating":
        return []
    moved = session.scalar(
        select(func.max(AuditEntry.at)).where(AuditEntry.subject == subject(campaign), AuditEntry.act.in_(_MOVES))
    )
    if moved is None:
        return []
    query = select(OutboxMessage).where(
        OutboxMessage.status == "waiting",
        OutboxMessage.kind.in_(KINDS),
        OutboxMessage.scope == subject(campaign),
        OutboxMessage.created_at <= moved,
    )
    waiting = session.scalars(query.order_by(OutboxMessage.id).execution_options(populate_existing=True))
    return [one for one in waiting if isinstance(outdated(session, campaign, one, now), Later)]


def renew(session: Session, campaign: Campaign, *, doors: Doors, now: datetime) -> int:
    """Write them anew; gives how many. What somebody has just claimed is left: asked right before it goes, it waits again."""
    hold(session, campaign)
    count = 0
    found = to_renew(session, campaign, now)
    for message, draft in _drafts(session, campaign, found, doors, now):
        still = (OutboxMessage.id == message.id, OutboxMessage.status == "waiting")
        done = session.execute(
            update(OutboxMessage).where(*still).values(context=dict(draft.context)).returning(OutboxMessage.id)
        )
        count += len(done.all())
    return count


def _renewed(session: Session, campaign: Campaign, message: OutboxMessage) -> bool:
    """Whether nothing of the plan takes its place. Who only has to confirm, and whose board's day is over, is told as ever."""
    if message.kind == "confirm_nudge" or message.about.rpartition(":")[2] == BOARD:
        return True
    ahead = select(ReminderStep.id).where(
        ReminderStep.campaign_id == campaign.id, ReminderStep.state == "planned", ReminderStep.step != CONFIRM
    )
    return session.scalar(ahead.limit(1)) is None


def _drafts(
    session: Session, campaign: Campaign, messages: Iterable[OutboxMessage], doors: Doors, now: datetime
) -> Iterator[tuple[OutboxMessage, Draft]]:
    from campaign.operations.reminding.sending import drafts  # late: that module does the steps, and these are beside them

    for message in messages:
        if message.kind == "confirm_nudge":
            signature = signature_about(session, message)
            if signature is not None:
                yield message, draft_to_confirm(campaign, signature, doors)
            continue
        invitation = invitation_about(session, message)
        if invitation is not None:
            step = message.about.rpartition(":")[2]
            yield message, drafts(session, campaign, [invitation], step, doors, now)[0]
