"""Files that nobody means well with: an answer in bounded time, problems with line numbers, never an exception."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.library import read, read_bytes
from tests.tools.effort import at_most

DOUBLING = '@string{a = "xxxxxxxxxx"}\n' + "".join(
    f"@string{{a{n} = {'a' if n == 0 else f'a{n - 1}'} # {'a' if n == 0 else f'a{n - 1}'}}}\n" for n in range(40)
)
MILLION = 1_000_000

FILES = {
    "open braces": "@a{k, t = " + "{" * MILLION,
    "pairs of braces": "@a{k, t = {" + "{}" * 600_000 + "}}",
    "one long value": "@a{k, t = {" + "x" * 9 * MILLION + "}}",
    "openings on one line": "@a{" * MILLION,
    "openings on many lines": "@a{\n" * MILLION,
    "values never closed": "@a{k,t={\n" * 300_000,
    "quotation marks": '@a{k, t = "' + '"{' * MILLION,
    "a long key": "@a{" + "k" * MILLION,
    "a key and spaces": "@a{k" + " " * MILLION,
    "a field name without end": "@a{k," + "f" * MILLION,
    "commas": "@a{k" + "," * 300_000,
    "at signs": "@" * MILLION + "a{",
    "doubling strings": DOUBLING + "@a{k, t = a39}",
    "one string in many entries": "@string{s = {"
    + "\\'e" * 300_000
    + "}}\n"
    + "".join(f"@a{{k{n}, t = s}}\n" for n in range(500)),
    "a parent of thousands": "@book{p, note = {"
    + "{\\'e}" * 100_000
    + "}}\n"
    + "".join(f"@inbook{{k{n}, crossref=p}}\n" for n in range(500)),
    "a chain of parents": "".join(f"@book{{k{n}, title={{T}}, crossref={{k{n + 1}}}}}\n" for n in range(10_000)),
    "backslashes": "@a{k, t = {" + "\\" * 500_001 + "a}}",
    "dollars": "@a{k, t = {" + "$" * 500_001 + "}}",
    "names": "@a{k, author = {" + "a and " * 30_000 + "b}}",
    "commas in a name": "@a{k, author = {" + "a, " * 200_000 + "b}}",
    "NUL": "@a{k,\n t = {a\0b}}",
    "brackets": "[" * MILLION,
    "braces of JSON": '{"a":' * MILLION,
    "a huge number": '[{"id": 1' + "0" * MILLION + "}]",
    "a number beyond all": '[{"id": "a", "volume": 1e999}]',
    "records without end": "TY  - JOUR\n" * 20_000,
    "a value over many lines": "TY  - JOUR\nAB  - x\n" + "more\n" * MILLION,
    "tags outside": "AU  - x\nTY  - JOUR\nER  - \n" + "AU  - x\n" * 200_000,
    "a long RIS line": "TY  - JOUR\nTI  - " + "x" * 9 * MILLION,
    "semicolons": "TY  - JOUR\nUR  - " + "https://e.example; " * 100_000,
    "names in RIS": "TY  - JOUR\nAU  - " + "a," * MILLION,
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_answered_in_bounded_time(name: str) -> None:
    answers = []
    at_most(30, lambda: answers.append(read(FILES[name], name)))
    (found,) = answers
    assert len(found.problems) <= 201
    assert len(found.losses) <= 201
    assert found.items or found.problems


def test_strings_that_double_each_other_are_refused_by_their_line() -> None:
    found = read(FILES["doubling strings"])
    assert re.match(r"line 18: this @string cannot be read: a value on line 18 is too long", found.problems[0])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "@book{a, title = {A}}\n\n@book{b,\n title = {B\n}\n@book{c, title = {C}}",
            "line 3: this @book cannot be read: “@book{c, title = {C}” on line 6 was not expected",
        ),
        ('@book{a, title = "A}\n@book{c, title = {C}}', "line 1: this @book cannot be read"),
        ("@book{a title = {A}}\n@book{c, title = {C}}", "line 1: this @book cannot be read: there is no key"),
        (
            "@book{a, title {A}}\n@book{c, title = {C}}",
            "line 1: this @book cannot be read: “title {A}}” on line 1 was not expected",
        ),
        ("@book{a, title = {A}\n@book{c, title = {C}}", "line 1: this @book cannot be read"),
        ("@book{c, title = {C}}\n@book{a, title = ", "line 2: this @book cannot be read: the file ends inside it."),
    ],
)
def test_a_broken_entry_is_named_and_the_others_are_read(text: str, problem: str) -> None:
    found = read(text)
    assert found.problems[0].startswith(problem)
    assert "c" in [item["id"] for item in found.items]


def test_control_characters_are_left_out_and_told() -> None:
    found = read("@book{a,\n title = {A\0B\x1bC}}")
    assert found.items[0]["title"] == "A B C"
    assert found.losses == ("line 2: Control characters were left out, here and below.",)
    found = read("TY  - BOOK\nTI  - A\x07B\nER  - ")
    assert found.items[0]["title"] == "A B"
    assert found.losses == ("line 2: Control characters were left out, here and below.",)


@settings(deadline=None, max_examples=300)
@given(st.text("@abook{}(),=\"#\\%$~ \n'`-é&_^and", max_size=120))
def test_no_bibtex_raises(text: str) -> None:
    read("@book{" + text, "x.bib")


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.sampled_from(["TY  - JOUR", "ER  - ", "AU  - ", "DA  - 2024/13/", "PY  - x", "UR  - ;", "SP  - -", "", " ", "N1"])
        | st.text(max_size=20)
    )
)
def test_no_ris_raises(lines: list[str]) -> None:
    read("TY  - BOOK\n" + "\n".join(lines))


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=60), st.sampled_from([b"", b"[", b"@book{", b"TY  - BOOK\n", b"\xff\xfe", b"\xef\xbb\xbf"]))
def test_no_bytes_raise(data: bytes, start: bytes) -> None:
    read_bytes(start + data)


@pytest.mark.parametrize("text", ["", "  \n", "Dear all,", "<xml/>", "\ufeff"])
def test_what_is_no_library_is_refused(text: str) -> None:
    found = read(text, "letter.docx")
    assert found.items == ()
    assert len(found.problems) == 1


def test_a_text_longer_than_any_library_is_refused() -> None:
    assert "too long" in read("@book{a," + " " * 10_000_001).problems[0]
