"""Opening a letter for signature, and closing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.deadlines import SETTLING, Cause, after
from campaign.deadlines.life import phase_at
from campaign.editions import freeze
from campaign.models import Campaign, Circulation, Edition
from campaign.operations.reminding.planning import replan
from campaign.operations.settling import refuse_while_asking
from campaign.operations.writing import letter_of, resolution_of, style_of
from campaign.printing import unprintable_places
from campaign.queries import circulation_of, edition_of, hold, newest_version
from coalition.permissions import Actor
from errors import ProblemsError
from letters.citations import LinkFact
from letters.document.losses import LetterWarning
from letters.models import Version

DEADLINE = "the deadline"
"""Who closed a letter that nobody closed by hand."""


class NotReady(ProblemsError):  # noqa: N818
    """The letter cannot go out as it is; each problem says what is missing."""


def obstacles(campaign: Campaign, version: Version, now: datetime) -> list[str]:
    """What keeps ``version`` from being opened for signature, a sentence each; empty if nothing does."""
    letter = letter_of(version)
    found: list[str] = []
    if not letter.body:
        found.append("The letter has no text yet.")
    if not letter.recipients:
        found.append("The letter is addressed to nobody yet.")
    if campaign.deadline is None:
        found.append("There is no deadline yet.")
    elif now > campaign.deadline:
        found.append("The deadline is already past.")
    found.extend(str(warning) for warning in warnings_of(version) if warning.blocks)
    found.extend(unprintable_places(letter, version.sources, style_of(version)))
    return found


def warnings_of(version: Version, links: Mapping[str, LinkFact] | None = None) -> tuple[LetterWarning, ...]:
    """What a person should look at in this text before it goes out. ``links`` is what is known of web addresses."""
    return resolution_of(version, links).warnings


def circulate(session: Session, campaign: Campaign, *, by: Actor | str, now: datetime) -> Circulation:
    """Open the newest version for signature until the deadline. Raises :class:`NotReady` with every obstacle at once."""
    hold(session, campaign)
    state = after("open", campaign, now)
    version = newest_version(session, campaign)
    problems = obstacles(campaign, version, now)
    if problems:
        raise NotReady(problems)
    circulation = Circulation(campaign=campaign, version=version, opened_at=now)
    session.add(circulation)
    campaign.state = state
    session.flush()
    note(
        session,
        campaign,
        "campaign.circulated",
        by=by,
        now=now,
        version=version.number,
        hash=version.content_hash,
        deadline=campaign.deadline_local,
        timezone=campaign.timezone,
    )
    replan(session, campaign, now)
    return circulation


def close(session: Session, campaign: Campaign, *, by: Actor | str, now: datetime) -> Edition:
    """Close the letter and freeze its next edition. Closing what is closed gives the edition that is there.

    A campaign whose deadline has passed closes as of its deadline, whenever this runs. Raises
    :class:`~campaign.deadlines.NotNow` for a letter that never circulated and while the last requests that were in time are
    taken in, and :class:`~campaign.operations.settling.StillAsking` while signers are asked about a changed text: at the
    deadline that is settled first. Before the deadline it raises :class:`NotReady` for what blocks on the checklist
    (:mod:`campaign.checklist`); the deadline closes whatever is open, and the edition says what was.
    """
    from campaign import checklist  # late: its checks look into operations that stand on this one

    hold(session, campaign)
    existing = edition_of(session, campaign)
    if existing is not None:
        return existing
    early = campaign.deadline is None or now <= campaign.deadline
    cause: Cause = "clock" if by == DEADLINE else "person"
    state = after("close early" if early else "close at deadline", campaign, now, by=cause)
    circulation = circulation_of(session, campaign)
    assert circulation is not None  # it is opened with the letter
    assert campaign.deadline is not None
    refuse_while_asking(session, campaign)
    found = checklist.points(session, campaign, now, glance=True)
    blocking = checklist.blocks(found)
    if early and blocking:
        raise NotReady([point.sentence for point in blocking])
    moment = min(now, campaign.deadline)
    edition = freeze(session, campaign, moment=moment, by=by, left_open=checklist.left_open(found))
    session.add(edition)
    circulation.closed_at = moment
    campaign.state = state
    session.flush()
    note(
        session,
        campaign,
        "campaign.closed",
        by=by,
        now=now,
        edition=edition.number,
        signatories=edition.count,
        list=edition.list_hash,
        **({"open": {one["key"]: one["count"] for one in edition.left_open}} if edition.left_open else {}),
    )
    replan(session, campaign, now)
    return edition


def due(session: Session, now: datetime) -> Sequence[Campaign]:
    """The letters whose deadline is past and settled, and that nothing has closed yet."""
    settled = Campaign.deadline < now - SETTLING
    return session.scalars(select(Campaign).where(Campaign.state == "circulating", settled).order_by(Campaign.id)).all()


def close_due(session: Session, now: datetime, *, only: int | None = None) -> list[Edition]:
    """Close every letter that is :func:`due`, or if it is, the one of that id; gives the editions that this made.

    :func:`campaign.operations.settling.settle_due` must have gone before.
    """
    found = [campaign for campaign in due(session, now) if only in (None, campaign.id)]
    for campaign in found:
        hold(session, campaign)  # its deadline may have been moved a moment ago, or another worker was faster
    return [close(session, campaign, by=DEADLINE, now=now) for campaign in found if phase_at(campaign, now) == "due"]
