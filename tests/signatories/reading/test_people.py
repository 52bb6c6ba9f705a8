"""The recipients of a mail program, pasted."""

from __future__ import annotations

import pytest

from signatories.reading import PEOPLE, read_list
from tests.signatories.reading.lists import invited, people

TWO = [("", "Ada Okafor", "ada@x.org"), ("", "Ana Ruiz", "ana@y.org")]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Okafor <ada@x.org>, Ana Ruiz <ana@y.org>",
        "Ada Okafor <ada@x.org>; Ana Ruiz <ana@y.org>;",
        "Ada Okafor <ada@x.org>\nAna Ruiz <ana@y.org>\n",
        "To: Ada Okafor <ada@x.org>,\n  Ana Ruiz <ana@y.org>",
        "Para: \"Ada Okafor\" <ada@x.org>, 'Ana Ruiz' <ana@y.org>",
        '"Okafor, Ada" <ada@x.org>, "Ruiz, Ana" <ana@y.org>',
        "Okafor, Ada <ada@x.org>; Ruiz, Ana <ana@y.org>",
        "Okafor, Ada <ada@x.org>, Ruiz, Ana <ana@y.org>",
        "ada@x.org (Ada Okafor), ana@y.org (Ana Ruiz)",
    ],
)
def test_every_way_of_writing_recipients_gives_the_same_two(text):
    assert read_list(text).separator == PEOPLE
    assert invited(people(text)) == TWO


def test_bare_addresses_need_no_names():
    for text in ("a@x.org, b@y.org; c@z.org", "a@x.org\nb@y.org\nc@z.org", "a@x.org; b@y.org; c@z.org"):
        assert [row.email for row in people(text)] == ["a@x.org", "b@y.org", "c@z.org"]


def test_a_name_that_was_turned_around_is_told():
    (row,) = people('"Ruiz, Ana" <ana@y.org>')
    assert row.remarks == ("“Ruiz, Ana” was read as Ana Ruiz.",)


def test_a_comma_that_parts_no_first_name_stays():
    rows = people('"Friends of the Harbor, Inc." <a@x.org>; "Okafor, PhD" <b@x.org>; "Harbor, Reef and Mill" <c@x.org>')
    assert [row.contact_name for row in rows] == ["Friends of the Harbor, Inc.", "Okafor, PhD", "Harbor, Reef and Mill"]


def test_an_organization_before_the_name_is_left_alone():
    rows = people("Friends - Ada Okafor <ada@x.org>\nOrganization: Reef <reef@x.org>")
    assert [(row.organization, row.contact_name) for row in rows] == [
        ("", "Friends - Ada Okafor"),
        ("", "Organization: Reef"),
    ]


def test_a_piece_without_an_address_is_a_row_with_a_problem():
    rows = people("Ada Okafor <ada@x.org>\nplease ask Ben as well\n\nana@y.org")
    assert [(row.place, row.verdict) for row in rows] == [(1, "new"), (2, "problem"), (3, "empty"), (4, "new")]
    assert "is not an e-mail address" in rows[1].sentence


def test_marks_that_are_never_closed_hold_nobody_together():
    rows = people('"Ada Okafor <ada@x.org>, Ana <ana@y.org\nBen <ben@z.org>')
    assert ("", "Ben", "ben@z.org") in invited(rows)
    assert sum(row.verdict == "problem" for row in rows) == 1


def test_a_table_with_two_columns_of_addresses_stays_a_table():
    rows = people("Ann Lee,Reef,ann@reef.org,old@reef.org\nBob Roe,Hills Council,bob@hills.org,old@hills.org\n")
    assert [row.email for row in rows] == ["ann@reef.org", "bob@hills.org"]


def test_a_table_with_headings_stays_a_table_though_its_cells_hold_recipients():
    rows = people("Organization,Contact e-mail\nFriends,Ada Okafor <ada@x.org>\nReef,Ben <ben@z.org>\n")
    assert invited(rows) == [("Friends", "Ada Okafor", "ada@x.org"), ("Reef", "Ben", "ben@z.org")]
