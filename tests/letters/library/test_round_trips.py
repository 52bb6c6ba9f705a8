from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.library import read, write
from letters.library.csl_json import parse_sources
from letters.library.formats import Format
from tests.letters.library.items import bibtex_items, ris_items

SHARED = Path(__file__).parents[3].parent / "shared" / "letters" / "dhs-ai" / "sources.json"

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=3)
    ),
    max_leaves=12,
)


def numbered(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": f"source-{place}", **item} for place, item in enumerate(items)]


def unsorted(item: dict[str, Any]) -> str:
    return json.dumps(item, sort_keys=True, ensure_ascii=False)


@settings(deadline=None)
@given(st.lists(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), JSON, max_size=6), max_size=4))
def test_csl_json_keeps_every_value_every_number_and_the_order_of_the_keys(items: list[dict[str, Any]]) -> None:
    library = numbered([{key: value for key, value in item.items() if key != "id"} for item in items])
    text = write(library, "csl-json").text
    back = read(text, "library.json")
    assert json.dumps(list(back.items)) == json.dumps(library)
    assert back.problems == back.losses == ()
    assert json.dumps(parse_sources(text)[0]) == json.dumps(library)


def test_one_and_one_point_zero_stay_different_numbers() -> None:
    text = '[{"id": "a", "volume": 1.0, "issue": 1, "x": 1e2, "nested": {"b": [null, true, 0.1]}}]'
    items, problems = parse_sources(text)
    assert problems == []
    assert json.dumps(items) == '[{"id": "a", "volume": 1.0, "issue": 1, "x": 100.0, "nested": {"b": [null, true, 0.1]}}]'


@pytest.mark.parametrize("form", ["biblatex", "bibtex"])
@settings(deadline=None, max_examples=200)
@given(items=st.lists(bibtex_items(), min_size=1, max_size=1))
def test_bibtex_keeps_what_it_can_hold(form: Format, items: list[dict[str, Any]]) -> None:
    library = numbered(items)
    written = write(library, form)
    back = read(written.text, "library.bib")
    assert (written.losses, back.problems, back.losses) == ((), (), ())
    assert [unsorted(item) for item in back.items] == [unsorted(item) for item in library]


@settings(deadline=None, max_examples=100)
@given(items=st.lists(ris_items(), min_size=1, max_size=2))
def test_ris_keeps_what_it_can_hold(items: list[dict[str, Any]]) -> None:
    library = numbered(items)
    written = write(library, "ris")
    back = read(written.text, "library.ris")
    assert (written.losses, back.problems, back.losses) == ((), (), ())
    assert [unsorted(item) for item in back.items] == [unsorted(item) for item in library]


@pytest.mark.parametrize("form", ["csl-json", "biblatex", "bibtex", "ris"])
def test_the_real_library_comes_back_whole(form: Format) -> None:
    if not SHARED.exists():
        pytest.skip("the shared example is not here")
    library = json.loads(SHARED.read_text())
    written = write(library, form)
    back = read(written.text)
    assert (written.losses, back.problems, back.losses) == ((), (), ())
    assert [unsorted(item) for item in back.items] == [unsorted(item) for item in library]


@pytest.mark.parametrize("form", ["biblatex", "bibtex", "ris"])
def test_what_a_format_cannot_hold_is_told_by_name_and_source(form: Format) -> None:
    item = {
        "id": "young-2024",
        "type": "report",
        "custom": {"full": [{"text": "As printed"}], "hereinafter": True},
        "x-unknown": {"deep": 1},
        "issued": {"date-parts": [[2024]], "season": "late"},
    }
    losses = " ".join(write([item], form).losses)
    for name in ("custom.full", "custom.hereinafter", "x-unknown", "issued"):
        assert f"“{name}”" in losses
    assert "young-2024" in losses
