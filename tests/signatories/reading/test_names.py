"""Names alone: from a text, a table, a workbook."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from errors import UserError
from signatories.reading.names import read_names


def workbook(*rows: tuple[str, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_text_has_a_name_on_each_line_commas_and_all() -> None:
    data = "\ufeffHarbor League, Inc.\r\n\r\n  Kite   & Key; Club \r\nLiga “Uno”, Dos\r\n".encode()
    assert read_names(data, "names.txt") == ["Harbor League, Inc.", "Kite & Key; Club", "Liga “Uno”, Dos"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_gives_its_column_of_organizations(encoding: str) -> None:
    text = "Contacto;Organización;Correo\nAda;Liga de la Niñez;ada@x.example\n;;\nBen;“Kite” Club;ben@x.example\n"
    assert read_names(text.encode(encoding), "list.csv") == ["Liga de la Niñez", "“Kite” Club"]


def test_a_column_can_be_named_or_counted() -> None:
    data = b"Group,Signed as\nA,Harbor League\nB,Kite Club\n"
    for column in ("Signed as", "signed AS", "2"):
        assert read_names(data, "list.csv", column) == ["Harbor League", "Kite Club"]
    assert read_names(data, "list.csv") == ["A", "B"]


def test_a_table_of_one_column_needs_no_heading() -> None:
    assert read_names(b"Harbor League\nKite Club\n", "list.csv") == ["Harbor League", "Kite Club"]


def test_a_workbook_too() -> None:
    data = workbook(("Organization", "State"), ("Harbor League", "Ohio"), ("", ""), ("Kite Club", "Iowa"))
    assert read_names(data, "list.xlsx") == ["Harbor League", "Kite Club"]
    assert read_names(data, "list.xlsx", "State") == ["Ohio", "Iowa"]


def test_a_table_may_be_longer_than_a_page_takes() -> None:
    data = ("organization,state\n" + "".join(f"Harbor League {number},Ohio\n" for number in range(30_000))).encode()
    assert len(read_names(data, "list.csv")) == 30_000


@pytest.mark.parametrize(
    ("data", "name", "column", "said"),
    [
        (b"", "names.txt", "", "There is no name in names.txt."),
        (b" \n \n", "names.txt", "", "There is no name in names.txt."),
        (b"Harbor League\n", "names.txt", "Name", "has no columns"),
        (b"organization\nHarbor League\n", "list.csv", "Group", "has no column “Group”"),
        (b"organization,state\nHarbor League,Ohio\n", "list.csv", "7", "has no column “7”"),
        (b"Name,Email\nAda,ada@x.example\n", "list.csv", "", "--column"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "list.xlsx", "", "older Excel file"),
        (b"PK\x03\x04 torn", "list.xlsx", "", ""),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(data: bytes, name: str, column: str, said: str) -> None:
    with pytest.raises(UserError) as caught:
        read_names(data, name, column)
    assert said in caught.value.sentence
