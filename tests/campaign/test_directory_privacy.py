"""Contacts in the directory are a person's data: handed out, erased, and deleted some time after they were taken off."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from campaign.operations.erasing import erase, plan
from campaign.operations.personal_data import exported, find
from campaign.operations.retention import KEEP_TAKEN_OFF, purge_due
from campaign.retention_commands import told
from coalition.models import AuditEntry
from signatories import directory
from signatories.organizations import Organization, OrganizationContact
from tests.tools.directory import Directory
from tests.tools.personal import ADA, holding, letter_about_ada

TWO = ("ada@friends", "Ada Okafor")


@pytest.fixture
def owner(signed_in):
    return signed_in("owner")


@pytest.fixture
def reef(owner, database, clock):
    """An organization of the owner's coalition, and one of another, with Ada for a contact."""
    with database.write() as session:
        from coalition.operations import people

        hills = people.create_coalition(session, "Hills", by="x", now=clock.now)
        Directory(session, hills.id, clock.now).add("Hill Walkers", email=ADA)
        return Directory(session, owner.coalition_id, clock.now).add("Reef Circle", email="Ada+x@friends.example").id


def contacts(database):
    with database.read() as session:
        return session.scalars(select(OrganizationContact).order_by(OrganizationContact.id)).all()


def test_they_are_handed_out_with_the_organization(reef, owner, database, clock):
    with database.read() as session:
        (one,) = exported(session, find(session, " ADA@friends.example", owner.coalition_id), clock.now)["directory"]
        both = exported(session, find(session, ADA, None), clock.now)["directory"]
    assert (one["organization"], one["name"], one["email"]) == ("Reef Circle", "Ada Okafor", "Ada+x@friends.example")
    assert one.keys() >= {column.key for column in OrganizationContact.__table__.columns}
    assert [row["organization"] for row in both] == ["Hill Walkers", "Reef Circle"]


def test_erasing_deletes_them_in_the_coalition_that_asks(reef, owner, database, clock):
    with database.read() as session:
        lines = "\n".join(told(plan(session, find(session, ADA, owner.coalition_id), clock.now)))
    assert "The contact of “Reef Circle” in the directory" in lines
    assert "goes: The name, the title and the address." in lines
    with database.write() as session:
        assert erase(session, ADA, owner.coalition_id, by="Rosa", now=clock.now).contacts == 1
    assert [one.email for one in contacts(database)] == [ADA]
    with database.write() as session:
        assert erase(session, ADA, None, by="Rosa", now=clock.now).contacts == 1
        assert erase(session, ADA, None, by="Rosa", now=clock.now).contacts == 0
        entries = session.scalars(select(AuditEntry).where(AuditEntry.act == "person.erased")).all()
    assert len(entries) == 2
    assert holding(database, TWO) == set()


def test_one_that_was_taken_off_is_erased_too(reef, owner, database, clock):
    with database.write() as session:
        row = session.scalars(select(OrganizationContact).where(OrganizationContact.organization_id == reef)).one()
        directory.remove_contact(session, row, by="x", now=clock.now)
        assert erase(session, ADA, owner.coalition_id, by="Rosa", now=clock.now).contacts == 1


def test_the_page_tells_and_erases(reef, owner, database):
    path = f"/desk/coalition/{owner.coalition_id}/privacy"
    page = owner.fill_in(path, {"email": ADA}, action="privacy")
    assert "The contact of “Reef Circle” in the directory" in page.text
    answer = owner.submit(page, path, {}, action="export")
    assert json.loads(answer.data)["directory"][0]["organization"] == "Reef Circle"
    owner.submit(page, path, {"understood": "yes"}, action="erase")
    assert [one.email for one in contacts(database)] == [ADA]


@pytest.mark.parametrize("how", ["contact", "organization"])
def test_what_was_taken_off_is_deleted_after_its_time(reef, database, clock, how):
    with database.write() as session:
        row = session.scalars(select(OrganizationContact).where(OrganizationContact.organization_id == reef)).one()
        if how == "contact":
            directory.remove_contact(session, row, by="x", now=clock.now)
        else:
            organization = session.get_one(Organization, reef)
            directory.retire(session, organization, by="x", now=clock.now)
    purge_due(database, clock.now + KEEP_TAKEN_OFF)
    assert len(contacts(database)) == 2
    purge_due(database, clock.now + KEEP_TAKEN_OFF + timedelta(seconds=1))
    assert [one.email for one in contacts(database)] == [ADA]


def test_the_contacts_of_one_that_was_joined_stay(reef, owner, database, clock):
    with database.write() as session:
        kept = Directory(session, owner.coalition_id, clock.now).add("Reef League")
        directory.join(session, kept, session.get_one(Organization, reef), by="x", now=clock.now)
    purge_due(database, clock.now + 2 * KEEP_TAKEN_OFF)
    assert len(contacts(database)) == 2


def test_a_letters_own_time_does_not_touch_the_directory_and_the_other_way_round(campaigns, database, clock):
    letter_about_ada(campaigns, database)
    with database.write() as session:
        number = campaigns.get().coalition_id
        Directory(session, number, clock.now).add("Friends of the Harbor", email=ADA)
    campaigns.close()
    clock.advance(days=180)
    assert purge_due(database, clock.now) == 1
    assert {table for table, _ in holding(database, TWO)} == {"organization_contact"}
