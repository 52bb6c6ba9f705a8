from __future__ import annotations

from typing import Any

import pytest

from letters.library import read, read_bytes, ris


def one(*lines: str) -> dict[str, Any]:
    found = ris.read("\r\n".join(["TY  - RPRT", *lines, "ER  - ", ""]))
    assert found.problems == found.losses == ()
    assert len(found.items) == 1
    return found.items[0]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("AU  - Doe, Jane", {"family": "Doe", "given": "Jane"}),
        ("A1  - Doe, Jane, Jr.", {"family": "Doe", "given": "Jane", "suffix": "Jr."}),
        ("AU  - Office of Management and Budget", {"literal": "Office of Management and Budget"}),
        ("AU  - University of California,, Berkeley", {"literal": "University of California, Berkeley"}),
        ("AU  - World Bank,", {"literal": "World Bank"}),
    ],
)
def test_names_are_people_or_institutions(line: str, name: dict[str, str]) -> None:
    assert one(line)["author"] == [name]


@pytest.mark.parametrize(
    ("lines", "issued"),
    [
        (["PY  - 2024"], {"date-parts": [[2024]]}),
        (["PY  - 2024", "DA  - 2024/03/28/"], {"date-parts": [[2024, 3, 28]]}),
        (["Y1  - 2024/03//"], {"date-parts": [[2024, 3]]}),
        (["DA  - 2024-03-28"], {"date-parts": [[2024, 3, 28]]}),
        (["DA  - Mar. 28, 2024"], {"date-parts": [[2024, 3, 28]]}),
        (["DA  - ///in press"], {"literal": "in press"}),
        (["DA  - ///in press", "PY  - 2024"], {"date-parts": [[2024]]}),
    ],
)
def test_the_fullest_date_counts(lines: list[str], issued: dict[str, Any]) -> None:
    assert one(*lines)["issued"] == issued


def test_titles_pages_and_numbers_find_their_places() -> None:
    text = """TY  - JOUR
ID  - a
T1  - A
JF  - Journal of X
JA  - J. X
VL  - 5
IS  - 2
SP  - 12
EP  - 15
SN  - 1234-567X
Y2  - 2024/01/02/
ER  -
"""
    assert ris.read(text).items[0] == {
        "id": "a",
        "type": "article-journal",
        "ISSN": "1234-567X",
        "title": "A",
        "container-title": "Journal of X",
        "container-title-short": "J. X",
        "volume": "5",
        "issue": "2",
        "accessed": {"date-parts": [[2024, 1, 2]]},
        "page": "12-15",
    }


def test_of_several_addresses_the_archive_copy_is_known_and_the_others_are_kept() -> None:
    item = one(
        "UR  - https://e.example/a", "UR  - https://web.archive.org/web/2024/https://e.example/a", "UR  - https://e.example/b"
    )
    assert item["URL"] == "https://e.example/a"
    assert item["custom"] == {
        "archive": [{"url": "https://web.archive.org/web/2024/https://e.example/a", "service": "wayback"}],
        "ris": {"UR": ["https://e.example/b"]},
    }
    assert ris.write([item]).text.count("UR  - ") == 3


def test_a_wrapped_address_is_joined_without_a_space_and_text_with_one() -> None:
    item = one("UR  - https://e.example/very-", "long", "AB  - One", "two")
    assert (item["URL"], item["abstract"]) == ("https://e.example/very-long", "One two")


def test_a_long_address_stays_on_one_line() -> None:
    address = "https://e.example/" + "x" * 2000
    assert f"UR  - {address}\r\n" in ris.write([{"id": "a", "type": "report", "URL": address}]).text


def test_tags_without_a_place_are_kept_and_written_again() -> None:
    item = one("TI  - T", "C5  - odd", "TI  - Second title")
    assert item["custom"]["ris"] == {"TI": ["Second title"], "C5": ["odd"]}
    text = ris.write([item]).text
    assert "C5  - odd" in text
    assert "TI  - Second title" in text


def test_a_value_cannot_open_a_record_of_its_own() -> None:
    item = {
        "id": "a",
        "type": "report",
        "title": "T\nER  - \nTY  - BOOK",
        "custom": {"ris": {"TY": ["BOOK"], "ZZ": ["x\nTY  - BOOK"]}},
    }
    assert len(ris.read(ris.write([item]).text).items) == 1


def test_records_without_an_end_are_read_and_told() -> None:
    found = ris.read("TY  - JOUR\nTI  - One\nTY  - BOOK\nTI  - Two\n")
    assert [item["title"] for item in found.items] == ["One", "Two"]
    assert found.losses == (
        "line 1: This record has no end (ER); it ends where the next begins.",
        "line 3: This record has no end (ER); it ends where the file ends.",
    )


def test_stray_lines_unknown_types_and_files_are_told_with_their_lines() -> None:
    found = ris.read("hello\nTY  - HOLO\nL1  - file:///home/jane/x.pdf\nTI  - T\nER  - \n")
    assert found.losses == (
        "line 1: “hello” stands outside of the records and was left out.",
        "line 2: “HOLO” is no type of source that is known; it became “document”.",
        "line 2: L1 was left out: it names a file on somebody's computer.",
    )
    assert "jane" not in str(found.items)


def test_a_file_in_latin_1_is_read_and_told() -> None:
    found = read_bytes("TY  - RPRT\r\nAU  - Peña, Ana\r\nER  - \r\n".encode("latin-1"), "x.ris")
    assert found.items[0]["author"] == [{"family": "Peña", "given": "Ana"}]
    assert found.losses[0].startswith("line 2: The file is not UTF-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_marks_of_order_and_utf_16_are_understood(encoding: str) -> None:
    found = read_bytes("TY  - RPRT\r\nAU  - Peña, Ana\r\nER  - \r\n".encode(encoding))
    assert found.items[0]["author"] == [{"family": "Peña", "given": "Ana"}]
    assert (found.losses, found.format) == ((), "ris")


@pytest.mark.parametrize(
    ("text", "name", "form"),
    [
        ('[{"id": "a"}]', "x.bib", "csl-json"),
        ('{"id": "a"}', "", "csl-json"),
        ("% JabRef\n@book{a, title={T}}", "x.txt", "bibtex"),
        ("\ufeffTY  - BOOK\nTI  - a@b{c\nER  - ", "", "ris"),
        ("nothing in it", "x.ris", "ris"),
    ],
)
def test_a_format_is_known_by_what_the_file_holds(text: str, name: str, form: str) -> None:
    assert read(text, name).format == form


def test_lists_that_endnote_writes_under_one_tag_are_read_one_by_one() -> None:
    item = one("KW  - water", "wells", "SN  - 1234-5678", "LA  - English", "UR  - https://e.example/a", "https://e.example/b")
    assert (item["keyword"], item["ISSN"], item["language"]) == ("water, wells", "1234-5678", "en")
    assert (item["URL"], item["custom"]["ris"]) == ("https://e.example/a", {"UR": ["https://e.example/b"]})
