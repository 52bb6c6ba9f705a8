"""What becomes of each row of a list of organizations, and that none goes unaccounted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors import UserError
from signatories.folding import name_key
from signatories.reading import DIRECTORY, Columns, ReadList, guess, read_list
from signatories.reading.cells import scope_of
from signatories.reading.directory_cells import joined_names, parted_names
from signatories.reading.directory_rows import KnownOrganization, plan
from signatories.reading.lists import RawRow
from tests.signatories.reading.lists import PRINTING

REEF = KnownOrganization(
    7,
    "Reef Circle",
    "reef circle",
    {"reef circle": "Reef Circle", "reef watch": "Reef Watch"},
    {"state": "Ohio", "website": ""},
    {"ada@reef.example": ("Ada Okafor", "Director")},
)


def planned(text, *known, **choices):
    read = read_list(text, purpose=DIRECTORY)
    said = {int(name[4:]): choice for name, choice in choices.items()}
    return plan(read, guess(read, DIRECTORY), known, choices=said, printing=PRINTING)


def last(text, *known, **choices):
    return planned(text, *known, **choices)[-1]


# --- the columns ---------------------------------------------------------------------------------------------------------


def test_headings_in_two_languages_are_known():
    english = "Organization,Also known as,Formerly,Level,State or country,Web site,Contact,Title,E-mail\n" + "a," * 8 + "a\n"
    roles = ("organization", "aliases", "former_names", "scope", "state", "website", "contact_name", "contact_title", "email")
    assert guess(read_list(english, purpose=DIRECTORY), DIRECTORY) == Columns(roles, 1)
    spanish = "Organización,Siglas,Ámbito,Estado,Sitio web,Correo\na,a,a,a,a,a\n"
    roles = ("organization", "aliases", "scope", "state", "website", "email")
    assert guess(read_list(spanish, purpose=DIRECTORY), DIRECTORY) == Columns(roles, 1)


def test_a_lone_name_is_the_organizations():
    assert guess(read_list("Name,State\nReef,Ohio\n", purpose=DIRECTORY), DIRECTORY).roles == ("organization", "state")


def test_a_name_on_each_line_is_not_cut_at_its_commas():
    rows = planned("Mills, Inc.\nThe Daughters of the Dredge\nHollis, Brandt & Sons, LLC\n")
    assert [(row.verdict, row.said.name) for row in rows] == [
        ("new", "Mills, Inc."),
        ("new", "The Daughters of the Dredge"),
        ("new", "Hollis, Brandt & Sons, LLC"),
    ]


def test_columns_that_make_no_organizations_are_refused():
    read = read_list("a,b\nc,d\n", separator=",", purpose=DIRECTORY)
    for roles, said in [
        (("state", ""), "which column holds the names"),
        (("organization", "organization"), "Two columns"),
        (("organization", "nonsense"), "what it is"),
        (("organization",), "what it is"),
    ]:
        with pytest.raises(UserError, match=said):
            plan(read, Columns(roles), (), printing=PRINTING)


# --- one row -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Organization,State\n,Ohio\n", "No name of an organization."),
        ("Organization,Scope\nReef,galactic\n", "“galactic” is no scope"),
        ("Organization,Website\nReef,no site\n", "“no site” is not a web address"),
        ("Organization,Email\nReef,nobody\n", "“nobody” is not an e-mail address."),
        (f"Organization,State\n{'R' * 301},Ohio\n", "The name has more than 300 characters."),
        (f"Organization,State\nReef,{'O' * 61}\n", "The state has more than 60 characters."),
        ("Organization,Aliases\nReef,Re\ufffdef\n", "A letter cannot print U+FFFD REPLACEMENT CHARACTER in another name."),
        ("Organization,Contact title\nReef,Director\n", "stands without a contact’s name"),
    ],
)
def test_a_problem_says_what_it_is(text, sentence):
    row = last(text)
    assert row.verdict == "problem"
    assert sentence in row.sentence


def test_what_cannot_be_seen_is_taken_out_and_told():
    row = last("Organization,State\nRe\u202eef,Ohio\n")
    assert (row.verdict, row.said.name) == ("new", "Reef")
    assert "U+202E" in row.remarks[0]


def test_a_new_organization_has_all_that_the_row_says():
    text = "Organization,Aliases,Former names,Scope,State,Website,Email\n"
    row = last(text + "Reef,RC | The Reef | rc,Old Reef,Statewide,Ohio,reef.example,Ada <ada@reef.example>\n")
    assert row.verdict == "new"
    assert row.names == (("RC", "alias"), ("The Reef", "alias"), ("Old Reef", "former"))
    assert row.fills == {"scope": "state", "state": "Ohio", "website": "https://reef.example"}
    assert row.contact
    assert row.said.contact == ("Ada", "", "ada@reef.example")


@pytest.mark.parametrize(("typed", "scope"), [("National", "national"), (" nacional ", "national"), ("", ""), ("x", None)])
def test_scopes_in_other_words(typed, scope):
    assert scope_of(typed) == scope


# --- what is known -------------------------------------------------------------------------------------------------------


def test_a_known_one_is_filled_and_never_overwritten():
    text = "Organization,Aliases,State,Website,Email\n"
    row = last(text + "REEF  CIRCLE!,RC|Reef Watch,Utah,reef.example,new@reef.example\n", REEF)
    assert (row.verdict, row.target) == ("adds", 7)
    assert row.names == (("RC", "alias"),)
    assert row.fills == {"website": "https://reef.example"}
    assert row.contact
    assert "State differs: “Ohio” is kept, not “Utah”." in row.remarks


def test_what_is_known_whole_changes_nothing():
    row = last("Organization,State,Email\nReef Watch,ohio,ADA@reef.example\n", REEF)
    assert (row.verdict, row.target, row.names, row.contact) == ("nothing", 7, (), False)
    assert row.sentence == "In the directory as “Reef Circle”."


def test_a_contact_that_is_known_otherwise_is_told():
    row = last("Organization,Contact,Email\nReef Circle,Adaeze,ada@reef.example\n", REEF)
    assert row.verdict == "nothing"
    assert "The contact differs: “Ada Okafor, Director” is kept." in row.remarks


def test_a_name_of_another_is_not_added_to_this_one():
    hills = KnownOrganization(8, "Hill Walkers", "hill walkers", {"hill walkers": "Hill Walkers"})
    row = last("Organization,Aliases\nHill Walkers,Reef Watch\n", REEF, hills)
    assert row.verdict == "nothing"
    assert row.remarks == ("“Reef Watch” is not added: it is a name of “Reef Circle”.",)


def test_of_two_namesakes_the_one_that_agrees_is_meant():
    names = {"legal aid": "Legal Aid"}
    one = KnownOrganization(1, "Legal Aid", "legal aid", names, {"state": "Ohio", "website": ""})
    other = KnownOrganization(2, "Legal Aid", "legal aid", names, {"state": "Utah", "website": ""})
    assert last("Organization,State\nLegal Aid,Utah\n", one, other).target == 2
    row = last("Organization,State\nLegal Aid,\n", one, other)
    assert row.verdict == "problem"
    assert "2 organizations are called so" in row.sentence


def test_a_display_name_goes_before_another_ones_alias():
    aid = KnownOrganization(9, "Reef Watch", "reef watch", {"reef watch": "Reef Watch"})
    assert last("Organization,State\nReef Watch,\n", REEF, aid).target == 9


# --- doubles -------------------------------------------------------------------------------------------------------------


def test_a_likely_double_says_of_whom_and_why_and_waits_for_a_word():
    text = "Organization,State\nReef Circle of Ohoi,\nReef Circel,\n"
    row = last(text, REEF)
    assert (row.verdict, row.target, row.like) == ("double", 7, "Reef Circle")
    assert row.sentence.startswith("Likely the same as “Reef Circle”: ")
    assert len(row.sentence) > len("Likely the same as “Reef Circle”: ")
    same = last(text, REEF, row_3="same")
    assert (same.verdict, same.target, same.names) == ("adds", 7, (("Reef Circel", "alias"),))
    assert last(text, REEF, row_3="new").verdict == "new"


def test_one_that_has_a_name_of_another_is_a_likely_double():
    row = last("Organization,Aliases\nShore League,Reef Watch\n", REEF)
    assert (row.verdict, row.target) == ("double", 7)
    other = last("Organization,Aliases\nShore League,Reef Watch|SL\n", REEF, row_2="new")
    assert (other.verdict, other.names) == ("new", (("SL", "alias"),))
    assert other.remarks == ("“Reef Watch” is not added: it is a name of “Reef Circle”.",)


def test_rows_of_one_list_are_held_against_each_other():
    text = "Organization,State,Email\nShore League,Ohio,a@shore.example\nSHORE LEAGUE,,b@shore.example\nShore Leauge,,\n"
    _, first, second, third = planned(text)
    assert first.verdict == "new"
    assert (second.verdict, second.of_row, second.contact) == ("adds", 2, True)
    assert (third.verdict, third.of_row, third.target) == ("double", 2, None)


def test_one_name_with_two_states_is_asked_about():
    text = "Organization,State,Email\nLegal Aid,Ohio,\nLegal Aid,Utah,\nLegal Aid,Utah,b@aid.example\n"
    assert [row.verdict for row in planned(text)] == ["heading", "new", "double", "double"]
    rows = planned(text, row_3="new", row_4="new")
    assert [(row.verdict, row.of_row) for row in rows[2:]] == [("new", None), ("adds", 3)]


CELL = st.text("abcdefgh éÉ|\\'=,-.&\u202e", max_size=12)


@given(st.lists(st.tuples(CELL, CELL, st.sampled_from(["Ohio", "", "x" * 70]), CELL), max_size=8))
def test_each_row_has_one_verdict_and_no_name_leads_to_two(rows):
    read = ReadList(tuple(RawRow(place, cells) for place, cells in enumerate(rows, 1)), ",", "made")
    columns = Columns(("organization", "aliases", "state", "email"))
    result = plan(read, columns, [REEF], printing=PRINTING) if rows else []
    assert [row.place for row in result] == [*range(1, len(rows) + 1)]
    holders: dict[str, int] = dict.fromkeys(REEF.names, -7)
    for row in result:
        if row.verdict in ("problem", "double"):
            assert row.sentence
        if row.verdict not in ("new", "adds"):
            continue
        at = row.place if row.verdict == "new" else row.of_row if row.of_row is not None else -7
        for name in [row.said.name, *(name for name, _kind in row.names)]:
            assert holders.setdefault(name_key(name), at) == at


NAMES = st.lists(st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=9), max_size=4)


@given(NAMES)
def test_names_in_one_cell_are_read_back(names):
    assert [part.strip() for part in parted_names(joined_names(names))] == (names or [""])


def test_every_role_has_a_name_on_the_page():
    from campaign.desk.directory.bringing import ROLE_NAMES

    assert [*ROLE_NAMES] == ["", *DIRECTORY.roles]
