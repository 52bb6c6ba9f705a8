"""A letter that was closed takes signatures again; the archive, and back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.deadlines import after, deadline, parse_local
from campaign.doors import Doors
from campaign.models import Campaign, Circulation
from campaign.operations.dates_told import tell_moved
from campaign.operations.reminding.planning import replan
from campaign.operations.timing import put_announced, put_deadline
from campaign.queries import current_version, hold
from coalition.permissions import Actor
from errors import UserError

LONGEST_REASON = 500


def reopen(
    session: Session,
    campaign: Campaign,
    local: str,
    timezone: str,
    *,
    reason: str,
    tell: bool = True,
    doors: Doors | None = None,
    by: Actor | str,
    now: datetime,
) -> Circulation:
    """Let a closed letter circulate again, in the same text, until ``local`` (wall time in ``timezone``).

    ``reason`` is the coordinator's own sentence: the letter's page shows it, and the log keeps it. The edition that closing
    made stays as it is, and gives the same files as before; when the letter closes again, that makes the next one. The invited
    who have not answered and the signers are told as of a moved deadline.

    Raises :class:`~campaign.deadlines.NotNow` for a letter in any other state (a delivered one never circulates again), and a
    :class:`~errors.UserError` for a time that is none or is past ("deadline") and without a reason ("reason").
    """
    hold(session, campaign)
    state = after("reopen", campaign, now)
    until = deadline(parse_local(local), timezone)
    if until.passed(now):
        raise UserError("That time is already past. Choose one that signers can still keep.", field="deadline")
    reason = " ".join(reason.split())
    if not reason:
        raise UserError("Say why the letter takes signatures again: its page shows this sentence.", field="reason")
    if len(reason) > LONGEST_REASON:
        raise UserError("Keep the reason under %(most)d characters.", field="reason", most=LONGEST_REASON)
    was = campaign.deadline
    assert was is not None  # it circulated
    version = current_version(session, campaign)
    put_announced(campaign, None)
    put_deadline(campaign, until)
    campaign.state = state
    circulation = Circulation(campaign=campaign, version=version, opened_at=now, reason=reason)
    session.add(circulation)
    session.flush()
    note(
        session,
        campaign,
        "campaign.reopened",
        by=by,
        now=now,
        reason=reason,
        deadline=campaign.deadline_local,
        timezone=campaign.timezone,
    )
    replan(session, campaign, now)
    if doors is not None:
        tell_moved(session, campaign, was, reason=reason, quiet=not tell, doors=doors, now=now)
    return circulation


def archive(session: Session, campaign: Campaign, *, by: Actor | str, now: datetime) -> None:
    """Put a campaign away: nobody outside sees it any more. Raises :class:`~campaign.deadlines.NotNow` while it circulates."""
    hold(session, campaign)
    state = after("archive", campaign, now)
    campaign.archived_from, campaign.state = campaign.state, state
    session.flush()
    note(session, campaign, "campaign.archived", by=by, now=now)


def take_back(session: Session, campaign: Campaign, *, by: Actor | str, now: datetime) -> None:
    """Take a campaign out of the archive, into the state that it had before. Raises :class:`~campaign.deadlines.NotNow`."""
    hold(session, campaign)
    campaign.state, campaign.archived_from = after("take back", campaign, now), ""
    session.flush()
    note(session, campaign, "campaign.taken_back", by=by, now=now)
