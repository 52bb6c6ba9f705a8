"""A source's own wording, typed as text and kept as runs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.desk.library.wording import runs_from_text, text_from_runs

LINK = "https://a.example/x_y?q=(1)"


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("", []),
        ("  \n ", []),
        ("Plain.", [{"text": "Plain."}]),
        ("*Title*, 5", [{"text": "Title", "italic": True}, {"text": ", 5"}]),
        (f"At {LINK}.", [{"text": "At "}, {"text": LINK, "href": LINK}, {"text": "."}]),
        (
            "(see https://a.example/b)",
            [{"text": "(see "}, {"text": "https://a.example/b", "href": "https://a.example/b"}, {"text": ")"}],
        ),
        ("[here](https://a.example/)", [{"text": "here", "href": "https://a.example/"}]),
        ("1. No list, # no heading", [{"text": "1. No list, # no heading"}]),
        ("- no bullet", [{"text": "- no bullet"}]),
        ("two\nlines", [{"text": "two lines"}]),
        (r"a \*star\*", [{"text": "a *star*"}]),
        ("5 * 3", [{"text": "5 * 3"}]),
        ("*{organizations}* {x}", [{"text": "{organizations}", "italic": True}, {"text": " {x}"}]),
        ("javascript:alert(1)", [{"text": "javascript:alert(1)"}]),
    ],
)
def test_what_is_typed_becomes_runs(text, runs):
    assert runs_from_text(text) == (runs, ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("**bold**", "Only italics and links"),
        ("see [@key]", "a note or a citation"),
        ("x^[note]", "a note or a citation"),
        ("[x](javascript:alert(1))", "not an http"),
        ("a <script>alert(1)</script> b", "left out"),
    ],
)
def test_what_a_wording_cannot_hold_is_told(text, said):
    _, losses = runs_from_text(text)
    assert said in " ".join(losses)


@pytest.mark.parametrize("runs", [None, "text", 5, [1, "x", {}, {"text": ""}, {"text": 5}], {"text": "x"}])
def test_what_are_no_runs_show_nothing(runs):
    assert text_from_runs(runs) == ""


_words = st.text(alphabet="abc XYZ.,()*_[]<>&\\`#|~'\"5-é漢", min_size=1, max_size=12)
_run = st.fixed_dictionaries({"text": _words}, optional={"italic": st.just(True), "href": st.just(LINK)})


@given(st.lists(_run, max_size=5))
def test_what_is_shown_comes_back_the_same(runs):
    once = text_from_runs(runs)
    kept, losses = runs_from_text(once)
    assert losses == ()
    assert text_from_runs(kept) == once
    shown = " ".join("".join(run["text"] for run in runs).split())
    assert " ".join("".join(run["text"] for run in kept).split()) == shown


@given(st.text(max_size=200))
def test_nothing_typed_makes_it_fail(text):
    runs, _ = runs_from_text(text)
    assert all(run["text"] for run in runs)
