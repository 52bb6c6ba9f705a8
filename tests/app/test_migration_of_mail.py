"""Mail that waits while the program is upgraded (0006) can still be written afterwards."""

from __future__ import annotations

import pytest
from jinja2 import TemplateError
from sqlalchemy import select

import migrations
from mail.compose import compose
from mail.models import OutboxMessage
from tests.mail.test_compose import context_of

LATER = {
    "receipt": {"late", "replaces"},
    "reconfirm": {"again", "status"},
    "taken_off": {"asked"},
    "text_changed": {"status"},
}
"""By kind the words that the templates of the version before did not ask for."""


def message(kind, clock, status):
    context = {name: value for name, value in context_of(kind).items() if name not in LATER[kind]}
    return OutboxMessage(
        kind=kind,
        recipient="ana@rivers.example",
        about=f"signature:{status}",
        context=context if status != "sent" else {},
        due_at=clock.now,
        next_at=clock.now,
        created_at=clock.now,
        status=status,
        sent_at=clock.now if status == "sent" else None,
        claimed_by="somebody" if status == "claimed" else "",
    )


def kept(database):
    """The messages, of which only those columns are read that every version has."""
    columns = [OutboxMessage.__table__.c[name] for name in ("id", "kind", "recipient", "status", "context", "created_at")]
    with database.engine.connect() as connection:
        found = connection.execute(select(*columns).order_by(columns[0]))
        return [OutboxMessage(**row, language="en") for row in found.mappings()]


@pytest.fixture
def before(database, clock):
    """Messages of the version before; the database is brought back to the newest, whatever happens here."""
    with database.write() as session:
        session.add_all([message(kind, clock, status) for kind in LATER for status in ("waiting", "claimed", "sent")])
    migrations.downgrade(database.engine, "0005")
    yield kept(database)
    migrations.upgrade(database.engine)


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_waits_can_be_written_and_says_what_it_said(before, database, language):
    for one in before:
        with pytest.raises(TemplateError):  # the control
            compose(one)
    migrations.upgrade(database.engine)
    after = kept(database)
    assert [one.id for one in after] == [one.id for one in before]
    for old, new in zip(before, after, strict=True):
        assert new.status == old.status
        if new.status == "sent":
            assert new.context == {}
            continue
        assert old.context.items() <= new.context.items()
        assert new.context.keys() - old.context.keys() == LATER[new.kind]
        new.language = language
        assert "River Keepers" in compose(new).text


def test_every_word_that_came_later_is_given(before):
    for kind, words in LATER.items():
        assert words <= context_of(kind).keys()
