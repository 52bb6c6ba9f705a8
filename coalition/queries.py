"""Looking things up in a coalition."""

from __future__ import annotations

from sqlalchemy import case, select
from sqlalchemy.orm import Session, contains_eager

from coalition.models import AuditEntry, Coalition, Coordinator, Person
from coalition.permissions import Actor

PER_PAGE = 100


def coordinators_of(session: Session, coalition_id: int) -> list[Coordinator]:
    """The coordinators of a coalition with their persons loaded: owners, editors, viewers; within a role by address."""
    rank = case((Coordinator.role == "owner", 0), (Coordinator.role == "editor", 1), else_=2)
    return list(
        session.scalars(
            select(Coordinator)
            .join(Coordinator.person)
            .options(contains_eager(Coordinator.person))
            .where(Coordinator.coalition_id == coalition_id)
            .order_by(rank, Person.email)
        )
    )


def coalitions_of(session: Session, actor: Actor) -> list[Coalition]:
    """The coalitions that a person has a role in, by name."""
    return list(session.scalars(select(Coalition).where(Coalition.id.in_(actor.roles)).order_by(Coalition.name)))


def coalitions_with(session: Session, person: Person) -> list[int]:
    """The numbers of the coalitions that somebody has a role in: for what is done in their name while they are not here."""
    return list(session.scalars(select(Coordinator.coalition_id).where(Coordinator.person_id == person.id)))


def audit_page(session: Session, coalition_id: int, page: int, size: int) -> tuple[list[AuditEntry], bool]:
    """One page (from 1) of the audit log, the newest first, and whether there is a next one."""
    entries = list(
        session.scalars(
            select(AuditEntry)
            .where(AuditEntry.coalition_id == coalition_id)
            .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
            .offset((page - 1) * size)
            .limit(size + 1)
        )
    )
    return entries[:size], len(entries) > size
