"""Lists that were brought in at once, of whatever kind; and how the columns of their source were read last time."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import Campaign
from coalition.permissions import Actor
from signatories.models import InvitationBatch, ListMapping, SignatureBatch
from signatories.reading import LINES, PEOPLE, Columns, Purpose, ReadList, headings

Batch = TypeVar("Batch", InvitationBatch, SignatureBatch)

_DEEPEST_HEADING = 20


def batches_of(session: Session, campaign: Campaign, kind: type[Batch]) -> Sequence[Batch]:
    """The lists of one kind that were brought in, newest first."""
    query = select(kind).where(kind.campaign_id == campaign.id)
    return session.scalars(query.order_by(kind.id.desc()).limit(50)).all()


def batch_at(session: Session, campaign: Campaign, kind: type[Batch], number: int) -> Batch | None:
    """A list of this campaign; None for another's."""
    found = session.get(kind, number)
    return found if found is not None and found.campaign_id == campaign.id else None


def mapped_last_time(session: Session, coalition_id: int, purpose: Purpose, read: ReadList) -> ListMapping | None:
    """How the coalition read a list with the same headings for the same purpose; None for one that it never brought in."""
    marks = {mark: heading for heading in range(1, min(len(read.rows), _DEEPEST_HEADING) + 1) if (mark := _mark(read, heading))}
    query = select(ListMapping).where(
        ListMapping.coalition_id == coalition_id,
        ListMapping.purpose == purpose.name,
        ListMapping.fingerprint.in_(marks),
    )
    found = [one for one in session.scalars(query) if marks[one.fingerprint] == one.heading and len(one.columns) == read.width]
    return max(found, key=lambda one: one.said_at, default=None)


def remember_mapping(
    session: Session, coalition_id: int, purpose: Purpose, read: ReadList, columns: Columns, *, by: Actor, now: datetime
) -> None:
    """Keep what the columns of a source are, in the place of what was said of them before. A list without headings is like no
    other, and nothing is kept of it."""
    mark = _mark(read, columns.heading)
    if not mark:
        return
    query = select(ListMapping).where(
        ListMapping.coalition_id == coalition_id, ListMapping.purpose == purpose.name, ListMapping.fingerprint == mark
    )
    kept = session.scalars(query.with_for_update()).one_or_none()
    if kept is None:
        kept = ListMapping(coalition_id=coalition_id, purpose=purpose.name, fingerprint=mark)
        session.add(kept)
    kept.columns, kept.heading = list(columns.roles), columns.heading
    kept.said_by, kept.said_at = by.called, now
    session.flush()


def _mark(read: ReadList, heading: int) -> str:
    """The fingerprint of what stands over the columns; "" for a list without headings."""
    if not heading or read.separator in (PEOPLE, LINES):
        return ""
    names = [" ".join(name.casefold().split()) for name in headings(read, heading)]
    return hashlib.sha256("\x1f".join(names).encode()).hexdigest() if any(names) else ""
