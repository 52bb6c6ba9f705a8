"""Two organizations of the directory that turn out to be one, and that word taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coalition.permissions import Actor
from errors import UserError
from signatories.directory.keeping import noted
from signatories.directory.known import hold
from signatories.organizations import Organization


def join(session: Session, kept: Organization, other: Organization, *, by: Actor | str, now: datetime) -> None:
    """Say that ``other`` is ``kept``: it is retired, and all its names are looked up there. Nothing of it is copied or changed,
    so that :func:`part` gives it back whole.

    Raises :class:`~errors.UserError` unless both stand in one directory and are two.
    """
    hold(session, kept.coalition_id)
    for one in (kept, other):
        session.refresh(one)
    if kept.coalition_id != other.coalition_id or kept.id == other.id:
        raise UserError("Choose another organization of this directory.")
    if kept.retired_at is not None or other.retired_at is not None:
        raise UserError("One of the two does not stand in the directory any more.")
    other.merged_into_id = kept.id
    other.retired_at = other.changed_at = kept.changed_at = now
    noted(session, kept, "organization.joined", by=by, now=now, name=kept.name, other=other.id, other_name=other.name)


def part(session: Session, other: Organization, *, by: Actor | str, now: datetime) -> Organization:
    """Take back :func:`join`: ``other`` stands for itself again. Gives the organization that it was joined into.

    Raises :class:`~errors.UserError` when it was not joined.
    """
    hold(session, other.coalition_id)
    session.refresh(other)
    if other.merged_into_id is None:
        raise UserError("These two are not joined.")
    kept = session.get_one(Organization, other.merged_into_id)
    other.merged_into_id = other.retired_at = None
    other.changed_at = kept.changed_at = now
    noted(session, kept, "organization.parted", by=by, now=now, name=kept.name, other=other.id, other_name=other.name)
    return kept


def joined_into(session: Session, organization: Organization) -> Sequence[Organization]:
    """The organizations that were joined into this one, in the order of their coming."""
    query = select(Organization).where(Organization.merged_into_id == organization.id).order_by(Organization.id)
    return session.scalars(query).all()
