"""Lists of those who signed elsewhere: which column is what, what becomes of each row, and that none goes unaccounted."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.printing import PRINTING
from errors import UserError
from signatories.formulas import RISKY, as_typed, harmless
from signatories.reading import LINES, SIGNING, Columns, Standing, guess, headings, map_signed, read_list, with_doubles
from tests.signatories.reading.lists import workbook

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")


def roles(data, filename="list.csv"):
    """The columns that are used, by their headings."""
    found = read_list(data, filename, purpose=SIGNING)
    columns = guess(found, SIGNING)
    named = zip(headings(found, columns.heading), columns.roles, strict=True)
    return {name: role for name, role in named if role}


def signed(data, filename="list.csv", standing=(), **more):
    """What becomes of each row, read as it would be guessed."""
    found = read_list(data, filename, purpose=SIGNING)
    mapped = map_signed(found, guess(found, SIGNING), printing=PRINTING, zone=NEW_YORK, now=NOW, **more)
    return with_doubles(mapped.rows, standing)


# --- columns -------------------------------------------------------------------------------------------------------------


def test_questions_of_google_forms_are_known_in_english():
    form = (
        "Timestamp,Email Address,Name of your organization,What is your name?,Your title,Which state is your organization in?,"
        "Organization’s website,Is your organization national; state or local?,Phone number of the organization,"
        "I am authorized to sign on behalf of my organization\n"
        "2026/03/01 3:15:07 PM EST,ada@x.org,Reef,Ada,Chair,Ohio,x.org,National,555,Yes\n"
    )
    assert roles(form) == {
        "Timestamp": "signed_at",
        "Email Address": "email",
        "Name of your organization": "organization",
        "What is your name?": "contact_name",
        "Your title": "contact_title",
        "Which state is your organization in?": "state",
        "Organization’s website": "website",
        "Is your organization national; state or local?": "scope",
    }


def test_questions_of_google_forms_are_known_in_spanish():
    form = (
        "Marca temporal,Dirección de correo electrónico,Nombre de la organización,Su nombre,Cargo,Estado,Sitio web\n"
        "1/3/2026 15:15:07,ada@x.org,Arrecife,Ada,Presidenta,Ohio,x.org\n"
    )
    assert list(roles(form).values()) == [
        "signed_at",
        "email",
        "organization",
        "contact_name",
        "contact_title",
        "state",
        "website",
    ]


@pytest.mark.parametrize(
    "heading",
    [
        *("type", "Type of organization", "Organization type", "What type of organization are you?", "Category", "Sector"),
        *("Tipo", "Tipo de organización", "¿Qué tipo de organización es?", "Categoría"),
    ],
)
def test_a_type_of_organization_is_no_name_of_one(heading):
    assert list(roles(f"Organization,{heading},State\nReef,Faith,Ohio\n").values()) == ["organization", "type", "state"]


def test_a_type_prints_over_a_group_and_must_be_printable():
    text = f"organization,type\nReef,Faith\nShore,{'x' * 101}\nMills,Fa\ufffdith\n"
    reef, shore, mills = signed(text)[1:]
    assert (reef.type, shore.type, shore.verdict) == ("Faith", "", "new")
    assert "The type has more than 100 characters, and is left out." in shore.remarks
    assert (mills.verdict, "in the type" in mills.sentence) == ("problem", True)


def test_an_export_of_action_network_is_known():
    columns = "first_name,last_name,email,zip_code,can2_state_abbreviated,can2_phone,Organization,Title,Timestamp (EST)\n"
    assert roles(columns + "Ada,Okafor,ada@x.org,10001,NY,555,Reef,Chair,2026-03-01 15:00:00\n") == {
        "first_name": "first_name",
        "last_name": "last_name",
        "email": "email",
        "can2_state_abbreviated": "state",
        "Organization": "organization",
        "Title": "contact_title",
        "Timestamp (EST)": "signed_at",
    }


def test_without_organizations_each_row_is_a_person():
    rows = signed("first_name,last_name,email,zip_code\nAda,Okafor,ada@x.org,1\n,,ben@x.org,2\n")
    assert [(row.verdict, row.kind, row.name, row.contact_name, row.sentence) for row in rows[1:]] == [
        ("new", "individual", "Ada Okafor", "Ada Okafor", ""),
        ("problem", "individual", "", "", "Nobody is named."),
    ]


def test_a_name_is_no_heading_though_it_has_the_word():
    assert guess(read_list("National Organization for Sails\nReef\n", "a.csv", purpose=SIGNING), SIGNING).heading == 0
    text = "Organization\nReef\nCommunity Organization\nMills\n"
    assert guess(read_list(text, "a.csv", purpose=SIGNING), SIGNING).heading == 1
    assert guess(read_list(text, purpose=SIGNING), SIGNING).heading == 1


def test_one_column_must_name_somebody():
    found = read_list("Reef,x\n", "a.csv", purpose=SIGNING)
    with pytest.raises(UserError, match="names of those who signed"):
        map_signed(found, Columns(("email", "")), printing=PRINTING, zone=NEW_YORK, now=NOW)


# --- texts that are no tables ----------------------------------------------------------------------------------------------


def test_a_line_is_a_name_commas_and_all():
    text = "Friends of the Harbor, Inc.\n\n  Mill Workers, Local 5\t\nReef; a trust | of ours\n"
    found = read_list(text, purpose=SIGNING)
    assert found.separator == LINES
    assert [(row.verdict, row.name) for row in signed(text, "")] == [
        ("new", "Friends of the Harbor, Inc."),
        ("empty", ""),
        ("new", "Mill Workers, Local 5"),
        ("new", "Reef; a trust | of ours"),
    ]


def test_a_pasted_table_is_a_table():
    for text in ("Organization,State\nReef,Ohio\n", "Reef\tOhio\n", "Reef,ben@x.org\nMills,cy@x.org\n", "A,b,c\nD,e,f\n"):
        assert read_list(text, purpose=SIGNING).separator != LINES, text


# --- rows ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (",,,", "Nobody is named."),
        ("Fri\ufffdends,,,", "The letter cannot print U+FFFD REPLACEMENT CHARACTER in the name."),
        (f"{'F' * 301},,,", "The name has more than 300 characters."),
        ("Reef <ben@reef.org>,,,", "The name holds a mail address, which would be printed."),
        ("Reef,Ana,,", "It names an organization and an individual. Where a person works is the affiliation."),
        (",Ana,,St\ufffd", "The letter cannot print U+FFFD REPLACEMENT CHARACTER in the affiliation."),
        (f",Ana,{'N' * 301},", "The title has more than 300 characters."),
    ],
)
def test_what_cannot_print_is_a_problem(cells, sentence):
    (row,) = signed(f"organization,individual,title,affiliation,website\n{cells},x.org\n")[1:]
    assert (row.verdict, row.sentence) == ("problem", sentence)


def test_what_does_not_print_keeps_no_line_off_the_letter():
    header = "organization,scope,state,contact_name,contact_title,contact_email,website,sort_name,signed at\n"
    cells = ("Reef", "Galactic", "O" * 61, "A" * 201, "B" * 201, "nobody", "w" * 301, "s" * 301, "soon")
    (row,) = signed(header + ",".join(cells))[1:]
    assert (row.verdict, row.name) == ("new", "Reef")
    left = (row.scope, row.state, row.contact_name, row.contact_title, row.email, row.website, row.sort_name, row.signed_at)
    assert left == ("", "", "", "", "", "", "", None)
    assert len(row.remarks) == 8
    assert "“nobody” is not an e-mail address. The line comes in without one." in row.remarks
    assert "“Galactic” is no scope of ours, and is left out." in row.remarks


@pytest.mark.parametrize(
    ("cell", "scope"),
    [("National", "national"), ("Organización estatal", "state"), ("LOCAL group", "local"), ("state/local", "")],
)
def test_a_scope_is_one_word_of_ours(cell, scope):
    assert signed(f"Organization,Scope\nReef,{cell}\n")[1].scope == scope


def test_what_our_own_table_says_did_not_print_does_not_come_in():
    rows = signed(
        "printed line,printed,kind\nReef,yes,organization\nReef,same as above,organization\nAna,no: held,individual\n"
    )
    assert [(row.verdict, row.kind) for row in rows[1:]] == [
        ("new", "organization"),
        ("double", "organization"),
        ("problem", "individual"),
    ]


@given(st.text(max_size=20) | st.sampled_from(RISKY).flatmap(lambda mark: st.text(max_size=5).map(lambda text: mark + text)))
def test_a_cell_made_harmless_comes_back(cell):
    quoted = cell.startswith("'") and cell[1:].startswith(RISKY)  # the one thing that cannot be told from our own apostrophe
    assert as_typed(harmless(cell)) == (cell[1:] if quoted else cell)


# --- moments ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "cell", "moment"),
    [
        ("Timestamp", "2026/03/01 3:15:07 PM EST", datetime(2026, 3, 1, 20, 15, 7, tzinfo=UTC)),
        ("Timestamp", "2026/03/01 12:15:07 a. m. GMT-5", datetime(2026, 3, 1, 5, 15, 7, tzinfo=UTC)),
        ("Timestamp", "2/13/2026 15:15:07", datetime(2026, 2, 13, 20, 15, 7, tzinfo=UTC)),
        ("Marca temporal", "1/2/2026 15:15:07", datetime(2026, 2, 1, 20, 15, 7, tzinfo=UTC)),
        ("Timestamp", "1/2/2026 15:15:07", datetime(2026, 1, 2, 20, 15, 7, tzinfo=UTC)),
        ("signed at (UTC)", "2026-03-01 15:00:00", datetime(2026, 3, 1, 15, tzinfo=UTC)),
        ("Timestamp (EST)", "2026-03-01 15:00:00", datetime(2026, 3, 1, 20, tzinfo=UTC)),
        ("Timestamp", "2026-03-01T15:00:00.123Z", datetime(2026, 3, 1, 15, tzinfo=UTC)),
        ("Timestamp", "2026-03-01T15:00:00+01:00", datetime(2026, 3, 1, 14, tzinfo=UTC)),
        ("Timestamp", "2026-02-01", datetime(2026, 2, 1, 5, tzinfo=UTC)),
        ("Timestamp", "30/2/2026 10:00", None),
        ("Timestamp", "2026-13-01", None),
        ("Timestamp", "2026-02-01 25:00", None),
        ("Timestamp", "2026-02-01 10:00 XYZ", None),
        ("Timestamp", "last week", None),
        ("Timestamp", "2027-03-01", None),
    ],
)
def test_moments_as_forms_write_them(heading, cell, moment):
    (row,) = signed(f"Organization,{heading}\nReef,{cell}\n")[1:]
    assert row.signed_at == moment
    assert bool(row.remarks) == (moment is None)


def test_a_workbook_has_moments_too():
    data = workbook(["Organization", "Timestamp"], ["Reef", datetime(2026, 3, 1, 15, 15)])
    assert signed(data, "a.xlsx")[1].signed_at == datetime(2026, 3, 1, 20, 15, tzinfo=UTC)


def test_one_date_tells_of_the_whole_column_and_none_is_told_of():
    told = read_list("Organization,Date\nReef,1/2/2026\nMills,13/2/2026\n", "a.csv", purpose=SIGNING)
    mapped = map_signed(told, guess(told, SIGNING), printing=PRINTING, zone=NEW_YORK, now=NOW)
    assert [row.signed_at and row.signed_at.month for row in mapped.rows] == [None, 2, 2]
    assert mapped.remarks == ()
    untold = read_list("Organization,Date\nReef,1/2/2026\n", "a.csv", purpose=SIGNING)
    mapped = map_signed(untold, guess(untold, SIGNING), printing=PRINTING, zone=NEW_YORK, now=NOW)
    assert mapped.remarks == ("No date tells whether day or month comes first; the month was taken.",)


# --- doubles ---------------------------------------------------------------------------------------------------------------

REEF = Standing("organization", "Reef", state="Ohio", email="ben@reef.example", website="")


@pytest.mark.parametrize(
    ("row", "verdict", "sentence"),
    [
        ("REEF!,,bo@reef.example,", "double", "from the same domain"),
        ("Reef,,ben+x@reef.example,", "double", "from the same mailbox"),
        ("Reef,,,https://www.reef.example/us", "double", "from the same domain"),
        ("Reef,Ohio,,", "double", "nothing else to tell them apart"),
        ("Reef,,,", "likely", "nothing shows that it is the same"),
        ("Reef,Texas,bo@reef.example,", "likely", "another place"),
        ("Reef,,bo@other.example,", "likely", "nothing shows that it is the same"),
        ("The Reef,,bo@other.example,", "likely", "Likely the same as “Reef” on the letter"),
        ("Reef Alliance of Texas,,bo@reef.example,", "new", ""),
    ],
)
def test_only_the_same_name_without_anything_against_it_is_a_double(row, verdict, sentence):
    (found,) = signed(f"Organization,State,Email,Website\n{row}\n", standing=[REEF])[1:]
    assert found.verdict == verdict
    assert sentence in found.sentence


def test_people_of_one_name_are_two_unless_something_shows_that_they_are_not():
    ana = Standing("individual", "Ana Ruiz", affiliation="St. Anne", email="ana@gmail.com")
    people = "Ana Ruiz,,\nAna Ruiz,St. Anne,\nAna Ruiz,St. Anne,ana@gmail.com\nAna Ruiz,Mercy,ana@gmail.com\n"
    rows = signed(f"Individual,Affiliation,Email\n{people}", standing=[ana])[1:]
    assert [row.verdict for row in rows] == ["likely", "double", "double", "likely"]
    assert signed("Organization\nAna Ruiz\n", standing=[ana])[1].verdict == "new", "a person is no organization"


def test_two_of_a_free_mail_service_are_not_of_one_domain():
    rows = signed("Organization,Email\nReef,a@gmail.com\nReef,b@gmail.com\nReef,A@gmail.com\n")[1:]
    assert [row.verdict for row in rows] == ["new", "likely", "double"]


# --- whatever comes ----------------------------------------------------------------------------------------------------------

BITS = st.sampled_from(
    ["ada@x.org", ",", ";", "\t", '"', "\n", "\r\n", "Organization", "Individual", "Timestamp", "State", "printed",
     "no: held", "2026-03-01", "1/2/2026 3:00 PM", "\0", "\u202e", "\ufeff", "'=1+1", "Reef", "REEF", "@", " ", "é", "漢",
     "\ufffd", "a" * 301]
)  # fmt: skip


@settings(max_examples=200)
@given(st.lists(BITS | st.text(max_size=5), max_size=40).map("".join), st.sampled_from(["", "a.csv", "a.txt"]))
def test_any_text_gives_accounted_rows_or_a_sentence(text, filename):
    refused = ""
    try:
        found = read_list(text, filename, purpose=SIGNING)
        rows = with_doubles(map_signed(found, guess(found, SIGNING), printing=PRINTING, zone=NEW_YORK, now=NOW).rows, [REEF])
    except UserError as error:
        refused = error.sentence
    if refused:
        assert refused.endswith(".")
        return
    assert [row.place for row in rows] == [row.place for row in found.rows]
    assert set(Counter(row.verdict for row in rows)) <= {"new", "likely", "double", "problem", "empty", "heading"}
    for row in rows:
        assert bool(row.sentence) == (row.verdict in ("likely", "double", "problem"))
        if row.verdict in ("new", "likely", "double"):
            assert row.name
            assert len(row.name) <= 300
            assert not PRINTING.line(row.name).unprintable
            assert row.signed_at is None or row.signed_at <= NOW
