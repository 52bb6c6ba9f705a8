"""Whoever asked for time until a day is reminded on the morning after it, unless a step of the plan comes that day anyway."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.deadlines import state_at
from campaign.doors import Doors
from campaign.models import Campaign
from campaign.operations.inviting.status import standing
from campaign.operations.reminding.choosing import among
from campaign.operations.reminding.planning import counted_from, hours_for, rules_of
from campaign.operations.reminding.wording import BOARD
from campaign.queries import hold
from campaign.reminder_models import CONFIRM, ReminderStep
from campaign.reminders import APART, LEAD, MORNING
from mail.models import OutboxMessage
from mail.outbox import enqueue_all
from signatories.models import Invitation

LOOK_BACK = 4
"""Days after which nobody is reminded that theirs is over: longer than a weekend on which nothing goes out."""


def boards_due(session: Session, campaign: Campaign, now: datetime) -> Sequence[Invitation]:
    """Those who are reminded now because their day is over."""
    if state_at(campaign, now) != "circulating" or not rules_of(session, campaign).active:
        return ()
    until, hours = counted_from(campaign), hours_for(session, campaign, BOARD)
    local = now.astimezone(ZoneInfo(campaign.timezone))
    if until is None or hours is None or not hours.allow(now) or local.time() < MORNING or now > until.moment - LEAD:
        return ()
    today = local.date()
    over = select(Invitation.id).where(
        Invitation.campaign_id == campaign.id,
        Invitation.signed_at.is_(None),
        Invitation.needs_until.between(today - timedelta(days=LOOK_BACK), today - timedelta(days=1)),
    )
    numbers = list(session.scalars(over))
    if not numbers or _a_step_is_near(session, campaign, now):
        return ()
    asked = [one for one in standing(session, campaign, numbers=numbers) if one.status == "reviewing"]
    told = _told(session, campaign, [one.invitation for one in asked])
    # A day later than the answer: they had asked to be left alone until then, and any step since then has reminded them.
    return [one for one in among(session, campaign, asked, BOARD, now).recipients if one.id not in told]


def remind_boards(session: Session, campaign: Campaign, *, doors: Doors, now: datetime) -> int:
    """Write to those who are :func:`boards_due`; gives to how many. The mail is due on the morning itself, whenever it is
    written: the same day makes the same mail."""
    from campaign.operations.reminding.sending import drafts  # late: that module does the steps, and these are beside them

    hold(session, campaign)
    found = sorted(boards_due(session, campaign, now), key=lambda one: one.needs_until or date.min)
    count = 0
    for day, group in groupby(found, key=lambda one: one.needs_until):
        assert day is not None  # it was chosen by that
        mails = drafts(session, campaign, list(group), BOARD, doors, now)
        count += enqueue_all(session, "reminder", mails, now=now, due_at=_morning_after(campaign, day))
    if count:
        note(session, campaign, "reminders.sent", by="the plan", now=now, step=BOARD, count=count)
    return count


def _morning_after(campaign: Campaign, day: date) -> datetime:
    wall = datetime.combine(day + timedelta(days=1), MORNING)
    return wall.replace(tzinfo=ZoneInfo(campaign.timezone)).astimezone(UTC)


def _a_step_is_near(session: Session, campaign: Campaign, now: datetime) -> bool:
    """Whether a step is planned within a day, which reminds them too, or one was done just now."""
    mine = (ReminderStep.campaign_id == campaign.id, ReminderStep.step != CONFIRM)
    soon = (ReminderStep.state == "planned") & (ReminderStep.planned_for < now + timedelta(days=1))
    lately = (ReminderStep.state == "done") & (ReminderStep.done_at > now - APART)
    return session.scalar(select(ReminderStep.id).where(*mine, soon | lately).limit(1)) is not None


def _told(session: Session, campaign: Campaign, invitations: Sequence[Invitation]) -> set[int]:
    """Whom a reminder of this kind or of a step has reached since their day was over."""
    steps = session.execute(
        select(ReminderStep.step, ReminderStep.planned_for).where(
            ReminderStep.campaign_id == campaign.id, ReminderStep.state == "done", ReminderStep.step != CONFIRM
        )
    ).all()
    found = set()
    for start in range(0, len(invitations), 100):
        part = invitations[start : start + 100]
        abouts = {f"invitation:{one.id}:{step}": one for one in part for step in {BOARD, *(step for step, _ in steps)}}
        query = select(OutboxMessage.about, OutboxMessage.due_at).where(
            OutboxMessage.kind == "reminder", OutboxMessage.about.in_(abouts), OutboxMessage.status != "skipped"
        )
        for about, due_at in session.execute(query):
            one = abouts[about]
            assert one.needs_until is not None
            if due_at.astimezone(ZoneInfo(campaign.timezone)).date() > one.needs_until:
                found.add(one.id)
    return found
