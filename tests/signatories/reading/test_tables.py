"""Lists as text: what separates the cells, how the characters were written, where the people begin."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors import UserError
from signatories.reading import read_list
from signatories.reading.lists import BROKEN, MOST_COLUMNS, MOST_ROWS
from tests.signatories.reading.lists import invited, people

ADA = ("Amigos de la Bahía", "José Núñez", "jose@bahia.example")
TABLE = "Organización{0}Contacto{0}Correo electrónico\n" + "{0}".join(ADA) + "\n"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_every_separator_in_every_encoding_gives_the_same_people(separator, encoding, told):
    data = TABLE.format(separator).encode(encoding)
    assert read_list(data).encoding == told
    assert invited(people(data)) == [ADA]


def test_line_ends_of_all_systems_are_line_ends():
    for end in ("\n", "\r\n", "\r"):
        assert invited(people(TABLE.format(",").replace("\n", end))) == [ADA]


def test_a_comma_in_quotation_marks_is_part_of_the_name():
    assert invited(people('org,name,email\n"Friends, Inc.","Ada ""A."" Okafor",ada@x.org\n')) == [
        ("Friends, Inc.", 'Ada "A." Okafor', "ada@x.org")
    ]


def test_a_mark_that_is_never_closed_swallows_nobody_and_is_told():
    read = read_list('org;name;email\n"Friends;Ada;ada@x.org\nMills;Ben;ben@y.org\nReef;Cy;cy@z.org')
    assert [row.cells[2] for row in read.rows] == ["email", "ada@x.org", "ben@y.org", "cy@z.org"]
    assert "never closed" in read.remarks[0]


def test_places_are_the_lines_of_the_file_even_where_a_cell_has_several():
    read = read_list('org,name,email\n"Friends\nof the Harbor",Ada,ada@x.org\n\nMills,Ben,ben@y.org\n')
    assert [row.place for row in read.rows] == [1, 2, 4, 5]


def test_a_list_that_is_too_long_or_too_wide_is_refused_whole():
    line = "Friends,ada@x.org\n"
    assert len(read_list(line * MOST_ROWS).rows) == MOST_ROWS
    with pytest.raises(UserError, match="20,000 rows"):
        read_list(line * (MOST_ROWS + 1))
    wide = ",".join(["x"] * MOST_COLUMNS)
    assert read_list(f"{wide}\n{wide}").width == MOST_COLUMNS
    with pytest.raises(UserError, match="Line 2 has 61 columns"):
        read_list(f"{wide}\n{wide},x")
    with pytest.raises(UserError, match="5 megabytes"):
        read_list(b"x" * (5 * 1024 * 1024 + 1))


def test_what_no_text_can_hold_is_left_out_and_told():
    read = read_list(b"org,email\nFri\0ends,ada@x.org\n", separator=",")
    assert read.rows[1].cells == ("Friends", "ada@x.org")
    assert any("NUL" in remark for remark in read.remarks)
    assert any("Halves" in remark for remark in read_list("org,email\nFri\ud800ends,ada@x.org").remarks)


@pytest.mark.parametrize(
    ("start", "word"),
    [(b"%PDF-1.7", "no list"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "older Excel"), (b"\x89PNG", "no list"), (b"", "nothing")],
)
def test_files_that_are_no_lists_are_told_apart(start, word):
    with pytest.raises(UserError, match=word):
        read_list(start)


CELL = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12).filter(lambda cell: cell.strip() not in BROKEN)


@given(
    rows=st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=8),
    separator=st.sampled_from([",", ";", "\t", "|"]),
)
def test_what_a_spreadsheet_writes_is_read_as_it_stood(rows, separator):
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator).writerows(rows)
    if not any(cell.strip() for row in rows for cell in row):
        return
    text = buffer.getvalue()
    read = read_list("\ufeff" + text, separator=separator)
    wide = [tuple(row.cells) + ("",) * (3 - read.width) for row in read.rows]
    stood = [tuple(cell if cell.strip() or place < read.width else "" for place, cell in enumerate(row)) for row in rows]
    assert wide == stood[: len(wide)]
    assert not any(cell.strip() for row in stood[len(wide) :] for cell in row)


def test_a_mark_of_utf_8_before_another_encoding_is_seen_through_and_a_broken_byte_is_not_taken_for_one():
    marked = read_list(b"\xef\xbb\xbf" + TABLE.format(";").encode("cp1252"))
    assert marked.encoding == "Windows-1252, marked as UTF-8"
    assert invited(people(marked.text)) == [ADA]
    broken = read_list(b"\xef\xbb\xbf" + TABLE.format(";").encode() + b"Ni\xf1os;;a@x.example\n")
    assert broken.encoding == "UTF-8"
    assert "José Núñez" in broken.text
    assert "Ni\ufffdos" in broken.text
