"""The directory learns from judgements and forgets with them."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from coalition.operations import people
from database import Database
from signatories import directory
from signatories.directory import Details, forget, learn
from signatories.organizations import Organization, OrganizationName
from tests.signatories.reading.lists import PRINTING
from tests.tools.directory import Directory
from tests.tools.judgements import COUNT, judgements


@pytest.fixture
def numbers(database, clock):
    """Judgements, to be learned from."""
    return judgements(database, clock)


@pytest.fixture
def session(database, numbers):
    with database.write() as session:
        yield session


@pytest.fixture
def kept(session, clock):
    rivers = people.create_coalition(session, "Rivers", by="the tests", now=clock.now)
    return Directory(session, rivers.id, clock.now)


@pytest.fixture
def judged(kept, session, numbers):
    def judge(one, other, which=0):
        return learn(session, kept.coalition_id, (one, other), numbers[which], by="Rosa", now=kept.now)

    return judge


def test_of_a_known_name_the_other_becomes_an_alias(kept, judged, session, numbers):
    reef = kept.add("Reef Circle", "RC")
    assert judged("The Circle of the Reef", "RC", 4) == "alias"
    assert kept.known_as()["the circle of the reef"] == "Reef Circle"
    row = directory.names_of(session, [reef])[-1]
    assert (row.name, row.kind, row.source, row.judgement_id) == ("The Circle of the Reef", "alias", "judgement", numbers[4])


def test_of_two_unknown_names_the_first_becomes_an_organization(kept, judged):
    assert judged("Reef Circle", "RC") == "created"
    assert kept.known_as() == {"reef circle": "Reef Circle", "rc": "Reef Circle"}


def test_two_organizations_are_never_joined_by_it(kept, judged):
    kept.add("Reef Circle")
    kept.add("Shore League")
    before = kept.known_as()
    assert judged("Reef Circle", "Shore League") == "two organizations"
    assert kept.known_as() == before


def test_a_name_of_two_teaches_nothing(kept, judged):
    kept.add("Old Quarry Aid", "Legal Aid")
    kept.add("Westmark Aid", "Legal Aid")
    before = kept.known_as()
    assert judged("Legal Aid", "LA") == "not clear"
    assert judged("Legal Aid", "Old Quarry Aid") == "not clear"
    assert kept.known_as() == before


def test_what_is_known_and_what_is_one_name_teaches_nothing(kept, judged, session):
    kept.add("Reef Circle", "RC")
    assert judged("RC", "Reef Circle") == "known"
    assert judged("Shore League", "SHORE  LEAGUE!") == "known"
    assert session.scalars(select(OrganizationName).where(OrganizationName.source == "judgement")).all() == []
    assert "shore league" not in kept.known_as()


def test_of_one_that_was_joined_the_other_learns(kept, judged, session):
    reef, circle = kept.add("Reef"), kept.add("Circle")
    directory.join(session, reef, circle, by="Rosa", now=kept.now)
    assert judged("Circle", "Round Reef") == "alias"
    assert kept.known_as()["round reef"] == "Reef"


def test_learning_twice_is_learning_once(kept, judged, session):
    judged("Reef Circle", "RC")
    before = directory.known(session, kept.coalition_id)
    assert judged("Reef Circle", "RC") == "known"
    assert directory.known(session, kept.coalition_id) == before


def test_forgetting_takes_the_alias_off_and_nothing_else(kept, judged, session, numbers):
    kept.add("Reef Circle", "RC")
    before = directory.known(session, kept.coalition_id)
    judged("Reef Circle", "Round Reef")
    for _ in range(2):
        forget(session, numbers[0], now=kept.now)
        assert directory.known(session, kept.coalition_id) == before


def test_one_that_only_a_judgement_made_is_retired_with_it(kept, judged, session, numbers):
    judged("Reef Circle", "RC")
    forget(session, numbers[0], now=kept.now)
    assert kept.known_as() == {}
    assert session.scalars(select(Organization.retired_at)).one() is not None


def test_one_that_was_touched_since_stays(kept, judged, session, numbers):
    judged("Reef Circle", "RC", 0)
    judged("Reef Circle", "Round Reef", 1)
    forget(session, numbers[0], now=kept.now)
    assert kept.known_as() == {"reef circle": "Reef Circle", "round reef": "Reef Circle"}
    reef = session.scalars(select(Organization)).one()
    directory.change(session, reef, Details("Reef Circle", state="Ohio"), printing=PRINTING, by="Rosa", now=kept.now)
    forget(session, numbers[1], now=kept.now)
    assert kept.known_as() == {"reef circle": "Reef Circle"}


def test_another_coalition_learns_nothing_and_forgets_nothing(kept, judged, session, clock):
    judged("Reef Circle", "RC")
    hills = people.create_coalition(session, "Hills", by="the tests", now=clock.now)
    assert directory.known_as(session, hills.id) == {}


NAMES = ("Reef Circle", "RC", "reef CIRCLE", "Shore League", "SL", "Hill Walkers", "HW")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("learn"), st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(0, COUNT - 1)),
        st.tuples(st.just("forget"), st.integers(0, COUNT - 1)),
    ),
    max_size=10,
)


@pytest.fixture
def prepared(tmp_path, migrated, clock):
    """A database with judgements, and their numbers."""
    path = shutil.copy(migrated, tmp_path / "judged.db")
    database = Database(f"sqlite:///{path}")
    try:
        return path, judgements(database, clock)
    finally:
        database.dispose()


@given(STEPS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_learned_is_forgotten_and_what_was_kept_by_hand_stays(tmp_path_factory, prepared, clock, steps):
    """Judgements come and go in any order; afterwards all are taken back."""
    path, numbers = tmp_path_factory.mktemp("learning") / "one.db", prepared[1]
    shutil.copy(prepared[0], path)
    database = Database(f"sqlite:///{path}")
    try:
        with database.write() as session:
            coalition = people.create_coalition(session, "Rivers", by="the tests", now=clock.now)
            kept = Directory(session, coalition.id, clock.now)
            kept.add("Reef Circle", "RC")
            before = directory.known(session, coalition.id)
            for what, *rest in steps:
                if what == "forget":
                    forget(session, numbers[rest[0]], now=clock.now)
                    continue
                one, other, number = rest
                known = directory.known_as(session, coalition.id)
                outcome = learn(session, coalition.id, (one, other), numbers[number], by="x", now=clock.now)
                after = directory.known_as(session, coalition.id)
                assert known.items() <= after.items(), "nothing that was known leads elsewhere"
                if outcome in ("alias", "created"):
                    assert after[one.lower()] == after[other.lower()]
                else:
                    assert known == after
            for number in numbers:
                forget(session, number, now=clock.now)
            assert directory.known(session, coalition.id) == before
    finally:
        database.dispose()
