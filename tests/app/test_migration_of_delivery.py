"""The step to recipients and deliveries (0015), with a campaign and a known list of before it, on either database."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import IntegrityError

import migrations
from campaign.delivery_models import DeliveryRecipient
from campaign.models import Campaign
from signatories.models import ListMapping
from tests.tools.campaigns import Campaigns
from tests.tools.signing import rows

TABLES = {"delivery_recipient", "delivery_file", "delivery", "delivered_edition", "delivery_words"}


@pytest.fixture
def before(database, clock):
    """A database of the version before, with a closed letter and columns that somebody mapped."""
    campaigns = Campaigns(database, clock)
    campaigns.open()
    campaigns.close()
    migrations.downgrade(database.engine, "0014")
    with database.engine.begin() as connection:
        connection.execute(_mapping("signatures"))
    yield campaigns
    migrations.upgrade(database.engine)


def _mapping(purpose):
    return text(
        "INSERT INTO list_mapping (coalition_id, purpose, fingerprint, columns, heading, said_by, said_at)"
        " VALUES ((SELECT min(id) FROM coalition), :purpose, :mark, '[\"email\"]', 1, 'Ada', '2026-03-01 12:00:00')"
    ).bindparams(purpose=purpose, mark="a" * 64)


def test_a_campaign_and_a_mapping_of_before_are_kept(before, database):
    assert not TABLES & set(inspect(database.engine).get_table_names())
    with pytest.raises(IntegrityError), database.engine.begin() as connection:
        connection.execute(_mapping("recipients"))
    migrations.upgrade(database.engine)
    assert set(inspect(database.engine).get_table_names()) >= TABLES
    (mapping,) = rows(database, ListMapping)
    assert (mapping.purpose, mapping.columns) == ("signatures", ["email"])
    with database.engine.begin() as connection:
        connection.execute(_mapping("recipients"))
    with pytest.raises(IntegrityError), database.engine.begin() as connection:
        connection.execute(_mapping("nonsense"))


def test_back_and_up_again(before, database):
    migrations.upgrade(database.engine)
    with database.write() as session:
        campaign = session.scalars(select(Campaign)).one()
        session.add(
            DeliveryRecipient(
                campaign_id=campaign.id,
                place=1,
                kind="other",
                name="The Clerk",
                lines=["The Clerk"],
                own_copy=True,
                channels=["post"],
                added_by="Ada",
                added_at=datetime(2026, 3, 1, tzinfo=UTC),
            )
        )
    with database.engine.begin() as connection:
        connection.execute(_mapping("recipients"))
    migrations.downgrade(database.engine, "0014")
    assert not TABLES & set(inspect(database.engine).get_table_names())
    assert [one.purpose for one in rows(database, ListMapping)] == ["signatures"]
    migrations.upgrade(database.engine)
    assert set(inspect(database.engine).get_table_names()) >= TABLES
    assert rows(database, DeliveryRecipient) == []
