"""The directory learns: what a person judged to be one organization under two names is one there, until that is taken back.

Nothing is guessed. A name that two organizations share teaches nothing, and two organizations of the directory are never joined
by a judgement about signatures: a person joins them on their page.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from coalition.permissions import Actor
from signatories.directory.keeping import noted
from signatories.directory.known import hold, holders, keys_of
from signatories.folding import name_key
from signatories.organizations import FIELDS, Organization, OrganizationContact, OrganizationName

Learned = Literal["alias", "created", "known", "two organizations", "not clear"]
"""What came of a judgement: an alias of an organization that was known; a new organization with an alias; or nothing, because
both names were known as one (or are one but for capitals, accents and punctuation), belong to two organizations, or one of them
to several."""


def learn(
    session: Session, coalition_id: int, names: tuple[str, str], judgement_id: int, *, by: Actor | str, now: datetime
) -> Learned:
    """Learn from a person's judgement that two names are one organization's.

    Where the directory knows one of them, the other becomes an alias of that organization; where it knows neither, the first
    becomes an organization and the other its alias. Doing it again changes nothing.
    """
    hold(session, coalition_id)
    first, second = (name_key(name) for name in names)
    if not first or not second or first == second:
        return "known"
    by_first, by_second = holders(session, coalition_id, first), holders(session, coalition_id, second)
    if len(by_first) > 1 or len(by_second) > 1:
        return "not clear"
    if by_first and by_second:
        return "known" if by_first == by_second else "two organizations"
    if by_first or by_second:
        (number,) = by_first or by_second
        alias = names[1] if by_first else names[0]
        _alias(session, session.get_one(Organization, number), alias, judgement_id, by=by, now=now)
        return "alias"
    organization = Organization(
        coalition_id=coalition_id, name=names[0], name_key=first, created_at=now, judgement_id=judgement_id
    )
    session.add(organization)
    session.flush()
    noted(session, organization, "organization.added", by=by, now=now, name=organization.name, judgement=judgement_id)
    _alias(session, organization, names[1], judgement_id, by=by, now=now)
    return "created"


def forget(session: Session, judgement_id: int, *, by: Actor | str = "the judgement", now: datetime) -> None:
    """A judgement was taken back: what was learned from it is taken off, and an organization that came of judgements alone and
    has nothing else any more is retired. Doing it again changes nothing.
    """
    standing = (OrganizationName.judgement_id == judgement_id, OrganizationName.removed_at.is_(None))
    for row in session.scalars(select(OrganizationName).where(*standing)).all():
        organization = session.get_one(Organization, row.organization_id)
        hold(session, organization.coalition_id)
        row.removed_at = now
        session.flush()
        noted(session, organization, "organization.name removed", by=by, now=now, name=row.name, judgement=judgement_id)
        if organization.retired_at is None and _bare(session, organization):
            organization.retired_at = now
            noted(session, organization, "organization.retired", by=by, now=now, name=organization.name, judgement=judgement_id)


def _bare(session: Session, organization: Organization) -> bool:
    """Whether an organization came of a judgement, nobody touched it since, and nothing is known of it but its own name."""
    if organization.judgement_id is None or organization.changed_at is not None:
        return False
    if any(getattr(organization, name) for name in FIELDS):
        return False
    contacts = select(OrganizationContact.id).where(OrganizationContact.organization_id == organization.id)
    return session.scalar(contacts.limit(1)) is None and keys_of(session, organization) == {organization.name_key}


def _alias(
    session: Session, organization: Organization, name: str, judgement_id: int, *, by: Actor | str, now: datetime
) -> None:
    row = OrganizationName(
        organization_id=organization.id,
        name=name,
        name_key=name_key(name),
        kind="alias",
        source="judgement",
        judgement_id=judgement_id,
        added_at=now,
    )
    session.add(row)
    session.flush()
    noted(session, organization, "organization.name added", by=by, now=now, name=name, kind="alias", judgement=judgement_id)
