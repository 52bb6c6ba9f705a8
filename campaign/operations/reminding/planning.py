"""The plan of a campaign as rows, made anew whenever something that it follows from changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.deadlines import Deadline, state_at
from campaign.models import Campaign, Circulation
from campaign.queries import hold
from campaign.reminder_models import CONFIRM, ReminderRules, ReminderStep
from campaign.reminders import USUAL, Hours, Planned, Rules, Sent, hours_of, last_morning, plan, rules, step_of
from coalition.permissions import Actor
from errors import UserError

CLOSED = "the letter has closed"
PASSED = "its time had passed when the plan was made"


def counted_from(campaign: Campaign) -> Deadline | None:
    """The date that people are told, which reminders count back from: the announced one, or else the deadline. None while there
    is none."""
    local = campaign.announced_local or campaign.deadline_local
    return Deadline(datetime.fromisoformat(local), campaign.timezone) if local else None


def rules_of(session: Session, campaign: Campaign) -> ReminderRules:
    """The campaign's rules; the usual ones, not saved, where nobody has changed them."""
    kept = session.get(ReminderRules, campaign.id)
    if kept is not None:
        return kept
    usual = Rules()
    return ReminderRules(
        campaign_id=campaign.id,
        active=True,
        nudging=True,
        steps=list(USUAL),
        quiet_from=f"{usual.quiet_from:%H:%M}",
        quiet_until=f"{usual.quiet_until:%H:%M}",
        weekends=usual.weekends,
    )


def as_rules(kept: ReminderRules) -> Rules:
    """What the planner takes."""
    return rules(kept.steps, kept.quiet_from, kept.quiet_until, weekends=kept.weekends)


def hours_for(session: Session, campaign: Campaign, step: str) -> Hours | None:
    """The hours in which a step's mail may go out; None without a deadline."""
    until = counted_from(campaign)
    if until is None:
        return None
    return hours_of(until, as_rules(rules_of(session, campaign)), last=is_last(step))


def is_last(step: str) -> bool:
    """Whether it is one of the last words before the deadline."""
    known = step_of(step)
    return step == CONFIRM or (known is not None and known.last)


def keep_rules(
    session: Session,
    campaign: Campaign,
    *,
    active: bool,
    nudging: bool,
    steps: Sequence[str],
    quiet_from: str,
    quiet_until: str,
    weekends: bool,
    by: Actor,
    now: datetime,
) -> None:
    """Change when the campaign reminds, and plan anew. Raises :class:`~errors.UserError` for what is no rule, and for a letter
    that has closed."""
    hold(session, campaign)
    if state_at(campaign, now) not in ("drafting", "circulating"):
        raise UserError("The letter has closed; nobody is reminded any more.")
    checked = rules(steps, quiet_from, quiet_until, weekends=weekends)
    put_rules(session, campaign, checked, active=active, nudging=nudging)
    replan(session, campaign, now)
    note(session, campaign, "reminders.rules", by=by, now=now, active=active, steps=list(checked.steps))


def put_rules(session: Session, campaign: Campaign, checked: Rules, *, active: bool, nudging: bool) -> None:
    """Write the rules down. What is planned stays as it is."""
    kept = rules_of(session, campaign)
    kept.active, kept.nudging, kept.steps = active, nudging, list(checked.steps)
    kept.quiet_from, kept.quiet_until = f"{checked.quiet_from:%H:%M}", f"{checked.quiet_until:%H:%M}"
    kept.weekends = checked.weekends
    session.add(kept)


def replan(session: Session, campaign: Campaign, now: datetime) -> None:
    """Make the plan of the campaign, which must be held, as it follows from its deadline and rules now. Doing it again changes
    nothing.

    For when the letter opens, when the deadline moves, when the rules change, and when it closes: then nothing is planned any
    more. What was sent stays as it is. A step whose moment has come and that nobody has sent yet stays planned: a coordinator
    who saves a rule a second too early must not lose it.
    """
    session.flush()
    wanted = _wanted(session, campaign, now)
    mine = ReminderStep.campaign_id == campaign.id
    waiting = {one.step: one for one in session.scalars(select(ReminderStep).where(mine, ReminderStep.state == "planned"))}
    if wanted is None:
        for one in waiting.values():
            one.state, one.reason = "dropped", CLOSED
        session.flush()
        return
    session.execute(delete(ReminderStep).where(mine, ReminderStep.state == "dropped"))
    plans = {one.step: one for one in wanted if not one.sent}
    for step, row in waiting.items():
        found = plans.get(step)
        if found is None:
            session.delete(row)
        elif found.dropped == PASSED and row.planned_for <= now:
            del plans[step]
        else:
            _write(row, plans.pop(step))
    session.flush()
    for new in plans.values():
        row = ReminderStep(campaign_id=campaign.id, step=new.step)
        _write(row, new)
        session.add(row)
    session.flush()


def foreseen(session: Session, campaign: Campaign, now: datetime) -> Sequence[Planned]:
    """What the plan would be if the letter were opened now; () without a deadline, or where reminders are off."""
    until, kept = counted_from(campaign), rules_of(session, campaign)
    if until is None or not kept.active:
        return ()
    return plan(until, as_rules(kept), opened_at=now, now=now)


def steps_of(session: Session, campaign: Campaign) -> Sequence[ReminderStep]:
    """The steps of the plan and those that were sent, in the order of time."""
    mine = ReminderStep.campaign_id == campaign.id
    return session.scalars(select(ReminderStep).where(mine).order_by(ReminderStep.planned_for, ReminderStep.id)).all()


def next_step(session: Session, campaign: Campaign) -> ReminderStep | None:
    """The next reminder that is planned to those who were invited; None for none."""
    mine = (ReminderStep.campaign_id == campaign.id, ReminderStep.state == "planned", ReminderStep.step != CONFIRM)
    return session.scalars(select(ReminderStep).where(*mine).order_by(ReminderStep.planned_for).limit(1)).one_or_none()


def _wanted(session: Session, campaign: Campaign, now: datetime) -> Sequence[Planned] | None:
    """The plan that there should be; None for a letter that is closed."""
    state, until = state_at(campaign, now), counted_from(campaign)
    if state == "drafting" or until is None:
        return ()
    if state != "circulating":
        return None
    kept = rules_of(session, campaign)
    opened_at = session.scalar(select(func.min(Circulation.opened_at)).where(Circulation.campaign_id == campaign.id)) or now
    found: list[Planned] = []
    if kept.active:
        sent = _sent(session, campaign)
        sent.pop(CONFIRM, None)  # it went to others
        found += plan(until, as_rules(kept), opened_at=opened_at, now=now, sent=sent)
    if kept.nudging and (morning := _confirming(session, campaign, until, kept, now)) is not None:
        found.append(morning)
    return found


def _confirming(session: Session, campaign: Campaign, until: Deadline, kept: ReminderRules, now: datetime) -> Planned | None:
    """The last morning of those who have only to confirm, while it lies ahead; not twice within two days."""
    at = last_morning(until, as_rules(kept))
    if at is None:
        return None
    if at <= now:
        return Planned(CONFIRM, at, dropped=PASSED)
    before = _sent(session, campaign).get(CONFIRM)
    again = before is None or (until.moment > before.closes and at - before.at >= timedelta(days=2))
    return Planned(CONFIRM, at, at) if again else Planned(CONFIRM, at, sent=True)


def _sent(session: Session, campaign: Campaign) -> dict[str, Sent]:
    """When each step went out last."""
    query = select(ReminderStep.step, ReminderStep.done_at, ReminderStep.closes).where(
        ReminderStep.campaign_id == campaign.id, ReminderStep.state == "done"
    )
    found = session.execute(query.order_by(ReminderStep.done_at))
    return {step: Sent(at, closes) for step, at, closes in found if at is not None and closes is not None}


def _write(row: ReminderStep, one: Planned) -> None:
    row.state = "planned" if one.at is not None else "dropped"
    row.planned_for = one.at or one.wanted
    row.reason = one.moved or one.dropped
