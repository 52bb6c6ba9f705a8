from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.library.dates import date_from_text, date_text
from letters.library.fields import TYPES, applied, fields_of, more_fields, shown
from letters.library.names_text import all_shown, names_from_text, names_text
from letters.library.types import kind_of
from letters.library.variables import TYPES as CSL_TYPES
from tests.letters.library.items import bibtex_items, dates, words

PARTS = ["family", "given", "suffix", "literal", "non-dropping-particle", "dropping-particle"]


def test_every_type_of_csl_has_a_label_and_a_form() -> None:
    assert set(TYPES) == CSL_TYPES
    for kind in TYPES:
        names = [field.name for field in fields_of(kind)]
        rest = [field.name for field in more_fields(kind)]
        assert "title" in names
        assert len(set(names)) == len(names)
        assert not set(names) & set(rest)
        assert {"note", "DOI", "editor", "original-date"} <= {*names, *rest}


def test_labels_fit_the_type() -> None:
    labels = {field.name: (field.label, field.kind) for field in fields_of("legal_case")}
    assert labels["authority"] == ("Court", "text")
    assert labels["issued"] == ("Date", "date")
    assert {field.name: field.label for field in fields_of("article-newspaper")}["container-title"] == "Newspaper"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Doe, Jane", {"family": "Doe", "given": "Jane"}),
        ("van der Berg, Jan, Jr.", {"family": "van der Berg", "given": "Jan", "suffix": "Jr."}),
        ("Office of Management and Budget", {"literal": "Office of Management and Budget"}),
        ("{Foo, Inc.}", {"literal": "Foo, Inc."}),
        ("Plato,", {"family": "Plato"}),
        (
            "family=Berg; given=Jan; non-dropping-particle=van",
            {"family": "Berg", "given": "Jan", "non-dropping-particle": "van"},
        ),
    ],
)
def test_a_line_is_a_name_by_the_rule(line: str, name: dict[str, str]) -> None:
    assert names_from_text(line) == [name]
    assert names_text([name]) == line


@settings(deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(PARTS), words("ab, ;{}=é\\"), min_size=1, max_size=4), max_size=3))
def test_names_come_back_from_their_lines_or_it_is_told(names: list[dict[str, str]]) -> None:
    again = names_from_text(names_text(names))
    assert all_shown(names) == (again == names)


@settings(deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(PARTS), words("abé, .-’"), min_size=1, max_size=6), max_size=3))
def test_names_of_ordinary_letters_always_come_back(names: list[dict[str, str]]) -> None:
    assert names_from_text(names_text(names)) == names


def test_a_part_that_no_line_can_show_is_told() -> None:
    assert not all_shown([{"family": "Doe", "isInstitution": True}])


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("2024-03-28", {"date-parts": [[2024, 3, 28]]}),
        ("March 2024", {"date-parts": [[2024, 3]]}),
        ("2024", {"date-parts": [[2024]]}),
        ("Mar. 28, 2024", {"date-parts": [[2024, 3, 28]]}),
        ("March 28th, 2024", {"date-parts": [[2024, 3, 28]]}),
        ("28 March 2024", {"date-parts": [[2024, 3, 28]]}),
        ("Sept. 2024", {"date-parts": [[2024, 9]]}),
        ("2024-03-28 to 2024-04-02", {"date-parts": [[2024, 3, 28], [2024, 4, 2]]}),
        ("2020–2021", {"date-parts": [[2020], [2021]]}),
        ("Fall 2023", {"date-parts": [[2023]], "season": 3}),
        ("c. 1850", {"date-parts": [[1850]], "circa": True}),
        ("2024-02-30", {"literal": "2024-02-30"}),
        ("3/4/2024", {"literal": "3/4/2024"}),
        ("forthcoming", {"literal": "forthcoming"}),
        ("Marchember 2024", {"literal": "Marchember 2024"}),
        ("", {}),
    ],
)
def test_a_typed_date_is_understood_or_kept_as_words(typed: str, date: dict[str, Any]) -> None:
    assert date_from_text(typed) == date


@settings(deadline=None)
@given(dates())
def test_a_date_comes_back_from_its_text(date: dict[str, Any]) -> None:
    assert date_from_text(date_text(date)) == date


@settings(deadline=None)
@given(bibtex_items())
def test_a_form_sent_back_as_it_was_shown_changes_nothing(item: dict[str, Any]) -> None:
    item = {"id": "a", **item, "x-unknown": [1, {"deep": None}], "volume": 12}
    typed = {field.name: shown(item, field.name) for field in (*fields_of(item["type"]), *more_fields(item["type"]))}
    typed = {name: text.replace("\n", "\r\n") for name, text in {**typed, "custom.short": shown(item, "custom.short")}.items()}
    again, problems = applied(item, typed)
    assert problems == []
    assert json.dumps(again) == json.dumps(item)


@settings(deadline=None)
@given(bibtex_items(), st.sampled_from(["title", "author", "issued", "publisher", "volume"]))
def test_one_field_changed_leaves_all_others_and_the_order(item: dict[str, Any], name: str) -> None:
    item = {"id": "a", **item, "x-unknown": {"deep": [1.0]}}
    typed = {"author": "Changed, Entirely"}.get(name, "1871")
    again, problems = applied(item, {name: typed})
    assert problems == []
    assert shown(again, name) == typed
    assert {key: value for key, value in again.items() if key != name} == {
        key: value for key, value in item.items() if key != name
    }
    assert [key for key in again if key in item] == list(item)


def test_what_the_form_does_not_show_of_a_name_survives_its_neighbours() -> None:
    item = {"id": "a", "author": [{"family": "Doe", "given": "J.", "isInstitution": 1}, {"literal": "Agency"}]}
    again, problems = applied(item, {"author": "Doe, J.\nAgency\nRoe, R."})
    assert again["author"] == [*item["author"], {"family": "Roe", "given": "R."}]
    assert problems == []
    again, problems = applied(item, {"author": "Doe, Jane\nAgency"})
    assert again["author"] == [{"family": "Doe", "given": "Jane"}, {"literal": "Agency"}]
    assert len(problems) == 1


def test_the_form_adds_empties_and_refuses() -> None:
    item = {"id": "a", "type": "report", "title": "T", "note": ["odd"], "custom": {"short": "S", "other": 1}}
    typed = {"type": "spaceship", "title": "", "note": "x", "URL": "https://e.example/a\n b", "custom.short": "", "id": "evil"}
    again, problems = applied(item, typed)
    assert again == {"id": "a", "type": "report", "note": ["odd"], "custom": {"other": 1}, "URL": "https://e.example/ab"}
    assert len(problems) == 2
    assert item["title"] == "T"


def test_a_date_that_was_not_understood_is_told() -> None:
    again, problems = applied({"id": "a"}, {"issued": "3/4/2024"})
    assert again["issued"] == {"literal": "3/4/2024"}
    assert "not understood" in problems[0]


def test_kinds_follow_the_variable() -> None:
    assert [kind_of(name) for name in ("author", "issued", "page", "abstract", "title", "x-own")] == [
        "names",
        "date",
        "number",
        "long text",
        "text",
        "text",
    ]
