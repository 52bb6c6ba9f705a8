"""Lists of organizations brought in, and a whole list taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from coalition import audit
from coalition.permissions import Actor, called
from errors import UserError
from signatories.addresses import canonical
from signatories.directory.known import hold, known
from signatories.folding import name_key
from signatories.organizations import Organization, OrganizationBatch, OrganizationContact, OrganizationName
from signatories.reading.directory_rows import DirectoryRow, KnownOrganization

MOST_ORGANIZATIONS = 50_000
"""In one directory, retired ones too: pages for people to look through."""


class ChangedMeanwhileError(UserError):
    """The directory is not the one any more that the list was held against."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A list was written down: how many organizations it made, and how many it added something to."""

    batch: OrganizationBatch
    made: int
    added_to: int


@dataclass(frozen=True, slots=True)
class Undone:
    """A list was taken back: how many organizations it made were retired, how many stay because of what was done to them since,
    and from how many others something was taken off again."""

    retired: int
    kept: int
    mended: int


def bring(
    session: Session,
    coalition_id: int,
    rows: Sequence[DirectoryRow],
    *,
    seen: Sequence[KnownOrganization],
    source: str,
    mapping: Mapping[str, Any] | None = None,
    by: Actor | str,
    now: datetime,
) -> Brought:
    """Write down what ``rows`` make and add, as one list that can be taken back.

    ``rows`` come from :func:`signatories.reading.directory_rows.plan`, held against ``seen``. Raises
    :class:`ChangedMeanwhileError` when the directory is another one by now, and :class:`~errors.UserError` when there is
    nothing to write.
    """
    hold(session, coalition_id)
    if list(seen) != known(session, coalition_id):
        raise ChangedMeanwhileError("The directory was changed meanwhile. Look at the list once more.")
    if not any(row.verdict in ("new", "adds") for row in rows):
        raise UserError("No row of this list is new, so nothing was written down.")
    if len(seen) + sum(row.verdict == "new" for row in rows) > MOST_ORGANIZATIONS:
        raise UserError(f"A directory can have at most {MOST_ORGANIZATIONS:,} organizations.")
    batch = OrganizationBatch(
        coalition_id=coalition_id, source=source[:200], mapping=dict(mapping or {}), filled={}, made_by=called(by), made_at=now
    )
    session.add(batch)
    session.flush()
    made = {row.place: _made(row, coalition_id, batch, now) for row in rows if row.verdict == "new"}
    session.add_all(made.values())
    session.flush()
    filled = _fill(session, rows, made)
    for row in rows:
        if row.verdict in ("new", "adds"):
            number = made[row.place].id if row.verdict == "new" else _at(row, made)
            session.add_all(_parts(row, number, batch, now))
    batch.filled = filled
    session.flush()
    added_to = {row.target for row in rows if row.verdict == "adds" and row.target is not None}
    _noted(session, batch, "directory.brought", by=by, now=now, made=len(made), added_to=len(added_to))
    return Brought(batch, len(made), len(added_to))


def undo(session: Session, batch: OrganizationBatch, *, by: Actor | str, now: datetime) -> Undone:
    """Take a list back: the organizations that it made are retired, unless somebody changed them since; names and contacts that
    it added to others are taken off, and fields that it filled emptied where they still say the same.

    Taking it back twice takes back what was left. Everything can be taken back one by one.
    """
    hold(session, batch.coalition_id)
    session.refresh(batch)
    retiring, kept = _made_by(session, batch)
    for one in retiring:
        one.retired_at = now
    mended = set()
    for row in _added_by(session, batch):
        row.removed_at = now
        mended.add(row.organization_id)
    for one, names in _filled_by(session, batch):
        for name in names:
            setattr(one, name, "")
        mended.add(one.id)
    batch.undone_at = batch.undone_at or now
    session.flush()
    done = Undone(len(retiring), len(kept), len(mended))
    _noted(session, batch, "directory.undone", by=by, now=now, retired=done.retired, kept=done.kept, mended=done.mended)
    return done


def would_undo(session: Session, batch: OrganizationBatch) -> Undone:
    """What taking the list back would do now."""
    retiring, kept = _made_by(session, batch)
    mended = {row.organization_id for row in _added_by(session, batch)}
    mended |= {one.id for one, _names in _filled_by(session, batch)}
    return Undone(len(retiring), len(kept), len(mended))


def _made(row: DirectoryRow, coalition_id: int, batch: OrganizationBatch, now: datetime) -> Organization:
    name = row.said.name
    fields = dict(row.fills)
    return Organization(
        coalition_id=coalition_id, name=name, name_key=name_key(name), created_at=now, batch_id=batch.id, **fields
    )


def _fill(session: Session, rows: Iterable[DirectoryRow], made: Mapping[int, Organization]) -> dict[str, dict[str, str]]:
    """Fill the empty fields of organizations that were there; gives what was filled where one was there before the list."""
    filled: dict[str, dict[str, str]] = {}
    for row in rows:
        if row.verdict != "adds" or not row.fills:
            continue
        organization = session.get_one(Organization, _at(row, made))
        for name, value in row.fills.items():
            setattr(organization, name, value)
        if row.target is not None:
            filled.setdefault(str(row.target), {}).update(row.fills)
    return filled


def _at(row: DirectoryRow, made: Mapping[int, Organization]) -> int:
    if row.target is not None:
        return row.target
    assert row.of_row is not None  # what adds, adds to something
    return made[row.of_row].id


def _parts(
    row: DirectoryRow, number: int, batch: OrganizationBatch, now: datetime
) -> Iterable[OrganizationName | OrganizationContact]:
    for name, kind in row.names:
        yield OrganizationName(
            organization_id=number,
            name=name,
            name_key=name_key(name),
            kind=kind,
            source="list",
            batch_id=batch.id,
            added_at=now,
        )
    if row.contact:
        name, title, email = row.said.contact
        yield OrganizationContact(
            organization_id=number,
            name=name,
            title=title,
            email=email,
            address_key=canonical(email),
            batch_id=batch.id,
            added_at=now,
        )


def _made_by(session: Session, batch: OrganizationBatch) -> tuple[list[Organization], list[Organization]]:
    """The standing organizations that the list made: those that are as it left them, and those that are not."""
    mine = (Organization.batch_id == batch.id, Organization.retired_at.is_(None))
    made = session.scalars(select(Organization).where(*mine).order_by(Organization.id)).all()
    touched = _touched(session, batch)
    return [one for one in made if one.id not in touched], [one for one in made if one.id in touched]


def _touched(session: Session, batch: OrganizationBatch) -> set[int]:
    """Which organizations of the list were changed since: by hand, by a judgement, by another list."""
    made = select(Organization.id).where(Organization.batch_id == batch.id)
    found = set(session.scalars(made.where(Organization.changed_at.is_not(None))))
    for table in (OrganizationName, OrganizationContact):
        others = (table.batch_id.is_(None)) | (table.batch_id != batch.id)
        mine = (table.organization_id.in_(made), table.removed_at.is_(None), others)
        found |= set(session.scalars(select(table.organization_id).where(*mine)))
    other_lists = select(OrganizationBatch.filled).where(
        OrganizationBatch.coalition_id == batch.coalition_id,
        OrganizationBatch.id != batch.id,
        OrganizationBatch.undone_at.is_(None),
    )
    for filled in session.scalars(other_lists):
        found |= {int(number) for number in filled}
    return found


def _added_by(session: Session, batch: OrganizationBatch) -> list[OrganizationName | OrganizationContact]:
    """The names and contacts that the list added to organizations which it did not make."""
    own = set(session.scalars(select(Organization.id).where(Organization.batch_id == batch.id)))
    names = session.scalars(
        select(OrganizationName).where(OrganizationName.batch_id == batch.id, OrganizationName.removed_at.is_(None))
    )
    contacts = session.scalars(
        select(OrganizationContact).where(OrganizationContact.batch_id == batch.id, OrganizationContact.removed_at.is_(None))
    )
    return [row for row in (*names, *contacts) if row.organization_id not in own]


def _filled_by(session: Session, batch: OrganizationBatch) -> Iterable[tuple[Organization, list[str]]]:
    """The organizations in which fields still say what the list filled in, with those fields."""
    for number, fields in batch.filled.items():
        organization = session.get_one(Organization, int(number))
        names = [name for name, value in fields.items() if getattr(organization, name) == value]
        if names:
            yield organization, names


def _noted(session: Session, batch: OrganizationBatch, act: str, *, by: Actor | str, now: datetime, **counts: int) -> None:
    subject = f"organizations:{batch.id}"
    audit.record(session, act, by=by, coalition_id=batch.coalition_id, subject=subject, now=now, source=batch.source, **counts)
