"""Who coordinates a coalition, and in which role."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coalition import audit
from coalition.models import ROLES, Coalition, Coordinator, Person
from coalition.permissions import Actor, Role
from errors import UserError
from mail.addresses import parsed
from mail.outbox import enqueue


def canonical_address(typed: str) -> str:
    """The one form of a mail address under which a person is kept: trimmed, lower case, an international domain in ASCII.

    Raises UserError (field "email") for what is no address. Whether mail arrives there is not asked.
    """
    address = parsed(typed)
    if address is None:
        raise UserError("This is not a mail address such as maria@example.org.", field="email")
    return address.lower()


def create_coalition(session: Session, name: str, *, now: datetime, by: Actor | str) -> Coalition:
    """A new coalition. Raises UserError when the name is empty, too long, or taken."""
    name = " ".join(name.split())
    if not name or len(name) > 200 or not name.isprintable():
        raise UserError("A coalition needs a name of at most 200 characters.", field="name")
    if session.scalars(select(Coalition).where(Coalition.name == name)).first():
        raise UserError(f"There is already a coalition called “{name}”.", field="name")
    coalition = Coalition(name=name, created_at=now)
    session.add(coalition)
    session.flush()
    audit.record(session, "coalition.created", by=by, coalition_id=coalition.id, now=now, name=name)
    return coalition


def person_at(session: Session, email: str, *, now: datetime, name: str = "") -> Person:
    """The person at a mail address, made when new. A name is only filled in where none is known yet."""
    email = canonical_address(email)
    name = clean_name(name)
    person = session.scalars(select(Person).where(Person.email == email)).one_or_none()
    if person is None:
        person = Person(email=email, name=name, created_at=now)
        session.add(person)
        session.flush()
    elif name and not person.name:
        person.name = name
    return person


def add_person(
    session: Session,
    coalition: Coalition,
    email: str,
    role: Role,
    *,
    by: Actor | str,
    now: datetime,
    name: str = "",
    sign_in_url: str = "",
) -> Coordinator:
    """Make somebody a coordinator. With ``sign_in_url`` they are told by mail where to sign in.

    Raises UserError for an address that is none and for somebody who is a coordinator already (their role is changed by
    :func:`set_role`, in the open).
    """
    _check(role)
    person = person_at(session, email, now=now, name=name)
    if _of(session, coalition.id, person.id):
        raise UserError(f"{person.email} is a coordinator of this coalition already.", field="email")
    coordinator = Coordinator(coalition_id=coalition.id, person_id=person.id, role=role, created_at=now)
    session.add(coordinator)
    session.flush()
    audit.record(
        session,
        "people.added",
        by=by,
        coalition_id=coalition.id,
        subject=f"person:{person.id}",
        now=now,
        who=person.email,
        role=role,
    )
    if sign_in_url:
        context = {
            "coalition": coalition.name,
            "role": role,
            "added_by": by.called if isinstance(by, Actor) else "",
            "sign_in_url": sign_in_url,
        }
        about = f"coordinator:{coordinator.id}"
        enqueue(session, "welcome", to=person.email, about=about, context=context, now=now)
    return coordinator


def set_role(session: Session, coordinator: Coordinator, role: Role, *, by: Actor | str, now: datetime) -> None:
    """Change a coordinator's role. Raises UserError when the coalition would be left without an owner."""
    _check(role)
    if role == coordinator.role:
        return
    if role != "owner":
        _keep_an_owner(session, coordinator)
    audit.record(
        session,
        "people.role_changed",
        by=by,
        coalition_id=coordinator.coalition_id,
        subject=f"person:{coordinator.person_id}",
        now=now,
        who=coordinator.person.email,
        before=coordinator.role,
        after=role,
    )
    coordinator.role = role


def remove(session: Session, coordinator: Coordinator, *, by: Actor | str, now: datetime) -> None:
    """Take somebody out of the coalition; from their next page on they see nothing of it.

    Raises UserError for the last owner.
    """
    _keep_an_owner(session, coordinator)
    audit.record(
        session,
        "people.removed",
        by=by,
        coalition_id=coordinator.coalition_id,
        subject=f"person:{coordinator.person_id}",
        now=now,
        who=coordinator.person.email,
        role=coordinator.role,
    )
    session.delete(coordinator)


def _check(role: str) -> None:
    if role not in ROLES:
        raise UserError("A role is owner, editor or viewer.", field="role")


def _of(session: Session, coalition_id: int, person_id: int) -> Coordinator | None:
    return session.scalars(
        select(Coordinator).where(Coordinator.coalition_id == coalition_id, Coordinator.person_id == person_id)
    ).one_or_none()


def _keep_an_owner(session: Session, coordinator: Coordinator) -> None:
    """Two owners who remove each other at the same moment must not both succeed: the coalition's row is locked first.

    (SQLite has one writer at a time anyway, and leaves FOR UPDATE out.)
    """
    session.execute(select(Coalition.id).where(Coalition.id == coordinator.coalition_id).with_for_update())
    session.refresh(coordinator)
    others = session.scalar(
        select(func.count())
        .select_from(Coordinator)
        .where(
            Coordinator.coalition_id == coordinator.coalition_id,
            Coordinator.role == "owner",
            Coordinator.id != coordinator.id,
        )
    )
    if coordinator.role == "owner" and not others:
        raise UserError("A coalition always keeps one owner. Make somebody else an owner first.")


def rename(session: Session, person: Person, name: str) -> None:
    """Change what a person is called; an empty name means by their address. Raises UserError for one that is no name."""
    person.name = clean_name(name)
    session.flush()


def clean_name(typed: str) -> str:
    """A person's name with its white space in order. Raises UserError (field "name") when too long or holding controls."""
    name = " ".join(typed.split())
    if len(name) > 200 or not name.isprintable():
        raise UserError("A name has at most 200 characters, and no invisible ones.", field="name")
    return name


def appoint(
    session: Session, email: str, *, name: str, coalition_name: str, role: str | None, by: Actor | str, now: datetime
) -> Coordinator:
    """Make somebody a coordinator of the coalition of that name, made when there is none; without a name, of the only one.

    Somebody who is one already stays so, with another role if ``role`` is given. Raises UserError when it is not clear which
    coalition is meant, and when a new one would begin without an owner.
    """
    coalition = _coalition_meant(session, coalition_name)
    if coalition is None:
        if role not in (None, "owner"):
            raise UserError("The first person of a coalition must be its owner.")
        coalition = create_coalition(session, coalition_name, by=by, now=now)
    person = person_at(session, email, now=now, name=name)
    coordinator = _of(session, coalition.id, person.id)
    if coordinator is None:
        return add_person(session, coalition, email, cast(Role, role or "owner"), by=by, now=now, name=name)
    if role is not None:
        set_role(session, coordinator, cast(Role, role), by=by, now=now)
    return coordinator


def _coalition_meant(session: Session, name: str) -> Coalition | None:
    if name.strip():
        return session.scalars(select(Coalition).where(Coalition.name == " ".join(name.split()))).one_or_none()
    coalitions = session.scalars(select(Coalition).order_by(Coalition.name).limit(20)).all()
    if len(coalitions) == 1:
        return coalitions[0]
    if not coalitions:
        raise UserError("There is no coalition yet: name one with --coalition.")
    raise UserError("Say which coalition with --coalition: " + ", ".join(coalition.name for coalition in coalitions) + ".")
