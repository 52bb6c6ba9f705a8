"""What waited, was to be tried again or was being sent before 0011 goes on after it, and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

import migrations

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=30)

_OLD = text(
    "INSERT INTO outbox_message (id, kind, recipient, about, due_at, language, context, status, attempts, claimed_until,"
    " sent_at, reason, created_at) VALUES (:id, 'sign_in', :recipient, 'sign-in:1', :now, 'en', '{}', :status, 1, :claimed,"
    " :sent, '', :now)"
)
_ROWS = "SELECT id, status, claimed_by, channel, scope, attach FROM outbox_message ORDER BY id"


@pytest.fixture
def before(database):
    """The tables as they were, with a message in each state; the database is the newest again afterwards."""
    migrations.downgrade(database.engine, "0010")
    states = [("waiting", None, None), ("claimed", LATER, None), ("sent", None, NOW), ("failed", None, None)]
    with database.engine.begin() as connection:
        for number, (status, claimed, sent) in enumerate(states, 1):
            values = {"id": number, "recipient": f"p{number}@x.example", "status": status, "now": NOW}
            connection.execute(_OLD, values | {"claimed": claimed, "sent": sent})
    yield database
    migrations.upgrade(database.engine)
    with database.engine.begin() as connection:
        connection.execute(text("DELETE FROM outbox_message"))


def seen(connection, query):
    return [tuple(row) for row in connection.execute(text(query))]


def test_each_message_goes_on_where_it_was(before):
    migrations.upgrade(before.engine)
    with before.engine.connect() as connection:
        found = seen(connection, _ROWS)
        assert [row[1] for row in found] == ["waiting", "waiting", "sent", "failed"], "nobody is at work meanwhile"
        assert {row[2:5] for row in found} == {("", "mail", "")}
        # The one that was to be tried again waits as long as it would have.
        moments = seen(connection, "SELECT count(*) FROM outbox_message WHERE next_at > due_at")
        assert moments == [(1,)]


def test_the_way_back_keeps_what_can_still_be_sent(before):
    migrations.upgrade(before.engine)
    with before.engine.begin() as connection:
        connection.execute(text("UPDATE outbox_message SET status = 'claimed', claimed_by = 'somebody' WHERE id = 1"))
        connection.execute(text("UPDATE outbox_message SET channel = 'hook' WHERE id = 2"))
    migrations.downgrade(before.engine, "0010")
    with before.engine.connect() as connection:
        assert seen(connection, "SELECT id, status FROM outbox_message ORDER BY id") == [
            (1, "waiting"),
            (2, "failed"),
            (3, "sent"),
            (4, "failed"),
        ]


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE outbox_message SET status = 'claimed' WHERE id = 1",
        "UPDATE outbox_message SET claimed_by = 'somebody' WHERE id = 1",
        "UPDATE outbox_message SET channel = 'fax' WHERE id = 1",
        "INSERT INTO suppression (address_key, reason, scope, made_at) VALUES ('short', 'bounced', '', '2026-03-02')",
    ],
)
def test_illegal_states_do_not_save(before, wrong):
    from sqlalchemy.exc import IntegrityError

    migrations.upgrade(before.engine)
    with pytest.raises(IntegrityError), before.engine.begin() as connection:
        connection.execute(text(wrong))
