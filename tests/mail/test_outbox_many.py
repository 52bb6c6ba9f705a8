"""Many messages put into the outbox at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from mail.models import OutboxMessage
from mail.outbox import Draft, enqueue, enqueue_all


def rows(database):
    with database.read() as session:
        return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def draft(number, **changed):
    return Draft(**{"to": f"p{number}@x.example", "about": f"invitation:{number}", "context": {"subject": "S"}} | changed)


def test_each_draft_is_a_message_as_one_put_in_alone(database, clock):
    with database.write() as session:
        enqueue(session, "invitation", to="p1@x.example", about="alone", context={"subject": "S"}, now=clock.now, language="es")
        enqueue_all(session, "invitation", [draft(1, about="many", language="es")], now=clock.now)
    one, other = rows(database)
    same = [column.name for column in OutboxMessage.__table__.columns if column.name not in ("id", "about")]
    assert [getattr(one, name) for name in same] == [getattr(other, name) for name in same]


def test_the_same_message_is_there_once_and_the_first_one_stays(database, clock):
    with database.write() as session:
        enqueue_all(session, "invitation", [draft(1), draft(2)], now=clock.now)
    with database.write() as session:
        again = [draft(1, context={"subject": "Other"}), draft(3)]
        enqueue_all(session, "invitation", again, now=clock.advance(minutes=1), due_at=clock.now - timedelta(minutes=1))
    assert [(row.about, row.context["subject"]) for row in rows(database)] == [
        ("invitation:1", "S"),
        ("invitation:2", "S"),
        ("invitation:3", "S"),
    ]


def test_it_tells_how_many_were_not_there_yet(database, clock):
    with database.write() as session:
        assert enqueue_all(session, "invitation", [draft(1), draft(2)], now=clock.now) == 2
        assert enqueue_all(session, "invitation", [draft(1), draft(2), draft(3)], now=clock.now) == 1
        assert enqueue_all(session, "invitation", [draft(1), draft(2)], now=clock.now) == 0
        assert enqueue_all(session, "invitation", [draft(4), draft(4)], now=clock.now) == 1, "twice in one list"
        many = [draft(number) for number in range(5, 2505)]
        assert enqueue_all(session, "invitation", many, now=clock.now) == 2500, "more than one statement takes"
        assert enqueue_all(session, "invitation", [], now=clock.now) == 0
    assert len(rows(database)) == 2504


def test_what_is_no_message_is_refused_and_nothing_goes(database, clock):
    for kind, wrong, word in (
        ("no_such_kind", draft(1), "no message"),
        ("invitation", draft(1, to="a@x.example, b@x.example"), "not one mail address"),
        ("invitation", draft(1, context={"subject": object()}), "must be JSON"),
    ):
        with pytest.raises(ValueError, match=word), database.write() as session:
            enqueue_all(session, kind, [draft(2), wrong], now=clock.now)
    with database.write() as session:
        enqueue_all(session, "invitation", [], now=clock.now)
    assert rows(database) == []
