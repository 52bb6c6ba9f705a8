"""Putting messages into the outbox: with the transaction, and once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mail.models import OutboxMessage
from mail.outbox import enqueue
from tests.tools.waiting import at_once

ADDRESS = "ana@rivers.example"


def put(session, clock, **other):
    values = {"to": ADDRESS, "about": "sign-in:1", "context": {"url": "http://x", "minutes": 30}, "now": clock.now} | other
    enqueue(session, values.pop("kind", "sign_in"), **values)


def count(database):
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(OutboxMessage))


def test_a_message_goes_with_its_transaction_or_not_at_all(database, clock):
    def broken_off():
        with database.write() as session:
            put(session, clock)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_off()
    assert count(database) == 0


def test_the_same_message_is_one_message(database, clock):
    with database.write() as session:
        put(session, clock)
        put(session, clock, context={"url": "http://other", "minutes": 30})
    with database.write() as session:
        put(session, clock)
        assert session.scalars(select(OutboxMessage)).one().context["url"] == "http://x", "the first one stays"
        put(session, clock, about="sign-in:2")
        put(session, clock, due_at=clock.now + timedelta(days=1))
        put(session, clock, to="ben@rivers.example")
    assert count(database) == 4


def test_what_else_the_transaction_holds_survives_a_double(database, clock):
    with database.write() as session:
        put(session, clock)
    with database.write() as session:
        put(session, clock, about="sign-in:2")
        put(session, clock)
    assert count(database) == 2


def test_two_transactions_put_the_same_message_at_once(database, clock):
    failures = []

    def go():
        try:
            with database.write() as session:
                put(session, clock)
        except Exception as error:
            failures.append(error)

    at_once(*[go] * 4)
    assert not failures
    assert count(database) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "no_such_message"},
        {"kind": "../sign_in"},
        {"to": "ana"},
        {"to": "ana@rivers.example\nBcc: everybody@example.org"},
        {"to": "ana@rivers.example, ben@rivers.example"},
        {"to": "Ana <ana@rivers.example>"},
        {"to": "ana@rivers@example"},
        {"context": {"when": timedelta(1)}},
    ],
)
def test_mistakes_are_found_at_once(database, clock, wrong):
    with database.write() as session, pytest.raises(ValueError, match=r"no message|not one mail address|must be JSON"):
        put(session, clock, **wrong)


@pytest.mark.parametrize(
    "to", ["o'brien@example.org", "!#$%&*+-/=?^_`{|}~.x@example.org", "ana@xn--flsse-lva.example", "josé@example.org"]
)
def test_unusual_addresses_are_fine(database, clock, to):
    with database.write() as session:
        put(session, clock, to=to)
        assert session.scalars(select(OutboxMessage.recipient)).one() == to
