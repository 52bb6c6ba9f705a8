"""Four confirmations from one address at the same moment: one of them stands. The database holds that line itself."""

from __future__ import annotations

import os
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from campaign.operations import confirming
from campaign.operations.acts import row_behind
from campaign.queries import campaign_for_signing
from database import Database
from signatories.links import Opened
from signatories.models import STANDING, Signature
from tests.tools.campaigns import Campaigns
from tests.tools.invitations import doors
from tests.tools.waiting import at_once

AT_ONCE = 4
TIMES = max(5, min(100, 5 * int(os.environ.get("UNDERSIGNED_FAULT_ROUNDS", "1"))))


@pytest.fixture
def campaigns(database: Database, clock: Any) -> Campaigns:
    made = Campaigns(database, clock)
    made.open()
    return made


def confirm_at_once(campaigns: Campaigns, time: int) -> list[Any]:
    """Four sign under different names and spellings of one address, and confirm at once; gives what each was told."""
    host = f"friends{time}.example"
    spellings = (f"ada@{host}", f"Ada@{host}", f"ada+letters@{host}", f"ada@{host.upper()}")
    signed = [campaigns.sign(f"Friends {time} {n}", address, confirmed=False) for n, address in enumerate(spellings)]
    assert {signature.address_key for signature in signed} == {f"ada@{host}"}
    told: list[Any] = []

    def press(number: int) -> None:
        def work(session: Any) -> Any:
            held = campaign_for_signing(session, "harbor")
            found = row_behind(session, held, Signature, Opened(number, 0), lock=True)
            return confirming.confirm(session, held, found, doors=doors("harbor"), now=campaigns.now)

        try:
            told.append(campaigns.database.together(work))
        except Exception as error:
            told.append(error)

    at_once(*(partial(press, signature.id) for signature in signed))
    return told


def most_of_an_address(database: Database) -> int:
    """How many signatures stand from the address that has the most."""
    counted = (
        select(func.count().label("n"))
        .where(Signature.confirmed_at.is_not(None), Signature.stands_beside.is_(False), Signature.status.in_(STANDING))
        .group_by(Signature.campaign_id, Signature.address_key)
        .subquery()
    )
    with database.read() as session:
        return session.scalar(select(func.max(counted.c.n))) or 0


def test_one_of_four_stands(campaigns: Campaigns, database: Database) -> None:
    for time in range(TIMES):
        told = confirm_at_once(campaigns, time)
        assert sorted(type(answer).__name__ for answer in told) == ["Choose", "Choose", "Choose", "Confirmed"]
    assert most_of_an_address(database) == 1


def test_without_looking_first_the_index_alone_holds(campaigns: Campaigns, database: Database, monkeypatch: Any) -> None:
    """Nobody sees the others, as when all look before one has written: three of four are refused by the database."""
    monkeypatch.setattr(confirming, "_of_mailbox", lambda *_, **__: (None, None))
    told = confirm_at_once(campaigns, 0)
    assert sum(isinstance(answer, confirming.Confirmed) for answer in told) == 1
    assert sum(isinstance(answer, IntegrityError) for answer in told) == AT_ONCE - 1
    assert most_of_an_address(database) == 1


def test_without_look_and_index_several_would_stand(campaigns: Campaigns, database: Database, monkeypatch: Any) -> None:
    """The control. The index is put back: the next test on the same server needs it."""
    index = next(index for index in Signature.__table__.indexes if index.name == "uq_signature_one_confirmed")  # type: ignore[attr-defined]
    monkeypatch.setattr(confirming, "_of_mailbox", lambda *_, **__: (None, None))
    with database.write() as session:
        session.execute(text("DROP INDEX uq_signature_one_confirmed"))
    try:
        confirm_at_once(campaigns, 0)
        assert most_of_an_address(database) > 1
    finally:
        with database.write() as session:
            session.execute(text("UPDATE signature SET status = 'replaced'"))
            index.create(session.connection())
