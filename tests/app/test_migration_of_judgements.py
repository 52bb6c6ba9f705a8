"""The step that keeps what is said about two signatures (0007): the same words from one address go on printing once."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect

import migrations
from campaign.listing import groups_of
from campaign.queries import find
from signatories.judgements import Judgement
from tests.tools.campaigns import Campaigns
from tests.tools.signing import rows, set_signature


@pytest.fixture
def before(database, clock):
    """A database of the version before; it is brought back to the newest, whatever happens here."""
    campaigns = Campaigns(database, clock)
    campaigns.open()
    for name in ("Reef", "Reef Two", "Reef Three", "Shore"):
        campaigns.sign(name, f"{name.replace(' ', '')}@elsewhere.example")
    for number in (2, 3):
        set_signature(database, number, line="Reef", contact_email="REEF@elsewhere.example")
    set_signature(database, 3, status="withdrawn")
    migrations.downgrade(database.engine, "0006")
    yield campaigns
    migrations.upgrade(database.engine)


def test_the_same_words_from_one_address_print_once_as_before(before, database):
    assert "judgement" not in inspect(database.engine).get_table_names()
    migrations.upgrade(database.engine)
    (judgement,) = rows(database, Judgement)
    assert (judgement.pair, judgement.verdict, judgement.source) == ((1, 2), "same", "matcher")
    assert judgement.reasons == ["The same words came twice from one address."]
    with database.read() as session:
        assert [one.number for group in groups_of(session, find(session, "harbor")) for one in group.entries] == [1, 4]


def test_back_and_up_again(before, database):
    migrations.upgrade(database.engine)
    migrations.downgrade(database.engine, "0006")
    migrations.upgrade(database.engine)
    assert len(rows(database, Judgement)) == 1
