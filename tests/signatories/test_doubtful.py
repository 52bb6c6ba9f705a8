"""Which pairs are worth a look, and in which order: from what the matcher finds and from what else is known."""

from __future__ import annotations

import random

import pytest

from signatories.differing import likely_part, side_by_side
from signatories.doubtful import MOST_AT_A_DOMAIN, MOST_OF_A_NAME, Knowledge, Signer, doubts
from signatories.folding import name_key
from signatories.matching import NameIndex


def signer(number, name, **more):
    return Signer(number, name, name_key(name), **more)


def found(signers, line_of=None, known=None):
    names = sorted({one.name for one in signers if one.kind == "organization"})
    alike = [(names[one], names[other], match) for one, other, match in NameIndex(names).pairs()]
    return doubts(signers, line_of or {}, alike, known)


def names_of(signers, doubts):
    name = {one.number: one.name for one in signers}
    return [{name[doubt.one], name[doubt.other]} for doubt in doubts]


KETTLES = [
    signer(1, "Lamp and Kettle Workers"),
    signer(2, "Lamp & Kettle Workers, Inc."),
    signer(3, "Wren Street Bakery"),
    signer(4, "Wrens Street Bakery", prints=False),
    signer(5, "Old Mill Friends"),
]


def test_what_the_matcher_finds_comes_by_score_times_impact():
    pairs = found(KETTLES)
    assert names_of(KETTLES, pairs) == [
        {"Lamp and Kettle Workers", "Lamp & Kettle Workers, Inc."},
        {"Wren Street Bakery", "Wrens Street Bakery"},
    ]
    assert pairs[0].weight == pairs[0].score
    assert pairs[1].weight == pytest.approx(pairs[1].score * 0.7)
    assert pairs[1].one == 3, "what prints is told first"


def test_a_faint_pair_in_print_comes_after_a_sure_one_that_waits():
    signers = [
        signer(1, "Alpha", domain="alpha.example"),
        signer(2, "Zulu", domain="alpha.example"),
        signer(3, "Lamp Workers"),
        signer(4, "LAMP WORKERS", prints=False),
    ]
    assert names_of(signers, found(signers)) == [{"Lamp Workers", "LAMP WORKERS"}, {"Alpha", "Zulu"}]


def test_the_order_does_not_depend_on_who_came_first():
    names = ["Lamp Workers", "Lamp Workers Inc", "LAMP WORKERS", "Reef", "The Reef", "Old Mill", "Old Mill, Inc.", "Reef Inc."]

    def told(seed):
        shuffled = random.Random(seed).sample(names, len(names))
        signers = [signer(number, name) for number, name in enumerate(shuffled, 1)]
        return [(pair, doubt.reasons) for pair, doubt in zip(names_of(signers, found(signers)), found(signers), strict=True)]

    assert len({repr([(sorted(pair), why) for pair, why in told(seed)]) for seed in range(5)}) == 1


def test_two_lines_are_one_question_however_many_names_they_have():
    signers = [
        signer(1, "Lamp Workers"),
        signer(2, "Lamp Workers Inc."),
        signer(3, "LAMP WORKERS"),
        signer(4, "The Lamp Workers"),
    ]
    assert len(found(signers)) == 6
    assert len(found(signers, {1: 1, 2: 1, 3: 3, 4: 3})) == 1
    assert found(signers, dict.fromkeys(range(1, 5), 1)) == []


def test_what_was_judged_the_same_elsewhere_is_asked_about_however_unlike_it_reads():
    signers = [signer(1, "KMU"), signer(2, "Northern Kites")]
    assert found(signers) == []
    (doubt,) = found(signers, known=Knowledge(same={("kmu", "northern kites"): "Judged the same on “Kites” by Ana."}))
    assert (doubt.score, doubt.tier) == (0.9, "ask")
    assert doubt.reasons[0] == "Judged the same on “Kites” by Ana."


def test_it_lifts_what_the_matcher_has_found_and_comes_first_among_the_reasons():
    signers = [signer(1, "Lamp Workers Paris"), signer(2, "Lamp Workers")]
    (faint,) = found([signer(1, "Lamp Workers", domain="a.example"), signer(2, "Other", domain="a.example")])
    assert faint.score == 0.66
    pair = (name_key("Lamp Workers"), name_key("Lamp Workers Paris"))
    (doubt,) = found(signers, known=Knowledge(same={pair: "So."}))
    assert doubt.score == 0.9
    assert doubt.reasons[0] == "So."


def test_what_was_told_apart_elsewhere_says_so():
    known = Knowledge(apart={("lamp and kettle workers", "lamp and kettle workers inc"): "Judged different on “Kites” by Ana."})
    first, second = found(KETTLES, known=known)
    assert first.before == "Judged different on “Kites” by Ana."
    assert second.before == ""


def test_the_directory_knows_one_organization_by_two_names():
    signers = [signer(1, "KMU"), signer(2, "Northern Kites"), signer(3, "Old Mill")]
    (doubt,) = found(signers, known=Knowledge(known_as={"kmu": 7, "northern kites": 7, "old mill": 8}))
    assert (doubt.score, names_of(signers, [doubt])) == (0.9, [{"KMU", "Northern Kites"}])


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({"domain": "a.example"}, {"domain": "a.example"}, "Both have an address at a.example."),
        ({"page": "a.example/x"}, {"page": "a.example/x"}, "Both give a.example/x as their website."),
        ({"page": "a.example"}, {"domain": "a.example"}, "a.example is the website of one and the mail domain of the other."),
    ],
)
def test_one_domain_or_website_is_worth_a_look(one, other, reason):
    (doubt,) = found([signer(1, "Alpha", **one), signer(2, "Zulu", **other)])
    assert (doubt.score, doubt.reasons) == (0.66, (reason,))


def test_an_umbrella_does_not_flood_the_queue():
    many = [signer(number, name, domain="u.example") for number, name in enumerate(["Ash", "Birch", "Cedar", "Dogwood", "Elm"])]
    assert len(found(many[:MOST_AT_A_DOMAIN])) == 6
    assert found(many) == []


def test_hundreds_under_one_name_are_each_beside_one_other():
    many = [signer(number, "Legal Aid") for number in range(500)]
    pairs = found(many)
    assert len(pairs) == 499
    assert {number for doubt in pairs for number in (doubt.one, doubt.other)} == set(range(500))
    both = found([*many[:20], *(signer(900 + number, "The Legal Aid") for number in range(20))])
    assert len(both) <= 2 * 190 + 39
    assert MOST_OF_A_NAME == 30


def test_people_are_a_pair_by_the_very_same_name_alone():
    people = [
        signer(1, "Jing Li", kind="individual", affiliation="City College"),
        signer(2, "JING LI", kind="individual", affiliation="city college"),
        signer(3, "Jing Li", kind="individual", affiliation="Harbor Lab"),
        signer(4, "Jing Lin", kind="individual"),
        signer(5, "Jing Li"),
    ]
    pairs = found(people)
    assert {(frozenset((doubt.one, doubt.other)), doubt.score) for doubt in pairs} == {
        (frozenset((1, 2)), 0.95),
        (frozenset((1, 3)), 0.80),
        (frozenset((2, 3)), 0.80),
    }


def test_differing_words_are_told():
    ones, others = side_by_side("Friends of the Bay, Inc.", "FRIENDS of Old Bay")
    assert [(run.text, run.differs) for run in ones] == [
        ("Friends of", False),
        ("the", True),
        ("Bay,", False),
        ("Inc.", True),
    ]
    assert [run.text for run in others if run.differs] == ["Old"]
    assert not any(run.differs for runs in side_by_side("Café Workers’ Union", "cafe workers union") for run in runs)


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("Lamp Workers, Local 12", "The Lamp and Kettle Workers of America"),
        ("Lamp Workers of Ohio", "Lamp Workers"),
        ("Youth Caucus of the Lamp Workers", "Lamp Workers"),
    ],
)
def test_the_chapter_is_the_one_that_says_so_or_says_more(part, whole):
    assert likely_part(part, whole)
    assert not likely_part(whole, part)
