"""The fields of a letter in YAML: what is taken, what is refused, and in which words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.document.markdown import MarkdownError, read, write
from letters.document.nodes import Letter
from letters.document.normal import normalize
from tests.letters.document.trees import lines


def fields(yaml: str) -> Letter:
    letter, losses = read(f"---\n{yaml}\n---\n")
    assert losses == ()
    return letter


def test_a_date_is_written_out() -> None:
    assert fields("date: 2026-01-05").date == "January 5, 2026"
    assert fields("date: '2026-01-05'").date == "2026-01-05"
    assert fields("date: Early 2026").date == "Early 2026"


def test_plain_words_stay_words() -> None:
    assert fields("subject: No").subject == "No"
    assert fields("subject: 12:30").subject == "12:30"
    assert fields("subject: 2026-01-05").subject == "2026-01-05"
    assert fields("subject: null").subject == ""
    assert fields("subject:").subject == ""


def test_recipients() -> None:
    two = (("Jane Doe", "Secretary"), ("John Roe",))
    assert fields("recipients:\n  - |\n    Jane Doe\n    Secretary\n  - John Roe").recipients == two
    assert fields("recipients: |\n  Jane Doe\n  Secretary").recipients == two[:1]
    assert fields("recipient_layout: side-by-side").recipient_layout == "side by side"


def test_lists_may_be_one_text() -> None:
    assert fields("cc: |\n  a\n  b").cc == fields("cc: [a, b]").cc == fields("cc:\n- a\n- b").cc == ("a", "b")
    assert fields("delivery: Via email").delivery == ("Via email",)


@pytest.mark.parametrize(
    ("yaml", "line", "words"),
    [
        ("subject: [a]", 2, "“subject” must be one line of text"),
        ("cc:\n  a: b", 3, "“cc” must be a list"),
        ("cc:\n  - [a]", 3, "“cc” must be a list"),
        ("recipients:\n  - a: b", 3, "“recipients” must be a list of addresses"),
        ("date: 2026-02-30", 2, "“date” must be a day"),
        ("language: english", 2, "“language” must be a language"),
        ("recipient_layout: beside", 2, "“stacked” or “side by side”"),
        ("subject: a\nsubject: b", 3, "there twice"),
        ("subject: a\nclosing: 'b", 4, "cannot be read"),
        ("subject: a: b", 2, "cannot be read"),
        ("subject: *a", 2, "cannot be read"),
        ("- a", 2, "must be lines like"),
        ("just words", 2, "must be lines like"),
    ],
)
def test_refusals_name_the_line(yaml: str, line: int, words: str) -> None:
    with pytest.raises(MarkdownError) as caught:
        read(f"---\n{yaml}\n---\n\nBody.")
    assert words in caught.value.sentence
    assert caught.value.line == line
    assert str(caught.value) == f"line {line}: {caught.value.sentence}"


def test_yaml_can_do_nothing(tmp_path: Path) -> None:
    made = tmp_path / "made"
    with pytest.raises(MarkdownError, match="“subject” must be one line of text"):
        read(f"---\nsubject: !!python/object/apply:os.mkdir ['{made}']\n---\n")
    assert not made.exists()


def test_without_a_closing_fence_there_is_no_front_matter() -> None:
    letter, losses = read("---\nsubject: a\n")
    assert [loss.kind for loss in losses] == ["rule"]
    assert letter.subject == ""


def test_unknown_fields_are_told() -> None:
    (loss,) = read("---\nsubject: a\nmood: b\n---\n")[1]
    assert (loss.kind, loss.line) == ("field", 3)
    assert "“mood”" in loss.sentence
    assert "“b”" in loss.sentence


def test_characters_are_cleaned_here_too() -> None:
    letter, losses = read('---\nsubject: "a\\u202Eb\\tc"\n---\n')
    assert letter.subject == "ab c"
    assert [loss.kind for loss in losses] == ["character"]


@settings(deadline=None, max_examples=100)
@given(lines(), st.lists(lines(), max_size=3), st.lists(st.lists(lines(), max_size=3).map(tuple), max_size=3))
def test_round_trip(line: str, several: list[str], blocks: list[tuple[str, ...]]) -> None:
    letter = normalize(Letter((), date=line, subject=line, closing=line, cc=tuple(several), recipients=tuple(blocks)))
    assert read(write(letter)) == (letter, ())
