from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path

HEADER = [
    "organization", "scope", "state", "contact_name", "contact_title", "contact_email", "website", "sort_name",
    "individual", "title", "affiliation",
]  # fmt: skip

# Block names and ranges of the Unicode Standard (Blocks.txt).
BLOCKS = {
    "Latin-1 Supplement": (0x00C0, 0x00FF),
    "Latin Extended-A": (0x0100, 0x017F),
    "Latin Extended Additional": (0x1E00, 0x1EFF),
    "Greek and Coptic": (0x0370, 0x03FF),
    "Cyrillic": (0x0400, 0x04FF),
    "Hebrew": (0x0590, 0x05FF),
    "Arabic": (0x0600, 0x06FF),
    "Devanagari": (0x0900, 0x097F),
    "Thai": (0x0E00, 0x0E7F),
    "Ethiopic": (0x1200, 0x137F),
    "Hiragana": (0x3040, 0x309F),
    "Katakana": (0x30A0, 0x30FF),
    "CJK Unified Ideographs": (0x4E00, 0x9FFF),
    "Hangul Syllables": (0xAC00, 0xD7AF),
}

Rows = list[dict[str, str]]


def plain(name: str) -> str:
    """Letters and digits only, without accents and case: two names that agree in it would look like one organization."""
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    return "".join(character for character in decomposed if character.isalnum())


def test_the_header_is_whole_and_every_row_fits_it(rows: Rows) -> None:
    for row in rows:
        assert list(row) == HEADER
        assert None not in row.values()
        assert all(value == value.strip() for value in row.values())


def test_each_row_is_an_organization_or_a_person(rows: Rows, organizations: list[str]) -> None:
    people = [row for row in rows if row["individual"]]
    assert len(organizations) >= 130
    assert len(people) == 8
    for row in rows:
        assert bool(row["organization"]) != bool(row["individual"])
        if not row["individual"]:
            assert row["title"] == row["affiliation"] == ""
        assert row["scope"] in {"", "national", "state", "local"}
    assert any(row["title"] and row["affiliation"] for row in people)
    assert any(not row["title"] and not row["affiliation"] for row in people)


def test_many_rows_are_only_a_name_and_many_have_a_contact(rows: Rows) -> None:
    bare = [row for row in rows if row["organization"] and not any(row[field] for field in HEADER[1:])]
    assert len(bare) >= 40
    assert sum(bool(row["contact_email"]) for row in rows) >= 40
    assert {row["scope"] for row in rows} == {"", "national", "state", "local"}
    assert len({row["state"] for row in rows if row["state"]}) >= 2


def test_nobody_is_listed_twice(rows: Rows) -> None:
    names = Counter(plain(row["organization"] or row["individual"]) for row in rows)
    assert [name for name, count in names.items() if count > 1] == []
    mail = Counter(row["contact_email"] for row in rows if row["contact_email"])
    assert max(mail.values()) == 1


def test_the_list_is_not_sorted(organizations: list[str]) -> None:
    pairs = list(pairwise(organizations))
    assert 0.25 < sum(first.casefold() > second.casefold() for first, second in pairs) / len(pairs) < 0.75


def test_no_name_could_be_taken_for_a_formula(rows: Rows) -> None:
    """A spreadsheet runs a cell that begins with one of these (OWASP, "CSV Injection"); other tests own that danger."""
    assert not [value for row in rows for value in row.values() if value.startswith(("=", "+", "-", "@"))]


def test_every_script_occurs(organizations: list[str]) -> None:
    letters = {ord(character) for name in organizations for character in name if character.isalpha()}
    absent = [block for block, (low, high) in BLOCKS.items() if not any(low <= letter <= high for letter in letters)]
    assert absent == []


def test_both_ways_of_writing_chinese_occur(organizations: list[str]) -> None:
    everything = "".join(organizations)
    assert set("区会边") <= set(everything), "simplified"
    assert set("華鄰協會") <= set(everything), "traditional"


def test_some_names_are_in_two_scripts(organizations: list[str]) -> None:
    def scripts(name: str) -> set[str]:
        return {unicodedata.name(character).split()[0] for character in name if character.isalpha()}

    for other in ("ARABIC", "HEBREW", "CJK"):
        assert any({other, "LATIN"} <= scripts(name) for name in organizations), other


def test_the_shapes_of_names_that_give_trouble_all_occur(organizations: list[str]) -> None:
    for shape in (
        r"\w'\w", r"\w’\w", r"\w['’] ", r"\([A-Z]{3,}\)$", r"\(formerly ", r"\(f\.k\.a\. ", r" d\.b\.a\. ", r"\bLocal \d+",
        r"\bChapter\b", r" Action$", r" Action Fund$", r" Foundation$", r" Fund$", r",", r"[“”]", r"«", r"&", r"^\d", r" \d+$",
        r"^The ", r"^[A-Za-z]+$", r"^FREE!", r"/", r"·", r" – ", r" — ", r":", r"\.example$", r", Inc\.$",
    ):  # fmt: skip
        assert any(re.search(shape, name) for name in organizations), shape
    assert sum(len(name) >= 120 for name in organizations) >= 2
    assert sum(name.startswith("The ") for name in organizations) >= 3


def test_no_word_is_too_long_to_be_broken_over_a_column(rows: Rows) -> None:
    words = [word for row in rows for value in row.values() for word in re.split(r"[\s/-]", value)]
    assert max(map(len, words)) <= 40


def test_locals_chapters_and_arms_of_one_body_stand_side_by_side(organizations: list[str]) -> None:
    for body, least in (("ABPMW", 4), ("League of River Households", 5), ("Avonmere Tenants Federation", 3)):
        assert sum(body in name for name in organizations) >= least, body


def test_a_name_in_another_script_sorts_by_a_latin_one(rows: Rows) -> None:
    for row in rows:
        first = next(character for character in row["organization"] or row["individual"] if character.isalnum())
        if first.isalpha() and not unicodedata.name(first).startswith("LATIN"):
            assert row["sort_name"].isascii(), row
            assert row["sort_name"]


def test_no_organization_is_taken_from_a_real_list(organizations: list[str], shared: Path) -> None:
    real: set[str] = set()
    for line in (shared / "letters" / "dhs-ai" / "signatories.csv").read_text(encoding="utf-8-sig").splitlines():
        real.add(plain(line))
    for line in (shared / "data" / "organization_pairs.tsv").read_text(encoding="utf-8-sig").splitlines():
        real.update(plain(name) for name in line.split("\t")[:2])
    assert len(real) > 500
    assert [name for name in organizations if plain(name) in real] == []
