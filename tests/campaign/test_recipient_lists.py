"""A list of recipients: what becomes of each row, whatever it holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.printing import PRINTING
from campaign.recipient_lists import RECEIVING, key_of, map_recipients
from errors import UserError
from signatories.reading import guess, read_list
from tests.tools.recipients import member

CONGRESS = """\
Name,Title,Chamber,Room,City,State,Salutation,Email,Contact form,Via,Language
Jo Doe,Representative,House of Reps,1 Rayburn,"Washington, DC 20515",OH,"Dear Representative Doe,",jo@h.example,,e-mail,
Ana Ruiz,Senator,Senate,1 Dirksen,"Washington, DC 20510",New Mexico,,,https://ruiz.example/contact,form,es
Bo Chen,Senator,Senate,2 Dirksen,"Washington, DC 20510",Guam,,,,pigeon,fr
Jo Doe,Representative,House of Reps,1 Rayburn,"Washington, DC 20515",OH,"Dear Representative Doe,",jo@h.example,,e-mail,
,,,,,,,,,,
"""


def rows(text: str, existing: tuple[str, ...] = ()):
    read = read_list(text, "list.csv", purpose=RECEIVING)
    return map_recipients(read, guess(read, RECEIVING), existing, printing=PRINTING)


def test_a_legislature_is_read_by_its_headings() -> None:
    heading, doe, ruiz, chen, again = rows(CONGRESS)[:5]
    assert heading.verdict == "heading"
    assert (doe.verdict, doe.entry.name, doe.entry.state, doe.entry.channels) == ("new", "Jo Doe", "Ohio", ("mail",))
    assert doe.entry.lines == (
        "Jo Doe",
        "Representative",
        "House of Reps",
        "1 Rayburn",
        "Washington, DC 20515",
    )
    assert (doe.entry.salutation, doe.entry.own_copy) == ("Dear Representative Doe,", True)
    assert (ruiz.entry.channels, ruiz.entry.portal, ruiz.entry.language) == (
        ("portal",),
        "https://ruiz.example/contact",
        "es",
    )
    assert (chen.verdict, chen.entry.channels, len(chen.remarks)) == ("new", ("post",), 2)
    assert (again.verdict, again.sentence) == ("double", "The same as row 2.")


def test_a_whole_block_in_one_cell() -> None:
    text = 'Address block,State\n"Jo Doe\nHouse of Representatives\nWashington, DC 20515",Ohio\nBo Chen | Senate,Guam\n'
    _heading, doe, chen = rows(text)
    assert doe.entry.name == "Jo Doe"
    assert doe.entry.lines == ("Jo Doe", "House of Representatives", "Washington, DC 20515")
    assert chen.entry.lines == ("Bo Chen", "Senate")


def test_who_is_there_already_is_a_double() -> None:
    there = member(1)
    text = f'Address block\n"{" | ".join(there.lines)}"\n'
    assert rows(text, (key_of(there),))[1].sentence == "Is there already."


def test_problems_are_told_with_their_row() -> None:
    _heading, wrong, unprintable = rows("Name,Email,Via\nJo Doe,nobody,mail\n\U00020000,,post\n")
    assert wrong.verdict == unprintable.verdict == "problem"
    assert wrong.sentence.startswith("This is not a complete e-mail address")
    assert "U+20000" in unprintable.sentence


def test_a_list_without_names_is_asked_about() -> None:
    with pytest.raises(UserError, match="names of the recipients"):
        rows("Email\njo@house.example\n")


@given(st.text(max_size=400))
def test_every_row_is_accounted_for(text: str) -> None:
    try:
        read = read_list(text, "list.csv", purpose=RECEIVING)
        found = map_recipients(read, guess(read, RECEIVING), printing=PRINTING)
    except UserError:
        return
    assert [row.place for row in found] == [row.place for row in read.rows]
    assert all(row.entry.name for row in found if row.verdict == "new")
    assert all(row.sentence for row in found if row.verdict in ("problem", "double"))
