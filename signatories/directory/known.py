"""What the directory knows now: each organization that stands in it, with all its names.

An organization that was joined into another is looked up there: its names are the other's. A retired one is not known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from coalition.models import Coalition
from signatories.organizations import FIELDS, Organization, OrganizationContact, OrganizationName
from signatories.reading.directory_cells import contact_key
from signatories.reading.directory_rows import KnownOrganization

Part = TypeVar("Part", OrganizationName, OrganizationContact)


def hold(session: Session, coalition_id: int) -> None:
    """Keep others from changing the coalition's directory until the transaction ends: whether a name is known already must
    still be so when it is written. SQLite's write transaction has the whole database anyway."""
    session.flush()
    session.get_one(Coalition, coalition_id, with_for_update=True)


def standing_for(session: Session, coalition_id: int, ids: Collection[int] | None = None) -> dict[int, int]:
    """For each organization that is known (of ``ids``, where they are given) the one that stands for it: itself, or the one
    that it was joined into."""
    mine = Organization.coalition_id == coalition_id
    joined: dict[int, int] = {
        number: into
        for number, into in session.execute(
            select(Organization.id, Organization.merged_into_id).where(mine, Organization.merged_into_id.is_not(None))
        )
        if into is not None
    }
    live = set(session.scalars(select(Organization.id).where(mine, Organization.retired_at.is_(None))))
    found = {}
    for number in live | joined.keys() if ids is None else ids:
        at = number
        while at in joined:
            at = joined[at]
        if at in live:
            found[number] = at
    return found


def holders(session: Session, coalition_id: int, key: str) -> set[int]:
    """The organizations that are known by a folded name."""
    named = select(OrganizationName.organization_id).where(
        OrganizationName.name_key == key, OrganizationName.removed_at.is_(None)
    )
    mine = Organization.coalition_id == coalition_id
    ids = set(session.scalars(select(Organization.id).where(mine, Organization.name_key == key)))
    ids |= set(session.scalars(select(Organization.id).where(mine, Organization.id.in_(named))))
    return set(standing_for(session, coalition_id, ids).values()) if ids else set()


def known_as(session: Session, coalition_id: int) -> dict[str, int]:
    """By folded name (:func:`~signatories.folding.name_key`) the organization that it is a name of. A name of several
    is not there: nothing tells which one is meant."""
    found: dict[str, int | None] = {}
    for number, key in _keys(session, coalition_id):
        found[key] = number if found.get(key, number) == number else None
    return {key: number for key, number in found.items() if number is not None}


def names_beside(session: Session, coalition_id: int, key: str) -> frozenset[str]:
    """The folded names of the one organization that is known by ``key``, without that one; none where there is none, or where
    several go by it."""
    found = holders(session, coalition_id, key)
    if len(found) != 1:
        return frozenset()
    return keys_of(session, session.get_one(Organization, *found)) - {key}


def _keys(session: Session, coalition_id: int) -> Iterable[tuple[int, str]]:
    standing = standing_for(session, coalition_id)
    mine = Organization.coalition_id == coalition_id
    display = session.execute(select(Organization.id, Organization.name_key).where(mine))
    others = session.execute(
        select(OrganizationName.organization_id, OrganizationName.name_key)
        .join(Organization, Organization.id == OrganizationName.organization_id)
        .where(mine, OrganizationName.removed_at.is_(None))
    )
    for number, key in (*display, *others):
        if number in standing:
            yield standing[number], key


def known(session: Session, coalition_id: int) -> list[KnownOrganization]:
    """The directory as the reading of a list asks for it. Two that are equal show the same directory."""
    standing = standing_for(session, coalition_id)
    rows = _by_id(session, coalition_id, standing)
    names: dict[int, dict[str, str]] = {number: {rows[number].name_key: rows[number].name} for number in standing.values()}
    contacts: dict[int, dict[str, tuple[str, str]]] = {number: {} for number in standing.values()}
    for number, into in standing.items():
        names[into].setdefault(rows[number].name_key, rows[number].name)
    for one in _parts(session, coalition_id, OrganizationName):
        if one.organization_id in standing:
            names[standing[one.organization_id]].setdefault(one.name_key, one.name)
    for contact in _parts(session, coalition_id, OrganizationContact):
        if contact.organization_id in standing:
            key = contact_key(contact.name, contact.email)
            contacts[standing[contact.organization_id]].setdefault(key, (contact.name, contact.title))
    return [
        KnownOrganization(
            number,
            rows[number].name,
            rows[number].name_key,
            names[number],
            {name: getattr(rows[number], name) for name in FIELDS},
            contacts[number],
        )
        for number in sorted(names)
    ]


def _by_id(session: Session, coalition_id: int, wanted: Mapping[int, int]) -> dict[int, Organization]:
    query = select(Organization).where(Organization.coalition_id == coalition_id)
    return {one.id: one for one in session.scalars(query) if one.id in wanted}


def _parts(session: Session, coalition_id: int, table: type[Part]) -> Sequence[Part]:
    query = select(table).join(Organization, Organization.id == table.organization_id)
    return session.scalars(
        query.where(Organization.coalition_id == coalition_id, table.removed_at.is_(None)).order_by(table.id)
    ).all()


def whole(session: Session, organization: Organization) -> list[Organization]:
    """The organization and those that were joined into it, itself first."""
    found = [organization]
    for one in found:
        found += session.scalars(select(Organization).where(Organization.merged_into_id == one.id).order_by(Organization.id))
    return found


def names_of(session: Session, organizations: Iterable[Organization]) -> Sequence[OrganizationName]:
    """The other names of these organizations, those that were taken off too, in the order of their coming."""
    ids = [one.id for one in organizations]
    query = select(OrganizationName).where(OrganizationName.organization_id.in_(ids))
    return session.scalars(query.order_by(OrganizationName.id)).all()


def contacts_of(session: Session, organizations: Iterable[Organization]) -> Sequence[OrganizationContact]:
    """The contacts of these organizations, those that were taken off too, in the order of their coming."""
    ids = [one.id for one in organizations]
    query = select(OrganizationContact).where(OrganizationContact.organization_id.in_(ids))
    return session.scalars(query.order_by(OrganizationContact.id)).all()


def keys_of(session: Session, organization: Organization) -> frozenset[str]:
    """All folded names by which an organization is known."""
    all_of_it = whole(session, organization)
    names = [one.name_key for one in names_of(session, all_of_it) if one.removed_at is None]
    return frozenset([*(one.name_key for one in all_of_it), *names])
