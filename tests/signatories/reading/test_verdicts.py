"""What becomes of each row, and that none goes unaccounted."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errors import UserError
from signatories.reading import INVITING, PEOPLE, Columns, guess, map_rows, organization_key, person_key, read_list
from tests.signatories.reading.lists import PRINTING, mapped, people

VERDICTS = {"new", "double", "problem", "empty", "heading"}


def only(text: str):
    """The verdict on a single row: organization, name, title and address, with commas."""
    (row,) = mapped(read_list(f"{text},end", separator=","), "organization", "contact_name", "contact_title", "email", "")
    return row


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Friends,Ada,Director,", "No e-mail address."),
        ("Friends,Ada,Director,ada at x.org", "“ada at x.org” is not an e-mail address."),
        ("Friends,Ada,Director,ada@x", "“ada@x” is not an e-mail address."),
        ("Friends,Ada,,a@x.org; b@y.org", "“a@x.org; b@y.org” is more than one address. Give each a row of its own."),
        (f"Friends,Ada,Director,{'a' * 250}@x.org", "The e-mail address has more than 254 characters."),
        (f"{'F' * 301},Ada,Director,ada@x.org", "The organization’s name has more than 300 characters."),
        (f"Friends,{'A' * 201},Director,ada@x.org", "The contact’s name has more than 200 characters."),
        (f"Friends,Ada,{'D' * 201},ada@x.org", "The title has more than 200 characters."),
        ("Fri\ufffdends,,,ada@x.org", "The letter cannot print U+FFFD REPLACEMENT CHARACTER in the organization’s name."),
    ],
)  # fmt: skip
def test_a_problem_says_what_it_is(text, sentence):
    row = only(text)
    assert (row.verdict, row.sentence) == ("problem", sentence)


def test_names_of_exactly_the_longest_length_are_taken():
    assert only(f"{'F' * 300},{'A' * 200},{'D' * 200},ada@x.org").verdict == "new"


def test_several_problems_are_all_told():
    row = only(f"{'F' * 301},Ada,Director,nobody")
    assert row.sentence == "“nobody” is not an e-mail address. The organization’s name has more than 300 characters."


def test_what_cannot_be_seen_is_taken_out_and_told():
    row = only("Fri\u202eends,A\u200bda,Director,ad\u00ada@x.org")
    assert (row.verdict, row.organization, row.contact_name, row.email) == ("new", "Friends", "Ada", "ada@x.org")
    assert row.remarks == (
        "Left out, because it cannot be seen in print: U+202E RIGHT-TO-LEFT OVERRIDE, U+200B ZERO WIDTH SPACE,"
        " U+00AD SOFT HYPHEN.",
    )


def test_an_address_is_taken_out_of_what_stands_around_it():
    for typed in ("mailto:ada@x.org", "<ada@x.org>", "Ada Okafor <ada@x.org>", " ada@x.org; "):
        assert only(f"Friends,,,{typed}").email == "ada@x.org"
    assert only("Friends,,,Ada Okafor <ada@x.org>").contact_name == "Ada Okafor"
    assert only("Friends,Dr. Okafor,,Ada <ada@x.org>").contact_name == "Dr. Okafor"


def test_the_same_person_for_the_same_organization_is_a_double_and_for_another_is_not():
    rows = people("Organization,Email\nFriends,ada@x.org\nFRIENDS ,Ada+letters@X.org\nReef,ada@x.org\nFriends,ben@x.org\n")
    assert [row.verdict for row in rows] == ["heading", "new", "double", "new", "new"]
    assert rows[2].sentence == "The same as row 2."


def test_who_is_invited_or_has_signed_is_not_asked_again():
    text = "Organization,Email\nFriends,ada@x.org\nReef,ben@x.org\n,cy@x.org\nMills,dee@x.org\nHills,eve@x.org\n"
    rows = people(
        text,
        invited=frozenset({("ada@x.org", "friends"), ("cy@x.org", "harbor")}),
        signed=frozenset({("ben@x.org", "reef"), ("other@mills.org", "mills")}),
    )
    assert [(row.verdict, row.sentence) for row in rows[1:]] == [
        ("double", "Is invited already."),
        ("double", "Has signed already."),
        ("double", "Is invited already."),
        ("double", "Has signed already."),
        ("new", ""),
    ]


def test_a_problem_takes_nobodys_place():
    rows = people(f"Organization,Email\n{'F' * 301},ada@x.org\n{'F' * 301},ada@x.org\nFriends,ada@x.org\n")
    assert [row.verdict for row in rows[1:]] == ["problem", "problem", "new"]


def test_columns_that_make_no_people_are_refused_with_a_sentence():
    read = read_list("a,b@x.org")
    for roles, word in (
        (("organization", ""), "which column holds the e-mail"),
        (("email", "email"), "Two columns"),
        (("email",), "for each column"),
        (("email", "shoe size"), "for each column"),
    ):
        with pytest.raises(UserError, match=word):
            map_rows(read, Columns(roles), printing=PRINTING)


def test_keys_are_blind_to_case_and_spaces_and_to_nothing_else():
    assert organization_key("Friends of  the\u00a0Harbor") == organization_key("FRIENDS OF THE HARBOR")
    assert organization_key("Friends of Harbor") != organization_key("Friends of the Harbor")
    assert person_key("no address", "x") is None


def accounted(data: bytes | str, filename: str, separator: str, heading: int | None = None) -> None:
    refused = ""
    try:
        read = read_list(data, filename, separator)
        columns = guess(read)
        assert len(columns.roles) == read.width
        assert {len(row.cells) for row in read.rows} == {read.width}
        if heading is not None:
            columns = Columns(columns.roles, heading)
        rows = map_rows(read, columns, printing=PRINTING)
    except UserError as error:
        refused = error.sentence
    if refused:
        assert refused.endswith(".")
        return
    assert [row.place for row in rows] == [row.place for row in read.rows]
    assert set(Counter(row.verdict for row in rows)) <= VERDICTS
    for raw, row in zip(read.rows, rows, strict=True):
        if row.verdict == "empty":
            assert raw.empty
        if row.verdict in ("double", "problem"):
            assert row.sentence
        if row.verdict == "new":
            assert row.email
            assert not row.sentence


NAMES = st.sampled_from(["", "list.csv", "list.tsv", "list.xlsx", "list.txt", "."])
CUT = st.sampled_from(["", ",", ";", "\t", "|", PEOPLE, "nonsense"])
BITS = st.sampled_from(
    ["ada@x.org", "Ada <ada@x.org>", ",", ";", "\t", "|", '"', "<", ">", "(", ")", "\n", "\r\n", "\r", "Email", "Organization",
     "\0", "\u202e", "\ufeff", "\u2028", "\x85", "=1+1", "Friends", "To:", "@", "\\", " ", "é", "漢", "a" * 301]
)  # fmt: skip


@settings(max_examples=400)
@given(st.binary(max_size=400), NAMES, CUT)
def test_any_bytes_give_accounted_rows_or_a_sentence(data, filename, separator):
    accounted(data, filename, separator)


@settings(max_examples=500)
@given(st.lists(BITS | st.text(max_size=5), max_size=40).map("".join), NAMES, CUT, st.none() | st.integers(0, 5))
def test_any_text_gives_accounted_rows_or_a_sentence(text, filename, separator, heading):
    accounted(text, filename, separator, heading)
    accounted(text.encode("utf-16", "surrogatepass"), filename, separator, heading)


@given(st.lists(st.lists(BITS, max_size=3).map("".join), min_size=1, max_size=4), st.permutations(INVITING.roles))
def test_any_mapping_of_any_columns_accounts_for_every_row(cells, roles):
    read = read_list("x|" + "|".join(cell.replace("|", "") for cell in cells) + "\n", separator="|")
    chosen = (*roles, *[""] * 9)[: read.width]
    if "email" in chosen:
        assert len(mapped(read, *chosen)) == len(read.rows)
    else:
        with pytest.raises(UserError, match="which column"):
            mapped(read, *chosen)
