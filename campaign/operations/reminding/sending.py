"""Doing what is due: a step of a plan becomes mail to everybody who has not answered, in one transaction with being done.

Whom it goes to and in which words is worked out before that transaction: on SQLite everybody who signs would wait for it. What
changes in between is found right before each mail goes (:mod:`campaign.operations.reminding.posted`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.deadlines import state_at
from campaign.doors import Doors
from campaign.models import Campaign
from campaign.operations.inviting.wording import filled
from campaign.operations.reminding.choosing import by_reason, chosen
from campaign.operations.reminding.late import Missed, Waits, judged
from campaign.operations.reminding.nudging import drafts_to_confirm
from campaign.operations.reminding.planning import CLOSED, counted_from, replan
from campaign.operations.reminding.wording import words_for
from campaign.queries import hold, subject
from campaign.reminder_models import CONFIRM, ReminderStep
from coalition.permissions import Actor
from database import Database
from errors import UserError
from mail.outbox import Draft, enqueue_all
from signatories.models import Invitation

BY = "the plan"

DoorsOf = Callable[[str], Doors]


@dataclass(frozen=True, slots=True)
class Done:
    """A step was done, or (``dropped`` says why) let go."""

    slug: str
    step: str
    reached: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    dropped: str = ""


@dataclass(frozen=True, slots=True)
class Ready:
    """A step with its mail, worked out before anything is written down."""

    kind: str
    drafts: Sequence[Draft]
    left_out: dict[str, int]


def due(session: Session, now: datetime, slug: str = "") -> list[int]:
    """The campaigns that have a step whose moment has come: their ids."""
    query = (
        select(ReminderStep.campaign_id)
        .join(Campaign, Campaign.id == ReminderStep.campaign_id)
        .where(ReminderStep.state == "planned", ReminderStep.planned_for <= now)
        .distinct()
    )
    return list(session.scalars(query.where(Campaign.slug == slug) if slug else query))


def remind_due(database: Database, doors_of: DoorsOf, now: datetime, slug: str = "") -> list[Done]:
    """Do every step that is due at ``now`` (aware), each campaign in a transaction of its own; gives what was done.

    Any number of workers may do so at once: of a step that two have prepared, one finds it done.
    """
    with database.read() as session:
        numbers = due(session, now, slug)
    done: list[Done] = []
    for number in numbers:
        done += remind(database, number, doors_of, now)
    return done


def remind(database: Database, number: int, doors_of: DoorsOf, now: datetime) -> list[Done]:
    """Do what is due of one campaign."""
    with database.read() as session:
        campaign = session.get_one(Campaign, number)
        rows = planned(session, campaign)
        fates = {row.id: judged(session, campaign, row, rows, now) for row in rows}
        if all(isinstance(fate, Waits) for fate in fates.values()) and state_at(campaign, now) == "circulating":
            return []  # all night long, every few seconds
        doors = doors_of(campaign.slug)
        ready = {row.id: prepared(session, campaign, row.step, doors, now) for row in rows if fates[row.id] is None}
        counted = counted_from(campaign)
    with database.write() as session:
        campaign = session.get_one(Campaign, number)
        hold(session, campaign)
        if state_at(campaign, now) != "circulating":
            replan(session, campaign, now)
            return [Done(campaign.slug, row.step, dropped=CLOSED) for row in rows if row.planned_for <= now]
        if counted_from(campaign) != counted:
            return []  # the deadline was moved just now, and the next round finds the new plan
        found: list[Done] = []
        rows = planned(session, campaign)
        for row in [row for row in rows if row.planned_for <= now]:
            fate = judged(session, campaign, row, rows, now)
            if isinstance(fate, Missed):
                row.state, row.reason = "dropped", fate.reason
                found.append(Done(campaign.slug, row.step, dropped=fate.reason))
            elif fate is None and row.id in ready:
                found.append(_mark_done(session, campaign, row, ready[row.id], now, BY))
        session.flush()
        return found


def planned(session: Session, campaign: Campaign) -> list[ReminderStep]:
    """The steps that are planned, as they are now; nobody else changes them while the campaign is held."""
    mine = (ReminderStep.campaign_id == campaign.id, ReminderStep.state == "planned")
    query = select(ReminderStep).where(*mine).order_by(ReminderStep.planned_for, ReminderStep.id)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def prepared(session: Session, campaign: Campaign, step: str, doors: Doors, at: datetime) -> Ready:
    """The mail of a step, as answers stand now."""
    if step == CONFIRM:
        return Ready("confirm_nudge", drafts_to_confirm(session, campaign, doors), {})
    who = chosen(session, campaign, step, at)
    return Ready("reminder", drafts(session, campaign, who.recipients, step, doors, at), by_reason(who))


def due_now(session: Session, campaign: Campaign, now: datetime) -> list[tuple[str, ReminderStep]]:
    """The steps that would be done now, and those that would be let go, each with why ("" when it is done)."""
    rows = planned(session, campaign)
    fates = [(judged(session, campaign, row, rows, now), row) for row in rows]
    return [(fate.reason if fate else "", row) for fate, row in fates if not isinstance(fate, Waits)]


def drafts(
    session: Session, campaign: Campaign, invitations: Sequence[Invitation], step: str, doors: Doors, at: datetime
) -> list[Draft]:
    """One reminder to each of ``invitations``, with their own link, in their language, as it is to be told at ``at``."""
    languages = frozenset(one.language for one in invitations)
    words = {language: words_for(session, campaign, step, language) for language in languages}
    deadlines: dict[str, str] = {}
    until = counted_from(campaign)
    assert until is not None  # a letter that circulates has a deadline, and the database sees to it
    found = []
    for one in invitations:
        theirs = doors.speaking(one.language)
        shown = filled(words[one.language], campaign, one, theirs.to("invited", one.id, one.generation), deadlines, now=at)
        context = {
            "subject": shown.subject,
            "lines": shown.text.splitlines(),
            "letter_url": theirs.letter,
            "closes": until.moment.isoformat(),
        }
        found.append(Draft(one.contact_email, f"invitation:{one.id}:{step}", context, one.language, scope=subject(campaign)))
    return found


def send_now(session: Session, campaign: Campaign, row: ReminderStep, *, doors: Doors, by: Actor, now: datetime) -> Done:
    """Send a step before its time, or one that was dropped. Pressing the button twice sends once.

    Raises :class:`~errors.UserError` for a letter that is not open, for a step that was sent, and when nobody is left.
    """
    hold(session, campaign)
    session.refresh(row, with_for_update=True)
    if state_at(campaign, now) != "circulating":
        raise UserError("Mail about this letter goes out only while it is open for signature.")
    if row.state == "done":
        raise UserError("This reminder has been sent.")
    ready = prepared(session, campaign, row.step, doors, now)
    if not ready.drafts:
        raise UserError("Nobody is left to remind, so nothing was sent.")
    row.planned_for = now  # the due moment of its mails: they go at once
    done = _mark_done(session, campaign, row, ready, now, by)
    replan(session, campaign, now)
    return done


def _mark_done(session: Session, campaign: Campaign, row: ReminderStep, ready: Ready, now: datetime, by: Actor | str) -> Done:
    reached = enqueue_all(session, ready.kind, ready.drafts, now=now, due_at=row.planned_for)
    until = counted_from(campaign)
    assert until is not None  # the letter circulates
    row.state, row.done_at, row.closes, row.reason = "done", now, until.moment, ""
    row.reached, row.left_out = reached, ready.left_out
    session.flush()
    if reached:
        note(session, campaign, "reminders.sent", by=by, now=now, step=row.step, count=reached)
    return Done(campaign.slug, row.step, reached, ready.left_out)
