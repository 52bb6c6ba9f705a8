"""Opening a letter for signature, and closing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.editions import freeze
from campaign.models import Campaign, Circulation, Edition
from campaign.operations.reminding.planning import replan
from campaign.operations.settling import refuse_while_asking
from campaign.operations.writing import letter_of, resolution_of, style_of
from campaign.printing import unprintable_places
from campaign.queries import circulation_of, edition_of, hold, newest_version
from campaign.state import SETTLING
from coalition.permissions import Actor
from errors import ProblemsError, UserError
from letters.citations import LinkFact
from letters.document.losses import LetterWarning
from letters.models import Version


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
    if campaign.state != "drafting":
        raise UserError("This letter has been opened for signature already.")
    version = newest_version(session, campaign)
    problems = obstacles(campaign, version, now)
    if problems:
        raise NotReady(problems)
    circulation = Circulation(campaign=campaign, version=version, opened_at=now)
    session.add(circulation)
    campaign.state = "circulating"
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
    """Close the letter and freeze its edition. Closing what is closed gives the edition that is there.

    A campaign whose deadline has passed closes as of its deadline, whenever this runs. Raises a
    :class:`~errors.UserError` for a letter that never circulated, and :class:`~campaign.operations.settling.StillAsking` while
    signers are asked about a changed text: at the deadline that is settled first.
    """
    hold(session, campaign)
    existing = edition_of(session, campaign)
    circulation = circulation_of(session, campaign)
    if campaign.state != "circulating" or circulation is None or campaign.deadline is None:
        if existing is None:
            raise UserError("Only a letter that is open for signature can be closed.")
        return existing
    refuse_while_asking(session, campaign)
    moment = min(now, campaign.deadline)
    edition = freeze(session, campaign, number=existing.number + 1 if existing else 1, moment=moment)
    session.add(edition)
    circulation.closed_at = moment
    campaign.state = "closed"
    session.flush()
    note(
        session,
        campaign,
        "campaign.closed",
        by=by,
        now=now,
        edition=edition.number,
        signatories=edition.count,
    )
    replan(session, campaign, now)
    return edition


def due(session: Session, now: datetime) -> Sequence[Campaign]:
    """The letters whose deadline is past and settled, and that nothing has closed yet."""
    settled = Campaign.deadline < now - SETTLING
    return session.scalars(select(Campaign).where(Campaign.state == "circulating", settled).order_by(Campaign.id)).all()


def close_due(session: Session, now: datetime) -> list[Edition]:
    """Close every letter that is :func:`due`; gives the editions that this made.

    :func:`campaign.operations.settling.settle_due` must have gone before.
    """
    return [close(session, campaign, by="the deadline", now=now) for campaign in due(session, now)]
