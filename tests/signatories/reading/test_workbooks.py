"""Excel files, good and bad."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from errors import UserError
from signatories.reading import read_list
from signatories.reading.lists import MOST_ROWS
from tests.signatories.reading.lists import invited, people, workbook

HEAD = ["Organization", "Name", "E-mail"]
ADA = ["Friends", "Ada", "ada@x.org"]
GOOD = workbook(HEAD, ADA, merged=("A1:B1",))


def repacked(data: bytes, **changed: bytes) -> bytes:
    """A workbook with some of its parts replaced; their slashes are written as double underscores."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changed.get(name.replace("/", "__").removesuffix(".xml"), old.read(name)))
    return buffer.getvalue()


def sheet(rows: str, after: str = "") -> bytes:
    """The XML of a sheet."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData>{after}</worksheet>'.encode()


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def readable(data: bytes) -> bool | None:
    """Whether the list was read; False when it was refused with a sentence, None when with nothing to say."""
    try:
        return bool(read_list(data).rows)
    except UserError as error:
        return False if error.sentence.endswith(".") else None


def test_a_workbook_gives_its_people():
    assert invited(people(workbook(HEAD, ADA))) == [("Friends", "Ada", "ada@x.org")]


def test_the_first_sheet_with_something_on_it_is_read_and_the_others_are_named():
    book = Workbook()
    book.create_sheet("Hidden").append(["not this"])
    book["Hidden"].sheet_state = "hidden"
    shown = book.create_sheet("People")
    shown.append(HEAD)
    shown.append(ADA)
    buffer = io.BytesIO()
    book.save(buffer)
    read = read_list(buffer.getvalue())
    assert read.source == "an Excel workbook, sheet “People”"
    assert read.remarks == ("Only the sheet “People” was read, not “Sheet”, “Hidden”.",)


def test_a_formula_gives_its_saved_value_and_one_without_is_told():
    plain = workbook(HEAD, ADA)
    told = repacked(
        plain,
        xl__worksheets__sheet1=sheet(
            f'<row r="1">{cell("A1", "Organization")}{cell("B1", "Email")}</row>'
            f'<row r="2">{cell("A2", "Friends")}<c r="B2" t="str"><f>C2&amp;"@x.org"</f><v>ada@x.org</v></c></row>'
            f'<row r="3">{cell("A3", "Reef")}<c r="B3"><f>C3&amp;"@x.org"</f></c></row>'
            f'<row r="4">{cell("A4", "Mills")}<c r="B4" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        ),
    )
    rows = people(told)
    assert (rows[1].verdict, rows[1].email) == ("new", "ada@x.org")
    assert rows[2].verdict == rows[3].verdict == "problem"
    assert rows[2].remarks == ("Cell B3 holds a formula whose result was not saved with the file.",)
    assert rows[3].remarks == ("Cell B4 holds the error #DIV/0!.",)


def test_merged_cells_count_for_everybody_under_them():
    rows = people(
        workbook(
            ["Spring list", None, None],
            ["Organization", "Contact", None],
            [None, "Name", "E-mail"],
            ["Friends", "Ada", "ada@x.org"],
            [None, "Ben", "ben@x.org"],
            merged=("A1:C1", "B2:C2", "A2:A3", "A4:A5"),
        )
    )
    assert [row.verdict for row in rows] == ["heading", "heading", "heading", "new", "new"]
    assert invited(rows) == [("Friends", "Ada", "ada@x.org"), ("Friends", "Ben", "ben@x.org")]
    read = read_list(workbook(HEAD, ADA, merged=("A1:A2",)))
    assert "Merged cells (A1:A2)" in read.remarks[0]


def test_numbers_and_dates_stand_as_they_would_be_typed():
    read = read_list(workbook([350, 2.5, True, datetime(2026, 3, 2), datetime(2026, 3, 2, 17, 30)]))
    assert read.rows[0].cells == ("350", "2.5", "yes", "2026-03-02", "2026-03-02 17:30")


def test_the_text_of_a_workbook_reads_back_to_the_same_people():
    data = workbook(HEAD, ["Friends, Inc.", 'Ada "A"', "ada@x.org"], [], ["Reef\nand Mill", "Ben", "ben@y.org"])
    read = read_list(data)
    again = read_list(read.text, separator=read.separator)
    assert invited(people(data)) == invited(people(read.text))
    assert [row.empty for row in again.rows] == [row.empty for row in read.rows]


def test_what_a_workbook_told_of_a_row_is_told_again_of_its_text():
    plain = workbook(HEAD, ADA)
    data = repacked(
        plain,
        xl__worksheets__sheet1=sheet(
            f'<row r="1">{cell("A1", "Organization")}{cell("B1", "Email")}</row>'
            '<row r="2"><c r="A2"><f>C2</f></c><c r="B2"><f>C3</f></c></row>'
            f'<row r="5">{cell("A5", "Mills")}<c r="B5" t="e"><f>1/0</f><v>#REF!</v></c></row>'
            f'<row r="7">{cell("A7", "Reef")}{cell("B7", "ben@reef.example")}</row>'
        ),
    )
    rows = people(data)
    assert [(row.place, row.verdict) for row in rows] == [
        (1, "heading"),
        (2, "problem"),
        (3, "empty"),
        (4, "empty"),
        (5, "problem"),
        (6, "empty"),
        (7, "new"),
    ]
    assert rows[1].remarks == (
        "Cell A2 holds a formula whose result was not saved with the file.",
        "Cell B2 holds a formula whose result was not saved with the file.",
    )
    assert people(read_list(data).text) == rows, "the list is carried along as text, and reads no other way"


def test_a_list_that_begins_far_down_keeps_its_heading():
    data = repacked(
        workbook(HEAD),
        xl__worksheets__sheet1=sheet(
            f'<row r="15">{cell("A15", "Organization")}{cell("B15", "Email")}</row>'
            f'<row r="16">{cell("A16", "Reef")}{cell("B16", "ben@reef.example")}</row>'
        ),
    )
    for rows in (people(data), people(read_list(data).text)):
        assert [(row.place, row.verdict, row.organization) for row in rows][-2:] == [(15, "heading", ""), (16, "new", "Reef")]


def test_a_sheet_of_nothing_but_formulas_without_values_is_passed_over():
    data = repacked(workbook(HEAD, more=("Second",)), xl__worksheets__sheet1=sheet('<row r="1"><c r="A1"><f>C2</f></c></row>'))
    assert read_list(data).source == "an Excel workbook, sheet “Second”"


def test_rows_far_below_and_sizes_that_are_not_so_cost_nothing():
    plain = workbook(HEAD, ADA)
    far = sheet(f'<row r="1048576">{cell("A1048576", "ada@x.org")}</row>', '<dimension ref="A1:XFD1048576"/>')
    read = read_list(repacked(plain, xl__worksheets__sheet1=far))
    assert [(row.place, row.cells) for row in read.rows] == [(1048576, ("ada@x.org",))]
    coloured = "".join(f'<row r="{number}"><c r="A{number}" s="0"/></row>' for number in range(2, 60_000))
    read = read_list(repacked(plain, xl__worksheets__sheet1=sheet(f'<row r="1">{cell("A1", "ada@x.org")}</row>{coloured}')))
    assert len(read.rows) == 1


def test_too_many_rows_and_columns_are_refused():
    plain = workbook(HEAD, ADA)
    many = "".join(f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in range(1, MOST_ROWS + 2))
    with pytest.raises(UserError, match="20,000 rows"):
        read_list(repacked(plain, xl__worksheets__sheet1=sheet(many)))
    with pytest.raises(UserError, match="Row 1 has 16384 columns"):
        read_list(repacked(plain, xl__worksheets__sheet1=sheet(f'<row r="1">{cell("XFD1", "x")}</row>')))


def test_a_file_that_unpacks_to_more_than_any_list_is_refused_unread():
    bomb = repacked(workbook(HEAD), xl__worksheets__sheet1=sheet("<row/>" + " " * 60_000_000))
    assert len(bomb) < 200_000
    with pytest.raises(UserError, match="too large"):
        read_list(bomb)


def test_a_document_type_of_its_own_is_refused():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + sheet(f'<row r="1">{cell("A1", "&a;")}</row>')
    with pytest.raises(UserError, match="cannot be read"):
        read_list(repacked(workbook(HEAD), xl__worksheets__sheet1=bomb))


def test_other_zip_files_are_told_apart():
    for name, word in (("word/document.xml", "office document"), ("letter.md", "zip file")):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(name, "x")
        with pytest.raises(UserError, match=word):
            read_list(buffer.getvalue())
    with pytest.raises(UserError, match="nothing in this workbook"):
        read_list(workbook())


@settings(max_examples=150)
@given(st.data())
def test_a_damaged_workbook_gives_people_or_a_sentence(data):
    place = data.draw(st.integers(0, len(GOOD) - 1))
    length = data.draw(st.integers(0, 40))
    broken = GOOD[:place] + data.draw(st.binary(max_size=40)) + GOOD[place + length :]
    assert readable(broken) is not None


PARTS = st.sampled_from(
    [
        *("<row>", "</row>", '<row r="x">', "<c/>", "<v>1</v>", "&amp;", '<c r="??"/>', cell("C3", "ada@x.org")),
        *('<c r="A1" t="s"><v>9</v></c>', '<c r="B2" t="d"><v>x</v></c>', '<c t="n"><v>1e999</v></c>', '<c t="b"><v>q</v></c>'),
        *('<c r="A1" s="99"><v>5</v></c>', '<mergeCell ref="B1:A9"/>', '<mergeCell ref="nonsense"/>', "<mergeCell/>"),
    ]
)


@settings(max_examples=150)
@given(st.lists(PARTS, max_size=8).map("".join))
def test_a_sheet_of_nonsense_gives_people_or_a_sentence(rows):
    assert readable(repacked(workbook(HEAD), xl__worksheets__sheet1=sheet(rows, "<mergeCells/>"))) is not None
