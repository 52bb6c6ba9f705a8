"""Strangers who sign under somebody's name and say that they are the same: no other line ever disappears or is spelled anew."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaign.listing import groups_of
from campaign.operations.judging import Contradiction, NotAPair, judge, judge_as_signer, take_back_as_signer
from campaign.operations.own_page import correct_line, withdraw
from campaign.queries import find
from campaign.shared_lines import shared_lines
from coalition.models import Person
from coalition.permissions import Actor
from errors import UserError
from signatories.clusters import Clusters, clusters, with_signers
from signatories.judgements import Judgement
from signatories.models import Signature
from tests.tools.campaigns import Campaigns
from tests.tools.invitations import doors
from tests.tools.signing import rows

HONEST = {"American Civil Liberties Union": "aclu.example", "Association of City Library Users": "library.example"}
BY = Actor(1, "ana@rivers.example", "Ana", {1: "owner"}, 1)


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open()
    with database.write() as session:
        session.add(Person(email=BY.email, name=BY.name, created_at=clock.now))
    return made


@pytest.fixture
def two(campaigns):
    """Two organizations, both of which some call ACLU."""
    return [campaigns.sign(name, f"x@{domain}", website=domain).id for name, domain in HONEST.items()]


def say(database, clock, number, other, verdict="same"):
    with database.write() as session:
        one, named = session.get_one(Signature, number), session.get_one(Signature, other)
        judge_as_signer(session, find(session, "harbor"), one, named, verdict, now=clock.now)


def spell(database, clock, number, line):
    with database.write() as session:
        correct_line(session, find(session, "harbor"), session.get_one(Signature, number), line, now=clock.now)


def leave(database, clock, number):
    with database.write() as session:
        campaign, one = find(session, "harbor"), session.get_one(Signature, number)
        withdraw(session, campaign, one, doors=doors(), now=clock.now)


def printed(database):
    with database.read() as session:
        return sorted(entry.name for group in groups_of(session, find(session, "harbor")) for entry in group.entries)


def test_a_stranger_who_says_the_same_gives_way_and_no_line_does(campaigns, two, database, clock):
    stranger = campaigns.sign("ACLU", "x@stranger.example").id
    for other in two:
        say(database, clock, stranger, other)
        assert printed(database) == sorted(HONEST)


def test_who_is_the_same_by_the_matchers_word_ties_nobody(campaigns, two, database, clock):
    """Somebody at the same domain types the same name, is joined with it, and then says the same as another."""
    name, website = next(iter(HONEST.items()))
    stranger = campaigns.sign(name.upper(), f"stranger@{website}").id
    assert printed(database) == sorted(HONEST), "joined by the matcher"
    say(database, clock, stranger, two[1])
    assert printed(database) == sorted(HONEST)


def test_a_website_that_a_stranger_types_joins_nobody(campaigns, two, database):
    name, website = next(iter(HONEST.items()))
    campaigns.sign(name.upper(), "x@stranger.example", website=website)
    assert printed(database) == sorted([*HONEST, name.upper()])


def test_nor_in_the_other_order(campaigns, two, database, clock):
    name, website = next(iter(HONEST.items()))
    stranger = campaigns.sign("ACLU", f"stranger@{website}").id
    say(database, clock, stranger, two[1])
    spell(database, clock, stranger, name.upper())
    assert [one.source for one in rows(database, Judgement)] == ["signer", "matcher"], "the control: both words count"
    assert printed(database) == sorted(HONEST)


def test_nor_by_a_coordinators_word(campaigns, two, database, clock):
    stranger = campaigns.sign("ACLU", "x@stranger.example").id
    say(database, clock, stranger, two[1])
    with database.write() as session:
        judge(session, find(session, "harbor"), [two[0], stranger], "same", prints=two[0], by=BY, now=clock.now)
    assert printed(database) == sorted(HONEST)


def test_whoever_joined_a_stranger_is_not_carried_on(campaigns, two, database, clock):
    """The real one says that it is the same as the stranger, who then goes to another line, or is called otherwise."""
    stranger = campaigns.sign("ACLU", "x@stranger.example").id
    say(database, clock, two[0], stranger)
    assert printed(database) == sorted(["ACLU", list(HONEST)[1]])
    say(database, clock, stranger, two[1])
    assert printed(database) == sorted(HONEST)
    with database.write() as session:
        theirs = session.query(Judgement).filter_by(signer_id=stranger).one()
        assert take_back_as_signer(
            session, find(session, "harbor"), session.get_one(Signature, stranger), theirs.id, now=clock.now
        )
    spell(database, clock, stranger, "Friends of Waste")
    assert printed(database) == sorted([*HONEST, "Friends of Waste"])
    assert [one.revoked_by for one in rows(database, Judgement)] == ["the matcher", "the signer"]


def test_a_slip_mended_in_capitals_or_accents_keeps_the_word(campaigns, two, database, clock):
    other = campaigns.sign("Aclu", "x@stranger.example").id
    say(database, clock, two[0], other)
    spell(database, clock, other, "ACLU")
    assert printed(database) == sorted(["ACLU", list(HONEST)[1]])


def test_when_a_line_leaves_who_joined_it_stands_in_words_of_their_own(campaigns, two, database, clock):
    named = campaigns.sign("ACLU", "x@stranger.example").id
    second = campaigns.sign("A.C.L.U. of All", "x@second.example").id
    for number in (second, two[0]):
        say(database, clock, number, named)
    leave(database, clock, named)
    assert printed(database) == sorted([*HONEST, "A.C.L.U. of All"])


def test_a_strangers_different_parts_nobody_else(campaigns, two, database, clock):
    with database.write() as session:
        judge(session, find(session, "harbor"), two, "same", prints=two[0], by=BY, now=clock.now)
    stranger = campaigns.sign("ACLU", "x@stranger.example").id
    say(database, clock, stranger, two[0])
    assert printed(database) == [next(iter(HONEST))]
    say(database, clock, stranger, two[1], "different")
    assert printed(database) == sorted(["ACLU", next(iter(HONEST))])


NAMES = [*HONEST, "ACLU", "Aclu", "A. C. L. U. (ACLU)", "Friends of Waste"]
WORDS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["same", "different", "chapter"]),
            st.integers(0, 3),
            st.integers(0, 5),
        ),
        st.tuples(st.just("spell"), st.integers(0, 3), st.integers(0, len(NAMES) - 1)),
        st.tuples(st.just("leave"), st.integers(0, 3), st.just(0)),
    ),
    max_size=12,
)


@given(words=WORDS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_whatever_several_strangers_say_every_other_line_stands_as_it_was_signed(database, clock, words):
    with database.read() as session:
        missing = find(session, "harbor") is None
    if missing:
        made = Campaigns(database, clock)
        made.open()
        for name, domain in HONEST.items():
            made.sign(name, f"x@{domain}", website=domain)
        for number, website in enumerate([*HONEST.values(), "", ""]):
            made.sign(f"ACLU {number}", f"x@stranger{number}.example", website=website)
    numbers = [one.id for one in rows(database)]
    strangers = numbers[2:]
    with database.write() as session:
        campaign = find(session, "harbor")
        for word, who, what in words:
            one = session.get_one(Signature, strangers[who])
            try:
                if word == "spell":
                    correct_line(session, campaign, one, NAMES[what], now=clock.now)
                elif word == "leave":
                    withdraw(session, campaign, one, doors=doors(), now=clock.now)
                else:
                    other = session.get_one(Signature, numbers[what])
                    judge_as_signer(session, campaign, one, other, word, now=clock.now)  # type: ignore[arg-type]
            except (Contradiction, NotAPair, UserError):
                continue
            entries = {entry.number: entry.name for group in groups_of(session, campaign) for entry in group.entries}
            assert [entries.get(number) for number in numbers[:2]] == list(HONEST)
            shared = shared_lines(session, campaign.id)
            assert shared.leader(numbers[0]) != shared.leader(numbers[1])
        session.rollback()


# --- the rule by itself -------------------------------------------------------------------------------------------------


MEMBERS = st.integers(1, 7)
PAIRS = st.lists(st.tuples(MEMBERS, MEMBERS), max_size=8)


@given(PAIRS, PAIRS, st.dictionaries(MEMBERS, MEMBERS, max_size=5))
def test_signers_never_tie_lines_together_nor_part_them(same, apart, joining):
    firm = clusters(same, apart)
    found = with_signers(firm, joining, apart)
    for one in range(1, 8):
        for other in range(1, 8):
            if one not in joining and other not in joining:
                assert found.together(one, other) == firm.together(one, other)
    assert all(not found.together(one, other) for one, other in apart if one != other)
    assert all(found.of[member] == members for members in found.of.values() for member in members)


def test_of_two_who_name_each_other_the_later_goes():
    alone = Clusters({}, frozenset())
    found = with_signers(alone, {1: 2, 2: 1, 3: 1}, [])
    assert found.of == {1: (1, 2, 3), 2: (1, 2, 3), 3: (1, 2, 3)}
    assert with_signers(alone, {2: 3, 1: 2}, []).set_aside == {(1, 2)}
