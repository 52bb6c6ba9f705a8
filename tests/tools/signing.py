"""Signing as a browser does it: the form, the mail, the button behind the link in it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select, update

from database import Base, Database
from mail.models import OutboxMessage
from signatories.models import Signature
from tests.tools.campaigns import ENTRY

PAGE = "/letters/harbor"


def mails(database: Database, kind: str = "", to: str = "") -> list[OutboxMessage]:
    """The messages in the outbox, oldest first; only those of a kind, or to an address, where one is named."""
    query = select(OutboxMessage).order_by(OutboxMessage.id)
    if kind:
        query = query.where(OutboxMessage.kind == kind)
    if to:
        query = query.where(OutboxMessage.recipient == to)
    with database.read() as session:
        return list(session.scalars(query))


def door(message: OutboxMessage, name: str = "confirm_url") -> str:
    """The path of an address that a message carries."""
    return urlsplit(message.context[name]).path


def rows(database: Database, model: type[Any] = Signature) -> list[Any]:
    """Every row of a table, in the order of their making."""
    with database.read() as session:
        return list(session.scalars(select(model).order_by(model.id)))


def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, in an order of their own: what must be equal before and after a look."""
    with database.read() as session:
        return {
            table.name: sorted(map(tuple, session.execute(table.select())), key=repr) for table in Base.metadata.sorted_tables
        }


def signature_of(database: Database, number: int) -> Signature:
    """The signature of that number as it is in the database."""
    with database.read() as session:
        return session.get_one(Signature, number)


def set_signature(database: Database, number: int, **values: Any) -> None:
    """Write columns of a signature, past every rule."""
    with database.write() as session:
        session.execute(update(Signature).where(Signature.id == number).values(**values))


def ask(client: Any, database: Database, entry: dict[str, str] | None = None, *, page: str = PAGE) -> str:
    """Fill in the form of a letter's page; gives the path behind the link that was mailed."""
    before = len(mails(database, "confirm"))
    answer = client.fill_in(page, entry or ENTRY)
    assert answer.status_code == 303, answer.status
    assert "/waiting/" in answer.location
    (new,) = mails(database, "confirm")[before:]
    return door(new)


def sign_on(client: Any, database: Database, entry: dict[str, str] | None = None, *, page: str = PAGE) -> str:
    """Fill in the form and confirm by mail; gives the path of the signer's own page."""
    path = ask(client, database, entry, page=page)
    answer = client.fill_in(path, {}, action="/confirm/")
    assert answer.status_code == 303, answer.status
    assert "/mine/" in answer.location
    return str(answer.location)
