"""When: the deadline of a letter, the date that is announced before it, and until when it is private."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.consent import closes_too_early
from campaign.deadlines import Deadline, DeadlineError, after, deadline, parse_local, state_at, told, wall_time
from campaign.doors import Doors
from campaign.models import Campaign
from campaign.operations.dates_told import tell_moved
from campaign.operations.reminding.planning import replan
from campaign.operations.settling import all_can_be_asked, open_question
from campaign.queries import hold
from campaign.wording import long_moment
from coalition.permissions import Actor
from errors import UserError

NOTICE = timedelta(hours=6)
"""How far ahead a date must be that comes before the one that people were told: they hear of it by mail, and must be able to
act."""


def set_deadline(
    session: Session,
    campaign: Campaign,
    local: str,
    timezone: str,
    *,
    announced: str | None = None,
    named: bool | None = None,
    tell: bool = True,
    doors: Doors | None = None,
    by: Actor | str,
    now: datetime,
) -> Deadline:
    """Set or move the deadline: ``local`` is wall time in ``timezone``.

    ``announced`` is the earlier moment by which people are asked to sign, wall time too; "" takes it away, None leaves it.
    ``named`` says whether the page names the deadline once that one is past; None leaves it. While the letter circulates, the
    invited who have not answered and the signers are told of another date (:mod:`campaign.operations.dates_told`), with
    ``doors`` to the letter's pages and unless ``tell`` is off. Nobody is told nothing of a date that comes sooner.

    Raises a :class:`~errors.UserError` for a time that is none or is past ("deadline", "announced"), for one before a moment
    until which signers were told that they may answer, for one sooner than told and less than :data:`NOTICE` ahead, and once
    the campaign is closed: those who missed the deadline were told so, and the list is frozen.
    """
    hold(session, campaign)
    state = after("move deadline", campaign, now, field="deadline")
    until = deadline(parse_local(local), timezone)
    if until.passed(now):
        raise UserError("That time is already past. Choose one that signers can still keep.", field="deadline")
    first = _announced(campaign, announced, until, now)
    _keep_promises(session, campaign, until)
    before, was = campaign.deadline_local, told(campaign, now)
    _keep_notice(campaign, until, first, now)
    put_deadline(campaign, until)
    put_announced(campaign, first)
    if campaign.embargo is not None:
        campaign.embargo_local = wall_time(campaign.embargo, timezone)  # the moment was promised, and not the clock
    if named is not None:
        campaign.deadline_named = named
    note(
        session,
        campaign,
        "deadline.set",
        by=by,
        now=now,
        before=before,
        after=campaign.deadline_local,
        timezone=timezone,
        announced=campaign.announced_local,
    )
    replan(session, campaign, now)
    if state == "circulating" and was is not None:
        _follow(session, campaign, was, tell=tell, doors=doors, now=now)
    return until


def _follow(session: Session, campaign: Campaign, was: datetime, *, tell: bool, doors: Doors | None, now: datetime) -> None:
    """Tell those who must know of another date while the letter circulates."""
    session.flush()
    date = told(campaign, now)
    assert date is not None
    if doors is not None:
        tell_moved(session, campaign, was, quiet=not tell and date >= was, doors=doors, now=now)


def put_deadline(campaign: Campaign, until: Deadline | None) -> None:
    """Write the deadline down as it was meant and as a moment. An announced date that is not before it goes."""
    campaign.deadline = until.moment if until else None
    campaign.deadline_local = until.local.isoformat(timespec="seconds") if until else None
    if until is not None:
        campaign.timezone = until.zone


def put_announced(campaign: Campaign, first: Deadline | None) -> None:
    """Write down by when people are asked to sign; None for the deadline itself."""
    campaign.announced = first.moment if first else None
    campaign.announced_local = first.local.isoformat(timespec="seconds") if first else None


def set_embargo(session: Session, campaign: Campaign, local: str, *, by: Actor | str, now: datetime) -> Deadline | None:
    """Keep the letter private until ``local``, wall time in the campaign's zone; "" lifts the embargo.

    Until then only personal links show the letter. It ends by itself. Raises a :class:`~errors.UserError` (field "until") for
    a time that is none or is past, and for a letter that was delivered or put away: what went out is not private any more.
    """
    hold(session, campaign)
    if not local.strip():
        until = None
    else:
        if state_at(campaign, now) not in ("drafting", "circulating", "closed"):
            raise UserError("The letter is out; it cannot be made private any more.", field="until")
        until = _named("until", lambda: deadline(parse_local(local), campaign.timezone))
        if until.passed(now):
            raise UserError("That time is already past. To make the letter public now, leave the field empty.", field="until")
    before = campaign.embargo_local
    put_embargo(campaign, until)
    if before != campaign.embargo_local:
        note(
            session,
            campaign,
            "embargo.set" if until else "embargo.lifted",
            by=by,
            now=now,
            before=before,
            after=campaign.embargo_local,
            timezone=campaign.timezone,
        )
    return until


def put_embargo(campaign: Campaign, until: Deadline | None) -> None:
    """Write down until when the letter is private; None for a letter that anybody may read."""
    campaign.embargo = until.moment if until else None
    campaign.embargo_local = until.local.isoformat(timespec="seconds") if until else None


def _announced(campaign: Campaign, typed: str | None, until: Deadline, now: datetime) -> Deadline | None:
    """The announced date as it is to be from now on."""
    local = campaign.announced_local or "" if typed is None else typed
    if not local.strip():
        return None
    first = _named("announced", lambda: deadline(parse_local(local), until.zone))
    if first.moment > until.moment:
        raise UserError("The announced date must come before the deadline.", field="announced")
    if first.moment != campaign.announced and first.passed(now):
        raise UserError("That time is already past. Choose one that signers can still keep.", field="announced")
    return first if first.moment < until.moment else None


def _keep_notice(campaign: Campaign, until: Deadline, first: Deadline | None, now: datetime) -> None:
    """Refuse a date sooner than the one that people were told, unless they have time to hear of it."""
    if campaign.state != "circulating" or campaign.deadline is None:
        return
    sooner = "Whoever counts on the date that they were told must hear of an earlier one in time: leave at least six hours."
    if until.moment < campaign.deadline and until.moment < now + NOTICE:
        raise UserError(sooner, field="deadline")
    was = told(campaign, now)
    if first is not None and was is not None and now <= first.moment < was and first.moment < now + NOTICE:
        raise UserError(sooner, field="announced")


def _keep_promises(session: Session, campaign: Campaign, until: Deadline) -> None:
    """Refuse a deadline before a moment until which signers were told that they may answer."""
    question = open_question(session, campaign)
    if question is not None and question.reconfirm_by is not None:
        asked_until = long_moment(question.reconfirm_by, campaign.timezone)
        if until.moment < question.reconfirm_by:
            sentence = (
                f"Signers were told that they may answer about the changed text until {asked_until}. Choose a later time."
            )
            raise UserError(sentence, field="deadline")
        addressed = all_can_be_asked(session, campaign, asked=True)
        if closes_too_early(question.reconfirm_by, until.moment, all_can_be_asked=addressed):
            raise UserError(
                f"Signers may answer about the changed text until {asked_until}. Some who are asked cannot be reached by mail;"
                " they are held after that time, and you decide about them before the letter closes: leave three hours for it.",
                field="deadline",
            )
    if campaign.galley_until is not None and until.moment <= campaign.galley_until:
        promised = long_moment(campaign.galley_until, campaign.timezone)
        raise UserError(
            f"Signers were told that they may answer about their line until {promised}. Choose a later time.", field="deadline"
        )


def _named(field: str, make: Callable[[], Deadline]) -> Deadline:
    """What ``make`` gives; what is wrong with it is said at ``field``."""
    try:
        return make()
    except DeadlineError as error:
        raise UserError(error.sentence, field=field) from error
