"""Which signatures share a line: the matcher's sure cases, what people say, and taking it all back."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from campaign.exports import export
from campaign.listing import counts, groups_of
from campaign.operations.judging import Contradiction, NotAPair, judge, judge_as_signer, take_back
from campaign.operations.own_page import correct_line
from campaign.queries import find
from campaign.shared_lines import shared_lines
from coalition.models import AuditEntry, Person
from coalition.permissions import Actor
from signatories.directory import known_as
from signatories.judgements import Judgement
from signatories.models import Signature
from signatories.organizations import Organization
from tests.tools.campaigns import Campaigns
from tests.tools.signing import everything, rows, set_signature

BY = Actor(1, "ana@rivers.example", "Ana", {1: "owner"}, 1)


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open()
    return made


@pytest.fixture
def three(campaigns):
    """Three lines of three addresses, by number."""
    names = {"Alpha": "a@alpha.example", "Alpha Union": "b@union.example", "The Alphas": "c@alphas.example"}
    return [campaigns.sign(name, address).id for name, address in names.items()]


@pytest.fixture(autouse=True)
def ana(database, clock):
    with database.write() as session:
        session.add(Person(email=BY.email, name=BY.name, created_at=clock.now))


def said(database, numbers, verdict, now, **more):
    with database.write() as session:
        return [one.id for one in judge(session, find(session, "harbor"), numbers, verdict, by=BY, now=now, **more)]


def back(database, number, now):
    with database.write() as session:
        take_back(session, find(session, "harbor"), session.get_one(Judgement, number), by=BY, now=now)


def printed(database):
    with database.read() as session:
        campaign = find(session, "harbor")
        names = [entry.name for group in groups_of(session, campaign) for entry in group.entries]
        assert counts(session, [campaign]) == {campaign.id: len(names)}
        return names


# What is sure.


@pytest.mark.parametrize(
    ("name", "email", "website", "once"),
    [
        ("HARBOR  friends’", "bo@friends.example", "", True),
        ("Harbor Friends’", "bo@mail.friends.example", "https://www.friends.example/", True),
        ("Harbor Friends’", "bo@other.example", "https://www.friends.example/", False),
        ("Harbor Friends’", "bo@other.example", "", False),
        ("Harbor Friends’", "bo@other.example", "https://friends.example/chapter", False),
        ("Harbor Friends’ Fund", "bo@friends.example", "https://friends.example", False),
    ],
)
def test_only_the_same_name_from_the_same_domain_or_website_is_sure(campaigns, database, name, email, website, once):
    campaigns.sign("Harbor Friends'", "ada@friends.example", website="friends.example")
    campaigns.sign(name, email, website=website)
    assert len(printed(database)) == (1 if once else 2)
    assert [(one.source, one.verdict, one.by) for one in rows(database, Judgement)] == [
        ("matcher", "same", "the matcher")
    ] * once


def test_a_free_mail_service_tells_nothing(campaigns, database):
    campaigns.sign("Harbor Friends", "ada@gmail.com")
    campaigns.sign("Harbor Friends", "bo@gmail.com")
    assert printed(database) == ["Harbor Friends"] * 2


def test_people_of_one_name_behind_one_domain_are_two(campaigns, database):
    with database.write() as session:
        find(session, "harbor").allow_individuals = True
    for address in ("j.li@city.example", "jing@city.example"):
        campaigns.sign("Jing Li", address, kind="individual")
    assert printed(database) == ["Jing Li"] * 2


def test_what_the_matcher_said_is_not_said_again_once_it_is_taken_back(campaigns, database, clock):
    campaigns.sign("Harbor", "ada@friends.example")
    second = campaigns.sign("HARBOR", "bo@friends.example").id
    (judgement,) = rows(database, Judgement)
    assert printed(database) == ["Harbor"]
    back(database, judgement.id, clock.now)
    with database.write() as session:
        correct_line(session, find(session, "harbor"), session.get_one(Signature, second), "harbor", now=clock.now)
    assert sorted(printed(database)) == ["Harbor", "harbor"]


def test_a_line_that_is_corrected_into_another_name_stands_alone_again(campaigns, database, clock):
    campaigns.sign("Harbor", "ada@friends.example")
    second = campaigns.sign("Harbor", "bo@friends.example").id
    with database.write() as session:
        correct_line(session, find(session, "harbor"), session.get_one(Signature, second), "Harbor Two", now=clock.now)
    assert printed(database) == ["Harbor", "Harbor Two"]
    assert [(one.revoked_by, one.revoked_at) for one in rows(database, Judgement)] == [("the matcher", clock.now)]


def test_two_of_one_name_that_were_kept_apart_on_another_letter_are_not_joined(campaigns, database, clock):
    numbers = [campaigns.sign("Legal Aid", f"{name}@legal.example").id for name in ("ada", "bo")]
    said(database, numbers, "different", clock.now)
    assert printed(database) == ["Legal Aid"] * 2
    campaigns.open("second")
    for name in ("ada", "bo"):
        campaigns.sign("LEGAL AID", f"{name}@legal.example", slug="second")
    with database.read() as session:
        assert counts(session, [find(session, "second")])[2] == 2


# What people say.


def test_the_same_is_one_line_with_the_words_that_were_chosen(three, database, clock):
    said(database, three, "same", clock.now, prints=three[1])
    assert printed(database) == ["Alpha Union"]


def test_without_a_choice_the_one_that_is_surely_theirs_prints(campaigns, database, clock):
    first = campaigns.sign("Alpha", "a@gmail.com").id
    second = campaigns.sign("Alpha Union", "a@alpha.example", website="alpha.example").id
    said(database, [first, second], "same", clock.now)
    assert printed(database) == ["Alpha Union"]
    set_signature(database, second, status="withdrawn")
    assert printed(database) == ["Alpha"]


def test_when_the_one_whose_words_print_leaves_another_takes_its_place(three, database, clock):
    said(database, three, "same", clock.now, prints=three[2])
    set_signature(database, three[2], status="withdrawn")
    assert printed(database) == ["Alpha"]


def test_different_beats_the_same_whoever_said_either(three, database, clock):
    with database.write() as session:
        mine, other = (session.get_one(Signature, number) for number in three[:2])
        judge_as_signer(session, find(session, "harbor"), mine, other, "same", now=clock.now)
    assert printed(database) == ["Alpha Union", "The Alphas"]
    said(database, three[:2], "different", clock.now)
    assert len(printed(database)) == 3


def test_a_chapter_keeps_its_line_and_the_tie_is_kept(three, database, clock):
    said(database, three[:2], "same", clock.now)
    said(database, three[:2], "chapter", clock.now, part=three[1])
    assert len(printed(database)) == 3
    (tie,) = [one for one in rows(database, Judgement) if one.revoked_at is None]
    assert (tie.verdict, tie.part_id, tie.whole_id) == ("chapter", three[1], three[0])


def test_joining_checks_every_cross_pair(campaigns, three, database, clock):
    fourth = campaigns.sign("Alphabet", "z@z.example").id
    said(database, three[:2], "same", clock.now)
    said(database, [three[2], fourth], "same", clock.now)
    said(database, [three[0], fourth], "different", clock.now)
    before = everything(database)
    with pytest.raises(Contradiction, match="judged to be two"):
        said(database, three[1:], "same", clock.now)
    assert everything(database) == before


def test_a_contradiction_prints_all_of_them(three, database, clock):
    """One word after the other nobody noticed: A is B, B is C, and then somebody knew that A is not C."""
    said(database, three[:2], "same", clock.now)
    said(database, three[1:], "same", clock.now)
    said(database, [three[0], three[2]], "different", clock.now)
    assert len(printed(database)) == 3
    with database.read() as session:
        assert shared_lines(session, 1).clusters.set_aside == {(three[0], three[1]), (three[1], three[2])}


def test_taking_back_restores_the_letter_byte_for_byte(campaigns, three, database, clock):
    def letter():
        with database.read() as session:
            campaign = find(session, "harbor")
            return [export(session, campaign, kind, now=clock.now).data for kind in ("docx", "html")]

    before = letter()
    judgements = said(database, three, "same", clock.now, prints=three[2])
    assert letter() != before
    for number in judgements:
        back(database, number, clock.now)
        back(database, number, clock.now)
    assert letter() == before
    assert all(one.revoked_by == "Ana" for one in rows(database, Judgement))


def test_a_signer_joins_one_line_and_no_two_of_others(three, database, clock):
    """Whoever is "the same" as two lines would make them one, and an organization would vanish at a stranger's word."""
    with database.write() as session:
        campaign = find(session, "harbor")
        mine, one, other = (session.get_one(Signature, number) for number in three)
        judge_as_signer(session, campaign, mine, one, "same", now=clock.now)
        judge_as_signer(session, campaign, mine, other, "same", now=clock.now)
    assert printed(database) == ["Alpha Union", "The Alphas"]
    assert [(one.other_id, one.revoked_by) for one in rows(database, Judgement)] == [(three[1], "the signer"), (three[2], "")]


def test_what_a_signer_said_and_a_coordinator_confirmed_prints_once(three, database, clock):
    """Whose words print is the coordinator's to choose then: the signer's, too."""
    with database.write() as session:
        campaign = find(session, "harbor")
        mine, other = (session.get_one(Signature, number) for number in three[:2])
        judge_as_signer(session, campaign, mine, other, "same", now=clock.now)
    said(database, three[:2], "same", clock.now, prints=three[0])
    assert printed(database) == ["Alpha", "The Alphas"]


def test_a_signers_own_line_gives_way_even_when_more_is_known_of_it(campaigns, database, clock):
    first = campaigns.sign("Alpha", "a@gmail.com").id
    second = campaigns.sign("Alpha Union", "a@alpha.example", website="alpha.example").id
    with database.write() as session:
        mine, other = session.get_one(Signature, second), session.get_one(Signature, first)
        judge_as_signer(session, find(session, "harbor"), mine, other, "same", now=clock.now)
    assert printed(database) == ["Alpha"]


@pytest.mark.parametrize(
    ("places", "verdict", "more"),
    [
        ([0], "same", {}),
        ([0, 0], "same", {}),
        ([0, 9], "same", {}),
        ([0, 1], "chapter", {}),
        ([0, 1], "chapter", {"part": 77}),
        ([0, 1, 2], "chapter", {"part": 0}),
        ([0, 1], "same", {"prints": 77}),
    ],
)
def test_what_is_no_pair_is_refused_and_nothing_written(three, database, clock, places, verdict, more):
    numbers = [three[place] if place < 3 else 999 for place in places]
    more = {name: three[place] if place < 3 else place for name, place in more.items()}
    before = everything(database)
    with pytest.raises(NotAPair):
        said(database, numbers, verdict, clock.now, **more)
    assert everything(database) == before


def test_a_person_and_an_organization_are_never_one_line(campaigns, three, database, clock):
    with database.write() as session:
        find(session, "harbor").allow_individuals = True
    person = campaigns.sign("Alpha", "p@p.example", kind="individual").id
    with pytest.raises(NotAPair, match="never one line"):
        said(database, [three[0], person], "same", clock.now)


@pytest.mark.parametrize(
    "wrong",
    [
        {"one_id": 2, "other_id": 1},
        {"verdict": "chapter"},
        {"part_id": 1},
        {"prints_id": 3},
        {"source": "signer"},
        {"source": "matcher", "verdict": "different"},
        {"revoked_by": "Ana"},
    ],
)
def test_the_database_refuses_what_makes_no_sense(three, database, clock, wrong):
    values = {"campaign_id": 1, "one_id": 1, "other_id": 2, "verdict": "same", "source": "coordinator", "by": "Ana"}
    names = {"one_name": "a", "other_name": "b", "one_key": "a", "other_key": "b"}
    with pytest.raises(IntegrityError), database.write() as session:
        session.add(Judgement(**values | names | {"at": clock.now} | wrong))


def test_one_word_of_coordinators_counts_for_a_pair(three, database, clock):
    first, second = (said(database, three[:2], verdict, clock.now)[0] for verdict in ("same", "unsure"))
    assert [(one.id, one.revoked_by) for one in rows(database, Judgement)] == [(first, "Ana"), (second, "")]
    alive = update(Judgement).where(Judgement.id == first).values(revoked_at=None, revoked_by="")
    with pytest.raises(IntegrityError), database.write() as session:
        session.execute(alive)


WORDS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.sampled_from(["same", "different"])), max_size=8)


@given(words=WORDS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_whatever_is_said_nobody_is_lost_and_nothing_apart_shares_a_line(database, clock, words):
    with database.read() as session:
        missing = find(session, "harbor") is None
    if missing:
        made = Campaigns(database, clock)
        made.open()
        for name in ("Alpha", "Bravo", "Charlie", "Delta", "Echo"):
            made.sign(name, f"{name}@{name}.example")
    numbers = [one.id for one in rows(database)]
    with database.write() as session:
        campaign = find(session, "harbor")
        for one, other, verdict in words:
            if one != other:
                try:
                    judge(session, campaign, [numbers[one], numbers[other]], verdict, by=BY, now=clock.now)
                except Contradiction:
                    assert verdict == "same"
        shared = shared_lines(session, campaign.id)
        listed = {entry.number for group in groups_of(session, campaign) for entry in group.entries}
        for number in numbers:
            assert shared.leader(number) in listed
        live = session.scalars(select(Judgement).where(Judgement.revoked_at.is_(None), Judgement.verdict == "different"))
        assert all(shared.leader(one.one_id) != shared.leader(one.other_id) for one in live)
        session.rollback()


def test_the_name_of_a_person_is_kept_with_their_signature_alone(campaigns, database, clock):
    with database.write() as session:
        find(session, "harbor").allow_individuals = True
    people = [campaigns.sign("Jing Li", f"jing@city{number}.example", kind="individual").id for number in range(2)]
    said(database, people, "same", clock.now)
    assert printed(database) == ["Jing Li"]
    (judgement,) = rows(database, Judgement)
    assert "jing" not in repr([*vars(judgement).values()]).casefold()
    with database.read() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.act == "judgement.same")).all()
        assert [("jing" in repr(entry.detail).casefold()) for entry in entries] == [False]


# What the directory learns from it.


def names_known(database):
    with database.read() as session:
        return {key: session.get_one(Organization, number).name for key, number in known_as(session, 1).items()}


def test_the_directory_learns_the_names_that_a_coordinator_judged_the_same(three, database, clock):
    (judgement,) = said(database, three[:2], "same", clock.now, prints=three[1])
    assert names_known(database) == {"alpha": "Alpha Union", "alpha union": "Alpha Union"}
    back(database, judgement, clock.now)
    assert names_known(database) == {}


def test_it_learns_nothing_from_strangers_and_from_what_is_kept_apart(three, database, clock):
    with database.write() as session:
        mine, other = (session.get_one(Signature, number) for number in three[:2])
        judge_as_signer(session, find(session, "harbor"), mine, other, "same", now=clock.now)
    said(database, three[1:], "chapter", clock.now, part=three[2])
    assert names_known(database) == {}


def test_what_is_taken_back_on_one_letter_and_stands_on_another_stays_known(campaigns, three, database, clock):
    (first,) = said(database, three[:2], "same", clock.now)
    campaigns.open("second")
    again = [campaigns.sign(name, f"x@{name[-5:]}.example".lower(), slug="second").id for name in ("ALPHA", "Alpha-Union")]
    with database.write() as session:
        judge(session, find(session, "second"), again, "same", by=BY, now=clock.now)
    back(database, first, clock.now)
    assert set(names_known(database)) == {"alpha", "alpha union"}
