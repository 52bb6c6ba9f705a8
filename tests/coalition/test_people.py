"""The coordinators of a coalition: who may change them, and that one owner always remains."""

from __future__ import annotations

import threading
from contextlib import suppress
from functools import partial

import pytest
from sqlalchemy import select

from coalition.models import AuditEntry, Coordinator
from coalition.operations import people
from errors import UserError
from mail.models import OutboxMessage
from tests.tools.pages import text_of
from tests.tools.waiting import PATIENCE, at_once


def roles(database, coalition_id):
    with database.read() as session:
        rows = session.scalars(select(Coordinator).where(Coordinator.coalition_id == coalition_id))
        return {row.person.email: row.role for row in rows}


def coordinator(database, client):
    with database.read() as session:
        return session.scalars(select(Coordinator).where(Coordinator.person_id == client.person_id)).one()


def page_of(client):
    return f"/desk/coalition/{client.coalition_id}/people"


def test_an_owner_adds_somebody_who_is_told(database, signed_in):
    owner = signed_in()
    typed = {"email": "Ana@Rivers.example", "name": "Ana", "role": "editor"}
    assert owner.fill_in(page_of(owner), typed, action="/people/add").status_code == 303
    assert roles(database, owner.coalition_id) == {"owner@rivers.example": "owner", "ana@rivers.example": "editor"}
    with database.read() as session:
        mail = session.scalars(select(OutboxMessage)).one()
    assert (mail.kind, mail.recipient, mail.context["coalition"]) == ("welcome", "ana@rivers.example", "Rivers")
    assert mail.context["sign_in_url"] == "http://localhost/desk/sign-in"


@pytest.fixture
def three(signed_in):
    return signed_in("owner"), signed_in("editor"), signed_in("viewer")


def test_adding_twice_is_said(signed_in):
    owner = signed_in()
    data = {"email": "ana@rivers.example", "name": "", "role": "viewer"}
    assert owner.send(page_of(owner) + "/add", data).status_code == 303
    again = owner.send(page_of(owner) + "/add", data)
    assert again.status_code == 422
    assert "is a coordinator of this coalition already" in text_of(again)


def test_what_is_typed_wrongly_is_said(signed_in):
    owner = signed_in()
    page = owner.send(page_of(owner) + "/add", {"email": "ana", "name": "", "role": "viewer"})
    assert page.status_code == 422
    assert "This is not a mail address" in text_of(page)
    assert owner.send(page_of(owner) + "/add", {"email": "ana@rivers.example", "name": "", "role": "king"}).status_code == 422


def test_roles_change_from_the_next_page_on(database, three):
    owner, editor, _ = three
    row = coordinator(database, editor)
    assert editor.send(page_of(editor) + "/add", {"email": "x@y.example", "name": "", "role": "viewer"}).status_code == 403
    changed = owner.fill_in(page_of(owner), {f"person-{row.id}-role": "owner"}, action=f"/{row.id}/role")
    assert changed.status_code == 303
    assert editor.send(page_of(editor) + "/add", {"email": "x@y.example", "name": "", "role": "viewer"}).status_code == 303


def test_who_is_removed_sees_nothing_any_more(database, three):
    owner, _, viewer = three
    assert viewer.get(page_of(viewer)).status_code == 200
    row = coordinator(database, viewer)
    assert owner.fill_in(page_of(owner), {}, action=f"/{row.id}/remove").status_code == 303
    assert viewer.get(page_of(viewer)).status_code == 404
    assert viewer.get("/desk/you").status_code == 200, "still a person, who may belong elsewhere"


def test_the_last_owner_stays(database, three):
    owner, _, _ = three
    row = coordinator(database, owner)
    demoted = owner.send(f"{page_of(owner)}/{row.id}/role", {f"person-{row.id}-role": "viewer"}, follow_redirects=True)
    assert "always keeps one owner" in text_of(demoted)
    removed = owner.send(f"{page_of(owner)}/{row.id}/remove", follow_redirects=True)
    assert "always keeps one owner" in text_of(removed)
    assert roles(database, owner.coalition_id)["owner@rivers.example"] == "owner"


def test_an_owner_may_go_when_another_stays(database, three):
    owner, editor, _ = three
    row = coordinator(database, editor)
    owner.send(f"{page_of(owner)}/{row.id}/role", {f"person-{row.id}-role": "owner"})
    gone = owner.send(f"{page_of(owner)}/{coordinator(database, owner).id}/remove")
    assert (gone.status_code, gone.location) == (303, "/desk/you")
    assert "owner@rivers.example" not in roles(database, owner.coalition_id)


def test_two_owners_remove_each_other_at_once(database, clock):
    """One of them stays. The control counts without locking first, and with both counting at once nobody is left."""
    with database.write() as session:
        coalition = people.create_coalition(session, "Rivers", by="the tests", now=clock.now)
        ids = [
            people.add_person(session, coalition, f"{name}@rivers.example", "owner", by="the tests", now=clock.now).id
            for name in ("ana", "ben")
        ]

    def race(remove):
        def go(number):
            with suppress(UserError):
                remove(number)

        at_once(*(partial(go, number) for number in ids))
        return len(roles(database, coalition.id))

    def ours(number):
        with database.write() as session:
            people.remove(session, session.get_one(Coordinator, number), by="the tests", now=clock.now)

    counted = threading.Barrier(2, timeout=PATIENCE)

    def naive(number):
        with database.read() as session:
            others = session.scalars(select(Coordinator).where(Coordinator.role == "owner", Coordinator.id != number)).all()
        counted.wait()
        if not others:
            raise UserError("the last one")
        with database.write() as session:
            session.delete(session.get_one(Coordinator, number))

    assert race(ours) == 1
    with database.write() as session:
        for name, number in zip(("ana", "ben"), ids, strict=True):
            if session.get(Coordinator, number) is None:
                person = people.person_at(session, f"{name}@rivers.example", now=clock.now)
                session.add(
                    Coordinator(id=number, coalition_id=coalition.id, person_id=person.id, role="owner", created_at=clock.now)
                )
    assert race(naive) == 0


def test_everything_is_on_record(database, three):
    owner, editor, _ = three
    row = coordinator(database, editor)
    owner.send(f"{page_of(owner)}/{row.id}/role", {f"person-{row.id}-role": "viewer"})
    owner.send(f"{page_of(owner)}/{row.id}/remove")
    with database.read() as session:
        acts = session.execute(
            select(AuditEntry.act, AuditEntry.actor).where(AuditEntry.person_id == owner.person_id).order_by(AuditEntry.id)
        ).all()
    assert acts == [("people.role_changed", "owner@rivers.example"), ("people.removed", "owner@rivers.example")]


def test_another_coalitions_people_do_not_exist(database, signed_in):
    owner, stranger = signed_in("owner", "Rivers"), signed_in("owner", "Hills")
    theirs = coordinator(database, stranger)
    assert owner.get(page_of(stranger)).status_code == 404
    assert owner.send(f"{page_of(stranger)}/{theirs.id}/remove").status_code == 404
    assert owner.send(f"{page_of(owner)}/{theirs.id}/remove").status_code == 404, "nor under one's own coalition's address"
    assert len(roles(database, stranger.coalition_id)) == 1


def test_addresses_are_kept_in_one_form():
    assert people.canonical_address(" Ana@Rivers.Example ") == "ana@rivers.example"
    assert people.canonical_address("ana@Flüsse.example") == "ana@" + "flüsse.example".encode("idna").decode()
    for wrong in ("", "ana", "ana@", "ana@x", "a\nb@rivers.example", "ana@rivers.example,ben@rivers.example"):
        with pytest.raises(UserError):
            people.canonical_address(wrong)
