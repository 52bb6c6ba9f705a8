"""Looking things up in the directory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from signatories.directory.known import contacts_of, keys_of, names_of, standing_for, whole
from signatories.folding import name_key
from signatories.ordering.placing import Arrangement, placing
from signatories.organizations import Organization, OrganizationBatch, OrganizationContact, OrganizationName

FOUND_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Found:
    """An organization with its other names and its contacts as they stand, those of organizations joined into it too."""

    organization: Organization
    names: Sequence[OrganizationName]
    contacts: Sequence[OrganizationContact]
    joined: Sequence[Organization] = ()

    @property
    def other_names(self) -> list[tuple[str, str]]:
        """Every other name with its kind, each once, in the order of its coming."""
        found = {self.organization.name_key: ("", "")}
        for one in self.names:
            found.setdefault(one.name_key, (one.name, one.kind))
        for joined in self.joined:
            found.setdefault(joined.name_key, (joined.name, "alias"))
        return [pair for pair in found.values() if pair[0]]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the directory: ``scopes`` counts all that the words, the state and ``show`` let through, by scope."""

    rows: Sequence[Found]
    total: int
    page: int
    pages: int
    scopes: Mapping[str, int]


def find(
    session: Session,
    coalition_id: int,
    *,
    words: str = "",
    scope: str = "",
    state: str = "",
    retired: bool = False,
    page: int = 1,
    at_once: int = FOUND_AT_ONCE,
) -> Listed:
    """The organizations that have these words in one of their names, whatever capitals and accents; by name, a page at a time.

    ``scope`` and ``state`` narrow; ``retired`` gives those that do not stand any more instead.
    """
    query = select(Organization).where(Organization.coalition_id == coalition_id)
    query = query.where(Organization.retired_at.is_not(None) if retired else Organization.retired_at.is_(None))
    if state:
        query = query.where(Organization.state == state)
    rows = list(session.scalars(query))
    if name_key(words):
        wanted = _having(session, coalition_id, name_key(words), retired=retired)
        rows = [one for one in rows if one.id in wanted]
    scopes = Counter(one.scope for one in rows)
    if scope:
        rows = [one for one in rows if one.scope == scope]
    rows = _by_name(rows)
    pages = max(1, -(-len(rows) // at_once))
    page = min(max(1, page), pages)
    shown = rows[(page - 1) * at_once : page * at_once]
    return Listed(with_parts(session, coalition_id, shown), len(rows), page, pages, scopes)


def _by_name(rows: Sequence[Organization]) -> list[Organization]:
    """As the list of a letter has them."""
    plain = [""] * len(rows)
    places = placing(Arrangement())(
        ["organization"] * len(rows), [one.name for one in rows], [one.sort_name for one in rows], plain, plain, plain
    )
    return [one for _place, _id, one in sorted(zip(places, [one.id for one in rows], rows, strict=True), key=lambda it: it[:2])]


def with_parts(session: Session, coalition_id: int, organizations: Sequence[Organization]) -> list[Found]:
    """These organizations with what stands of their names and contacts."""
    merged = session.scalars(
        select(Organization).where(Organization.coalition_id == coalition_id, Organization.merged_into_id.is_not(None))
    ).all()
    roots = standing_for(session, coalition_id, [one.id for one in merged])
    joined: dict[int, list[Organization]] = {}
    for one in sorted(merged, key=lambda one: one.id):
        if one.id in roots:
            joined.setdefault(roots[one.id], []).append(one)
    everybody = [*organizations, *(one for some in joined.values() for one in some)]
    names: dict[int, list[OrganizationName]] = {}
    for name in names_of(session, everybody):
        if name.removed_at is None:
            names.setdefault(roots.get(name.organization_id, name.organization_id), []).append(name)
    contacts: dict[int, list[OrganizationContact]] = {}
    for contact in contacts_of(session, everybody):
        if contact.removed_at is None:
            contacts.setdefault(roots.get(contact.organization_id, contact.organization_id), []).append(contact)
    return [Found(one, names.get(one.id, []), contacts.get(one.id, []), joined.get(one.id, [])) for one in organizations]


def namesakes(session: Session, organization: Organization) -> list[tuple[Organization, str]]:
    """The other organizations that stand in the directory under one of this one's names, each with that name."""
    keys = keys_of(session, organization)
    mine = Organization.coalition_id == organization.coalition_id
    named = [(one.id, one.name) for one in session.scalars(select(Organization).where(mine, Organization.name_key.in_(keys)))]
    others = select(OrganizationName).join(Organization, Organization.id == OrganizationName.organization_id)
    others = others.where(mine, OrganizationName.name_key.in_(keys), OrganizationName.removed_at.is_(None))
    named += [(one.organization_id, one.name) for one in session.scalars(others)]
    standing = standing_for(session, organization.coalition_id, {number for number, _name in named})
    own = {one.id for one in whole(session, organization)}
    found: dict[int, str] = {}
    for number, name in named:
        if number in standing and standing[number] not in own:
            found.setdefault(standing[number], name)
    return [(session.get_one(Organization, number), name) for number, name in sorted(found.items())]


def states_of(session: Session, coalition_id: int) -> list[str]:
    """The states that organizations of the directory have, each once, in order."""
    mine = (Organization.coalition_id == coalition_id, Organization.state != "", Organization.retired_at.is_(None))
    return sorted(set(session.scalars(select(Organization.state).where(*mine))), key=str.casefold)


def organization_at(session: Session, coalition_id: int, number: int) -> Organization | None:
    """An organization of this coalition's directory; None for another's."""
    found = session.get(Organization, number)
    return found if found is not None and found.coalition_id == coalition_id else None


def name_at(session: Session, organization: Organization, number: int) -> OrganizationName | None:
    """Another name of this organization; None for another's."""
    found = session.get(OrganizationName, number)
    return found if found is not None and found.organization_id == organization.id else None


def contact_at(session: Session, organization: Organization, number: int) -> OrganizationContact | None:
    """A contact of this organization; None for another's."""
    found = session.get(OrganizationContact, number)
    return found if found is not None and found.organization_id == organization.id else None


def batches_of(session: Session, coalition_id: int) -> Sequence[OrganizationBatch]:
    """The lists that were brought in, newest first."""
    query = select(OrganizationBatch).where(OrganizationBatch.coalition_id == coalition_id)
    return session.scalars(query.order_by(OrganizationBatch.id.desc()).limit(50)).all()


def batch_at(session: Session, coalition_id: int, number: int) -> OrganizationBatch | None:
    """A list of this coalition; None for another's."""
    found = session.get(OrganizationBatch, number)
    return found if found is not None and found.coalition_id == coalition_id else None


def _having(session: Session, coalition_id: int, key: str, *, retired: bool) -> set[int]:
    """The organizations with a name that has these folded words in it. Of those that stand, names of joined ones count too."""
    mine = Organization.coalition_id == coalition_id
    ids = set(session.scalars(select(Organization.id).where(mine, Organization.name_key.contains(key, autoescape=True))))
    others = select(OrganizationName.organization_id).join(Organization, Organization.id == OrganizationName.organization_id)
    others = others.where(mine, OrganizationName.removed_at.is_(None), OrganizationName.name_key.contains(key, autoescape=True))
    ids |= set(session.scalars(others))
    return ids if retired else set(standing_for(session, coalition_id, ids).values())
