"""The address from which a coordinator's calendar reads the dates of their letters: made, made anew, and taken away.

A calendar cannot sign in: whoever has the address reads what it gives. So there is none until somebody asks for it, making
another one ends the first, and it gives no more than what one's roles show at the moment of reading.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from coalition.models import Person

LAST_GENERATION = 2**16 - 1
"""What a link has room for (:mod:`signatories.links`)."""


def renew(session: Session, person_id: int) -> Person:
    """Make a new address; one that was handed out before ends."""
    person = session.get_one(Person, person_id, with_for_update=True, populate_existing=True)
    person.calendar_on, person.calendar_generation = True, min(person.calendar_generation + 1, LAST_GENERATION)
    return person


def end(session: Session, person_id: int) -> None:
    """Take the address away."""
    session.get_one(Person, person_id).calendar_on = False


def reader(session: Session, person_id: int, generation: int) -> Person | None:
    """Whose dates an address gives that names this person and generation; None once it has ended."""
    person = session.get(Person, person_id)
    return person if person is not None and person.calendar_on and person.calendar_generation == generation else None
