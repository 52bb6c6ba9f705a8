"""The directory: kept by hand, joined and parted, brought in by lists."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from coalition.models import AuditEntry
from coalition.operations import people
from errors import UserError
from signatories import directory
from signatories.directory import ChangedMeanwhileError, Contact, Details
from signatories.organizations import Organization, OrganizationContact, OrganizationName
from tests.signatories.reading.lists import PRINTING
from tests.tools.directory import Directory
from tests.tools.judgements import judgements


@pytest.fixture
def judgement(database, clock):
    """The number of a judgement. Made before a session is open."""
    return judgements(database, clock)[0]


@pytest.fixture
def session(database):
    with database.write() as session:
        yield session


@pytest.fixture
def kept(session, clock):
    rivers = people.create_coalition(session, "Rivers", by="the tests", now=clock.now)
    return Directory(session, rivers.id, clock.now)


@pytest.fixture
def others(session, clock):
    """Another coalition's directory."""
    hills = people.create_coalition(session, "Hills", by="the tests", now=clock.now)
    return Directory(session, hills.id, clock.now)


@pytest.fixture
def how(clock):
    return {"by": "Rosa", "now": clock.now}


def acts(session):
    return list(session.scalars(select(AuditEntry.act).where(AuditEntry.act.like("organization.%")).order_by(AuditEntry.id)))


def names(session, organization):
    rows = directory.names_of(session, [organization])
    return [(one.name, one.kind, one.source) for one in rows if one.removed_at is None]


def found(kept, **how):
    return [row.organization.name for row in directory.find(kept.session, kept.coalition_id, **how).rows]


# --- by hand -------------------------------------------------------------------------------------------------------------


def test_every_name_leads_to_the_organization_whatever_capitals_and_accents(kept, others):
    kept.add("Ámbar Legal Clinic, Inc.", "ALC", former=("Harbor Aid",))
    others.add("ALC")
    assert kept.known_as() == {
        "ambar legal clinic inc": "Ámbar Legal Clinic, Inc.",
        "alc": "Ámbar Legal Clinic, Inc.",
        "harbor aid": "Ámbar Legal Clinic, Inc.",
    }


def test_a_name_of_two_leads_to_nobody_and_both_pages_say_so(kept):
    one, other = kept.add("Old Quarry Aid", "Legal Aid"), kept.add("Westmark Aid", "LEGAL AID")
    assert "legal aid" not in kept.known_as()
    assert [(row.id, name) for row, name in directory.namesakes(kept.session, one)] == [(other.id, "LEGAL AID")]
    assert [(row.id, name) for row, name in directory.namesakes(kept.session, other)] == [(one.id, "Legal Aid")]


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (Details(" \u200b"), "name"),
        (Details("R" * 301), "name"),
        (Details("Re\ufffdef"), "name"),
        (Details("Reef", website="no site"), "website"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(kept, how, details, field):
    with pytest.raises(UserError) as refused:
        directory.add(kept.session, kept.coalition_id, details, printing=PRINTING, **how)
    assert refused.value.field == field


def test_another_name_keeps_the_old_one_as_a_former_name(kept, how, session):
    reef = kept.add("Reef Circle", "Reef League")
    assert directory.change(session, reef, Details("Reef League", state="Ohio"), printing=PRINTING, **how)
    assert names(session, reef) == [("Reef Circle", "former", "hand")]
    assert kept.known_as() == {"reef league": "Reef League", "reef circle": "Reef League"}
    assert not directory.change(session, reef, Details("Reef League", state="Ohio"), printing=PRINTING, **how)


def test_another_spelling_of_the_same_name_is_no_former_name(kept, how, session):
    reef = kept.add("Reef Circle")
    directory.change(session, reef, Details("REEF CIRCLE"), printing=PRINTING, **how)
    assert names(session, reef) == []


def test_a_name_is_added_once_taken_off_and_taken_back(kept, how, session):
    reef = kept.add("Reef Circle", "RC")
    for typed in ("rc", "Réef circle"):
        with pytest.raises(UserError, match="already"):
            directory.add_name(session, reef, typed, "alias", printing=PRINTING, **how)
    (row,) = directory.names_of(session, [reef])
    directory.remove_name(session, row, **how)
    assert "rc" not in kept.known_as()
    directory.add_name(session, reef, "R.C.", "alias", printing=PRINTING, **how)
    with pytest.raises(UserError, match="already"):
        directory.restore_name(session, row, **how)
    directory.remove_name(session, directory.names_of(session, [reef])[1], **how)
    directory.restore_name(session, row, **how)
    assert names(session, reef) == [("RC", "alias", "hand")]


def test_the_database_refuses_a_name_twice(kept, session, clock):
    reef = kept.add("Reef Circle", "RC")
    same = {"organization_id": reef.id, "name_key": "rc", "kind": "alias", "source": "hand", "added_at": clock.now}
    session.add(OrganizationName(name="R.C.", **same))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_contacts_are_added_once_and_the_record_does_not_name_them(kept, how, session):
    reef = kept.add("Reef Circle", email="ada@reef.example")
    for contact, field in [
        (Contact("", "", "ADA+x@reef.example"), "email"),
        (Contact("", "Director", " "), "name"),
        (Contact("Ben", "", "ben"), "email"),
    ]:
        with pytest.raises(UserError) as refused:
            directory.add_contact(session, reef, contact, printing=PRINTING, **how)
        assert refused.value.field == field
    (row,) = directory.contacts_of(session, [reef])
    directory.remove_contact(session, row, **how)
    assert directory.find(session, kept.coalition_id).rows[0].contacts == []
    directory.restore_contact(session, row, **how)
    assert directory.find(session, kept.coalition_id).rows[0].contacts == [row]
    told = str([one.detail for one in session.scalars(select(AuditEntry))]).lower()
    assert "ada" not in told
    assert "okafor" not in told


def test_what_is_retired_is_not_known_until_it_is_taken_back(kept, how, session):
    reef = kept.add("Reef Circle", "RC")
    directory.retire(session, reef, **how)
    assert kept.known_as() == {}
    assert found(kept) == []
    assert found(kept, retired=True) == ["Reef Circle"]
    directory.restore(session, reef, **how)
    assert [*kept.known_as()] == ["reef circle", "rc"]
    assert acts(session)[-2:] == ["organization.retired", "organization.restored"]


# --- found ---------------------------------------------------------------------------------------------------------------


def test_the_search_looks_into_every_name_without_accents_and_narrows(kept, others):
    kept.add("The Álamo Circle", "Reef Watch", scope="local", state="Ohio")
    kept.add("Bakers' Guild", scope="national", state="Ohio")
    kept.add("Corner 100%", state="Utah")
    others.add("Alamo of the Hills")
    assert found(kept) == ["The Álamo Circle", "Bakers' Guild", "Corner 100%"], "by name, the article aside"
    assert found(kept, words="ALAMO") == found(kept, words="reef w") == ["The Álamo Circle"]
    assert found(kept, words="bakers") == ["Bakers' Guild"]
    assert found(kept, words="nothing") == []
    assert found(kept, state="Ohio", scope="national") == ["Bakers' Guild"]
    listed = directory.find(kept.session, kept.coalition_id, state="Ohio")
    assert dict(listed.scopes) == {"local": 1, "national": 1}
    page = directory.find(kept.session, kept.coalition_id, page=9, at_once=2)
    assert (page.page, page.pages, page.total, len(page.rows)) == (2, 2, 3, 1)


# --- joined --------------------------------------------------------------------------------------------------------------


def test_joined_ones_are_one_and_parted_they_are_as_they_were(kept, how, session):
    reef, circle, watch = kept.add("Reef", "R1"), kept.add("Circle", "C1", email="c@circle.example"), kept.add("Watch", "W1")
    before = directory.known(session, kept.coalition_id)
    directory.join(session, circle, watch, **how)
    directory.join(session, reef, circle, **how)
    assert set(kept.known_as().values()) == {"Reef"}
    assert len(kept.known_as()) == 6
    (row,) = directory.find(session, kept.coalition_id).rows
    assert [name for name, _kind in row.other_names] == ["R1", "C1", "W1", "Circle", "Watch"]
    assert [one.email for one in row.contacts] == ["c@circle.example"]
    assert found(kept, words="watch") == ["Reef"]
    assert directory.part(session, circle, **how).id == reef.id
    assert kept.known_as()["w1"] == "Circle"
    directory.part(session, watch, **how)
    assert directory.known(session, kept.coalition_id) == before


def test_only_two_that_stand_in_one_directory_are_joined(kept, others, how, session):
    reef, hills = kept.add("Reef"), others.add("Hills")
    gone = kept.add("Gone")
    directory.retire(session, gone, **how)
    for other in (reef, hills, gone):
        with pytest.raises(UserError):
            directory.join(session, reef, other, **how)
    with pytest.raises(UserError, match="not joined"):
        directory.part(session, reef, **how)
    directory.join(session, reef, kept.add("Same"), **how)
    (same,) = directory.joined_into(session, reef)
    with pytest.raises(UserError, match="apart"):
        directory.restore(session, same, **how)


# --- lists ---------------------------------------------------------------------------------------------------------------

LIST = """\
Organization,Aliases,State,Email
Reef Circle,RC,Ohio,new@reef.example
Shore League,SL,Utah,a@shore.example
Shore League,,,b@shore.example
,,,
Nobody,,,nobody
"""


def test_a_list_makes_and_fills_and_adds(kept, session):
    reef = kept.add("Reef Circle", email="ada@reef.example")
    brought = kept.bring(LIST)
    assert (brought.made, brought.added_to) == (1, 1)
    assert (reef.state, names(session, reef)) == ("Ohio", [("RC", "alias", "list")])
    rows = {row.organization.name: row for row in directory.find(session, kept.coalition_id).rows}
    assert [one.email for one in rows["Reef Circle"].contacts] == ["ada@reef.example", "new@reef.example"]
    assert [one.email for one in rows["Shore League"].contacts] == ["a@shore.example", "b@shore.example"]
    assert brought.batch.filled == {str(reef.id): {"state": "Ohio"}}
    assert "new@" not in repr((brought.batch.mapping, brought.batch.filled))


def test_a_directory_that_changed_meanwhile_takes_no_list(kept, session):
    seen = directory.known(session, kept.coalition_id)
    rows = kept.plan(LIST)
    kept.add("Shore League")
    with pytest.raises(ChangedMeanwhileError):
        directory.bring(session, kept.coalition_id, rows, seen=seen, source="x", by="x", now=kept.now)
    assert session.scalar(select(func.count()).select_from(OrganizationName)) == 0


def test_nothing_new_is_said(kept):
    kept.bring("Organization\nReef Circle\n")
    with pytest.raises(UserError, match="nothing was written"):
        kept.bring("Organization\nReef Circle\n")


def test_a_list_taken_back_leaves_the_directory_as_it_was(kept, how, session):
    kept.add("Reef Circle", email="ada@reef.example")
    before = directory.known(session, kept.coalition_id)
    batch = kept.bring(LIST).batch
    assert directory.known(session, kept.coalition_id) != before
    would = directory.would_undo(session, batch)
    assert (would.retired, would.kept, would.mended) == (1, 0, 1)
    assert directory.undo(session, batch, **how) == would
    assert directory.known(session, kept.coalition_id) == before
    again = directory.undo(session, batch, **how)
    assert (again.retired, again.kept, again.mended) == (0, 0, 0)


def test_what_was_changed_since_stays(judgement, kept, how, session):
    reef = kept.add("Reef Circle")
    batch = kept.bring(LIST + "Hill Walkers,,,\nMill Workers,,,\nBay Sailors,,,\n").batch
    by_name = {one.name: one for one in session.scalars(select(Organization))}
    directory.change(session, reef, Details("Reef Circle", state="Iowa"), printing=PRINTING, **how)
    directory.change(session, by_name["Shore League"], Details("Shore League", type="club"), printing=PRINTING, **how)
    directory.learn(session, kept.coalition_id, ("Hill Walkers", "The Hill Hikers"), judgement, **how)
    kept.bring("Organization,State\nMill Workers,Ohio\n")
    done = directory.undo(session, batch, **how)
    assert (done.retired, done.kept, done.mended) == (1, 3, 1)
    assert (reef.state, names(session, reef)) == ("Iowa", [])
    assert found(kept) == ["Hill Walkers", "Mill Workers", "Reef Circle", "Shore League"]


def test_a_double_that_a_person_decided(kept, session):
    reef = kept.add("Reef Circle of Ohio")
    text = "Organization\nReef Circel of Ohio\nShore Guild\n"
    assert kept.plan(text)[1].verdict == "double"
    kept.bring(text, row_2="same")
    assert names(session, reef) == [("Reef Circel of Ohio", "alias", "list")]


def test_contacts_keep_their_mailbox(kept, session):
    kept.bring(LIST)
    keys = session.scalars(select(OrganizationContact.address_key).order_by(OrganizationContact.id)).all()
    assert keys == ["new@reef.example", "a@shore.example", "b@shore.example"]
