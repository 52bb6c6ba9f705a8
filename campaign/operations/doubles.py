"""Two sources that are one work, or are not: a person's word about it, which can be taken back.

As in :mod:`campaign.operations.library` each verb saves a new version, leaves the letter's text alone, and raises
:class:`~campaign.operations.writing.TextLocked` once the letter is closed.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.operations.library import cut
from campaign.operations.writing import change_library
from coalition.permissions import Actor
from letters.library import merging


def merge_sources(session: Session, campaign: Campaign, keep: str, away: str, *, by: Actor | str, now: datetime) -> None:
    """Say that two sources are the same work: from now on ``keep`` prints wherever ``away`` is cited.

    Raises a :class:`~errors.UserError` when one of them is not there, or is merged already.
    """

    change_library(
        session,
        campaign,
        lambda library: merging.merged(library, keep, away),
        act="library.merged",
        by=by,
        now=now,
        keep=cut(keep),
        away=cut(away),
    )


def unmerge_source(session: Session, campaign: Campaign, away: str, *, by: Actor | str, now: datetime) -> None:
    """Undo a merge: ``away`` stands for itself again. Raises a :class:`~errors.UserError` when it was not merged."""

    change_library(
        session,
        campaign,
        lambda library: merging.unmerged(library, away),
        act="library.unmerged",
        by=by,
        now=now,
        away=cut(away),
    )


def tell_apart(session: Session, campaign: Campaign, one: str, other: str, *, by: Actor | str, now: datetime) -> None:
    """Say that two sources are different works; they are not offered as doubles any more.

    Raises a :class:`~errors.UserError` when one of them is not there.
    """

    change_library(
        session,
        campaign,
        lambda library: merging.distinct(library, one, other),
        act="library.distinct",
        by=by,
        now=now,
        one=cut(one),
        other=cut(other),
    )


def forget_apart(session: Session, campaign: Campaign, one: str, other: str, *, by: Actor | str, now: datetime) -> None:
    """Take back :func:`tell_apart`. Raises a :class:`~errors.UserError` when one of them is not there."""

    change_library(
        session,
        campaign,
        lambda library: merging.undistinct(library, one, other),
        act="library.undistinct",
        by=by,
        now=now,
        one=cut(one),
        other=cut(other),
    )
